"""An issue of mine whose marker was edited away: its title tells that it is the same."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.flow.conftest import DAY, Stage, ends, said

from campaign.core.access import OwnIssue
from campaign.core.marker import Key, marker
from campaign.flow.adopting import SAME_TITLE, has_title
from campaign.rehearsal import mishaps
from campaign.rehearsal.places import Issue

Make = Callable[..., Stage]
KEY = Key(campaign="no-nets", repo_id=7, account_id=1)
MINE = OwnIssue(number=3, state="open", body="", author_id=1, created_at=DAY, title="No nets")


def edit(stage: Stage) -> None:
    """A maintainer takes the marker out of each of my issues."""
    for issue in stage.issues():
        issue.body = issue.body.partition("<!--")[0]
        issue.updated_at = stage.clock.now()


def another_computer(stage: Stage) -> None:
    """From now on its ledger, which is empty."""
    stage.ledger_name = "another.db"


def lose_the_answer(single: Stage) -> Issue:
    """An issue that was made, without its marker, and that the ledger calls unknown."""
    single.go_wrong(mishaps.lose_answer())
    single.world.list_lag = 600
    single.post(max_wait=0)
    single.world.list_lag = 0
    edit(single)
    assert single.states() == {"ant/one": "unknown"}
    return single.issues()[0]


@pytest.mark.parametrize(
    ("issue", "mine"),
    [
        (MINE, True),
        (replace(MINE, author_id=2), False),
        (replace(MINE, title="no nets"), False),
        (replace(MINE, title=""), False),
        (replace(MINE, created_at=DAY - timedelta(seconds=1)), False),
    ],
)
def test_has_title(issue: OwnIssue, *, mine: bool) -> None:
    """Mine, the very same title, and not too old."""
    assert has_title(issue, KEY, title="No nets", since=DAY) is mine


def test_no_title_is_no_title() -> None:
    """A posting that was found has none of its own: it proves nothing."""
    assert not has_title(replace(MINE, title=""), KEY, title="")


def test_doubt_ends_by_the_title(single: Stage) -> None:
    """The answer was lost, then the marker: the issue is found all the same."""
    issue = lose_the_answer(single)
    (receipt,) = single.settle(max_wait=0)
    assert (receipt.outcome, receipt.number) == ("posted", issue.number)
    assert (receipt.reason, "this very title" in receipt.message) == (SAME_TITLE, True)
    assert single.rows()["ant/one"].reason == SAME_TITLE


def test_doubt_ends_by_the_list_of_all_my_issues(single: Stage) -> None:
    """The same where the repository's own list errs; there it must be in the right repository."""
    lose_the_answer(single)
    elsewhere = single.world.add_repository("ant/attic")
    title = single.issues()[0].title
    single.world.open_issue(elsewhere, single.me, title=title, body="")
    single.world.created_list_reaches_public = True
    single.go_wrong(mishaps.bad_gateway(created=False).at("GET", r"^/repositories/").always())
    (receipt,) = single.settle(max_wait=0)
    assert (receipt.outcome, receipt.url) == ("posted", "https://github.com/ant/one/issues/1")


def test_the_title_of_an_older_issue(single: Stage) -> None:
    """What was opened long before the intent is not what became of it."""
    lose_the_answer(single).created_at -= timedelta(minutes=11)
    assert said(single.settle(max_wait=0)) == ["unknown"]


@pytest.mark.parametrize("spoil", ["title", "author"])
def test_another_title_or_author(single: Stage, spoil: str) -> None:
    """It proves nothing."""
    issue = lose_the_answer(single)
    if spoil == "title":
        issue.title += "!"
    else:
        issue.author = single.world.person("owen")
    assert said(single.settle(max_wait=0)) == ["unknown"]


def test_another_computer(stage: Stage) -> None:
    """Its ledger knows nothing: told as there already, entered, and not sent again."""
    stage.post()
    edit(stage)
    another_computer(stage)
    run = stage.post()
    assert ends(run) == [("already", SAME_TITLE)] * 3
    assert {receipt.message for receipt in run.receipts} == {
        "An issue of yours with this very title is there, so no second one is posted."
    }
    assert len(stage.creates()) == 3
    assert set(stage.states().values()) == {"posted"}
    assert ends(stage.post()) == [("already", SAME_TITLE)] * 3


def test_another_computer_and_an_old_issue(single: Stage) -> None:
    """However long ago, and also if it was closed."""
    single.post()
    edit(single)
    single.issues()[0].created_at -= timedelta(days=900)
    single.issues()[0].state = "closed"
    another_computer(single)
    assert ends(single.post()) == [("already", SAME_TITLE)]
    assert len(single.creates()) == 1


def test_somebody_else_s_issue_with_the_same_title(single: Stage) -> None:
    """Others take part in the same campaign: theirs is theirs."""
    single.post(only_look=True)
    assert single.plan is not None
    title = single.plan.steps[0].draft.title
    single.world.seed_issue(single.repo("ant/one"), by="owen", title=title)
    assert said(single.post().receipts) == ["posted"]


def test_two_campaigns_with_one_title(single: Stage) -> None:
    """Who has asked once in these words does not ask again for another campaign."""
    single.post()
    single.campaign = single.campaign.model_copy(update={"slug": "other"})
    assert marker("other") not in single.issues()[0].body
    assert ends(single.post()) == [("already", SAME_TITLE)]
    assert len(single.creates()) == 1


def test_the_marker_goes_before_the_title(single: Stage) -> None:
    """Of two issues with this title the one with the marker is the posting."""
    single.post(only_look=True)
    assert single.plan is not None
    draft = single.plan.steps[0].draft
    place = single.repo("ant/one")
    single.world.seed_issue(place, by=single.me, title=draft.title)
    single.world.seed_issue(place, by=single.me, title=draft.title, body=draft.body)
    (receipt,) = single.post().receipts
    assert (receipt.number, receipt.reason) == (2, "")
