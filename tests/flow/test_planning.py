"""Planning: what exists counts, whoever made it and whatever it is called; the rest is checked."""

from base64 import b64encode
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta

import pytest
from tests.flow.conftest import DAY, REPOS, Stage, ends, make_campaign, outcomes, said

from campaign.adapters.github import GitHub
from campaign.core.draft import DraftRefused
from campaign.core.marker import Key, marker, marker_key
from campaign.errors import CampaignError, Exit, RateLimited, SignInNeeded
from campaign.flow.planning import posting_account
from campaign.rehearsal import mishaps
from campaign.rehearsal.accounts import TokenKind
from campaign.rehearsal.faults import Fault
from campaign.rehearsal.places import Limit, Permission
from campaign.rehearsal.wire import error

Make = Callable[..., Stage]


def my_marker(stage: Stage, name: str) -> str:
    """The marker that my issue in this repository bears."""
    key = Key(campaign="no-nets", repo_id=stage.repo(name).id, account_id=stage.me.id)
    return marker("no-nets", marker_key(key))


def test_another_machine(stage: Stage) -> None:
    """The same account with an empty ledger finds its issues and posts nothing more."""
    stage.post()
    stage.ledger_name = "laptop.db"
    run = stage.post()
    assert outcomes(run) == dict.fromkeys(stage.order[:3], "already")
    assert (run.exit, len(stage.creates())) == (Exit.DONE, 3)
    assert set(stage.states().values()) == {"posted"}


@pytest.mark.parametrize("form", [True, False], ids=["form", "machine"])
@pytest.mark.parametrize(
    ("fault", "state"),
    [
        (mishaps.too_many_requests(), "planned"),
        (Fault(then=error(410, "Issues has been disabled in this repository.")), "refused"),
        (Fault(then=error(403, "User is blocked")), "refused"),
        (mishaps.lose_request(), "unknown"),
    ],
)
def test_posted_elsewhere_since(single: Stage, fault: Fault, state: str, *, form: bool) -> None:
    """What did not come about here and was then made elsewhere is found, not made again."""
    single.go_wrong(fault)
    single.post(max_wait=0)
    assert single.states() == {"ant/one": state}
    body = marker("no-nets") if form else my_marker(single, "ant/one")
    single.world.open_issue(single.repo("ant/one"), single.me, title="t", body=body)
    single.clock.sleep(25 * 3600)
    run = single.post()
    assert (outcomes(run), run.exit) == ({"ant/one": "already"}, Exit.DONE)
    assert (len(single.issues()), len(single.creates())) == (1, 1)
    assert single.rows()["ant/one"].number == 1


def test_stranger_with_my_marker(single: Stage) -> None:
    """Somebody who copies my marker into their issue cannot make me believe that I posted."""
    body = my_marker(single, "ant/one")
    single.world.seed_issue(single.repo("ant/one"), by="owen", body=body)
    assert outcomes(single.post()) == {"ant/one": "posted"}


def test_my_other_issues(single: Stage) -> None:
    """My issues without this campaign's marker are none of it."""
    for body in ("A bug.", marker("other-campaign"), "campaign:no-nets"):
        single.world.seed_issue(single.repo("ant/one"), by=single.me, body=body)
    assert outcomes(single.post()) == {"ant/one": "posted"}


@pytest.mark.parametrize(
    "fault", [None, mishaps.lose_request(), Fault(then=error(403, "User is blocked"))]
)
def test_another_account_at_this_computer(single: Stage, fault: Fault | None) -> None:
    """One person, one account: after an issue, a doubt or a refusal another one is turned away,
    with both names and the way back.
    """
    single.go_wrong(*[fault] if fault else [])
    single.post(max_wait=0)
    noa = single.world.add_user("noa")
    with pytest.raises(SignInNeeded, match="as mia, and you are signed in as noa") as refused:
        single.post(token=noa.token)
    assert "gh auth switch --user mia" in refused.value.hint
    assert len(single.creates()) == 1


