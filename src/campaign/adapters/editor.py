"""The person's own editor, with a private file that is removed afterwards."""

import os
import shutil
import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from campaign.adapters.plain_file import Unreadable, read_bytes
from campaign.core.sentence import Sentence, sentence
from campaign.errors import CampaignError

LIMIT = 1024 * 1024
"""Bytes that are read back."""

_OTHER_WAYS = Sentence(
    "Set EDITOR to an editor that you have, such as `export EDITOR=nano`, or write your words at"
    " the prompt or in a file."
)


class EditorLeft(KeyboardInterrupt):
    """The run was stopped while the editor was open; `written` is what had been saved by then."""

    def __init__(self, written: str) -> None:
        super().__init__()
        self.written = written


class EditorFailed(CampaignError):
    """The editor could not be used; `written` is what had been saved by then, if anything."""

    def __init__(self, message: str, *, written: str = "", hint: str = _OTHER_WAYS) -> None:
        super().__init__(message, hint=hint)
        self.written = written


def edit(text: str) -> str | None:
    """The text as the person saved it; None if they closed the editor without saving.

    Raises:
        EditorFailed: there is no such editor, it ended with an error, or what it saved is no text.
        EditorLeft: the system or a closed window has ended the run meanwhile.
    """
    # A folder of its own: what editors leave beside a file (backups, swap files) goes with it.
    with TemporaryDirectory(prefix="campaign-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "statement.md"
        path.touch(mode=0o600)
        path.write_bytes(text.encode("utf-8", "replace"))
        # Some file systems count whole seconds, and a quick editor could seem not to have saved.
        long_ago = path.stat().st_mtime - 2
        os.utime(path, (long_ago, long_ago))
        before = path.stat().st_mtime
        try:
            with _deaf_to_ctrl_c():
                click.edit(filename=str(path), editor=for_beginners())
        except (click.ClickException, ValueError) as error:
            told = error.message if isinstance(error, click.ClickException) else str(error)
            saved = _read(path) if _is_saved(path, before) else ""
            raise EditorFailed(
                sentence("The editor did not work: {words}.", words=told), written=saved
            ) from error
        except KeyboardInterrupt:
            raise EditorLeft(_read_anyhow(path) if _is_saved(path, before) else "") from None
        return _read(path) if _is_saved(path, before) else None


def for_beginners(environ: Mapping[str, str] = os.environ) -> str | None:
    """An editor that shows how to leave it, where the person has named none; None leaves the
    choice to their settings, or to what the system has.
    """
    if any(environ.get(name) for name in ("VISUAL", "EDITOR")):
        return None
    return "nano" if shutil.which("nano") else None


def editor_name(environ: Mapping[str, str] = os.environ) -> str:
    """The program that will open, such as `nano`; empty where the system chooses it."""
    named = environ.get("VISUAL") or environ.get("EDITOR") or for_beginners(environ) or ""
    return Path(named.split()[0]).stem if named.strip() else ""


def _is_saved(path: Path, before: float) -> bool:
    try:
        return path.stat().st_mtime != before
    except OSError:
        return False


def _read(path: Path) -> str:
    try:
        data = read_bytes(path, limit=LIMIT)
    except Unreadable as error:
        raise EditorFailed(
            sentence("What the editor saved cannot be read. {why}", why=error.message)
        ) from error
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise EditorFailed(
            Sentence("What the editor saved is not in UTF-8."),
            written=data.decode("utf-8", "replace").replace("\r\n", "\n"),
            hint=sentence(
                "Let the editor save as UTF-8. What cannot be read is marked with {sign}.",
                sign="\ufffd",
            ),
        ) from None


def _read_anyhow(path: Path) -> str:
    """What can be read of it, where there is nobody left to be told of a fault."""
    try:
        return _read(path)
    except EditorFailed as error:
        return error.written


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """While an editor has the terminal, Ctrl-C is the editor's own, as git leaves it to it.

    A handler, not SIG_IGN: the editor must not inherit the deafness.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, lambda number, frame: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
