"""`campaign check --watch`: in a window, as lines, as JSON; and a polite end."""

import json
import os
import re
import signal
import struct
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.cli.command import WAIT, Command, eventually
from tests.cli.terminal import SitDown, Terminal

from campaign.rehearsal import mishaps
from campaign.rehearsal.server import StandIn
from campaign.rehearsal.world import World

ATLAS, CONJURE = "palantir/atlasdb", "palantir/conjure"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGINT to send there")


class Watcher:
    """The command, watching, with its output read line by line."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def line(self) -> str:
        """The next line of its output."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().rstrip("\n")

    def end(self) -> tuple[int, str, str]:
        """Ctrl-C: the exit code, what was still to read, and the talk."""
        self.process.send_signal(signal.SIGINT)
        out, err = self.process.communicate(timeout=WAIT)
        return self.process.returncode, out, " ".join(err.split())


@pytest.fixture
def started(campaign: Command) -> Iterator[list["subprocess.Popen[str]"]]:
    """What a test has begun, and ends at the latest with it."""
    begun: list[subprocess.Popen[str]] = []
    yield begun
    for process in begun:
        with process:
            process.kill()


@pytest.fixture
def watcher(campaign: Command, started: list["subprocess.Popen[str]"]) -> Watcher:
    """Two repositories, watched in a pipe, as often as it may be."""
    started.append(campaign.start("check", ATLAS, CONJURE, "--watch", "1"))
    return Watcher(started[-1])


def close(world: World, name: str) -> None:
    """The company switches issues off."""
    with world.lock:
        world.find(name).has_issues = False  # type: ignore[union-attr]


def test_a_pipe_gets_what_changes_line_by_line(watcher: Watcher, world: World) -> None:
    """First how each is found, then what closes, as soon as it is seen; no escape codes."""
    first = [watcher.line() for _ in range(2)]
    assert [line.split("  ")[1] for line in first] == [
        f"✓ {ATLAS}: open (this account may open issues)",
        f"✓ {CONJURE}: open (this account may open issues)",
    ]
    assert re.match(r"2019-05-11 14:0\d:\d\d UTC  ", first[0])
    close(world, CONJURE)
    changed = watcher.line()
    words = f"✗ {CONJURE}: now closed; before: open (issues are switched off)"
    assert changed.split("  ")[1] == words
    code, rest, talk = watcher.end()
    assert (code, rest) == (130, "")
    assert "\x1b" not in changed + talk
    assert re.search(r"Ended after \d+ looks in .* 1 change\. Now: 1 open, 1 closed\.", talk)


def test_plain_has_words_alone(
    campaign: Command, started: list["subprocess.Popen[str]"], world: World
) -> None:
    """No sign and no bell."""
    started.append(campaign.start("--plain", "check", ATLAS, "--watch", "1"))
    watcher = Watcher(started[-1])
    assert watcher.line().endswith(f"{ATLAS}: open (this account may open issues)")
    close(world, ATLAS)
    assert watcher.line().endswith(
        f"UTC  {ATLAS}: now closed; before: open (issues are switched off)"
    )


def test_json_is_one_document_for_each_change(
    campaign: Command, started: list["subprocess.Popen[str]"], world: World
) -> None:
    """On a line of its own, flushed at once; `from` is null for how it was found."""
    started.append(campaign.start("check", ATLAS, "--watch", "1", "--json"))
    watcher = Watcher(started[-1])
    first = json.loads(watcher.line())
    assert set(first) == {
        *("schema", "at", "repo", "name_now", "from", "to", "reason", "evidence"),
    }
    assert first["schema"] == "campaign.check-change/1"
    assert (first["repo"], first["from"], first["to"]) == (ATLAS, None, "open")
    close(world, ATLAS)
    second = json.loads(watcher.line())
    assert (second["from"], second["to"], second["reason"]) == ("open", "closed", "issues_disabled")
    assert second["at"].startswith("2019-05-11T14:0")
    assert watcher.end()[:2] == (130, "")


def test_an_end_by_github_is_one_line_of_json(
    campaign: Command, started: list["subprocess.Popen[str]"], github: StandIn
) -> None:
    """A token that is taken away in the middle: its error, like every line, stands alone."""
    started.append(campaign.start("check", ATLAS, "--watch", "1", "--json"))
    watcher = Watcher(started[-1])
    watcher.line()
    with github.world.lock:
        github.plan(mishaps.token_revoked().at("POST", "/graphql$"))
    error = json.loads(watcher.line())
    assert (error["schema"], error["exit"]) == ("campaign.error/1", 4)
    assert watcher.process.wait(WAIT) == 4


def test_trouble_is_told_and_it_goes_on(watcher: Watcher, github: StandIn, world: World) -> None:
    """A page of some network in between; then the next change is seen."""
    watcher.line()
    watcher.line()
    # Each read is tried twice.
    github.plan(replace(mishaps.captive_portal().at("POST", "/graphql$"), times=2))
    before = len(world.log)
    eventually(lambda: len(world.log) > before + 2)
    close(world, ATLAS)
    assert f"{ATLAS}: now closed" in watcher.line()
    _, _, talk = watcher.end()
    assert "What was known stands" in talk


def test_every_look_is_kept(watcher: Watcher, campaign: Command, world: World) -> None:
    """A watch is a history, too."""
    watcher.line()
    watcher.line()
    close(world, ATLAS)
    watcher.line()
    watcher.end()
    (row,) = campaign("check", ATLAS, "--history", "--json").json["repositories"]
    assert [each["verdict"] for each in row["stretches"]] == ["open", "closed"]


