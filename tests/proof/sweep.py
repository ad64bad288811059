"""Every fault with a blow at every moment: `PYTHONPATH=src python -m tests.proof.sweep`.

A run meets one fault of GitHub's and is struck at its first moment, the next one at its second, and
so on until a run comes to its end unharmed. After each, the trouble is over and a run goes on.
"""

import sys
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from random import Random

from tests.proof.simulator.ending import check_end
from tests.proof.simulator.fate import Fate
from tests.proof.simulator.invariants import Broken, check_run
from tests.proof.simulator.remembered import remembered
from tests.proof.simulator.stage import NAMES, Choices, Stage
from tests.proof.simulator.troubles import FAULTS, make_peace

BLOWS: Mapping[str, Callable[[int], Fate]] = {
    "kill": lambda moment: Fate(kill=moment),
    "Ctrl-C": lambda moment: Fate(press=(moment,)),
    "Ctrl-C twice": lambda moment: Fate(press=(moment, moment + 1)),
    "disk fails once": lambda moment: Fate(disk=(moment,)),
    "disk stays full": lambda moment: Fate(disk=(moment,), full=True),
}
"""What strikes at the given moment."""

LAST = 400
"""No run has so many moments."""


def sweep(blow: str) -> Iterator[str | None]:
    """One result for each run: None, or what was broken by which fault at which moment."""
    with remembered():
        for fault in FAULTS:
            for moment in count(1):
                fate = BLOWS[blow](moment)
                yield _strike(fault, fate, f"{blow} at moment {moment}, {fault}")
                if fate.moments < moment:
                    break
                if moment == LAST:
                    yield f"{blow}, {fault}: a run without an end"
                    break


def _strike(fault: str, fate: Fate, told: str) -> str | None:
    stage = Stage(NAMES[:4], per_person=3, pace=3)
    machine, person = stage.machines[0], stage.people[0]
    stage.github.plan(fault, FAULTS[fault](Random(1)))  # noqa: S311 - a play, not a secret
    try:
        check_run(stage, stage.post(machine, person, Choices(fate=fate)))
        make_peace(stage)
        ending = stage.post(machine, person, Choices())
        check_run(stage, ending)
        check_end(stage, ending)
    except Broken as broken:
        return f"{told}: {broken}"
    return None


def main() -> int:
    """Strike everywhere, and print what was broken; 1 if anything was."""
    failed = 0
    for blow in BLOWS:
        results = list(sweep(blow))
        broken = [result for result in results if result]
        failed += len(broken)
        sys.stdout.write("\n".join([f"{blow}: {len(results):,} runs", *broken, ""]))
    sys.stdout.write(f"{failed} failed\n")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
