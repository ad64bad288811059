"""Refusals: met once, told, and never worked around."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.flow.conftest import Stage, ends, outcomes, said

from campaign.errors import Exit
from campaign.rehearsal.faults import Fault
from campaign.rehearsal.places import Limit
from campaign.rehearsal.wire import Reply, error

Make = Callable[..., Stage]
OWNED = ("ant/one", "ant/two", "ant/three", "bee/four", "bee/five")
DAY = 24 * 3600


def limit(stage: Stage, *names: str) -> Callable[[], None]:
    """Limits these repositories to collaborators, unseen from outside."""

    def switch_on() -> None:
        for name in names:
            stage.repo(name).limit = Limit.COLLABORATORS_ONLY

    return switch_on


def lift(stage: Stage) -> None:
    """No limit anywhere any more."""
    for target in stage.campaign.targets:
        stage.repo(target.repo).limit = Limit.NO_LIMIT


@pytest.mark.parametrize("status", [422, 403])
def test_interaction_limit(stage: Stage, status: int) -> None:
    """A limit that shows itself only now: refused, the rest goes on, nobody is sent elsewhere
    without being asked.
    """
    stage.world.limit_status = status
    stage.meanwhile = limit(stage, stage.order[1])
    run = stage.post()
    assert said(run.receipts) == ["posted", "refused", "posted"]
    assert stage.desk.offered == [(stage.order[1], stage.order[3])]
    assert (run.exit, len(stage.creates())) == (Exit.PARTIAL, 3)


def test_moves_on_when_agreed(stage: Stage) -> None:
    """With consent the next listed repository takes the place of the one that refused."""
    stage.desk.agrees = True
    stage.meanwhile = limit(stage, stage.order[0])
    run = stage.post()
    assert list(outcomes(run)) == [stage.order[place] for place in (0, 3, 1, 2)]
    assert said(run.receipts) == ["refused", "posted", "posted", "posted"]
    assert stage.desk.asked == list(outcomes(run))
    assert run.exit is Exit.DONE


def test_one_hop(make_stage: Make) -> None:
    """Where the other one refuses too, that is the end of it."""
    stage = make_stage(per_person=1)
    stage.desk.agrees = True
    stage.meanwhile = limit(stage, *stage.order)
    run = stage.post()
    assert said(run.receipts) == ["refused", "refused"]
    assert (len(stage.desk.offered), len(stage.creates())) == (1, 2)
    assert run.exit is Exit.CLOSED


def test_limit_holds_for_a_day(make_stage: Make) -> None:
    """A repository that refused is not tried again within 24 hours, and may be after them."""
    stage = make_stage("ant/one")
    limit(stage, "ant/one")()
    stage.post()
    lift(stage)
    stage.clock.sleep(DAY - 60)
    early = stage.post(chosen=["ant/one"])
    assert (ends(early), early.exit) == ([("skipped", "refused_before")], Exit.CLOSED)
    assert len(stage.creates()) == 1
    stage.clock.sleep(120)
    assert outcomes(stage.post()) == {"ant/one": "posted"}


def test_two_limits_of_one_owner(make_stage: Make) -> None:
    """An owner who limits two repositories has limited all: the others are left alone, in this
    run and in the next.
    """
    stage = make_stage(*OWNED, per_person=5)
    ants = [name for name in stage.order if name.startswith("ant/")]
    limit(stage, *ants[:2])()
    run = stage.post()
    assert ("skipped", "owner_interaction_limit") in ends(run)
    assert [issue.repository.full_name[:4] for issue in stage.issues()] == ["bee/", "bee/"]
    stage.post()
    assert len(stage.creates()) == 4
    lift(stage)
    stage.clock.sleep(DAY + 60)
    assert sorted(outcomes(stage.post()).values()) == ["already"] * 2 + ["posted"] * 3


def test_limits_of_two_owners(make_stage: Make) -> None:
    """One limit each of two owners speaks for neither."""
    stage = make_stage(*OWNED, per_person=5)
    limit(stage, *(next(n for n in stage.order if n.startswith(who)) for who in ("ant", "bee")))()
    run = stage.post()
    assert sorted(said(run.receipts)) == ["posted"] * 3 + ["refused"] * 2


@pytest.mark.parametrize("change", ["archived_at", "has_issues"])
def test_closed_while_reading(stage: Stage, change: str) -> None:
    """Archived, or issues switched off, after the plan: that one is over, the rest goes on."""

    def close() -> None:
        value = stage.clock.now() if change == "archived_at" else False
        setattr(stage.repo(stage.order[0]), change, value)

    stage.meanwhile = close
    run = stage.post()
    assert said(run.receipts) == ["refused", "posted", "posted"]
    assert run.exit is Exit.PARTIAL


def test_blocked(make_stage: Make) -> None:
    """A block is final: no other repository of that owner, none instead, today or later."""
    stage = make_stage(*OWNED)
    stage.desk.agrees = True
    first = stage.repo(stage.order[0]).owner
    theirs = [name for name in stage.order if name.startswith(f"{first.login}/")]
    stage.meanwhile = lambda: first.blocked.add(stage.me)
    run = stage.post()
    assert (run.receipts[0].reason, stage.desk.offered) == ("blocked", [])
    assert len(stage.creates()) == 1 + len(stage.issues())
    first.blocked.clear()
    stage.clock.sleep(90 * DAY)
    stage.post()
    assert not [issue for issue in stage.issues() if issue.repository.full_name in theirs]
    assert len([v for v in stage.creates() if v.path.startswith(f"/repos/{first.login}/")]) == 1


def test_organisation_rules(make_stage: Make) -> None:
    """An organisation's rule for tokens holds for all it has: one request finds out. It is about
    the token: with another one the same issue may be sent at once.
    """
    stage = make_stage(*OWNED, per_person=5)
    first = stage.order[0][:4]
    rule = "`ORG` forbids access via a personal access token (classic)."
    stage.go_wrong(Fault(then=error(403, rule)))
    run = stage.post()
    theirs = [said for name, said in outcomes(run).items() if name.startswith(first)]
    assert theirs == ["refused"] + ["skipped"] * (len(theirs) - 1)
    assert len([v for v in stage.creates() if v.path.startswith(f"/repos/{first}")]) == 1
    assert stage.states()[stage.order[0]] == "planned"
    again = stage.post()
    assert sorted(said(again.receipts)) == ["already"] * (5 - len(theirs)) + ["posted"] * len(
        theirs
    )


def test_refused_draft_ends_the_run(stage: Stage) -> None:
    """A text that GitHub does not take is not sent to the next repository, nor instead."""
    stage.desk.agrees = True
    detail = [{"field": "body", "message": "body is too long (maximum is 65536 characters)"}]
    stage.go_wrong(Fault(then=error(422, "Validation Failed", errors=detail)))
    run = stage.post()
    assert said(run.receipts) == ["refused", "skipped", "skipped"]
    assert (run.exit, len(stage.creates()), stage.desk.offered) == (Exit.CLOSED, 1, [])


def test_a_redirect_that_is_not_github_s_ends_the_run(stage: Stage) -> None:
    """Somebody between us and GitHub: nothing was made, and nothing more is sent to them."""
    portal = Reply(status=302, headers={"location": "https://portal.example/"})
    stage.go_wrong(Fault(then=portal).always())
    stage.desk.agrees = True
    run = stage.post()
    assert said(run.receipts) == ["refused", "skipped", "skipped"]
    assert len(stage.world.requests("POST", "/issues")) == 1
    assert run.exit is Exit.CLOSED


NEVER_HEARD = "You must enable two-factor authentication to perform this action."


def test_words_unheard_of_twice_end_the_run(stage: Stage) -> None:
    """The same words from two repositories speak of the account: no third one is asked."""
    stage.desk.agrees = True
    stage.go_wrong(Fault(then=error(403, NEVER_HEARD)).always())
    run = stage.post()
    assert sorted(said(run.receipts)) == ["refused", "refused", "skipped", "skipped"]
    assert (run.exit, len(stage.creates()), run.left) == (Exit.CLOSED, 2, ())


def test_different_words_unheard_of(stage: Stage) -> None:
    """Two refusals in words of their own are two refusals."""
    stage.go_wrong(
        Fault(then=error(403, "Something new")), Fault(then=error(403, "Something else")).after(1)
    )
    assert sorted(said(stage.post().receipts)) == ["posted", "refused", "refused"]


def test_missing_twice_speaks_of_the_token(stage: Stage) -> None:
    """The look has shown both: with a good token neither of them stays shut."""
    stage.go_wrong(replace(Fault(then=error(404, "Not Found")), times=2))
    run = stage.post()
    assert (run.exit, len(stage.creates())) == (Exit.SIGN_IN, 2)
    assert said(stage.post().receipts) == ["posted"] * 3


@pytest.mark.parametrize(
    ("fault", "left"),
    [
        (Fault(then=error(403, "User is blocked")), 0),
        (Fault(then=error(410, "Issues has been disabled in this repository.")), 2),
        (Fault(then=error(422, "Validation Failed: body is too long")), 0),
    ],
    ids=["blocked", "issues off", "draft"],
)
def test_what_a_run_leaves(stage: Stage, fault: Fault, left: int) -> None:
    """Others may be asked instead, unless somebody has blocked the account or the text is bad."""
    stage.go_wrong(fault)
    assert len(stage.post().left) == left
