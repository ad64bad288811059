"""Following: how each of my issues stands today, and whether strangers see it."""

from collections.abc import Callable
from contextlib import closing

import pytest
from tests.flow.conftest import Stage

from campaign.adapters.ledger import Ledger
from campaign.core.receipt import Outcome, Receipt
from campaign.errors import CampaignError
from campaign.flow.following import LOOK_AGAIN, Followed, follow, sightings
from campaign.flow.posting import Run
from campaign.rehearsal import mishaps


def look(stage: Stage, *, campaign: str | None = "no-nets") -> tuple[Followed, ...]:
    """One whole `campaign status`."""
    with closing(stage.forge(may_write=False)) as forge, Ledger.open(stage.ledger_path) as ledger:
        return follow(campaign=campaign, forge=forge, ledger=ledger, account=forge.account())


def test_all_open(stage: Stage) -> None:
    """Each posted issue once, in the order of posting, with comments and reactions."""
    stage.post()
    issue = stage.issues()[0]
    issue.reactions = 4
    stage.world.comment(issue, stage.world.add_user("owen"), "Thank you.")
    followed = look(stage)
    assert [each.posting.repo for each in followed] == stage.order[:3]
    assert [each.now.state for each in followed] == ["open"] * 3
    assert [(each.now.comments, each.now.reactions) for each in followed] == [
        (1, 4),
        (0, 0),
        (0, 0),
    ]


def test_states(stage: Stage) -> None:
    """Closed by me, locked, deleted: each is told as what it is."""
    stage.post()
    closed, locked, gone = stage.issues()
    closed.state, closed.closed_by = "closed", stage.me
    locked.locked = True
    gone.deleted = True
    assert [each.now.state for each in look(stage)] == ["closed", "locked", "gone"]
    assert [each.now.closed_by_me for each in look(stage)] == [True, False, False]


def test_hidden(single: Stage) -> None:
    """An account flagged as spam: I see my issue, and strangers do not."""
    single.post()
    single.me.flagged = True
    assert [each.now.state for each in look(single)] == ["hidden"]


def test_whether_strangers_see_it_is_told_as_far_as_known(stage: Stage) -> None:
    """Seen, or not told: once strangers have no look left, nobody is said to see anything."""
    stage.post(pace=0)
    assert [each.now.seen_by_strangers for each in look(stage)] == [True] * 3
    stage.world.limits.leave(None, 1)
    stage.issues()[0].deleted = True
    assert [each.now.seen_by_strangers for each in look(stage)] == [None, True, None]


def test_renamed(single: Stage) -> None:
    """A repository under a new name still has the issue."""
    single.post()
    assert [each.has_moved for each in look(single)] == [False]
    single.world.move(single.repo("ant/one"), "bug/won")
    (found,) = look(single)
    assert (found.now.state, found.place, found.has_moved) == ("open", ("bug/won", 1), True)


def test_transferred(single: Stage) -> None:
    """An issue that was moved elsewhere is told with its state and its address of now."""
    single.post()
    single.world.seed_issue(single.world.add_repository("ant/attic"))
    single.world.transfer_issue(single.issues()[0], single.repo("ant/attic"))
    (found,) = look(single)
    assert (found.posting.name_now, found.posting.number) == ("ant/one", 1)
    assert (found.now.state, found.place) == ("open", ("ant/attic", 2))
    assert found.url == "https://github.com/ant/attic/issues/2"


def test_gone_keeps_its_address(single: Stage) -> None:
    """Where it was is all that can be said of it."""
    single.post()
    single.issues()[0].deleted = True
    (found,) = look(single)
    assert (found.now.state, found.place, found.has_moved) == ("gone", ("ant/one", 1), False)
    assert found.url == "https://github.com/ant/one/issues/1"


