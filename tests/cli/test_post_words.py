"""Words that somebody wrote for `campaign post` are never lost: kept, told, offered, forgotten."""

import sys
from pathlib import Path

import pytest
from tests.cli.command import FAST, Command, created
from tests.cli.terminal import ASKED, SitDown, Terminal

from campaign.rehearsal import mishaps
from campaign.rehearsal.accounts import User
from campaign.rehearsal.faults import Fault
from campaign.rehearsal.server import StandIn
from campaign.rehearsal.world import World

OFFERED = "? [Y/n/e]"


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """Where unposted words are."""
    return tmp_path / "state" / "statement-notechforice-2019.txt"


def write(window: Terminal, words: str) -> None:
    """Answer the prompt; the first issue is on the screen then."""
    window.expect("because …")
    window.answer(words)
    window.expect(ASKED)


def test_left_at_a_question_they_are_kept_and_offered(
    sit_down: SitDown, running: Path, kept: Path, world: World
) -> None:
    """Ctrl-C, and where they are is said; the next run shows them, and Enter takes them."""
    window = sit_down("post", running, "--pace", "0")
    write(window, "my neighbours are afraid.")
    window.press("\x03")
    assert window.end() == 130
    assert "Your words are kept, for you alone, in" in window.text
    assert kept.read_text("utf-8") == "my neighbours are afraid."
    if sys.platform != "win32":
        assert kept.stat().st_mode & 0o777 == 0o600
    again = sit_down("post", running, "--pace", "0")
    again.expect(OFFERED)
    assert "my neighbours are afraid." in again.text
    again.answer("what?")
    again.expect("n: no, forget them")
    again.expect(OFFERED)
    again.answer()
    again.expect(ASKED)
    for _ in range(2):
        again.answer("y")
        again.expect(ASKED)
    again.answer("y")
    assert again.end() == 0
    assert "my neighbours are afraid." in (world.requests("POST", "/issues")[0].body or "")
    assert not kept.exists()
    assert "Your words are kept" not in again.text


def test_declined_they_are_forgotten(sit_down: SitDown, running: Path, kept: Path) -> None:
    """N removes them, and the campaign's own question follows."""
    kept.parent.mkdir(mode=0o700)
    kept.write_text("old words")
    window = sit_down("post", running, "--pace", "0")
    window.expect(OFFERED)
    window.answer("n")
    window.expect("because …")
    assert not kept.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="an editor that is a shell script")
def test_they_can_be_changed_first(
    sit_down: SitDown, running: Path, kept: Path, tmp_path: Path
) -> None:
    """E opens them in the editor."""
    kept.parent.mkdir(mode=0o700)
    kept.write_text("old words")
    editor = tmp_path / "editor"
    editor.write_text("#!/bin/sh\nsed -i 's/old words/new words/' \"$1\"\n")
    editor.chmod(0o700)
    window = sit_down("post", running, "--pace", "0", env={"VISUAL": str(editor)})
    window.expect(OFFERED)
    window.answer("e")
    window.expect(ASKED)
    assert "new words" in window.new
    assert kept.read_text() == "new words"


@pytest.mark.parametrize(
    ("fault", "code"),
    [(mishaps.lose_request(), 6), (mishaps.secondary_limit(retry_after=600), 7)],
)
def test_an_unknown_outcome_and_a_limit_keep_them(
    sit_down: SitDown,
    running: Path,
    kept: Path,
    github: StandIn,
    world: World,
    fault: Fault,
    code: int,
) -> None:
    """Whatever is left to do will want them; a part that is posted changes nothing in that."""
    github.plan(fault.after(1))
    window = sit_down("post", running, "--pace", "0", "--max-wait", "0", "--limit", "2")
    write(window, "mine")
    window.answer("y")
    window.expect(ASKED)
    window.answer("y")
    assert window.end() == code
    assert created(world) == 1
    assert "Your words are kept" in window.text
    assert kept.read_text() == "mine"


