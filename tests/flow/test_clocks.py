"""Clocks that jump, and computers that sleep: nothing is tried early, lost, or waited for twice."""

from datetime import timedelta

import pytest
from tests.flow.conftest import Stage, outcomes, said

from campaign.errors import Exit
from campaign.rehearsal import mishaps

NIGHT = 9 * 3600


@pytest.mark.parametrize("fault", [mishaps.lose_answer(), mishaps.bad_gateway(created=True)])
def test_asleep_between_request_and_answer(stage: Stage, fault: object) -> None:
    """A lid closed for nine hours: the issue is found, and no wait after it is out of measure."""
    stage.go_wrong(fault)  # type: ignore[arg-type]
    stage.at_create = lambda: stage.clock.sleep(NIGHT) if len(stage.creates()) == 1 else None
    run = stage.post()
    assert (said(run.receipts), run.exit) == (["posted"] * 3, Exit.DONE)
    assert len(stage.issues()) == 3
    assert max(stage.desk.waits) <= 60


def test_asleep_in_a_wait(stage: Stage) -> None:
    """Who slept through the pace does not wait again."""
    stage.desk.on_wait = lambda: stage.clock.sleep(NIGHT)
    assert stage.post().exit is Exit.DONE
    assert max(stage.desk.waits) <= 20


@pytest.mark.parametrize("step", [timedelta(days=1), timedelta(days=-1)])
def test_clock_set_during_a_pause(single: Stage, step: timedelta) -> None:
    """The time of day jumps while a limit is waited for: not an early try, and not a late one."""

    def jump() -> None:
        single.clock._start += step

    single.desk.on_wait = jump
    single.go_wrong(mishaps.secondary_limit(retry_after=90))
    assert outcomes(single.post()) == {"ant/one": "posted"}
    first, second = single.creates()
    assert 90 <= second.arrived - first.arrived < 100


@pytest.mark.parametrize(
    ("step", "outcome"), [(timedelta(days=1), "posted"), (timedelta(days=-1), "unknown")]
)
def test_clock_set_while_in_doubt(single: Stage, step: timedelta, outcome: str) -> None:
    """GitHub's clock jumps before the look: the issue is found, or shows itself in time."""

    def jump() -> None:
        single.desk.on_wait = lambda: None
        single.clock._start += step

    single.go_wrong(mishaps.lose_answer())
    single.desk.on_wait = jump
    assert said(single.post().receipts) == [outcome]
    single.clock.sleep(2 * 24 * 3600)
    assert outcomes(single.post()) == {"ant/one": "already"}
    assert len(single.creates()) == 1
