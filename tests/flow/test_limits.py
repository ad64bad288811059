"""Limits: obeyed before and after a request, waited for once in a run, and never for long."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.flow.conftest import DAY, Stage, ends, outcomes, said

from campaign.errors import Exit
from campaign.rehearsal import mishaps


@pytest.mark.parametrize("retry_after", [60, None, 90])
def test_pause(single: Stage, retry_after: int | None) -> None:
    """The limit is waited for, a minute at least where none is named; then one more try."""
    single.go_wrong(mishaps.secondary_limit(retry_after=retry_after))
    run = single.post()
    assert run.exit is Exit.DONE
    first, second = single.creates()
    assert second.arrived - first.arrived >= (retry_after or 60)
    assert "GitHub asks for a pause" in single.desk.reasons[0]


def test_second_pause_ends_the_run(stage: Stage) -> None:
    """One pause in a run, whichever repositories ask for it; the rest waits for another run."""
    stage.go_wrong(mishaps.secondary_limit(), mishaps.secondary_limit().after(1))
    run = stage.post()
    assert said(run.receipts) == ["posted", "deferred", "deferred"]
    assert run.exit is Exit.LIMITED
    assert len(stage.creates()) == 3


def test_long_limit_is_not_waited_for(single: Stage) -> None:
    """429 for an hour: nobody sleeps, and the time to come back is told."""
    single.go_wrong(mishaps.too_many_requests(retry_after=3600))
    run = single.post()
    assert single.desk.waits == []
    assert run.exit is Exit.LIMITED
    assert run.resume_at is not None
    assert timedelta(minutes=59) < run.resume_at - DAY < timedelta(minutes=61)


def test_budget_used_up(single: Stage) -> None:
    """With the hour's requests used up, the time to come back is the hour's end."""
    single.go_wrong(mishaps.primary_exhausted(reset=DAY + timedelta(minutes=40)))
    run = single.post()
    assert run.resume_at is not None
    assert abs(run.resume_at - DAY - timedelta(minutes=40)) < timedelta(seconds=5)


def test_the_last_request_of_the_hour(stage: Stage) -> None:
    """An hour that the sign-in used up is told as that, although the look went another way."""
    stage.world.limits.leave(stage.me.id, 1)
    run = stage.post(max_wait=0)
    assert ends(run)[0] == ("deferred", "rate_limit")
    assert run.resume_at is not None
    assert run.resume_at > stage.clock.now() + timedelta(minutes=50)
    assert stage.creates() == []


def test_no_pause_without_patience(single: Stage) -> None:
    """With --max-wait 0 a pause of a minute is left for another run."""
    single.go_wrong(mishaps.secondary_limit())
    run = single.post(max_wait=0)
    assert (outcomes(run), single.desk.waits) == ({"ant/one": "deferred"}, [])


@pytest.mark.parametrize(
    ("max_wait", "waits"), [(120, [60]), (90, [60]), (60, [60]), (59, []), (0, [])]
)
def test_second_limit_names_a_longer_pause(
    single: Stage, max_wait: float, waits: list[float]
) -> None:
    """A minute where GitHub names no time, and twice as long after the second limit of a run."""
    single.go_wrong(replace(mishaps.secondary_limit(retry_after=None), times=2))
    run = single.post(max_wait=max_wait)
    assert (single.desk.waits, run.exit) == (waits, Exit.LIMITED)
    assert run.resume_at is not None
    pause = run.resume_at - DAY - timedelta(seconds=sum(waits))
    assert round(pause.total_seconds(), -1) == (120 if waits else 60)


def test_nothing_left_before_the_request(single: Stage) -> None:
    """The look before it has spent the last of the hour: no issue is sent, the time is told."""
    single.meanwhile = lambda: single.world.limits.leave(single.me.id, 2)
    run = single.post()
    assert (ends(run), run.exit) == ([("deferred", "rate_limit")], Exit.LIMITED)
    assert single.creates() == []
    assert single.states() == {}
    assert run.resume_at is not None
    assert timedelta(minutes=59) < run.resume_at - DAY <= timedelta(hours=1, seconds=2)


def test_nothing_left_for_a_moment(single: Stage) -> None:
    """Where the hour ends soon, its end is waited for; then everything is looked at anew."""
    single.meanwhile = lambda: single.world.limits.leave(single.me.id, 2)
    run = single.post(max_wait=3700)
    assert (outcomes(run), len(single.creates())) == ({"ant/one": "posted"}, 1)
    assert len(single.desk.waits) == 1
