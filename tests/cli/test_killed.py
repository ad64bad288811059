"""Killed between an issue's creation and its record: never twice, never lost."""

import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.cli.command import Command, created, eventually

from campaign.rehearsal import mishaps
from campaign.rehearsal.server import StandIn
from campaign.rehearsal.world import World

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL here")


@pytest.fixture
def kill(campaign: Command, running: Path, world: World, github: StandIn) -> Callable[[bool], None]:
    """Posts, and kills the process while GitHub holds the answer back."""

    def post_and_kill(made: bool) -> None:
        github.plan(mishaps.hang(created=made))
        process = campaign.start("post", running, "--yes", "--pace", "0")
        eventually(lambda: world.requests("POST", "/issues"))
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=20)
        assert process.returncode == -signal.SIGKILL
        assert created(world) == int(made)

    return post_and_kill


def test_settle_finds_the_issue(campaign: Command, running: Path, world: World, kill: Any) -> None:
    """One issue in the books, its number in the record, exit 0."""
    kill(True)
    ended = campaign("settle", running, "--max-wait", "0", "--json")
    assert ended.code == 0
    (result,) = ended.json["results"]
    (visit,) = world.requests("POST", "/issues")
    repo = visit.path.removeprefix("/repos/").removesuffix("/issues")
    number = max(world.find(repo).issues)  # type: ignore[union-attr]
    assert (result["repo"], result["outcome"], result["number"]) == (repo, "posted", number)
    assert result["url"] == f"https://github.com/{repo}/issues/{number}"
    assert created(world) == 1


def test_post_again_finds_it_too(campaign: Command, running: Path, world: World, kill: Any) -> None:
    """The next run starts at once, counts it, and sends only what is missing."""
    kill(True)
    ended = campaign("post", running, "--yes", "--pace", "0", "--json")
    assert ended.code == 0
    assert ended.outcomes == ["already", "posted", "posted"]
    assert len(world.requests("POST", "/issues")) == 3
    assert created(world) == 3


def test_a_lagging_list_does_not_tempt(
    campaign: Command, running: Path, world: World, kill: Any
) -> None:
    """As long as it is not seen it is unknown, and never sent again; later it is found."""
    kill(True)
    world.list_lag = 3600.0
    assert campaign("settle", running, "--max-wait", "0").code == 6
    again = ("post", running, "--yes", "--pace", "0", "--limit", "1", "--max-wait", "0")
    assert campaign(*again).code == 6
    (first, *_) = world.requests("POST", "/issues")
    assert [visit.path for visit in world.requests("POST", "/issues")].count(first.path) == 1
    world.list_lag = 0.0
    assert campaign("settle", running, "--max-wait", "0").code == 0
    assert created(world) > 0


def test_killed_before_it_arrived(
    campaign: Command, running: Path, world: World, kill: Any
) -> None:
    """Nobody can know from here: unknown, and no second request by itself."""
    kill(False)
    assert campaign("settle", running, "--max-wait", "0").code == 6
    again = campaign("post", running, "--yes", "--pace", "0", "--max-wait", "0", "--json")
    assert (again.code, again.outcomes) == (6, ["unknown", "posted", "posted"])
    paths = [visit.path for visit in world.requests("POST", "/issues")]
    assert len(paths) == len(set(paths)) == 3
