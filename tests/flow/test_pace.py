"""The pace: calm between two issues, whatever came of the first, and by no clock on the wall."""

import itertools
from collections.abc import Callable
from datetime import timedelta

import pytest
from tests.flow.conftest import Stage

from campaign.flow.posting import Decision
from campaign.rehearsal import mishaps
from campaign.rehearsal.faults import Fault
from campaign.rehearsal.wire import error


def gaps(stage: Stage) -> list[float]:
    """Seconds of play between the creates that arrived, whatever became of them."""
    arrived = [visit.arrived for visit in stage.creates()]
    return [later - earlier for earlier, later in itertools.pairwise(arrived)]


def test_keeps_the_pace(stage: Stage) -> None:
    """Twenty seconds between two issues, on the clock that never goes back."""
    stage.post()
    assert len(gaps(stage)) == 2
    assert min(gaps(stage)) >= 20


def test_keeps_the_pace_after_refusals(stage: Stage) -> None:
    """A refusal is no reason to hurry."""
    stage.desk.agrees = True
    refusal = error(422, "Interactions on this repository have been restricted to x only.")
    stage.go_wrong(Fault(then=refusal), Fault(then=refusal).after(1))
    stage.post()
    assert len(gaps(stage)) == 4
    assert min(gaps(stage)) >= 20


def test_keeps_the_pace_after_a_pause(stage: Stage) -> None:
    """A pause that GitHub asked for comes on top of the pace, not in its place."""
    stage.go_wrong(mishaps.secondary_limit(retry_after=2))
    stage.post()
    assert len(gaps(stage)) == 3
    assert min(gaps(stage)) >= 20


def test_keeps_the_pace_over_a_skip(stage: Stage) -> None:
    """An issue that is not approved takes no time, and gives none away."""
    stage.desk.decisions[stage.order[1]] = Decision.SKIP
    stage.post()
    assert len(gaps(stage)) == 1
    assert gaps(stage)[0] >= 20


def test_keeps_the_pace_from_run_to_run(stage: Stage) -> None:
    """Ending the command and starting it again is no way to be faster."""
    for _ in range(3):
        stage.post(limit=1)
    assert len(gaps(stage)) == 2
    assert min(gaps(stage)) >= 20
    assert max(stage.desk.waits) <= 20


def test_time_spent_reading_counts(stage: Stage) -> None:
    """Who reads for a minute does not wait again."""
    stage.post(limit=1)
    stage.clock.sleep(60)
    stage.post(limit=1)
    assert stage.desk.waits == []


@pytest.mark.parametrize("step", [timedelta(days=1), timedelta(days=-1)])
def test_a_clock_that_is_set_changes_nothing(stage: Stage, step: timedelta) -> None:
    """The server's time of day may jump by a day: the pace is neither skipped nor stretched."""

    def jump() -> None:
        stage.clock._start += step

    stage.desk.on_ask = jump
    stage.post()
    assert [round(gap) for gap in gaps(stage)] == [20, 20]


def test_no_pace_at_zero(stage: Stage) -> None:
    """On a loopback host the pace may be 0: nobody waits."""
    stage.post(pace=0)
    assert stage.desk.waits == []


def test_chance_makes_the_pace_longer_never_shorter(make_stage: Callable[..., Stage]) -> None:
    """Up to a quarter: people are not metronomes."""
    shares = iter((0.0, 1.0, 0.4, 0.0))
    stage = make_stage(per_person=4)
    stage.post(jitter=lambda: next(shares))
    assert [round(gap) for gap in gaps(stage)] == [20, 25, 22]


def test_no_chance_at_zero(stage: Stage) -> None:
    """Where there is no pace, chance adds nothing to it."""
    stage.post(pace=0, jitter=lambda: 1.0)
    assert stage.desk.waits == []
