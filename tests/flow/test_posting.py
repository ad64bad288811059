"""Posting: in order, once, asked one by one, and kept together when it is interrupted."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.flow.conftest import Stage, ends, outcomes, said

from campaign.core.plan import Step
from campaign.errors import CampaignError, Exit
from campaign.flow.posting import Decision
from campaign.rehearsal import mishaps
from campaign.rehearsal.faults import Fault
from campaign.rehearsal.wire import Reply, error

Make = Callable[..., Stage]


def test_posts_in_order(stage: Stage) -> None:
    """Three of five, in this account's own order, each asked for and told once, with its link."""
    run = stage.post()
    first_three = stage.order[:3]
    assert outcomes(run) == dict.fromkeys(first_three, "posted")
    assert stage.desk.asked == [visit.path[7:-7] for visit in stage.creates()] == first_three
    assert stage.desk.told == list(run.receipts)
    assert [r.url for r in run.receipts] == [
        f"https://github.com/{r}/issues/1" for r in first_three
    ]
    assert (run.exit, run.resume_at) == (Exit.DONE, None)


def test_twice(stage: Stage) -> None:
    """A second run finds the work done: it asks nothing, posts nothing, and ends well."""
    first = stage.post()
    stage.desk.asked.clear()
    again = stage.post()
    assert outcomes(again) == dict.fromkeys(stage.order[:3], "already")
    assert [r.number for r in again.receipts] == [r.number for r in first.receipts]
    assert (again.exit, stage.desk.asked, len(stage.creates())) == (Exit.DONE, [], 3)


def test_per_person_is_for_the_campaign(make_stage: Make) -> None:
    """Runs of one issue each end at the campaign's limit, however many repositories are open."""
    stage = make_stage(per_person=2)
    runs = [stage.post(limit=1) for _ in range(4)]
    assert [len(stage.issues()), *(run.exit for run in runs)] == [2, 0, 0, 0, 0]
    assert list(outcomes(runs[-1]).values()) == ["already", "already"]


def test_chosen(stage: Stage) -> None:
    """Repositories asked for by name, and no other."""
    last = stage.order[-1]
    assert outcomes(stage.post(chosen=[last])) == {last: "posted"}


def test_chosen_and_closed(stage: Stage) -> None:
    """A closed repository asked for by name is named, with why, and never tried."""
    stage.repo("bee/two").has_issues = False
    run = stage.post(chosen=["bee/two"])
    assert (outcomes(run), run.exit) == ({"bee/two": "skipped"}, Exit.CLOSED)
    assert run.receipts[0].reason == "issues_disabled"
    assert stage.creates() == []


def test_everything_closed(single: Stage) -> None:
    """Nothing open: nothing posted, exit 3."""
    single.repo("ant/one").has_issues = False
    run = single.post()
    assert (run.receipts, run.exit) == ((), Exit.CLOSED)


def test_skip(stage: Stage) -> None:
    """A skipped issue is not sent and not replaced; the others are."""
    stage.desk.decisions[stage.order[1]] = Decision.SKIP
    run = stage.post()
    assert said(run.receipts) == ["posted", "skipped", "posted"]
    assert (run.exit, stage.desk.offered) == (Exit.DONE, [])


def test_quit(stage: Stage) -> None:
    """After quitting nothing is asked and nothing is sent; what is posted stays posted."""
    stage.desk.decisions[stage.order[1]] = Decision.QUIT
    run = stage.post()
    assert said(run.receipts) == ["posted", "skipped", "skipped"]
    assert (run.exit, len(stage.desk.asked), len(stage.creates())) == (Exit.DONE, 2, 1)


def test_edited(single: Stage) -> None:
    """Words changed at the last moment are the ones that are sent."""
    single.desk.edit = lambda step: replace(
        step, draft=replace(step.draft, title="Please", text="My own words.")
    )
    single.post()
    assert [(issue.title, issue.body[:13]) for issue in single.issues()] == [
        ("Please", "My own words.")
    ]
    assert outcomes(single.post()) == {"ant/one": "already"}


