"""Ctrl-C during `campaign post`, wherever it strikes: 130, and what is known is told."""

import time
from pathlib import Path

import pytest
from tests.cli.command import Command, created, eventually
from tests.cli.terminal import ASKED, SitDown, Terminal

from campaign.rehearsal import mishaps
from campaign.rehearsal.server import StandIn
from campaign.rehearsal.world import World


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_ctrl_c_while_looking(
    options: list[str], sit_down: SitDown, running: Path, world: World, github: StandIn
) -> None:
    """Before anything is asked: 130, at once, and nothing was posted."""
    github.plan(mishaps.hang(created=False).at("POST", "/graphql$"))
    window = sit_down("post", running, *options)
    window.expect("Looking which repositories are open")
    time.sleep(0.3)
    window.press("\x03")
    assert window.end() == 130
    assert "Interrupted. Nothing was posted." in window.new
    assert ('"exit": 130' in window.new) == bool(options)


def test_ctrl_c_at_the_statement(sit_down: SitDown, running: Path, world: World) -> None:
    """130, and it is said that nothing was posted."""
    window = sit_down("post", running, "--pace", "0")
    window.expect("because …")
    window.press("\x03")
    assert window.end() == 130
    assert "\nInterrupted. Nothing was posted." in window.text
    assert created(world) == 0


@pytest.mark.parametrize("key", ["\x03", "\x04"])
def test_leaving_at_a_question(key: str, sitting: Terminal, world: World) -> None:
    """130; what was posted before is told with its link, and how to go on."""
    sitting.answer("y")
    sitting.expect(ASKED)
    sitting.press(key)
    assert sitting.end() == 130
    assert created(world) == 1
    assert "Done: 1 posted; 2 skipped https://github.com/palantir/" in sitting.new
    assert "What is not posted can be posted later" in sitting.new
    assert "Nothing was posted." not in sitting.new


def test_ctrl_c_while_a_request_is_on_its_way(
    sitting: Terminal, world: World, github: StandIn
) -> None:
    """The answer is waited for and written down; then the run ends with 130 and the link."""
    github.plan(mishaps.hang())
    sitting.answer("y")
    eventually(lambda: created(world))
    sitting.press("\x03")
    sitting.expect("One moment: what became of this issue is written down first.")
    assert sitting.process.poll() is None
    github.release()
    assert sitting.end() == 130
    assert "Done: 1 posted; 2 skipped https://github.com/palantir/" in sitting.new
    assert created(world) == 1


def test_ctrl_c_twice_leaves_at_once(
    sitting: Terminal, campaign: Command, running: Path, world: World, github: StandIn
) -> None:
    """The intent is on disk: the outcome is unknown, and the next run finds it."""
    github.plan(mishaps.hang())
    sitting.answer("y")
    eventually(lambda: created(world))
    sitting.press("\x03")
    time.sleep(0.3)
    sitting.press("\x03")
    assert sitting.end() == 130
    assert "unknown whether it was posted" in sitting.new
    assert "campaign settle" in sitting.new
    settled = campaign("settle", running, "--max-wait", "0", "--json")
    assert (settled.code, settled.json["results"][0]["outcome"]) == (0, "posted")
    assert created(world) == 1


def test_ctrl_c_ends_a_wait(sit_down: SitDown, running: Path, world: World) -> None:
    """Nobody has to sit out the pace; what was posted is told."""
    window = sit_down("post", running, "--pace", "600", "--yes")
    window.expect("keeping a calm pace")
    window.press("\x03")
    assert window.end() == 130
    assert "Done: 1 posted; 2 skipped" in window.new
    assert created(world) == 1
