"""What waits on the keyboard: pasted lines are all read, the last one too, and none twice."""

import ast
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.cli.command import Command, created
from tests.cli.terminal import ASKED, SitDown, Terminal

from campaign.rehearsal.world import World

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")

READER = """
import sys, termios
from campaign.cli import keyboard
before = termios.tcgetattr(0)
sys.stderr.write("ready ")
first = input()
TROUBLE
lines = [first, *keyboard.pasted_lines()]
assert termios.tcgetattr(0) == before, "the terminal is left changed"
sys.stderr.write(f"read {lines!r} end ")
"""

JUST_THEN = """
is_line_begun = keyboard._is_line_begun
def look_late():
    print("looking", file=sys.stderr)
    keyboard._is_waiting(20)
    keyboard._is_line_begun = is_line_begun
    return is_line_begun()
keyboard._is_line_begun = look_late
"""
"""Lines come after it was seen that there is none, and before it is asked whether one has begun."""

Reader = Callable[..., Terminal]


@pytest.fixture
def reader(campaign: Command) -> Iterator[Reader]:
    """Opens a window in which somebody is about to paste."""
    windows: list[Terminal] = []

    def open_window(trouble: str = "") -> Terminal:
        words = [sys.executable, "-c", READER.replace("TROUBLE", trouble)]
        # As people have it: read ahead, and what was read ahead no look at the keyboard finds.
        folder, env = campaign.folder, campaign.environment({"PYTHONUNBUFFERED": None})
        windows.append(Terminal(words, env=env, folder=folder, lines=24))
        windows[-1].expect("ready")
        return windows[-1]

    yield open_window
    for window in windows:
        window.close()


def lines_read(window: Terminal) -> object:
    """What the reader took for the person's lines, once it has ended."""
    assert window.end() == 0, window.text
    told = re.search(rb"read (\[.*\]) end", window.shown)
    assert told, window.text
    return ast.literal_eval(told[1].decode())


@pytest.mark.parametrize(
    "pasted", ["one\r", "one\rtwo\r", "one\r\r\rtwo\ry\r", "é\r日本\r", "one\r" + "w" * 3000 + "\r"]
)
def test_lines_that_have_an_end_need_no_further_key(pasted: str, reader: Reader) -> None:
    """They are read at once, in their order, each of them once."""
    window = reader()
    window.press(pasted)
    assert lines_read(window) == pasted.split("\r")[:-1]


@pytest.mark.parametrize("pasted", ["one\rtwo", "one\r\rtwo\ry\rlast", "one\rhalf é日本"])
@pytest.mark.parametrize("rest", ["\r", " and more\r", "\x04\x04"])
def test_a_last_line_without_its_end_waits_for_it(pasted: str, rest: str, reader: Reader) -> None:
    """What is typed behind it belongs to it; Enter ends it, or Ctrl-D."""
    window = reader()
    window.press(pasted)
    window.expect(pasted.split("\r")[-1])
    time.sleep(0.3)
    assert window.process.poll() is None
    window.press(rest)
    assert lines_read(window) == (pasted + rest.strip("\r\x04")).split("\r")


def test_lines_that_come_while_it_looks(reader: Reader) -> None:
    """None of them is kept back, to be taken for an answer later."""
    window = reader(JUST_THEN)
    window.press("one\r")
    window.expect("looking")
    window.press("two\rthree\rfo")
    time.sleep(0.3)
    window.press("ur\r")
    assert lines_read(window) == ["one", "two", "three", "four"]


def test_ctrl_c_in_a_last_line(reader: Reader) -> None:
    """It ends the run like everywhere else, and the terminal is as it was."""
    window = reader()
    window.press("one\rtwo")
    window.expect("two")
    time.sleep(0.3)
    window.press("\x03")
    assert window.end() != 0
    assert "KeyboardInterrupt" in window.text


def test_pasted_at_the_statement_it_stands_in_the_issue(
    sit_down: SitDown, running: Path, world: World
) -> None:
    """Nothing that was pasted is lost, and nothing of it answers a question."""
    window = sit_down("post", running, "--pace", "0")
    window.expect("because …")
    window.press("I worked on this.\rSecond line.\r\ry\ry\rLast line without newline")
    window.expect("Last line without newline")
    time.sleep(0.3)
    assert ASKED not in window.text
    window.answer()
    window.expect(ASKED)
    assert created(world) == 0
    window.answer("y")
    window.expect(ASKED)
    body = world.requests("POST", "/issues")[0].body or ""
    assert "\nI worked on this.\nSecond line.\n\ny\ny\nLast line without newline\n" in body
