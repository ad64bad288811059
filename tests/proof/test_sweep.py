"""A blow at every moment of a run, under every fault: nothing twice, nothing lost."""

import pytest
from tests.proof.sweep import BLOWS, sweep


@pytest.mark.slow
@pytest.mark.parametrize("blow", BLOWS)
def test_no_moment_is_a_bad_one(blow: str) -> None:
    """Wherever a run is struck, all holds, and the next run brings it to its end."""
    results = list(sweep(blow))
    assert len(results) > 1000
    assert [result for result in results if result] == []