def test_another_account_of_which_nothing_was_sent(single: Stage) -> None:
    """Signed in as the wrong one, and no issue left this computer: the right one may post."""
    single.go_wrong(mishaps.too_many_requests())
    single.post(max_wait=0)
    noa = single.world.add_user("noa")
    assert outcomes(single.post(token=noa.token)) == {"ant/one": "posted"}


def test_another_campaign_of_another_account(single: Stage) -> None:
    """Each campaign has its own people; and whoever has begun a campaign may go on with it."""
    single.post()
    single.campaign = single.campaign.model_copy(update={"slug": "other"})
    noa = single.world.add_user("noa")
    assert outcomes(single.post(token=noa.token)) == {"ant/one": "posted"}
    single.campaign = single.campaign.model_copy(update={"slug": "no-nets"})
    assert outcomes(single.post()) == {"ant/one": "already"}


def test_workflow_token(stage: Stage) -> None:
    """A token of a workflow is nobody's own account: refused before anything is looked at."""
    token = stage.world.add_token(stage.me, TokenKind.INSTALLATION).text
    with pytest.raises(SignInNeeded) as refused:
        stage.post(token=token)
    assert refused.value.exit_code is Exit.SIGN_IN
    assert stage.creates() == []


def test_scopes_missing(stage: Stage) -> None:
    """A classic token without public_repo: exit 4, what it has and what it lacks, no request for
    an issue.
    """
    token = stage.world.add_token(stage.me, scopes=("gist", "read:org")).text
    with pytest.raises(SignInNeeded, match=r"lacks the scope public_repo .*gist, read:org"):
        stage.post(token=token)
    assert [visit.path for visit in stage.world.log] == ["/user"]


def test_token_unknown(stage: Stage) -> None:
    """A token that GitHub does not know: exit 4, nothing posted."""
    with pytest.raises(SignInNeeded, match="Bad credentials"):
        stage.post(token="ghp_" + "x" * 36)
    assert stage.creates() == []


def test_no_token(stage: Stage) -> None:
    """Without a token nobody posts."""
    with closing(stage.forge()) as forge:
        forge._line.token = None
        with pytest.raises(SignInNeeded):
            posting_account(forge)


@pytest.mark.parametrize("code", [str, lambda token: b64encode(token.encode()).decode()])
def test_token_in_the_statement(stage: Stage, code: Callable[[str], str]) -> None:
    """The supporter's own token inside their words: refused, for every target, before any."""
    with pytest.raises(DraftRefused, match="Nothing was posted anywhere") as refused:
        stage.post(statement=f"my words {code(stage.me.token)}")
    assert stage.me.token not in f"{refused.value.message}{refused.value.hint}"
    assert stage.creates() == []


def test_renamed(single: Stage) -> None:
    """A repository under a new name: posted there, kept by number and by the file's name."""
    single.world.move(single.repo("ant/one"), "ant/won")
    run = single.post()
    assert run.receipts[0].url == "https://github.com/ant/won/issues/1"
    assert [visit.path for visit in single.creates()] == ["/repos/ant/won/issues"]
    row = single.rows()["ant/one"]
    assert (row.key.repo_id, row.name_now) == (single.repo("ant/won").id, "ant/won")


def test_renamed_since(single: Stage) -> None:
    """Posted, then renamed, then run again: one issue."""
    single.post()
    single.world.move(single.repo("ant/one"), "bug/won")
    assert outcomes(single.post()) == {"ant/one": "already"}
    single.ledger_name = "laptop.db"
    assert outcomes(single.post()) == {"ant/one": "already"}
    assert len(single.creates()) == 1


def test_created_anew(single: Stage) -> None:
    """Deleted and made again under the same name: another number, and no second issue."""
    single.post()
    single.world.delete(single.repo("ant/one"))
    single.world.add_repository("ant/one")
    run = single.post()
    assert (outcomes(run), run.exit) == ({"ant/one": "already"}, Exit.DONE)
    assert len(single.creates()) == 1


def test_two_names_of_one(make_stage: Make) -> None:
    """A file that lists a repository under its old and its new name: one issue, and no question
    about it in the next run.
    """
    stage = make_stage("ant/one", "bee/two")
    stage.world.delete(stage.repo("bee/two"))
    stage.world.move(stage.repo("ant/one"), "bee/two")
    assert said(stage.post().receipts) == ["posted"]
    stage.desk.asked.clear()
    assert said(stage.post().receipts) == ["already"]
    assert (stage.desk.asked, len(stage.creates())) == ([], 1)


