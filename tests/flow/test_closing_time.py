"""The end of the action: nothing is sent after it, and nobody waits for what comes too late."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from tests.flow.conftest import Stage, ends

from campaign.errors import Exit
from campaign.rehearsal import mishaps
from campaign.rehearsal.faults import Fault, Raw
from campaign.rehearsal.wire import Reply, error

Make = Callable[..., Stage]

TOO_LATE = ("skipped", "too_late")


def test_over_while_reading(stage: Stage) -> None:
    """Who says yes when it is over sends nothing, and nothing is asked of GitHub either."""
    stage.closes = stage.clock.now() + timedelta(hours=1)
    stage.desk.on_ask = lambda: stage.clock.sleep(3602)
    stage.meanwhile = stage.world.log.clear
    run = stage.post()
    assert (ends(run), run.exit) == ([TOO_LATE] * 3, Exit.WINDOW)
    assert stage.world.log == []


def test_the_pace_would_last_longer(stage: Stage) -> None:
    """The pause between two issues does not begin where the action ends in it."""
    stage.closes = stage.clock.now() + timedelta(seconds=30)
    run = stage.post()
    assert (ends(run), run.exit) == ([("posted", ""), ("posted", ""), TOO_LATE], Exit.WINDOW)
    assert ([round(wait) for wait in stage.desk.waits], len(stage.creates())) == ([20], 2)


def test_the_second_that_github_does_not_show(stage: Stage) -> None:
    """Its clock tells whole seconds: what it calls just before the end may be after it."""
    stage.clock.sleep(0.9)
    stage.closes = stage.clock.now() - timedelta(seconds=0.1)
    run = stage.post()
    assert (ends(run), stage.creates()) == ([TOO_LATE] * 3, [])


def test_an_answer_that_was_long_on_its_way(single: Stage) -> None:
    """GitHub's Date was written before: when it comes, the action may be over."""

    def slowly(honest: Reply) -> Raw:
        def pieces() -> Iterator[tuple[float, bytes]]:
            single.clock.sleep(25)
            yield 0.0, bytes(honest)

        return Raw(pieces)

    single.closes = single.clock.now() + timedelta(seconds=10)
    there = rf"^/repositories/{single.repo('ant/one').id}/issues$"
    single.go_wrong(Fault(then=slowly, after_create=True).at("GET", there))
    run = single.post()
    assert (ends(run), single.creates()) == ([TOO_LATE], [])


@pytest.mark.parametrize("max_wait", [0, 120, 7200])
def test_a_limit_would_last_longer(stage: Stage, max_wait: float) -> None:
    """What GitHub puts off beyond the end is not put off but over: no time to come back is told."""
    stage.closes = stage.clock.now() + timedelta(seconds=50)
    stage.go_wrong(mishaps.secondary_limit(retry_after=60))
    run = stage.post(max_wait=max_wait)
    assert (ends(run), run.exit) == ([TOO_LATE] * 3, Exit.WINDOW)
    assert (stage.desk.waits, run.resume_at) == ([], None)
    assert stage.states() == {stage.order[0]: "planned"}


def test_an_owner_of_whom_github_does_not_tell(make_stage: Make) -> None:
    """What could only be asked again after the end is left out; others are posted to meanwhile."""
    stage = make_stage("ant/one", "bee/two", "bee/three", per_person=3)
    stage.closes = stage.clock.now() + timedelta(seconds=200)
    there = rf"^/repositories/{stage.repo('ant/one').id}/issues$"
    stage.go_wrong(mishaps.bad_gateway(created=False).at("GET", there).always())
    run = stage.post(max_wait=0)
    assert sorted(ends(run)) == [("posted", ""), ("posted", ""), TOO_LATE]
    assert run.exit is Exit.WINDOW


def test_a_refusal_and_the_end(stage: Stage) -> None:
    """Where one refused and the others came too late, the day is over, not every door shut."""
    stage.closes = stage.clock.now() + timedelta(seconds=10)
    stage.go_wrong(Fault(then=error(410, "Issues has been disabled in this repository.")))
    assert stage.post().exit is Exit.WINDOW


def test_a_limit_that_is_over_in_time(stage: Stage) -> None:
    """Then it is waited for."""
    stage.closes = stage.clock.now() + timedelta(seconds=200)
    stage.go_wrong(mishaps.secondary_limit(retry_after=60))
    assert ends(stage.post()) == [("posted", "")] * 3


def test_over_during_a_wait(stage: Stage) -> None:
    """A wait that took longer than it should, as of a computer that slept: nothing is sent."""
    stage.closes = stage.clock.now() + timedelta(seconds=90)
    stage.go_wrong(mishaps.secondary_limit(retry_after=60))
    stage.desk.on_wait = lambda: stage.clock.sleep(3600)
    run = stage.post()
    assert (ends(run), run.exit) == ([TOO_LATE] * 3, Exit.WINDOW)
    assert len(stage.creates()) == 1


def test_over_during_the_last_look(single: Stage) -> None:
    """Directly before the intent is written down, the clock has the last word."""
    single.closes = single.clock.now() + timedelta(seconds=90)
    single.github.watch = lambda visit: single.clock.sleep(
        100 * visit.path.startswith("/repositories/")
    )
    run = single.post()
    assert (ends(run), run.exit) == ([TOO_LATE], Exit.WINDOW)
    assert (single.creates(), single.states()) == ([], {})


def test_nobody_tries_again_after_the_end(single: Stage) -> None:
    """A network that is down is not waited for when the action is nearly over."""
    single.closes = single.clock.now() + timedelta(seconds=4)
    single.go_wrong(mishaps.bad_gateway(created=False).at("GET", r"/issues$").always())
    run = single.post()
    assert (ends(run), single.desk.waits, run.exit) == ([TOO_LATE], [], Exit.WINDOW)