SWAPS: dict[str, Callable[[Step], Step]] = {
    "key": lambda step: replace(step, key=replace(step.key, repo_id=step.key.repo_id + 1)),
    "campaign": lambda step: replace(step, key=replace(step.key, campaign="other")),
    "place": lambda step: replace(
        step, access=replace(step.access, facts=replace(step.access.facts, name_now="bee/two"))
    ),
    "repository": lambda step: replace(step, draft=replace(step.draft, repo="bee/two")),
    "marker": lambda step: replace(step, draft=replace(step.draft, marker="<!-- x -->")),
}


@pytest.mark.parametrize("name", SWAPS)
def test_another_issue_than_the_planned_one(stage: Stage, name: str) -> None:
    """Where it goes, and the marker that finds it again, are no part of the text: refused."""
    stage.desk.edit = SWAPS[name]
    with pytest.raises(CampaignError, match="not the one planned"):
        stage.post()
    assert stage.creates() == []


def test_dry_run(stage: Stage) -> None:
    """A dry run says what would be posted, and sends nothing."""
    run = stage.post(only_look=True)
    assert outcomes(run) == dict.fromkeys(stage.order[:3], "would_post")
    assert (run.exit, stage.creates(), stage.desk.asked) == (Exit.DONE, [], [])


def test_dry_run_after_a_run(stage: Stage) -> None:
    """A dry run counts what exists."""
    stage.post(limit=2)
    run = stage.post(only_look=True)
    assert said(run.receipts) == ["already", "already", "would_post"]


def test_unknown_ends_the_run(stage: Stage) -> None:
    """After an outcome that stays unknown nothing more is sent."""
    stage.go_wrong(mishaps.lose_request().after(1))
    run = stage.post()
    assert said(run.receipts) == ["posted", "unknown", "deferred"]
    assert (run.exit, len(stage.creates())) == (Exit.UNKNOWN, 2)
    assert ends(run)[2] == ("deferred", "after_an_unknown")


def test_approved_after_the_end(stage: Stage) -> None:
    """Who says yes when the action is over posts nothing more, and keeps what was posted."""
    stage.closes = stage.clock.now() + timedelta(hours=1)
    stage.desk.on_ask = lambda: stage.clock.sleep(2000)
    run = stage.post()
    assert ends(run) == [("posted", ""), ("skipped", "too_late"), ("skipped", "too_late")]
    assert run.exit is Exit.WINDOW
    again = stage.post(chosen=(stage.order[1],))
    assert (again.exit, len(stage.creates())) == (Exit.WINDOW, 1)


def test_stranger_ends_the_run(stage: Stage) -> None:
    """Behind a captive portal nothing more is sent, and nobody waits for it to tell."""
    stage.go_wrong(mishaps.captive_portal().always())
    run = stage.post()
    assert said(run.receipts) == ["unknown", "deferred", "deferred"]
    assert (run.exit, stage.desk.waits, len(stage.creates())) == (Exit.UNKNOWN, [], 1)


def test_results_stand_in_posting_order(stage: Stage) -> None:
    """What was tried stands before what was left because of it."""
    stage.go_wrong(mishaps.token_revoked())
    run = stage.post()
    assert list(outcomes(run)) == stage.order[:3]
    assert said(run.receipts) == ["refused", "skipped", "skipped"]


def test_owner_takes_issue_away(single: Stage) -> None:
    """Posted stays posted: an issue deleted by its reader is not filed again."""
    single.post()
    single.issues()[0].deleted = True
    run = single.post()
    assert (outcomes(run), len(single.creates())) == ({"ant/one": "already"}, 1)


def test_deferred_again_and_again(single: Stage) -> None:
    """A limit met in every run: each run tries, and none makes a second issue in the end."""
    single.go_wrong(replace(mishaps.too_many_requests(), times=3))
    for code in (7, 7, 7, 0):
        assert single.post().exit == code
        single.clock.sleep(3601)
    assert len(single.issues()) == 1


def test_interrupted_at_the_question(stage: Stage) -> None:
    """Ctrl-C at a question: nothing of it is sent, and what is posted is told."""
    stage.post(limit=1)
    stage.desk.interrupt = "approve"
    run = stage.post()
    assert ends(run) == [("already", ""), ("skipped", "interrupted"), ("skipped", "interrupted")]
    assert (run.exit, len(stage.creates())) == (Exit.INTERRUPTED, 1)


