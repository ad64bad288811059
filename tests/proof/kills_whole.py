"""The whole command, killed at any moment of its life, and then run again to its end."""

import time
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from tests.proof.kills_witness import Tally
from tests.proof.processes import household

FINE = (0, 6)
"""All posted, or plainly unknown."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Life:
    """Seconds from the start of a command that nobody kills to its first request, and its end."""

    first: float
    end: float

    def moment(self, random: Random) -> float:
        """Any moment; every other time one in which the network is in use."""
        return random.uniform(random.choice((0.0, self.first)), self.end)


def measure(folder: Path) -> Life:
    """How long the command lives here and now."""
    requests: list[float] = []
    with household(folder, arrives=lambda: requests.append(time.monotonic())) as home:
        began = time.monotonic()
        ended = home.computer()(*home.post)
        assert ended.code == 0, ended
        return Life(first=requests[0] - began, end=time.monotonic() - began)


def kill_commands(count: int, *, seed: int = 0) -> Tally:
    """So many kills, each in a new home, at moments that follow from the seed and the machine."""
    random = Random(seed)  # noqa: S311 - a play, not a secret
    tally = Tally()
    with TemporaryDirectory() as name:
        life = measure(Path(name, "life"))
        for number in range(1_000_000):
            if tally.struck.total() >= count:
                break
            _kill_one(Path(name, str(number)), life.moment(random), tally)
    return tally


def _kill_one(folder: Path, moment: float, tally: Tally) -> None:
    with household(folder) as home:
        laptop = home.computer()
        process = laptop.start(*home.post)
        time.sleep(moment)
        process.kill()
        process.communicate(timeout=60)
        if process.returncode >= 0:
            return  # it had ended before
        tally.struck[f"with {home.witness.made().total()} issues made"] += 1
        ended = laptop(*home.post)
    if ended.code not in FINE:
        tally.faults.append(f"killed after {moment:.3f} s, the next run ended with {ended}")
    tally.faults += home.witness.faults()
