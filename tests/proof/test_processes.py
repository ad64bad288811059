"""Many processes, or computers, of one supporter: one issue in each repository, in all."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.command import eventually
from tests.proof.processes import Household, household

from campaign.rehearsal import mishaps

NARROW = """
import resource, runpy, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop(1)), resource.RLIM_INFINITY))
runpy.run_module("campaign", run_name="__main__")
"""
"""The command, where no file may grow beyond so many bytes."""

LONG = 120.0
"""Seconds that ten processes may share."""


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Household]:
    """A supporter, ready to post to three of ten repositories."""
    with household(tmp_path / "home") as opened:
        yield opened
    assert list(opened.witness.faults()) == []


def finish(process: "subprocess.Popen[str]") -> int:
    """Wait for its end: whoever could not run says so, and says that it can be run again."""
    out, err = process.communicate(timeout=LONG)
    assert "Traceback" not in err
    if process.returncode == 1:
        told = json.loads(out)
        assert (told["schema"], told["exit"]) == ("campaign.error/1", 1)
        assert "Another run of campaign is at work" in told["error"]
        assert "run this again" in told["hint"]
    return process.returncode


def wait_for_a_create(home: Household) -> None:
    """Until a request for an issue has arrived."""
    eventually(lambda: home.world.requests("POST", "/issues"))


@pytest.mark.slow
def test_nine_stand_back_while_one_is_at_work(home: Household) -> None:
    """In the middle of a request: each says so and sends nothing; later it finds all done."""
    home.github.plan(mishaps.hang())
    laptop = home.computer()
    first = laptop.start(*home.post)
    wait_for_a_create(home)
    before = len(home.world.requests())
    others = [laptop.start(*home.post) for _ in range(9)]
    assert [finish(each) for each in others] == [1] * 9
    assert not home.world.requests("POST", "/issues")[1:]
    assert len(home.world.requests()) == before
    home.github.release()
    assert finish(first) == 0
    again = laptop(*home.post)
    assert (again.code, again.outcomes) == (0, ["already"] * 3)
    assert len(home.world.requests("POST", "/issues")) == 3


@pytest.mark.slow
@pytest.mark.parametrize("many", [2, 10])
def test_all_begin_at_the_same_moment(home: Household, many: int) -> None:
    """Whoever is first works; nobody is harmed; and at the end three issues are posted."""
    laptop = home.computer()
    codes = [finish(each) for each in [laptop.start(*home.post) for _ in range(many)]]
    assert set(codes) <= {0, 1}
    assert 0 in codes
    assert home.witness.made().total() == 3
    again = laptop(*home.post)
    assert (again.code, again.outcomes) == (0, ["already"] * 3)
    assert len(home.world.requests("POST", "/issues")) == 3


def test_a_second_computer_finds_what_the_first_has_done(home: Household) -> None:
    """Its own ledger is empty, and GitHub shows the issues: nothing is sent."""
    assert home.computer("laptop")(*home.post).outcomes == ["posted"] * 3
    desktop = home.computer("desktop")(*home.post)
    assert (desktop.code, desktop.outcomes) == (0, ["already"] * 3)
    assert len(home.world.requests("POST", "/issues")) == 3


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL here")
def test_a_second_computer_takes_over_from_a_dead_one(home: Household) -> None:
    """What the dead run sent is found, the rest is posted, and the first computer agrees."""
    home.github.plan(mishaps.hang())
    process = home.computer("laptop").start(*home.post)
    wait_for_a_create(home)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=LONG)
    desktop = home.computer("desktop")(*home.post)
    assert (desktop.code, desktop.outcomes) == (0, ["already", "posted", "posted"])
    laptop = home.computer("laptop")(*home.post)
    assert (laptop.code, laptop.outcomes) == (0, ["already"] * 3)
    assert len(home.world.requests("POST", "/issues")) == 3


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such limits")
@pytest.mark.parametrize("room", [1000, 16_500])
def test_no_room_for_the_intent(home: Household, room: int) -> None:
    """No ledger can be made, or none that takes the intent: nothing is sent, and it is said."""
    narrow = [sys.executable, "-c", NARROW, str(room)]
    full = home.computer()(*home.post, program=narrow)
    assert full.code in (1, 7)
    assert "Nothing is posted without it" in full.out
    assert not home.world.requests("POST", "/issues")
    later = home.computer()(*home.post)
    assert (later.code, later.outcomes) == (0, ["posted"] * 3)
