"""Twenty thousand random campaigns in trouble: nothing twice, nothing lost, nothing unseen.

Ten times as many: `PYTHONPATH=src python -m tests.proof.simulate 200000 --jobs 2`.
"""

import pytest
from tests.proof.simulate import play
from tests.proof.simulator.chance import RandomCampaign
from tests.proof.simulator.fate import PRESSED
from tests.proof.simulator.remembered import remembered
from tests.proof.simulator.troubles import CHANGES, FAULTS

SEEDS = 20_000
CHUNK = 2_500


@pytest.mark.slow
@pytest.mark.parametrize("start", range(0, SEEDS, CHUNK))
def test_random_campaigns(start: int) -> None:
    """Every promise holds after every run of every campaign, and every trouble has struck."""
    figures = play(range(start, start + CHUNK))
    assert figures.failed == {}
    killed = {f"killed {when} the create" for when in ("before", "after")}
    assert {*FAULTS, *CHANGES, *killed, PRESSED, "disk full", "unreachable"} <= {*figures.struck}


def test_a_seed_plays_alike_every_time() -> None:
    """A campaign that failed can be looked at again, request by request."""
    logs = []
    for _ in range(2):
        with remembered():
            stage = RandomCampaign(7).play()
        requests = [(visit.arrived, visit.method, visit.path) for visit in stage.world.log]
        logs.append((requests, stage.struck, stage.github.struck))
    assert logs[0] == logs[1]
