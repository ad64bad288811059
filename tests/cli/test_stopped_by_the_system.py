"""SIGTERM and SIGHUP during `campaign post`: a clean stop like Ctrl-C, wherever they strike."""

import signal
import sys
import time
from pathlib import Path

import pytest
from tests.cli.command import Command, created, eventually
from tests.cli.terminal import SitDown

from campaign.rehearsal import mishaps
from campaign.rehearsal.server import StandIn
from campaign.rehearsal.world import World

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals here")

STOPS = [getattr(signal, name, signal.SIGTERM) for name in ("SIGTERM", "SIGHUP")]


@pytest.mark.parametrize("number", STOPS)
def test_in_a_wait(
    campaign: Command, running: Path, world: World, github: StandIn, number: int
) -> None:
    """In the pause a limit asks for: 130, what is known is told, and it can be resumed."""
    github.plan(mishaps.secondary_limit(retry_after=100).after(1))
    process = campaign.start("post", running, "--yes", "--pace", "0")
    eventually(lambda: len(world.requests("POST", "/issues")) == 2)
    time.sleep(0.5)
    process.send_signal(number)
    out, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert out.count("https://github.com/palantir/") == 1
    assert "1 posted; 1 not yet posted; 1 skipped" in " ".join(err.split())
    assert "Traceback" not in err
    world.clock.sleep(101)
    ended = campaign("post", running, "--yes", "--pace", "0", "--json")
    assert (ended.code, ended.outcomes) == (0, ["already", "posted", "posted"])
    assert created(world) == 3


@pytest.mark.parametrize("number", STOPS)
def test_while_a_request_is_on_its_way(
    campaign: Command, running: Path, world: World, github: StandIn, number: int
) -> None:
    """The answer is waited for and written down; then the run ends with 130 and the link."""
    github.plan(mishaps.hang())
    process = campaign.start("post", running, "--yes", "--pace", "0")
    eventually(lambda: created(world))
    process.send_signal(number)
    time.sleep(0.3)
    assert process.poll() is None
    github.release()
    out, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert out.count("https://github.com/palantir/") == 1
    assert created(world) == 1
    assert "Traceback" not in err


def test_twice(campaign: Command, running: Path, world: World, github: StandIn) -> None:
    """A second one is obeyed at once: the intent is on disk, and the next run finds the issue."""
    github.plan(mishaps.hang())
    process = campaign.start("post", running, "--yes", "--pace", "0")
    eventually(lambda: created(world))
    process.terminate()
    time.sleep(0.3)
    process.terminate()
    _, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "campaign settle" in err
    settled = campaign("settle", running, "--max-wait", "0", "--json")
    assert (settled.code, settled.json["results"][0]["outcome"]) == (0, "posted")
    assert created(world) == 1


def test_the_window_is_closed(
    sit_down: SitDown, campaign: Command, running: Path, world: World, github: StandIn
) -> None:
    """In the middle of a request: the record is finished although nobody reads any more."""
    github.plan(mishaps.hang())
    window = sit_down("post", running, "--yes", "--pace", "0")
    eventually(lambda: created(world))
    window.close_window()
    time.sleep(0.3)
    github.release()
    assert window.process.wait(20) == 130
    ended = campaign("post", running, "--yes", "--limit", "1", "--dry-run", "--json")
    assert ended.outcomes[0] == "already"
