"""The person's editor: private, deaf to nobody else's Ctrl-C, and nothing it saved is lost."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from campaign.adapters.editor import EditorFailed, edit, editor_name, for_beginners

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="editors that are shell scripts")

Editor = Callable[[str], Path]


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Editor:
    """Makes an editor of some lines of shell; they find the file as $1, and log it in `seen`."""

    def make(script: str) -> Path:
        path, seen = tmp_path / "editor", tmp_path / "seen"
        path.write_text(f'#!/bin/sh\necho "$1" > {seen}\n{script}\n')
        path.chmod(0o700)
        monkeypatch.setenv("EDITOR", str(path))
        monkeypatch.delenv("VISUAL", raising=False)
        return seen

    return make


def test_what_was_saved_comes_back(editor: Editor) -> None:
    """The text is there to begin with, and the person's words replace it."""
    editor("sed -i 's/old/new, überall/' \"$1\"")
    assert edit("the old words\n") == "the new, überall words\n"


def test_a_beginner_gets_an_editor_that_shows_how_to_leave(
    editor: Editor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nothing is set: nano before vi. Who has set one keeps it."""
    (tmp_path / "nano").write_text('#!/bin/sh\necho mine > "$1"\n')
    (tmp_path / "nano").chmod(0o700)
    editor("exit 1")
    assert (for_beginners(), editor_name()) == (None, "editor")
    monkeypatch.delenv("EDITOR")
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    assert (for_beginners(), editor_name()) == ("nano", "nano")
    assert edit("words") == "mine\n"


def test_the_editor_s_name() -> None:
    """Without its folder and options."""
    assert editor_name({"VISUAL": "/usr/bin/vim.basic -n", "EDITOR": "ed"}) == "vim"
    assert editor_name({"EDITOR": "code --wait"}) == "code"


def test_closed_without_saving_is_none(editor: Editor) -> None:
    """Which is not the same as saving an empty text."""
    editor("true")
    assert edit("words") is None
    editor('rm "$1"')
    assert edit("words") is None
    editor(': > "$1"')
    assert edit("words") == ""


def test_saving_unchanged_words_is_saving(editor: Editor) -> None:
    """Even by an editor that is quicker than the clock of the file system."""
    editor('touch "$1"')
    assert edit("words") == "words"


def test_the_file_is_private_and_removed(editor: Editor, tmp_path: Path) -> None:
    """Folder and file are their owner's alone; backups that an editor leaves go, too."""
    modes = tmp_path / "modes"
    seen = editor(f'stat -c %a "$1" "$(dirname "$1")" > {modes}; cp "$1" "$1~"; touch "$1"')
    edit("words")
    assert modes.read_text().split() == ["600", "700"]
    file = Path(seen.read_text().strip())
    assert not file.parent.exists()


@pytest.mark.parametrize("command", ["/no/such/editor", "/", "'"])
def test_a_missing_editor_is_told(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With another way to write."""
    monkeypatch.setenv("VISUAL", command)
    with pytest.raises(EditorFailed, match="did not work") as caught:
        edit("words")
    assert "EDITOR" in caught.value.hint
    assert caught.value.written == ""


def test_an_editor_that_fails_loses_nothing(editor: Editor) -> None:
    """What was saved before it ended with an error is handed over; the file is removed."""
    seen = editor('echo "saved words" > "$1"; exit 3')
    with pytest.raises(EditorFailed) as caught:
        edit("")
    assert caught.value.written == "saved words\n"
    assert not Path(seen.read_text().strip()).exists()


def test_another_encoding_is_told_and_kept(editor: Editor) -> None:
    """Nobody's words are posted half readable, and none of them are lost."""
    editor("printf 'd\\351j\\340 vu' > \"$1\"")
    with pytest.raises(EditorFailed, match="UTF-8") as caught:
        edit("")
    assert caught.value.written == "d\ufffdj\ufffd vu"


@pytest.mark.parametrize("script", ['head -c 2000000 /dev/zero > "$1"', 'rm "$1"; mkdir "$1"'])
def test_what_is_no_text_file_is_refused(script: str, editor: Editor) -> None:
    """Too large, or no file at all."""
    editor(script)
    with pytest.raises(EditorFailed, match="cannot be read"):
        edit("")


def test_a_mark_and_line_breaks_of_windows_go(editor: Editor) -> None:
    """As some editors save them."""
    editor("printf '\\357\\273\\277one\\r\\ntwo' > \"$1\"")
    assert edit("") == "one\ntwo"


def test_what_was_saved_survives_the_end_of_the_run(editor: Editor, tmp_path: Path) -> None:
    """The system ends it, or the window is closed, while the editor is open."""
    ready = tmp_path / "ready"
    editor(f'echo "saved in time" > "$1"; touch {ready}; exec sleep 20')
    code = (
        "from campaign.adapters.editor import EditorLeft, edit\n"
        "from campaign.adapters.interrupt import stoppable\n"
        "try:\n"
        "    with stoppable(): edit('')\n"
        "except EditorLeft as left:\n"
        "    print(left.written)"
    )
    run = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, start_new_session=True, text=True
    )
    deadline = time.monotonic() + 20
    while not ready.exists():
        assert time.monotonic() < deadline
        time.sleep(0.02)
    run.send_signal(signal.SIGTERM)
    told = run.stdout.readline() if run.stdout else ""
    os.killpg(run.pid, signal.SIGKILL)
    run.communicate(timeout=20)
    assert told == "saved in time\n"


def test_ctrl_c_is_the_editor_s_own(editor: Editor, tmp_path: Path) -> None:
    """It reaches an editor that listens for it, and does not end the run meanwhile."""
    ready = tmp_path / "ready"
    editor(
        f'trap \'echo "told by Ctrl-C" > "$1"; exit 0\' INT; touch {ready};'
        " while :; do sleep 0.1; done"
    )
    # A session of its own, in which a terminal's Ctrl-C reaches both.
    code = "from campaign.adapters.editor import edit; print(edit(''))"
    run = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, start_new_session=True, text=True
    )
    deadline = time.monotonic() + 20
    while not ready.exists():
        assert time.monotonic() < deadline
        time.sleep(0.02)
    os.killpg(run.pid, signal.SIGINT)
    told, _ = run.communicate(timeout=20)
    assert (run.returncode, told.strip()) == (0, "told by Ctrl-C")
