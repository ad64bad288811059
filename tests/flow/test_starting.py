"""When somebody begins who waits: never before the start, never all at once, never late."""

from datetime import UTC, datetime, timedelta

import pytest

from campaign.core.schedule import Schedule
from campaign.flow.starting import SPREAD, beginning


def schedule(starts: str, ends: str, zone: str = "America/New_York") -> Schedule:
    """An action."""
    return Schedule.model_validate({"timezone": zone, "starts": starts, "ends": ends})


def test_a_long_action_spreads_over_a_quarter_of_an_hour() -> None:
    """From the start itself on, in proportion to the share that was drawn."""
    day = schedule("2019-05-11 10:00", "2019-05-12 10:00")
    start = datetime(2019, 5, 11, 14, 0, tzinfo=UTC)
    assert beginning(day, share=0) == start
    assert beginning(day, share=0.5) == start + SPREAD / 2
    assert beginning(day, share=1) == start + timedelta(minutes=15)


def test_a_short_action_spreads_over_its_tenth() -> None:
    """Everybody has most of it left."""
    hour = schedule("2019-05-11 10:00", "2019-05-11 11:00")
    assert beginning(hour, share=1) - beginning(hour, share=0) == timedelta(minutes=6)


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_a_change_of_clocks_moves_nothing(share: float) -> None:
    """Minutes after the start are minutes, also where the wall clock jumps just then."""
    night = schedule("2019-03-10 01:50", "2019-03-10 12:00")
    start = datetime(2019, 3, 10, 6, 50, tzinfo=UTC)
    assert beginning(night, share=share) == start + share * SPREAD
