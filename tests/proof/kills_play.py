"""One case of killed runs, played against a stand-in GitHub, and judged by the books.

The runs are other processes: each has the real flow, client and ledger.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from random import Random
from typing import Self

from tests.flow.conftest import DAY, IMPATIENT, PATIENT
from tests.proof.crash_images_script import memory_folder
from tests.proof.kills_child import CRASHED, Ended, Job
from tests.proof.kills_points import How, Point
from tests.proof.kills_witness import Tally, Witness

from campaign.rehearsal import mishaps
from campaign.rehearsal.clock import PlayClock
from campaign.rehearsal.faults import Fault
from campaign.rehearsal.server import StandIn
from campaign.rehearsal.world import World

REPOS = ("ant/one", "bee/two")

HONEST = "honest"

QUICK: Mapping[str, Fault | None] = {
    HONEST: None,
    "created, answer lost": mishaps.lose_answer(),
    "request lost": mishaps.lose_request(),
    "502, created": mishaps.bad_gateway(created=True),
    "502, not created": mishaps.bad_gateway(created=False),
    "limit": mishaps.secondary_limit(),
    "201, cut": mishaps.cut_answer(),
}
"""What GitHub does with a create: what the ordinary run of the tests tries."""

EVERY: Mapping[str, Fault | None] = {
    **QUICK,
    "500, created": mishaps.server_error(created=True),
    "503": mishaps.unavailable(),
    "504, created": mishaps.gateway_timeout(created=True),
    "429": mishaps.too_many_requests(),
    "too quickly": mishaps.submitted_too_quickly(),
    "401": mishaps.token_revoked(),
    "two lengths": mishaps.two_lengths(),
    "bad chunk": mishaps.bad_chunk(),
    "no JSON": mishaps.invalid_json(),
    "other repository": mishaps.other_repository("an/other"),
    "odd headers": mishaps.odd_limit_headers(),
    "swollen": mishaps.swollen_answer(megabytes=2),
    "bomb": mishaps.compression_bomb(megabytes=2),
    "swollen headers": mishaps.swollen_headers(),
    "portal": mishaps.captive_portal(),
    "redirect": mishaps.redirect("https://example.org/"),
    "hang": mishaps.hang(),
    "slow headers": mishaps.slow_headers(),
    "slow body": mishaps.slow_body(),
    "100 for ever": mishaps.endless_continue(),
}

SILENT = ("hang", "slow headers", "slow body", "100 for ever")
"""Answers that the client must give up on."""


@dataclass(frozen=True, slots=True)
class Blow:
    """What befalls a run, the so-many-th time it is there."""

    point: Point
    number: int
    how: How = How.KILL


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """What GitHub does with a create, and what befalls one run after the other."""

    answer: str = HONEST
    passed: int = 0
    """So many creates have an honest answer first."""
    lag: bool = False
    """GitHub's lists are late: no run sees what an earlier one has made."""
    blows: tuple[Blow, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Played:
    """What came of a case: how its runs ended, the fresh one last, and what must not be."""

    case: Case
    runs: tuple[Ended, ...]
    faults: Sequence[str]

    @property
    def struck(self) -> tuple[Point, ...]:
        """Where the blows fell: not every run comes to where it would be struck."""
        pairs = zip(self.case.blows, self.runs, strict=False)
        return tuple(blow.point for blow, run in pairs if run.struck)


class Worker:
    """The process that becomes one supporter after the other."""

    def __init__(self, *, careless: bool) -> None:
        self._careless = careless
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.proof.kills_child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self._process.communicate(timeout=60)

    def run(self, job: Job) -> Ended:
        """One run, to its end."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(asdict(replace(job, careless=self._careless))) + "\n")
        self._process.stdin.flush()
        return Ended(**json.loads(self._process.stdout.readline()))


def play(case: Case, worker: Worker, folder: Path) -> Played:
    """Strike the runs, let a fresh one go on to its end, and look at the books."""
    world = World(PlayClock(DAY))
    world.add_repositories(*REPOS)
    world.list_lag = 3600.0 if case.lag else 0.0
    mia = world.add_user("mia")
    witness = Witness(world, folder, "*.db", slug="no-nets")
    fault = EVERY[case.answer]
    faults = [fault.after(case.passed)] if fault else []
    with StandIn(world, faults=faults, watch=witness.watch) as github:
        job = Job(
            url=github.url,
            token=mia.token,
            folder=str(folder),
            repos=REPOS,
            timeout=IMPATIENT if case.answer in SILENT else PATIENT,
        )
        ended = [worker.run(replace(job, **asdict(blow))) for blow in case.blows]
        ended.append(worker.run(replace(job, forked=not case.blows)))
    return Played(case=case, runs=tuple(ended), faults=[*_faults_of(ended), *witness.faults()])


def _faults_of(runs: Sequence[Ended]) -> Iterator[str]:
    if any(run.code == CRASHED or (run.code < 0 and not run.struck) for run in runs):
        yield "a run ended with an error that nobody expected, or not at all"
    if any(run.late for run in runs):
        yield "a request was sent after the disk had failed"


class Theatre:
    """Plays cases, one after the other, and knows what can befall a run."""

    def __init__(self, folder: Path, worker: Worker) -> None:
        self.tally = Tally()
        self._folder, self._worker = folder, worker
        self._hits: dict[Case, Mapping[str, int]] = {}

    def play(self, case: Case) -> Played:
        """One case; its folder is gone afterwards."""
        folder = self._folder / "play"
        try:
            played = play(case, self._worker, folder)
        finally:
            shutil.rmtree(folder)
        self.tally.struck.update(played.struck)
        self.tally.faults += [f"{fault}: {case}" for fault in played.faults]
        return played

    def points(self, case: Case) -> Mapping[Point, int]:
        """The points that the last run of this case passes, and how often."""
        if case not in self._hits:
            self._hits[case] = self.play(case).runs[-1].hits
        return {Point(name): most for name, most in sorted(self._hits[case].items())}

    def blow(self, case: Case, random: Random) -> Blow:
        """A death for that run: any point is as likely as any other."""
        points = self.points(case)
        point = random.choice(list(points))
        return Blow(point, random.randint(1, points[point]))


@contextmanager
def theatre(*, careless: bool = False) -> Iterator[Theatre]:
    """A place to play, and a company; a careless one has a planted bug."""
    with memory_folder() as folder, Worker(careless=careless) as worker:
        yield Theatre(folder, worker)
