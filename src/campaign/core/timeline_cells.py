"""A timeline as a row of cells of equal time, one for each character of a terminal."""

from datetime import datetime, timedelta

from campaign.core.access import Verdict
from campaign.core.timeline import Stretch, Timeline

Cells = tuple[Verdict | None, ...]
"""From left to right; None: nobody looked in all that time."""


def cells(row: Timeline, *, start: datetime, end: datetime, width: int) -> Cells:
    """What each cell shows: the answer that held longest in it.

    An answer too short to win a cell takes the one it began in, or one beside it, unless another
    would vanish by that: a door that opened for a minute is seen even in the picture of a year.

    Args:
        start, end: the first cell begins and the last one ends there; `end` is later.
    """
    size = (end - start) / width
    chosen: list[Stretch | None] = [None] * width
    longest = [timedelta()] * width
    looked = [stretch for stretch in row.stretches if stretch.verdict is not None]
    for stretch in looked:
        for cell in range(
            place(stretch.since, start=start, size=size, width=width),
            place(stretch.until, start=start, size=size, width=width) + 1,
        ):
            begins = start + cell * size
            held = min(stretch.until, begins + size) - max(stretch.since, begins)
            if held > longest[cell]:
                chosen[cell], longest[cell] = stretch, held
    for stretch in looked:
        if not _cells_of(stretch, chosen):
            began = place(stretch.since, start=start, size=size, width=width)
            _make_room(stretch, chosen, near=began)
    return tuple(each.verdict if each else None for each in chosen)


def _cells_of(stretch: Stretch | None, chosen: list[Stretch | None]) -> int:
    return sum(each is stretch for each in chosen)


def _make_room(stretch: Stretch, chosen: list[Stretch | None], *, near: int) -> None:
    for cell in (near, near + 1, near - 1):
        if 0 <= cell < len(chosen) and (
            chosen[cell] is None or _cells_of(chosen[cell], chosen) > 1
        ):
            chosen[cell] = stretch
            return


def place(at: datetime, *, start: datetime, size: timedelta, width: int) -> int:
    """The number of the cell a moment falls into; what lies outside falls into the nearest."""
    return max(0, min(width - 1, (at - start) // size))
