"""The command as people have it: a window that shows, and a keyboard."""

import os
import re
import select
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tests.cli.command import WAIT

ASKED = "Post this issue to palantir/"

_ADOPT = (
    "import fcntl, os, signal, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0);"
    " signal.signal(signal.SIGINT, signal.SIG_DFL);"
    " os.execv(sys.argv[1], sys.argv[1:])"
)
"""Makes the terminal the process's own, so that Ctrl-C and hidden answers work as for a person."""


class Terminal:
    """A window and a keyboard. `text` is all it has shown, as a person would have read it."""

    def __init__(self, words: list[str], *, env: Mapping[str, str], folder: Path, lines: int):
        import fcntl
        import pty
        import termios

        import pyte

        self.lines = lines
        self.shown = b""
        self._keys, screen = pty.openpty()
        fcntl.ioctl(screen, termios.TIOCSWINSZ, struct.pack("HHHH", lines, 80, 0, 0))
        # One long sheet: nothing scrolls away, and the window is its end.
        self._sheet = pyte.Screen(80, 1000)
        self._stream = pyte.ByteStream(self._sheet)
        self._mark = 0
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-c", _ADOPT, *words],
            stdin=screen,
            stdout=screen,
            stderr=screen,
            env={**env, "TERM": "xterm-256color"},
            cwd=folder,
            start_new_session=True,
        )
        os.close(screen)

    @property
    def text(self) -> str:
        """Line by line, without the spaces at the end."""
        sheet = self._sheet
        rows = range(sheet.cursor.y + 1)
        lines = ("".join(sheet.buffer[y][x].data for x in range(80)).rstrip() for y in rows)
        return "\n".join(lines)

    @property
    def rows(self) -> list[list[Any]]:
        """The cells that a window of this height shows now, with their colours."""
        sheet = self._sheet
        first = max(0, sheet.cursor.y + 1 - self.lines)
        return [[sheet.buffer[y][x] for x in range(80)] for y in range(first, first + self.lines)]

    @property
    def title(self) -> str:
        """What the window is called."""
        return str(self._sheet.title)

    @property
    def window(self) -> str:
        """The lines that a window of this height shows now."""
        return "\n".join(self.text.split("\n")[-self.lines :])

    @property
    def new(self) -> str:
        """What came since the last key, as running text."""
        return " ".join(re.sub("[│┊]", " ", self.text).split())[self._mark :]

    def expect(self, words: str) -> None:
        """Wait until these words have come since the last key."""
        deadline = time.monotonic() + WAIT
        while words not in self.new:
            assert time.monotonic() < deadline, f"no {words!r} in:\n{self.text}"
            assert self._read(0.05), f"ended without {words!r}:\n{self.text}"

    def answer(self, text: str = "") -> None:
        """Type it, and Enter."""
        self.press(f"{text}\r")

    def press(self, keys: str) -> None:
        """Type it."""
        if "\x03" in keys:
            self._let_it_rest()
        self._mark = len(" ".join(re.sub("[│┊]", " ", self.text).split()))
        os.write(self._keys, keys.encode())

    def _let_it_rest(self) -> None:
        """Wait until the process waits: for a key, for an answer, or for time to pass.

        A signal that falls between Python's last instruction and the system's read is acted on
        only with the next key. No person is that quick after a question; a test is.
        """
        stat = Path(f"/proc/{self.process.pid}/stat")
        if not stat.exists():
            time.sleep(0.2)
            return
        deadline = time.monotonic() + WAIT
        # https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: the state follows the name.
        while stat.read_text().rpartition(")")[2].split()[0] == "R":
            assert time.monotonic() < deadline, f"never waits:\n{self.text}"
            time.sleep(0.01)

    def end(self) -> int:
        """Wait for the end, and return the exit code."""
        deadline = time.monotonic() + WAIT
        while self._read(0.05):
            assert time.monotonic() < deadline, f"does not end:\n{self.text}"
        return self.process.wait(WAIT)

    def _read(self, seconds: float) -> bool:
        """Show what has come; False at the end."""
        if not select.select([self._keys], [], [], seconds)[0]:
            return True
        try:
            piece = os.read(self._keys, 1 << 16)
        except OSError:  # Linux's way to say that nobody holds the other end any more
            piece = b""
        self.shown += piece
        self._stream.feed(piece)
        return bool(piece)

    def close_window(self) -> None:
        """Nobody can read or type any more."""
        os.close(self._keys)
        self._keys = -1

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
        if self._keys >= 0:
            self.close_window()


SitDown = Callable[..., Terminal]
"""Opens a window: the words of the command, `env=` and `lines=`."""