def test_only_what_is_posted(stage: Stage) -> None:
    """Refused, unknown and other people's issues have no state to tell."""
    stage.go_wrong(mishaps.lose_request())
    stage.post(max_wait=0)
    assert look(stage) == ()
    stage.post()
    assert len(look(stage)) == 2
    stage.me = stage.world.add_user("noa")
    assert look(stage) == ()


def test_one_campaign_or_all(single: Stage) -> None:
    """A campaign's own issues, or those of all campaigns."""
    single.post()
    assert look(single, campaign="other") == ()
    assert len(look(single, campaign=None)) == 1


def test_not_told(single: Stage) -> None:
    """Where GitHub does not tell, nobody invents a state."""
    single.post()
    single.go_wrong(mishaps.bad_gateway(created=False).at("GET", r"/issues/1$"))
    with pytest.raises(CampaignError):
        look(single)


def look_around(stage: Stage, run: Run) -> dict[str, bool | None]:
    """The looks without an account after one whole run."""
    names = {target.repo: target.repo for target in stage.campaign.targets}
    with closing(stage.forge(may_write=False)) as forge:
        return sightings(run.receipts, names, forge=forge, waiting=stage.desk)


def anonymous(stage: Stage) -> int:
    """How many requests came without a token."""
    return sum(visit.login is None for visit in stage.world.requests("GET"))


def test_strangers_see_new_issues(stage: Stage) -> None:
    """Three issues, three looks, none of them signed, no wait."""
    found = look_around(stage, stage.post(pace=0))
    assert found == dict.fromkeys(stage.order[:3], True)
    assert anonymous(stage) == 3
    assert LOOK_AGAIN not in stage.desk.waits


def test_a_flagged_account_is_found_out(stage: Stage) -> None:
    """All seems well to its owner; strangers see none of it."""
    run = stage.post(pace=0)
    stage.me.flagged = True
    assert look_around(stage, run) == dict.fromkeys(stage.order[:3], False)


def test_the_newest_of_three_may_lag(stage: Stage) -> None:
    """One look more than usual, and no alarm, where only the last one was not seen at once."""
    run = stage.post(pace=0)
    stage.github.watch = lambda _: setattr(stage.me, "flagged", anonymous(stage) == 3)
    assert look_around(stage, run) == dict.fromkeys(stage.order[:3], True)
    assert anonymous(stage) == 4


def test_a_sample_is_enough(make_stage: Callable[..., Stage]) -> None:
    """Strangers have few looks: three, however many issues there are."""
    stage = make_stage(per_person=5)
    found = look_around(stage, stage.post(pace=0))
    assert list(found) == stage.order[:3]
    assert anonymous(stage) == 3


def test_an_issue_not_seen_at_once_is_looked_for_again(single: Stage) -> None:
    """What was only just made may lag: nobody is alarmed before a second look."""
    run = single.post()
    single.me.flagged = True

    def show() -> None:
        single.me.flagged = False

    single.desk.on_wait = show
    assert look_around(single, run) == {"ant/one": True}
    assert single.desk.waits == [LOOK_AGAIN]
    single.me.flagged, single.desk.on_wait = True, lambda: None
    assert look_around(single, run) == {"ant/one": False}


def test_what_github_does_not_tell_is_none(stage: Stage) -> None:
    """And it is not asked for the others."""
    run = stage.post(pace=0)
    with closing(stage.forge(may_write=False)) as forge:
        stage.vanish()
        found = sightings(run.receipts, {}, forge=forge, waiting=stage.desk)
    assert found == {stage.order[0]: None}


def test_only_new_issues_are_looked_at(stage: Stage) -> None:
    """What was there already was looked at in its own run."""
    stage.post(pace=0)
    again = stage.post(pace=0)
    assert {receipt.outcome for receipt in again.receipts} == {Outcome.ALREADY}
    assert look_around(stage, again) == {}
    lost = Run(
        receipts=(Receipt(repo="ant/one", outcome=Outcome.POSTED),), resume_at=None, exit=again.exit
    )
    assert look_around(stage, lost) == {}
