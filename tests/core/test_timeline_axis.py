"""The marks of a time axis: round times of the reader's own clock, few enough to be read."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.core.timeline_axis import ticks

BERLIN, NEPAL = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Kathmandu")


def labels(start: str, end: str, *, zone: ZoneInfo = BERLIN, most: int = 6) -> list[str]:
    """The labels from one time to another, both in UTC."""
    first, last = (datetime.fromisoformat(f"{text}Z") for text in (start, end))
    return [tick.label for tick in ticks(first, last, zone=zone, most=most)]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2019-05-11T14:00", "2019-05-11T14:02", ["16:00", "16:01", "16:02"]),
        ("2019-05-11T14:00:10", "2019-05-11T14:00:50", []),
        ("2019-05-11T14:05", "2019-05-11T15:25", ["16:15", "16:30", "16:45", "17:00", "17:15"]),
        ("2019-05-11T14:05", "2019-05-12T15:25", ["18:00", "12 May", "06:00", "12:00"]),
        ("2019-05-11T14:05", "2019-05-19T15:25", ["13 May", "15 May", "17 May", "19 May"]),
        (
            "2019-01-26T14:05",
            "2019-12-27T15:25",
            ["10 Feb 2019", "12 May 2019", "11 Aug 2019", "10 Nov 2019"],
        ),
    ],
)
def test_marks_stand_at_round_times(start: str, end: str, expected: list[str]) -> None:
    """Minutes, hours or days, whichever fits; midnight bears its date."""
    assert labels(start, end) == expected


def test_the_clocks_may_change_on_the_way() -> None:
    """The hour that does not exist has no mark, and those after it stand at full hours."""
    expected = ["01:00", "03:00", "04:00", "05:00"]
    assert labels("2019-03-30T23:30", "2019-03-31T03:25") == expected


def test_a_zone_may_be_off_by_minutes() -> None:
    """Round is what is round there."""
    expected = ["06:00", "07:00", "08:00"]
    assert labels("2019-05-11T00:00", "2019-05-11T03:00", zone=NEPAL, most=3) == expected


@given(
    st.datetimes(datetime(2000, 1, 2), datetime(2190, 1, 1), timezones=st.just(UTC)),
    st.timedeltas(timedelta(minutes=1), timedelta(days=3000)),
    st.integers(1, 12),
)
def test_there_are_never_too_many(start: datetime, length: timedelta, most: int) -> None:
    """In order, within the axis, and no more than there is room for."""
    found = ticks(start, start + length, zone=BERLIN, most=most)
    assert len(found) <= most
    assert list(found) == sorted(found, key=lambda tick: tick.at)
    assert all(start <= tick.at <= start + length for tick in found)
