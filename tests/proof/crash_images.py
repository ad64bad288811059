"""Power cuts at every step of the ledger: never corrupt, and no acknowledged write is lost.

`PYTHONPATH=src python -m tests.proof.crash_images 60000` makes so many images of the disk as a
power cut may leave it, and opens each with the real ledger.
"""

import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.proof.crash_images_disk import Cut, Disk, Image
from tests.proof.crash_images_script import Event, Returned, Rows, lay_out, memory_folder, record

from campaign.adapters.ledger import Ledger
from campaign.errors import CampaignError

CUTS = 100
"""Power cuts tried for each recording."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the ledger made of one image. `fault` is None where all is well."""

    image: Image
    fault: str | None = None
    corrupt: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """How many images were opened, how many of them differ, and in how many something was wrong."""

    images: int
    distinct: int
    corrupt: int
    lost: int

    def __str__(self) -> str:
        return (
            f"{self.images} images ({self.distinct} distinct):"
            f" {self.corrupt} corrupt, {self.lost} lost an acknowledged write"
        )


def first_loss(pragmas: Mapping[str, str], *, images: int, seed: int = 0) -> str | None:
    """The first image in which something acknowledged is missing, in words; None if there is none.

    `pragmas` replace the ledger's own settings of the same names; an empty mapping leaves the
    ledger as it is.
    """
    every = examined(pragmas, images=images, seed=seed)
    return next((found.fault for found in every if found.fault), None)


def examine(pragmas: Mapping[str, str], *, images: int, seed: int = 0) -> Report:
    """Make and open so many images, whatever is found."""
    distinct: set[int] = set()
    made = corrupt = lost = 0
    for found in examined(pragmas, images=images, seed=seed):
        made += 1
        distinct.add(hash(tuple(sorted(found.image.items()))))
        corrupt += found.corrupt
        lost += found.fault is not None and not found.corrupt
    return Report(images=made, distinct=len(distinct), corrupt=corrupt, lost=lost)


def examined(pragmas: Mapping[str, str], *, images: int, seed: int) -> Iterator[Found]:
    """So many power cuts, in lives of the ledger that follow from the seed."""
    random = Random(seed)  # noqa: S311 - a play, not a secret
    start: Image = {}
    left = images
    with memory_folder() as folder:
        while left > 0:
            log = record(start, random=random, folder=folder / "record", pragmas=pragmas)
            sound: list[Image] = [{}]
            for place, image in _cuts(log, start, random, count=min(CUTS, left)):
                found = _open(image, log, place, folder / "image")
                sound += [] if found.fault else [image]
                yield found
            left -= CUTS
            # Some lives go on from what a power cut has left: then the recovery is cut, too.
            start = random.choice((sound[0], sound[-1]))


def _cuts(
    log: Sequence[Event], start: Image, random: Random, *, count: int
) -> Iterator[tuple[int, Image]]:
    """Images after so many events, the earliest first."""
    disk, taken = Disk(start), 0
    for place in sorted(random.choices(range(len(log) + 1), k=count)):
        for event in log[taken:place]:
            if not isinstance(event, Returned):
                disk.take(event)
        taken = place
        yield place, disk.after(Cut.by(random))


def _open(image: Image, log: Sequence[Event], place: int, folder: Path) -> Found:
    try:
        with Ledger.open(lay_out(image, folder)) as ledger:
            rows = ledger.postings()
    except CampaignError as error:
        return Found(image, fault=f"{_where(log, place)}: {error.message}", corrupt=True)
    if rows in _promised(log, place):
        return Found(image)
    return Found(image, fault=f"{_where(log, place)}: {_missing(rows, log, place)}")


def _promised(log: Sequence[Event], place: int) -> tuple[Rows, Rows]:
    """The rows as of the last call that returned, and as the one under way would leave them."""
    before = [event.rows for event in log[:place] if isinstance(event, Returned)]
    after = [event.rows for event in log[place:] if isinstance(event, Returned)]
    return (before or after)[-1 if before else 0], (after or before)[0 if after else -1]


def _missing(rows: Rows, log: Sequence[Event], place: int) -> str:
    before, _ = _promised(log, place)
    lost = ", ".join(f"{row.state} of {row.key.repo_id}" for row in before if row not in rows)
    return f"acknowledged and lost: {lost}" if lost else "rows that nobody wrote"


def _where(log: Sequence[Event], place: int) -> str:
    last = log[place - 1] if place else None
    name = getattr(last, "name", "")
    return f"power cut at step {place} of {len(log)}, after {type(last).__name__} {name}".strip()


def main(count: str = "60000", seed: str = "0") -> int:
    """Print what was found in so many images of the ledger as it is."""
    began = time.monotonic()
    report = examine({}, images=int(count), seed=int(seed))
    print(f"{report}, in {time.monotonic() - began:.0f} s")  # noqa: T201
    return 1 if report.corrupt or report.lost else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
