"""Following: how each of my issues stands today."""

from contextlib import closing

import pytest
from tests.flow.conftest import Stage

from campaign.adapters.ledger import Ledger
from campaign.errors import CampaignError
from campaign.flow.following import Followed, follow
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


def test_renamed(single: Stage) -> None:
    """A repository under a new name still has the issue."""
    single.post()
    single.world.move(single.repo("ant/one"), "bug/won")
    assert [each.now.state for each in look(single)] == ["open"]


def test_transferred(single: Stage) -> None:
    """An issue that was moved elsewhere is gone from where it was asked."""
    single.post()
    single.world.seed_issue(single.world.add_repository("ant/attic"))
    single.world.transfer_issue(single.issues()[0], single.repo("ant/attic"))
    assert [each.now.state for each in look(single)] == ["gone"]


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
