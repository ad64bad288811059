"""The clock of a rehearsal."""

import time
from datetime import UTC, datetime

import pytest

from campaign.rehearsal.clock import PlayClock

DAY = datetime(2019, 5, 11, 14, 0, tzinfo=UTC)


def test_begins_when_it_is_told() -> None:
    """A play may begin on any day."""
    assert 0 <= (PlayClock(DAY).now() - DAY).total_seconds() < 5


def test_begins_now_by_default() -> None:
    """Without a start the play is in the present."""
    assert abs((PlayClock().now() - datetime.now(UTC)).total_seconds()) < 5


def test_sleeping_takes_no_time() -> None:
    """An hour's sleep moves both readings by an hour and costs no moment."""
    clock = PlayClock(DAY)
    began, before, day = time.monotonic(), clock.monotonic(), clock.now()
    clock.sleep(3600)
    assert clock.monotonic() - before >= 3600
    assert (clock.now() - day).total_seconds() >= 3600
    assert time.monotonic() - began < 5


def test_runs_on_by_itself() -> None:
    """Real time passes in the play as well."""
    clock = PlayClock(DAY)
    before = clock.monotonic()
    time.sleep(0.01)
    assert clock.monotonic() > before


def test_refuses_a_start_without_a_zone() -> None:
    """A time without a zone is not a time."""
    with pytest.raises(ValueError, match="zone"):
        PlayClock(datetime(2019, 5, 11))


def test_refuses_to_sleep_backwards() -> None:
    """Time only moves on."""
    with pytest.raises(ValueError, match="backwards"):
        PlayClock(DAY).sleep(-1)
