"""Random campaigns by seed: `PYTHONPATH=src python -m tests.proof.simulate 200000 --jobs 2`."""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context

from tests.proof.simulator.chance import RandomCampaign
from tests.proof.simulator.remembered import remembered

CHUNK = 500
"""Campaigns that one process plays in a row."""


@dataclass
class Figures:
    """What so many campaigns came to."""

    counts: Counter[str] = field(default_factory=Counter)
    struck: Counter[str] = field(default_factory=Counter)
    failed: dict[int, str] = field(default_factory=dict)
    """Seed → what was broken."""

    def add(self, other: "Figures") -> None:
        """These came on top."""
        self.counts.update(other.counts)
        self.struck.update(other.struck)
        self.failed.update(other.failed)


def play(seeds: range, *, stop: bool = False) -> Figures:
    """One campaign for each seed; with `stop`, none after the first that fails."""
    figures = Figures()
    with remembered():
        for seed in seeds:
            campaign = RandomCampaign(seed)
            try:
                campaign.play()
            except Exception as fault:
                figures.failed[seed] = f"{type(fault).__name__}: {fault}"
            _count(figures, campaign)
            if stop and figures.failed:
                break
    return figures


def _count(figures: Figures, campaign: RandomCampaign) -> None:
    stage = campaign.stage
    figures.struck.update(stage.struck)
    figures.struck.update(stage.github.struck)
    states = [
        state
        for machine in stage.machines
        for person in stage.people
        for state in machine.disk.states(person.id).values()
    ]
    figures.counts.update(
        campaigns=1,
        runs=stage.runs,
        moments=stage.moments,
        creates=stage.books.creates,
        issues=len(stage.books.made()),
        unknown=states.count("unknown"),
        days=int(stage.clock.monotonic() // 86_400),
    )


def in_chunks(start: int, count: int) -> Iterator[range]:
    """The seeds from `start` on, `CHUNK` at a time."""
    for first in range(start, start + count, CHUNK):
        yield range(first, min(first + CHUNK, start + count))


def play_many(count: int, *, start: int, jobs: int) -> Figures:
    """So many campaigns, shared by so many processes; the figures do not depend on how many."""
    figures = Figures()
    with ProcessPoolExecutor(jobs, get_context("spawn")) as pool:
        for chunk in pool.map(play, in_chunks(start, count)):
            figures.add(chunk)
    return figures


def main(count: int, *, start: int = 0, jobs: int = 1) -> int:
    """Play so many campaigns and print what came of them; 1 if any failed."""
    began = time.monotonic()
    figures = play_many(count, start=start, jobs=jobs)
    _tell(figures, seconds=time.monotonic() - began)
    return bool(figures.failed)


def _tell(figures: Figures, *, seconds: float) -> None:
    lines = [f"{name}: {number:,}" for name, number in figures.counts.items()]
    lines += [f"  {name}: {number:,}" for name, number in sorted(figures.struck.items())]
    rate = figures.counts["campaigns"] / seconds
    lines += [f"{seconds:.1f} seconds, {rate:.0f} campaigns a second"]
    lines += [f"seed {seed}: {fault}" for seed, fault in list(figures.failed.items())[:20]]
    lines += [f"{figures.counts['campaigns']:,} campaigns, {len(figures.failed)} failed"]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.proof.simulate", description=__doc__)
    parser.add_argument("count", type=int, help="how many campaigns")
    parser.add_argument("--start", type=int, default=0, help="the first seed")
    parser.add_argument("--jobs", type=int, default=1, help="processes at once")
    given = parser.parse_args()
    sys.exit(main(given.count, start=given.start, jobs=given.jobs))
