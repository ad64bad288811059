"""Random campaigns in trouble: the invariants hold after every run, whatever the seed.

More of them, from the top of the repository: `python -m tests.flow.test_simulation 2000`, and
`python -m tests.flow.test_simulation 2000 40000` for 2,000 from seed 40,000 on.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from tests.flow.simulation import Simulation

SEEDS = 200


@pytest.mark.slow
@pytest.mark.parametrize("start", range(0, SEEDS, 20))
def test_random_campaigns(tmp_path: Path, start: int) -> None:
    """Twenty campaigns: nothing twice, nothing lost, nothing unseen, nothing too fast."""
    for seed in range(start, start + 20):
        play_and_check(seed, tmp_path)


def play_and_check(seed: int, folder: Path) -> None:
    """One campaign; a fault names its seed."""
    try:
        Simulation(seed, folder / str(seed)).play()
    except BaseException as fault:
        fault.add_note(f"seed {seed}")
        raise


def main(count: int, start: int = 0) -> int:
    """Play so many campaigns and say which of them failed."""
    failed = []
    for seed in range(start, start + count):
        with TemporaryDirectory() as folder:
            try:
                play_and_check(seed, Path(folder))
            except Exception as fault:
                failed.append(seed)
                sys.stdout.write(f"seed {seed}: {fault!r}\n")
    sys.stdout.write(f"{count} campaigns, {len(failed)} failed: {failed[:20]}\n")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
