"""Twelve planted bugs, and what finds each: `PYTHONPATH=src python -m tests.proof.mutants`.

The same proofs find nothing where no bug is planted: that is tried first.
"""

import sys
from collections.abc import Mapping
from contextlib import nullcontext

from tests.proof.planted import DURABILITY, SIMULATED, Planted
from tests.proof.simulate import play

SEEDS = 1000
"""Simulated campaigns that each bug has to survive; none does."""

IMAGES = 1000
"""Images of a power cut, likewise."""


def catch_in_campaigns(planted: Planted) -> str | None:
    """The first seed that shows the bug, and how; None if it stays hidden."""
    with planted():
        failed = play(range(SEEDS), stop=True).failed
    # Another error than a broken promise is a fault of the planting.
    broken = (f"seed {seed}: {words}" for seed, words in failed.items() if "Broken" in words)
    return next(broken, None)


def catch_in_images(settings: Mapping[str, str]) -> str | None:
    """The first image that shows the loss; None if there is none."""
    from tests.proof.crash_images import first_loss

    return first_loss(settings, images=IMAGES)


def catch(number: int) -> tuple[str, str | None]:
    """The name of a planted bug, and what has caught it."""
    if number in SIMULATED:
        name, planted = SIMULATED[number]
        return name, catch_in_campaigns(planted)
    name, settings = DURABILITY[number]
    return name, catch_in_images(settings)


def main() -> int:
    """A line for each bug; 0 only if all are caught, and nothing else is."""
    alarm = catch_in_campaigns(nullcontext) or catch_in_images({})
    _tell(f" 0 no bug is planted: {alarm or 'nothing found, as it should be'}")
    caught, numbers = 0, sorted({*SIMULATED, *DURABILITY})
    for number in numbers:
        name, by = catch(number)
        caught += by is not None
        _tell(f"{number:2} {name}: {by or 'NOT CAUGHT'}")
    _tell(f"{caught}/{len(numbers)} caught")
    return int(alarm is not None or caught != len(numbers))


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
