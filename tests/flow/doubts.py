"""My issues of a stage: in doubt, from elsewhere, and what a look finds out of them."""

from tests.flow.conftest import Stage

from campaign.core.marker import Key, marker, marker_key
from campaign.core.receipt import Outcome, Receipt
from campaign.errors import Exit
from campaign.rehearsal import mishaps
from campaign.rehearsal.places import Issue, Repository

HOUR = 3600


def doubt(stage: Stage, *, made: bool = True) -> Repository:
    """Leaves the posting in ant/one unknown; two hours later every list has caught up."""
    stage.world.list_lag = 60
    stage.go_wrong(mishaps.lose_answer() if made else mishaps.lose_request())
    assert stage.post(max_wait=0).exit is Exit.UNKNOWN
    stage.clock.sleep(2 * HOUR)
    stage.world.list_lag = 0
    return stage.repo("ant/one")


def use_the_form(stage: Stage, place: Repository) -> Issue:
    """An issue of mine, made with GitHub's own form."""
    return stage.world.open_issue(place, stage.me, title="t", body=marker("no-nets"))


def posted_elsewhere(stage: Stage, place: Repository) -> Issue:
    """An issue of mine that another computer has posted."""
    key = Key(campaign="no-nets", repo_id=place.id, account_id=stage.me.id)
    body = marker("no-nets", marker_key(key))
    return stage.world.open_issue(place, stage.me, title="t", body=body)


def settled(stage: Stage) -> Receipt:
    """What one look finds out."""
    (receipt,) = stage.settle(max_wait=0)
    return receipt


def links(receipts: tuple[Receipt, ...]) -> list[tuple[Outcome, str | None]]:
    """Outcome and address of each."""
    return [(each.outcome, each.url) for each in receipts]
