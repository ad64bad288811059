"""`e` at a question of `campaign post`: other words for this issue and the later ones."""

import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.command import WAIT, created, eventually
from tests.cli.terminal import ASKED, SitDown, Terminal

from campaign.rehearsal.world import World

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="editors that are shell scripts")

Open = Callable[..., Terminal]


@pytest.fixture
def editor(tmp_path: Path) -> Path:
    """An editor that does what the file `todo` says, and notes what it found in `found`."""
    path = tmp_path / "editor"
    path.write_text(f'#!/bin/sh\ncp "$1" {tmp_path}/found\n. {tmp_path}/todo\n')
    path.chmod(0o700)
    return path


@pytest.fixture
def say(tmp_path: Path) -> Callable[[str], None]:
    """Sets what the editor does to the file, `$1`."""

    def set_todo(script: str) -> None:
        (tmp_path / "todo").write_text(script)

    return set_todo


@pytest.fixture
def window(sit_down: SitDown, running: Path, editor: Path) -> Terminal:
    """The first issue is on the screen, with words in it."""
    opened = sit_down("post", running, "--pace", "0", env={"VISUAL": str(editor)})
    opened.expect("because …")
    opened.answer("first words")
    opened.expect(ASKED)
    return opened


def bodies(world: World) -> list[str]:
    """What was posted, in order."""
    return [visit.body or "" for visit in world.requests("POST", "/issues")]


def test_the_keys_are_named(window: Terminal) -> None:
    """In one line, before every question."""
    assert "[y] post [e] edit statement [s] skip [v] view all [q] quit [?] Post" in window.new


def test_new_words_go_into_this_issue_and_the_later_ones(
    window: Terminal, world: World, say: Callable[[str], None], tmp_path: Path
) -> None:
    """Shown whole and asked for again, under the same marker; what was posted stays as it was."""
    window.answer("y")
    window.expect(ASKED)
    say("sed -i '1s/.*/second words, @octocat/' \"$1\"")
    window.answer("e")
    window.expect(ASKED)
    assert (tmp_path / "found").read_text().startswith("first words\n")
    assert "so that nobody is notified" in window.new
    assert "second words, `@octocat`" in window.new
    assert "This is not a bug report" in window.new
    assert created(world) == 1
    window.answer("y")
    window.expect(ASKED)
    assert "The same text as before, but for these lines:" in window.new
    window.answer("y")
    assert window.end() == 0
    assert ["first words" in body for body in bodies(world)] == [True, False, False]
    assert ["second words, `@octocat`" in body for body in bodies(world)] == [False, True, True]
    assert created(world) == 3


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("true", "The editor was closed without saving."),
        ("exit 1", "The editor did not work"),
        ("echo ghp_" + "A1b2" * 9 + ' > "$1"', "looks like a GitHub token"),
        ('head -c 2100 /dev/zero | tr "\\\\0" x > "$1"', "has 2100 characters"),
        ("printf 'esc\\033[2Jape' > \"$1\"", "There is a control character"),
    ],
)
def test_what_cannot_be_used_changes_nothing(
    script: str, told: str, window: Terminal, world: World, say: Callable[[str], None]
) -> None:
    """The old words stay, it is said, and the question is asked again."""
    say(script)
    window.answer("e")
    window.expect("Your words stay as they were.")
    window.expect(ASKED)
    assert told in window.new
    assert "A1b2" not in window.new
    assert created(world) == 0
    window.answer("y")
    window.expect(ASKED)
    assert "first words" in bodies(world)[0]


def test_refused_words_are_there_to_be_mended(
    window: Terminal, world: World, say: Callable[[str], None], tmp_path: Path
) -> None:
    """The next `e` opens what was written, not what it was to replace."""
    say('head -c 2100 /dev/zero | tr "\\0" x > "$1"')
    window.answer("e")
    window.expect("Your words stay as they were.")
    window.expect(ASKED)
    say('echo "mended" > "$1"')
    window.answer("e")
    window.expect(ASKED)
    assert (tmp_path / "found").read_text().startswith("x" * 2100 + "\n")
    window.answer("y")
    window.expect(ASKED)
    assert "\nmended\n" in bodies(world)[0]


def test_words_changed_after_a_post_are_kept(
    window: Terminal, say: Callable[[str], None], tmp_path: Path
) -> None:
    """That others were posted before does not make these public."""
    window.answer("y")
    window.expect(ASKED)
    say('echo "second words" > "$1"')
    window.answer("e")
    window.expect(ASKED)
    window.answer("q")
    window.end()
    (kept,) = (tmp_path / "state").glob("statement-*.txt")
    assert kept.read_text() == "second words"
    assert "Your words are kept" in window.new


def test_words_in_an_open_editor_outlive_the_run(
    window: Terminal, say: Callable[[str], None], tmp_path: Path, world: World
) -> None:
    """Ended by the system while it is open: what was saved by then is kept as the draft."""
    ready = tmp_path / "ready"
    say(f'echo "saved in time" > "$1"; touch {ready}; exec sleep 20')
    window.answer("e")
    eventually(ready.exists)
    window.process.send_signal(signal.SIGTERM)
    assert window.process.wait(WAIT) == 130
    (kept,) = (tmp_path / "state").glob("statement-*.txt")
    assert kept.read_text() == "saved in time"
    assert created(world) == 0


def test_plain_names_the_keys_in_words(
    sit_down: SitDown, running: Path, editor: Path, say: Callable[[str], None], world: World
) -> None:
    """One flat line; editing works the same."""
    window = sit_down(
        "--plain", "post", running, "--pace", "0", "--no-statement", env={"VISUAL": str(editor)}
    )
    window.expect(ASKED)
    assert "y: post; e: edit statement; s: skip; v: view all; q: quit; ?: help" in window.new
    say('echo "after all" > "$1"')
    window.answer("edit")
    window.expect(ASKED)
    window.answer("y")
    window.expect(ASKED)
    assert "\nafter all\n" in bodies(world)[0]


def test_an_editor_that_is_missing_harms_nothing(
    sit_down: SitDown, running: Path, world: World
) -> None:
    """At the prompt and at an issue: clear words, another way, and the sitting goes on."""
    window = sit_down("post", running, "--pace", "0", env={"VISUAL": "/no/such/editor"})
    window.expect("because …")
    window.answer("e")
    window.expect("because …")
    assert "The editor did not work: /no/such/editor: Editing failed" in window.new
    window.answer("typed instead")
    window.expect(ASKED)
    window.answer("e")
    window.expect("Your words stay as they were.")
    window.expect(ASKED)
    window.answer("y")
    window.expect(ASKED)
    assert "typed instead" in bodies(world)[0]
