"""Where the marks of a time axis stand, at round times of the reader's own clock."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo

from campaign.core.moment import MONTHS

_MINUTE, _DAY = timedelta(minutes=1), timedelta(days=1)

STEPS = (
    *(_MINUTE * n for n in (1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720)),
    *(_DAY * n for n in (1, 2, 7, 14, 28, 91, 182, 364, 1820, 7280)),
)
"""Between two marks."""

_MOST_OF_A_YEAR = _DAY * 300


@dataclass(frozen=True, kw_only=True, slots=True)
class Tick:
    """One mark: `14:30`, at midnight `12 May`, on an axis of years `12 May 2019`."""

    at: datetime
    label: str


def ticks(start: datetime, end: datetime, *, zone: tzinfo, most: int) -> tuple[Tick, ...]:
    """The marks from `start` to `end`, at most so many; none where no round time lies there."""
    with_year = end - start > _MOST_OF_A_YEAR
    for step in STEPS:
        if (end - start) // step > most + 1:
            continue
        found = sorted(set(_marks(start, end, zone=zone, step=step)))
        if len(found) <= most:
            local = (at.astimezone(zone) for at in found)
            return tuple(Tick(at=at, label=_label(at, with_year=with_year)) for at in local)
    return ()


def _marks(start: datetime, end: datetime, *, zone: tzinfo, step: timedelta) -> Iterator[datetime]:
    day = start.astimezone(zone).date()
    last = end.astimezone(zone).date()
    while day <= last:
        # Whole days are counted from one common day, so that they stay where they are.
        if step < _DAY or day.toordinal() % step.days == 0:
            midnight = datetime.combine(day, time(), zone)
            for number in range(max(1, _DAY // step)):
                # Along the wall clock: a day on which the clocks change has its hours, too.
                at = (midnight + number * step).astimezone(UTC)
                if start <= at <= end:
                    yield at
        day += _DAY


def _label(at: datetime, *, with_year: bool) -> str:
    if at.time() != time():
        return f"{at:%H:%M}"
    date = f"{at.day} {MONTHS[at.month - 1][:3]}"
    return f"{date} {at.year}" if with_year else date