def test_it_does_not_press_github(campaign: Command) -> None:
    """Not more often than every 30 seconds; told before anything is asked."""
    env = {"CAMPAIGN_API_URL": "https://api.example.invalid"}
    ended = campaign("check", ATLAS, "--watch", "29", env=env)
    assert (ended.code, ended.out) == (2, "")
    assert "Look every 30 seconds or less often" in ended.err


def test_without_a_token_it_slows_down_aloud(
    campaign: Command, started: list["subprocess.Popen[str]"]
) -> None:
    """60 requests an hour do not allow a look every minute."""
    campaign.settings["GH_TOKEN"] = ""
    started.append(campaign.start("check", ATLAS, CONJURE, "--watch", "60"))
    watcher = Watcher(started[-1])
    watcher.line()
    watcher.line()
    assert started[-1].stderr is not None
    talk = started[-1].stderr.readline() + started[-1].stderr.readline()
    assert "Watching 2 repositories without a token" in talk
    assert "One look takes" in talk


@pytest.fixture
def window(sit_down: SitDown, running: Path) -> Terminal:
    """A watch in a terminal's window, after its first look."""
    window = sit_down("check", running, "--watch", "1", lines=24)
    window.expect("Next look in")
    return window


def test_a_window_shows_how_all_stand(window: Terminal) -> None:
    """A picture in place: title, time, a row for each repository, and how to end it."""
    lines = window.text.split("\n")
    assert "Watching notechforice-2019 as ada" in window.text
    assert "Ctrl-C ends." in window.text
    assert sum(bool(re.match("  ✓ open  palantir/", line)) for line in lines) == 10
    assert window.text.count("palantir/atlasdb") == 1
    assert b"\x1b[?1049h" in window.shown


def test_a_window_marks_what_changes_and_rings_once(window: Terminal, world: World) -> None:
    """With a sign and words, and one bell for a change, not for every look."""
    close(world, CONJURE)
    window.expect("palantir/conjure: now closed; before: open")
    window.expect("since 14:0")
    assert "✗ closed  palantir/conjure" in window.text
    assert window.shown.count(b"\x07") == 1


def test_a_window_ends_politely(window: Terminal) -> None:
    """Ctrl-C: the terminal is given back, the last state stays in sight, and a summary."""
    window.press("\x03")
    assert window.end() == 130
    assert window.shown.rindex(b"\x1b[?1049l") > window.shown.rindex(b"\x1b[?1049h")
    assert window.shown.endswith(b"Now: 10 open.\r\n")
    after = window.shown[window.shown.rindex(b"\x1b[?1049l") :].decode()
    assert after.count("palantir/") == 10
    assert "Traceback" not in after


def resize(window: Terminal, *, lines: int, columns: int) -> None:
    """Take the window by its corner."""
    import fcntl
    import termios

    size = struct.pack("HHHH", lines, columns, 0, 0)
    fcntl.ioctl(window._keys, termios.TIOCSWINSZ, size)


def test_a_window_may_change_its_size(window: Terminal) -> None:
    """Narrower and lower: what has no room is left out, and nothing is drawn beyond the edge."""
    resize(window, lines=10, columns=60)
    window.expect("for which the window has no room")
    window.shown = b""
    eventually(lambda: window._read(0.05) and window.shown.count(b"\x1b[H") > 2)
    frame = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", window.shown.split(b"\x1b[H")[1].decode())
    rows = frame.split("\n")
    assert len(rows) == 10
    assert max(len(row.rstrip()) for row in rows) <= 60
    window.press("\x03")
    assert window.end() == 130
    left = window.shown[window.shown.rindex(b"\x1b[?1049l") :].decode()
    rows = [re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", row) for row in left.split("\r\n")]
    listed = [row for row in rows if row.startswith("  ✓ open  palantir/")]
    assert len(listed) == 10
    assert all(row.endswith("…") for row in listed)
    assert max(map(len, rows)) <= 60


def test_a_window_may_change_its_size_while_github_is_silent(
    window: Terminal, github: StandIn
) -> None:
    """A look that takes long holds nothing up, and Ctrl-C ends it, too."""
    github.plan(mishaps.hang().at("POST", "/graphql$"))
    window.expect("Looking again")
    resize(window, lines=10, columns=60)
    window.expect("for which the window has no room")
    window.press("\x03")
    assert window.end() == 130


def test_no_colour_is_kept_in_the_window(sit_down: SitDown, running: Path) -> None:
    """NO_COLOR: signs and words are enough."""
    window = sit_down("check", running, "--watch", "1", env={"NO_COLOR": "1"})
    window.expect("Next look in")
    window.press("\x03")
    assert window.end() == 130
    assert not re.search(rb"\x1b\[[0-9;]*3[0-7][;m]", window.shown)


def test_keys_do_not_spoil_the_picture(window: Terminal) -> None:
    """What is typed is not shown."""
    window.press("quit\r")
    frames = window.shown.count(b"\x1b[H")
    eventually(lambda: window._read(0.05) and window.shown.count(b"\x1b[H") > frames + 2)
    window.press("\x03")
    assert window.end() == 130
    assert b"quit" not in window.shown


def test_a_killed_window_gives_the_terminal_back(window: Terminal) -> None:
    """A plain `kill` ends it as Ctrl-C does."""
    os.kill(window.process.pid, signal.SIGTERM)
    assert window.end() == 130
    assert window.shown.rindex(b"\x1b[?1049l") > window.shown.rindex(b"\x1b[?1049h")
