"""The window: the organiser's word first, then the server's clock, to the minute."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.flow.conftest import make_campaign

from campaign.core.campaign import Campaign
from campaign.errors import Exit, OutsideWindow
from campaign.flow.window import check_outcome, check_window

STARTS = datetime(2019, 5, 11, 14, 0, tzinfo=UTC)
ENDS = STARTS + timedelta(days=1)
TICK = timedelta(microseconds=1)
BERLIN = ZoneInfo("Europe/Berlin")


PREVIEW = "campaign preview nets.yaml"


def ended(state: str, **more: str) -> Campaign:
    """A campaign with this word of its organiser."""
    return make_campaign("ant/one", outcome={"state": state, **more})


def refused(campaign: Campaign, now: datetime) -> OutsideWindow:
    """Why the window refuses."""
    with pytest.raises(OutsideWindow) as caught:
        check_window(campaign, now=now, mine=BERLIN, preview=PREVIEW)
    assert caught.value.exit_code is Exit.WINDOW
    return caught.value


@pytest.mark.parametrize("now", [STARTS, STARTS + TICK, STARTS + timedelta(hours=12), ENDS - TICK])
def test_open(now: datetime) -> None:
    """From the first moment to the last before the end."""
    check_window(make_campaign("ant/one"), now=now, mine=BERLIN, preview=PREVIEW)


@pytest.mark.parametrize("now", [STARTS - TICK, STARTS - timedelta(days=400)])
def test_before(now: datetime) -> None:
    """A microsecond too early is too early."""
    assert "has not begun" in refused(make_campaign("ant/one"), now).message


@pytest.mark.parametrize("now", [ENDS, ENDS + timedelta(days=400)])
def test_after(now: datetime) -> None:
    """At the end it is over."""
    error = refused(make_campaign("ant/one"), now)
    assert "is over" in error.message
    assert "campaign status" in error.hint


def test_any_zone_is_the_same_moment() -> None:
    """The server's time counts as a moment, in whichever zone it comes."""
    campaign = make_campaign("ant/one")
    there = STARTS.astimezone(ZoneInfo("Asia/Tokyo"))
    check_window(campaign, now=there, mine=BERLIN, preview=PREVIEW)
    refused(campaign, ENDS.astimezone(ZoneInfo("Pacific/Kiritimati")))


def test_three_clocks() -> None:
    """Start and end in the action's zone, in mine and in UTC, and that nothing was posted."""
    message = refused(make_campaign("ant/one"), STARTS - TICK).message
    assert message.splitlines() == [
        "The action has not begun.",
        "Starts: Sat 11 May 2019, 10:00 EDT (America/New_York)",
        "  for you: Sat 11 May 2019, 16:00 CEST (Europe/Berlin)",
        "  in UTC: Sat 11 May 2019, 14:00 UTC",
        "Ends: Sun 12 May 2019, 10:00 EDT (America/New_York)",
        "  for you: Sun 12 May 2019, 16:00 CEST (Europe/Berlin)",
        "  in UTC: Sun 12 May 2019, 14:00 UTC",
        "Nothing was posted.",
    ]


def test_a_clock_that_shows_utc_is_not_told_twice() -> None:
    """Whose zone is UTC reads two lines."""
    campaign = make_campaign("ant/one")
    with pytest.raises(OutsideWindow) as stopped:
        check_window(campaign, now=STARTS - TICK, mine=ZoneInfo("Etc/UTC"), preview=PREVIEW)
    assert "for you" not in stopped.value.message
    assert stopped.value.message.count("  in UTC: ") == 2


def test_running() -> None:
    """Where the organiser says nothing, the action goes on."""
    check_outcome(make_campaign("ant/one"), mine=BERLIN, preview=PREVIEW)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("paused", "paused by its organiser"),
        ("won", "it was won"),
        ("ended", "The campaign is over."),
    ],
)
def test_stopped(state: str, words: str) -> None:
    """The organiser's word, their note and the clocks; before any network."""
    with pytest.raises(OutsideWindow, match=words) as caught:
        check_outcome(ended(state, note="They listened."), mine=BERLIN, preview=PREVIEW)
    lines = caught.value.message.splitlines()
    assert lines[1] == "They listened."
    assert lines[2].startswith("Starts: Sat 11 May 2019, 10:00 EDT")
    assert lines[-1] == "Nothing was posted."
    assert caught.value.exit_code is Exit.WINDOW


def test_goes_on_elsewhere() -> None:
    """The campaign that follows is named as the next step."""
    with pytest.raises(OutsideWindow) as caught:
        check_outcome(ended("ended", superseded_by="no-nets-2026"), mine=BERLIN, preview=PREVIEW)
    assert caught.value.hint == "It goes on as: no-nets-2026"


def test_paused_without_a_date() -> None:
    """A paused campaign may have no date yet, and says so."""
    fields: dict[str, Any] = {"outcome": {"state": "paused"}, "action": None}
    campaign = make_campaign("ant/one", **fields)
    with pytest.raises(OutsideWindow, match="It has no date yet") as caught:
        check_outcome(campaign, mine=BERLIN, preview=PREVIEW)
    assert "campaign list" in caught.value.hint
    assert PREVIEW in caught.value.hint
    check_window(campaign, now=STARTS, mine=BERLIN, preview=PREVIEW)