def test_file_changes_a_spelling(single: Stage) -> None:
    """Names are told as the file writes them now, and capitals make no other repository."""
    single.post()
    single.campaign = make_campaign("Ant/ONE")
    run = single.post()
    assert (outcomes(run), single.desk.asked) == ({"Ant/ONE": "already"}, ["ant/one"])


def test_unknown_counts(make_stage: Make) -> None:
    """An issue that may exist takes a place of the allowed number."""
    stage = make_stage(per_person=2)
    stage.go_wrong(mishaps.lose_request())
    stage.post(max_wait=0)
    again = [said(stage.post(max_wait=0).receipts) for _ in range(2)]
    assert again == [["unknown", "posted"], ["unknown", "already"]]
    assert len(stage.creates()) == 2


def test_removed_target_counts(make_stage: Make) -> None:
    """Taking a repository out of the file gives nobody another issue."""
    stage = make_stage(per_person=2)
    stage.post(limit=1)
    gone = stage.order[0]
    stage.campaign = make_campaign(*(repo for repo in REPOS if repo != gone), per_person=2)
    assert said(stage.post().receipts) == ["already", "posted"]
    assert said(stage.post().receipts) == ["already", "already"]


def test_open_before_unknown(stage: Stage) -> None:
    """Where nothing is known of a repository, it comes after those that are open."""
    stage.world.old_schema = True
    last = stage.order[-1]
    stage.repo(last).collaborators[stage.me] = Permission.TRIAGE
    run = stage.post()
    assert list(outcomes(run)) == [last, *stage.order[:2]]


def test_closed_are_never_tried(stage: Stage) -> None:
    """What is known to be closed is left out, and the next open one takes its place."""
    stage.repo(stage.order[0]).has_issues = False
    stage.repo(stage.order[1]).archived_at = stage.clock.now()
    stage.world.delete(stage.repo(stage.order[2]))
    assert list(outcomes(stage.post())) == stage.order[3:]


def test_look_fails(stage: Stage) -> None:
    """Without a look at the repositories nothing is posted."""
    stage.go_wrong(mishaps.bad_gateway(created=False).at("POST", "/graphql").always())
    with pytest.raises(CampaignError):
        stage.post()
    assert stage.creates() == []


def test_look_is_limited(stage: Stage) -> None:
    """With the hour's budget used up before the look: exit 7 and the time to come back."""
    stage.world.limits.leave(stage.me.id, 0, resource="graphql")
    with pytest.raises(RateLimited) as limited:
        stage.post()
    assert limited.value.exit_code is Exit.LIMITED


class CutShort(GitHub):
    """GitHub, where the limit comes before the last repository."""

    resume_at = DAY + timedelta(minutes=40)


def test_look_is_cut_short(stage: Stage) -> None:
    """What was not looked at is neither open nor closed: exit 7 and the time to come back."""
    stage.forge_kind = CutShort
    with pytest.raises(RateLimited, match="ended the look at the repositories") as limited:
        stage.post()
    assert "2019-05-11 14:45 UTC" in limited.value.hint
    assert stage.creates() == []


def test_refusal_of_another_campaign(single: Stage) -> None:
    """A repository that refused this account is left alone by every campaign."""
    single.repo("ant/one").limit = Limit.COLLABORATORS_ONLY
    single.post()
    single.campaign = single.campaign.model_copy(update={"slug": "other"})
    run = single.post(chosen=["ant/one"])
    assert ends(run) == [("skipped", "refused_before")]
    assert len(single.creates()) == 1


def test_posted_by_hand_before_the_action(single: Stage) -> None:
    """An issue made with the form weeks ago counts."""
    body = f"My words.\n\n{marker('no-nets')}"
    single.world.seed_issue(single.repo("ant/one"), by=single.me, age=timedelta(days=20), body=body)
    assert outcomes(single.post()) == {"ant/one": "already"}
    assert isinstance(single.rows()["ant/one"].number, int)
