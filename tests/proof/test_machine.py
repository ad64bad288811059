"""The simulated campaign as a state machine; a thousand of them are played by its command."""

import pytest
from tests.proof.machine import play
from tests.proof.planted import retry_on_5xx
from tests.proof.simulator.invariants import Broken

EXAMPLES, STEPS = 200, 30


@pytest.mark.slow
def test_whatever_is_done_in_whatever_order_all_holds() -> None:
    """Two hundred campaigns of thirty steps: `python -m tests.proof.machine 1000 50` plays more."""
    play(EXAMPLES, STEPS)


@pytest.mark.slow
def test_the_state_machine_can_fail() -> None:
    """With a bug in the engine it finds the steps that show it."""
    with retry_on_5xx(), pytest.raises(Broken):
        play(10 * EXAMPLES, STEPS, explain=False)  # it ends with the first that is found