def test_a_failure_keeps_them(
    sit_down: SitDown, running: Path, kept: Path, world: World, tmp_path: Path
) -> None:
    """Words that turn out too long for the campaign, then Ctrl-C: nothing is lost."""
    window = sit_down("post", running, "--pace", "0")
    window.expect("because …")
    window.answer("x" * 2001)
    window.expect("because …")
    assert "has 2001 characters" in window.new
    window.press("\x03")
    assert window.end() == 130
    assert kept.read_text() == "x" * 2001


def test_a_secret_is_never_kept(
    sit_down: SitDown, running: Path, kept: Path, ada: User, tmp_path: Path
) -> None:
    """Neither one's own token nor what looks like one reaches any file."""
    window = sit_down("post", running, "--pace", "0")
    for words in (f"look {ada.token}", "ghp_" + "Z9y8" * 9):
        window.expect("because …")
        window.answer(words)
    window.expect("because …")
    window.press("\x03")
    assert window.end() == 130
    assert not kept.exists()
    held = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert ada.token.encode() not in held
    assert b"Z9y8Z9y8" not in held


def test_scripts_are_not_offered_anything(
    campaign: Command, running: Path, kept: Path, world: World
) -> None:
    """With --yes or words of their own nobody is asked, and what was kept is left alone."""
    kept.parent.mkdir(mode=0o700)
    kept.write_text("old words")
    for options in ((), ("--no-statement",), ("--statement", "given")):
        ended = campaign("post", running, *FAST, "--limit", "1", *options)
        assert ended.code == 0
        assert "old words" not in ended.err
        assert kept.read_text() == "old words"
    assert not any("old words" in (visit.body or "") for visit in world.requests())


def test_no_statement_leaves_them_alone(sit_down: SitDown, running: Path, kept: Path) -> None:
    """At a terminal, too."""
    kept.parent.mkdir(mode=0o700)
    kept.write_text("old words")
    window = sit_down("post", running, "--pace", "0", "--no-statement")
    window.expect(ASKED)
    assert "old words" not in window.text
    window.answer("q")
    assert window.end() == 0
    assert kept.read_text() == "old words"


@pytest.mark.skipif(sys.platform == "win32", reason="an editor that is a shell script")
def test_edit_begins_with_them(
    campaign: Command, running: Path, kept: Path, tmp_path: Path, world: World
) -> None:
    """The same command again opens what was written; closing it without saving posts nothing."""
    kept.parent.mkdir(mode=0o700)
    kept.write_text("old words")
    editor = tmp_path / "editor"
    editor.write_text("#!/bin/sh\nexit 0\n")
    editor.chmod(0o700)
    env = {"VISUAL": str(editor)}
    closed = campaign("post", running, *FAST, "--edit", env=env)
    assert closed.code == 2
    assert "closed without saving. Nothing was sent." in closed.told
    editor.write_text("#!/bin/sh\nsed -i '1s/old/my old/' \"$1\"\n")
    assert campaign("post", running, *FAST, "--edit", env=env).code == 0
    assert "\nmy old words\n" in (world.requests("POST", "/issues")[0].body or "")
    assert not kept.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="an editor that is a shell script")
def test_words_of_a_failing_editor_are_kept(
    campaign: Command, running: Path, kept: Path, tmp_path: Path, world: World
) -> None:
    """What it saved before it broke is there the next time."""
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\necho "half a thought" > "$1"\nexit 1\n')
    editor.chmod(0o700)
    ended = campaign("post", running, *FAST, "--edit", env={"VISUAL": str(editor)})
    assert ended.code == 1
    assert kept.read_text() == "half a thought"
    assert str(kept) in ended.err
    assert not world.requests("POST", "/issues")


def test_a_folder_that_cannot_keep_them_does_not_stop_anybody(
    sit_down: SitDown, running: Path, kept: Path, world: World
) -> None:
    """It is said, and the sitting goes on."""
    kept.mkdir(parents=True, mode=0o700)
    (kept / "in the way").touch()
    window = sit_down("post", running, "--pace", "0", "--limit", "1")
    write(window, "mine")
    assert "Your words could not be kept for later." in window.new
    window.answer("y")
    assert window.end() == 0
    assert created(world) == 1
