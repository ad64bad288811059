"""Kill −9 at every step of a run: never twice, never lost.

`PYTHONPATH=src python -m tests.proof.kills 10000 --whole 300` kills so many runs of the flow at a
chosen step, and so many whole commands at a random moment; after each, a fresh run goes on. It
also meets each point with each answer of GitHub once, and lets the disk fail at every step.
"""

import argparse
import itertools
import os
import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from multiprocessing import get_context
from random import Random

from tests.proof.kills_play import EVERY, QUICK, Blow, Case, theatre
from tests.proof.kills_points import How, Point
from tests.proof.kills_whole import kill_commands
from tests.proof.kills_witness import Tally

SENT = Blow(Point.AFTER_SEND, 1)
"""The first issue is on its way, and nobody waits for the answer."""

Work = Callable[[], Tally]

ON_DISK = (
    Point.IN_OPENING,
    Point.IN_RECOVERY,
    Point.IN_INTENT,
    Point.IN_RECORD,
    Point.IN_RECONCILE,
)


def at_random(count: int, *, seed: int = 0, careless: bool = False) -> Tally:
    """So many deaths, some of them of runs that go on where a dead one has left."""
    random = Random(seed)  # noqa: S311 - a play, not a secret
    with theatre(careless=careless) as there:
        while there.tally.struck.total() < count:
            first = Case(
                answer=random.choice(list(QUICK)),
                passed=random.randrange(2),
                lag=random.random() < 0.3,
            )
            later = replace(first, blows=(SENT,))
            blows = (there.blow(first, random), there.blow(later, random))
            there.play(replace(first, blows=blows[: random.randint(1, 2)]))
        return there.tally


def everywhere(answers: Iterable[str] = EVERY, *, seed: int = 0) -> Tally:
    """Each point once with each answer, both in a first run and after an earlier death."""
    random = Random(seed)  # noqa: S311 - a play, not a secret
    with theatre() as there:
        for answer, before in itertools.product(answers, ((), (SENT,))):
            alive = Case(answer=answer, passed=len(before), blows=before)
            for point, most in there.points(alive).items():
                blow = Blow(point, random.randint(1, most))
                there.play(replace(alive, blows=(*before, blow)))
        return there.tally


def on_a_bad_disk(how: How, *, stride: int = 1) -> Tally:
    """The disk fails at the first step within a commit, at the second, and so on to the last."""
    with theatre() as there:
        for before in ((), (SENT,)):
            alive = Case(blows=before)
            for point, most in there.points(alive).items():
                for number in range(1, most + 1, stride) if point in ON_DISK else ():
                    there.play(replace(alive, blows=(*before, Blow(point, number, how))))
        return there.tally


def _chunks(function: Callable[..., Tally], count: int, size: int, seed: int) -> list[Work]:
    """The same work in parts that do not depend on how many processes share it."""
    starts = range(0, count, size)
    return [partial(function, min(size, count - start), seed=seed + start) for start in starts]


def main() -> int:
    """Strike as often as the command line says, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kills", type=int, nargs="?", default=10_000)
    parser.add_argument("--whole", type=int, default=300, help="kills of the whole command")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    asked = parser.parse_args()
    failing = [how for how in How if how is not How.KILL]
    works: dict[str, list[Work]] = {
        "Kills at random": _chunks(at_random, asked.kills, 250, asked.seed),
        "Each point with each answer": [partial(everywhere, [answer]) for answer in EVERY],
        "A disk that fails at each step": [partial(on_a_bad_disk, how) for how in failing],
        "Kills of the whole command": _chunks(kill_commands, asked.whole, 50, asked.seed),
    }
    bad = False
    with ProcessPoolExecutor(asked.jobs, get_context("spawn")) as pool:
        for title, work in works.items():
            began = time.monotonic()
            tally = sum(pool.map(_do, work), start=Tally())
            print(f"{title}: {tally}, in {time.monotonic() - began:.0f} s", flush=True)  # noqa: T201
            bad |= bool(tally.faults)
    return int(bad)


def _do(work: Work) -> Tally:
    return work()


if __name__ == "__main__":
    sys.exit(main())
