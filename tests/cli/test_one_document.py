"""With --json stdout holds one document, and the exit code is its own, whenever it is stopped."""

import json
import shlex
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.command import COMMAND, FAST, Command, created
from tests.cli.terminal import Terminal

from campaign.rehearsal.world import World

STOPS = [getattr(signal, name, signal.SIGTERM) for name in ("SIGINT", "SIGTERM", "SIGHUP")]

posix = pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals here")


def stopped_in(place: str, number: int) -> list[str]:
    """The command, stopped by this signal each time it comes to the place."""
    name, _, function = place.rpartition(".")
    stopping = (
        f"import os, sys, {name} as place\n"
        f"def stop(*_, **__): os.kill(os.getpid(), {int(number)})\n"
        f"place.{function} = stop\n"
        "from campaign.cli.main import run; sys.exit(run(sys.argv[1:]))"
    )
    return [sys.executable, "-c", stopping]


@posix
@pytest.mark.parametrize("number", STOPS)
def test_stopped_behind_the_document(
    number: int, campaign: Command, running: Path, world: World
) -> None:
    """What it says stays true: no second one contradicts it, and neither does the exit code."""
    program = stopped_in("campaign.cli.session.show_farewell", number)
    ended = campaign("post", running, *FAST, "--json", program=program)
    assert ended.json["schema"] == "campaign.post/1"
    assert (ended.code, ended.json["exit"]) == (0, 0)
    assert "Interrupted. What was posted before" in ended.told
    assert created(world) == 3


@posix
@pytest.mark.parametrize("number", STOPS)
def test_stopped_within_the_document(number: int, campaign: Command) -> None:
    """It is written to its end; one that names no exit code leaves 130 to the run."""
    stopping = (
        "import os, sys, click; from campaign.cli.main import run; echo = click.echo\n"
        "def slowly(text, **how):\n"
        "    echo(text[:9], **{**how, 'nl': False})\n"
        f"    os.kill(os.getpid(), {int(number)}); echo(text[9:], **how)\n"
        "click.echo = slowly; sys.exit(run(sys.argv[1:]))"
    )
    ended = campaign("list", "--json", program=[sys.executable, "-c", stopping])
    assert (ended.code, ended.json["schema"]) == (130, "campaign.list/1")
    assert "Interrupted." in ended.told


@posix
@pytest.mark.parametrize("number", STOPS)
@pytest.mark.parametrize("words", [("list",), ("list", "--json"), ("preview", "x", "--json")])
def test_stopped_when_all_is_said(words: tuple[str, ...], number: int, campaign: Command) -> None:
    """The exit code is known by then, and nothing changes it."""
    plain = campaign(*words)
    stopping = (
        "import atexit, os, sys; from campaign.cli.main import run\n"
        f"def stop(): os.kill(os.getpid(), {int(number)})\n"
        "atexit.register(stop); code = run(sys.argv[1:]); stop(); sys.exit(code)"
    )
    assert campaign(*words, program=[sys.executable, "-c", stopping]) == plain


@posix
@pytest.mark.parametrize("number", STOPS)
def test_stopped_while_an_error_is_told(number: int, campaign: Command) -> None:
    """It ends as it would have: with the error's own code, and no traceback."""
    ended = campaign("preview", "x", program=stopped_in("campaign.cli.main._say", number))
    assert ended.code == campaign("preview", "x").code


@posix
def test_a_stop_as_soon_as_the_document_is_there(
    campaign: Command, running: Path, world: World
) -> None:
    """As a script's timeout may have it: whatever is still said aside, stdout is what it was."""
    process = campaign.start("post", running, *FAST, "--json")
    assert process.stdout
    lines = iter(process.stdout.readline, "}\n")
    document = json.loads("".join([*lines, "}"]))
    process.send_signal(signal.SIGINT)
    rest, _ = process.communicate(timeout=20)
    assert (rest, process.returncode) == ("", document["exit"])
    assert created(world) == 3


@pytest.fixture
def redirected(campaign: Command) -> Iterator[Terminal]:
    """A window whose person sees the talk alone: stdout is the file `out.json`."""
    command = shlex.join([*COMMAND, "preview", "no-such-campaign", "--json"])
    words = ["/bin/sh", "-c", f"exec {command} > out.json"]
    window = Terminal(words, env=campaign.environment(), folder=campaign.folder, lines=24)
    yield window
    window.close()


@posix
def test_an_error_is_seen_by_whoever_sits_there(redirected: Terminal, campaign: Command) -> None:
    """The document is in the file, and the same is said at the terminal."""
    code = redirected.end()
    document = json.loads((campaign.folder / "out.json").read_text())
    assert document["exit"] == code != 0
    assert document["error"] in redirected.new


def test_a_script_gets_the_error_once(campaign: Command) -> None:
    """Where nobody sits, stderr stays empty."""
    ended = campaign("preview", "no-such-campaign", "--json")
    assert ended.json["exit"] == ended.code
    assert ended.err == ""