def test_interrupted_while_waiting(stage: Stage) -> None:
    """Ctrl-C in a wait for the pace: the receipts so far are kept."""
    stage.desk.interrupt = "wait"
    run = stage.post()
    assert ends(run) == [("posted", ""), ("skipped", "interrupted"), ("skipped", "interrupted")]
    assert (run.exit, len(stage.creates())) == (Exit.INTERRUPTED, 1)


def test_interrupted_at_the_offer(make_stage: Make) -> None:
    """Ctrl-C at the offer to go elsewhere: the refusal is told, and the rest is left."""
    stage = make_stage("ant/one", "bee/two", per_person=1)
    stage.repo(stage.order[0]).has_issues = True
    stage.meanwhile = lambda: setattr(stage.repo(stage.order[0]), "has_issues", False)
    stage.desk.interrupt = "move_on"
    run = stage.post()
    assert (ends(run), run.exit) == ([("refused", "issues_disabled")], Exit.INTERRUPTED)


def test_interrupted_while_sending(stage: Stage) -> None:
    """Ctrl-C between request and record: the issue is recorded, and told with its link."""
    stage.desk.interrupt = "undisturbed"
    run = stage.post()
    assert ends(run) == [("posted", ""), ("skipped", "interrupted"), ("skipped", "interrupted")]
    assert run.receipts[0].url == f"https://github.com/{stage.order[0]}/issues/1"
    assert stage.states() == {stage.order[0]: "posted"}
    assert run.exit is Exit.INTERRUPTED


def test_interrupted_while_looking(single: Stage) -> None:
    """Ctrl-C while an answer is in doubt: the doubt is told, and the next run resolves it."""
    single.go_wrong(mishaps.lose_answer())
    single.desk.interrupt = "wait"
    run = single.post()
    assert (ends(run), run.exit) == ([("unknown", "no_answer")], Exit.INTERRUPTED)
    single.desk.interrupt = ""
    assert outcomes(single.post()) == {"ant/one": "already"}


def test_interrupted_in_a_pause(single: Stage) -> None:
    """Ctrl-C in a pause that GitHub asked for: put off, with its time; the next run makes it."""
    single.go_wrong(mishaps.secondary_limit())
    single.desk.interrupt = "wait"
    run = single.post()
    assert (ends(run), run.exit) == ([("deferred", "secondary_limit")], Exit.INTERRUPTED)
    assert run.resume_at is not None
    assert single.states() == {"ant/one": "planned"}
    single.desk.interrupt = ""
    single.clock.sleep(61)
    assert outcomes(single.post()) == {"ant/one": "posted"}


@pytest.mark.parametrize(
    ("fault", "end", "state"),
    [
        (error(410, "Issues has been disabled"), ("refused", "issues_disabled"), "refused"),
        (error(403, "User is blocked"), ("refused", "blocked"), "refused"),
        (error(401, "Bad credentials"), ("refused", "bad_credentials"), "planned"),
        (
            error(429, "You have exceeded a secondary rate limit.", headers={"retry-after": "60"}),
            ("deferred", "secondary_limit"),
            "planned",
        ),
        (error(502, "Server Error"), ("unknown", "unclear_answer"), "unknown"),
    ],
)
def test_interrupted_while_it_is_refused(
    stage: Stage, fault: Reply, end: tuple[str, str], state: str
) -> None:
    """Ctrl-C during a request hides nothing of its answer: told as the ledger has it, in GitHub's
    own words, with the time to come back.
    """
    stage.go_wrong(Fault(then=fault))
    stage.desk.interrupt = "undisturbed"
    run = stage.post()
    assert ends(run) == [end, ("skipped", "interrupted"), ("skipped", "interrupted")]
    assert stage.states() == {"ant/one": state}
    assert run.receipts[0].message
    assert run.exit is Exit.INTERRUPTED
    assert (run.resume_at is not None) == (end[0] == "deferred")


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (mishaps.token_revoked(), Exit.SIGN_IN),
        (mishaps.lose_request(), Exit.UNKNOWN),
        (mishaps.too_many_requests(), Exit.LIMITED),
    ],
)
def test_interrupt_outweighs(stage: Stage, fault: Fault, code: Exit) -> None:
    """130 comes before every other code, which would have come without it."""
    stage.go_wrong(fault.after(1))
    assert stage.post(max_wait=0).exit is code
    stage.clock.sleep(3601)
    stage.desk.interrupt = "approve"
    assert stage.post().exit is Exit.INTERRUPTED
