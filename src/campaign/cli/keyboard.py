"""What waits on the keyboard: lines pasted together, and keys pressed when nothing was asked."""

import os
import select
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import click

from campaign.cli.language import _, isolated
from campaign.cli.screen import Screen

LONGEST_LINE = 4095
"""Bytes; what comes behind them a terminal drops: https://man7.org/linux/man-pages/man3/termios.3.html"""


def pasted_lines() -> Iterator[str]:
    """The further lines, where several were pasted at once.

    The last one may have no end yet: it is waited for, and Enter or Ctrl-D ends it.
    """
    begun = b""
    with suppress(OSError):  # Windows cannot tell
        while begun or _is_waiting(0.05) or _is_line_begun():
            # Not input(): what was begun may come with whole lines behind it, and it keeps those.
            piece = os.read(sys.stdin.fileno(), 1 << 16)
            *lines, begun = (begun + piece).split(b"\n")
            yield from map(_decoded, lines)
            if not piece:
                break
    if begun:
        yield _decoded(begun)


def _is_waiting(seconds: float) -> bool:
    return bool(select.select([sys.stdin], [], [], seconds)[0])


def _decoded(line: bytes) -> str:
    return line.decode(sys.stdin.encoding, errors="replace")


def _is_line_begun() -> bool:
    """Whether there is a line without its end, which a terminal shows and does not hand over.

    Asked as if there were no lines; the next reading is then handed what there is, without an end.
    Canonical mode: https://man7.org/linux/man-pages/man3/termios.3.html
    """
    try:
        import termios
    except ImportError:
        return False
    if not _terminal_is_ours():
        return False
    before = termios.tcgetattr(sys.stdin)
    without_lines = before.copy()
    without_lines[3] &= ~termios.ICANON
    try:
        termios.tcsetattr(sys.stdin, termios.TCSANOW, without_lines)
        return _is_waiting(0)
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSANOW, before)


def read_letter(answer: str) -> str:
    """An answer as it is compared: our letters are the same in every language, and the reader's own
    words for yes and no count as well, or their first letters where those are not Latin.
    """
    answer = answer.strip().lower()
    for letter, word in (("y", _("yes")), ("n", _("no"))):
        if answer == word or (answer == word[0] and not answer.isascii()):
            return letter
    return answer


def read_line(question: str) -> str:
    """What was typed behind a question; raises click.Abort for Ctrl-C and Ctrl-D."""
    typed: str = click.prompt(
        isolated(question), default="", show_default=False, prompt_suffix=" ", err=True
    )
    return typed


def ask_letter(question: str, *, screen: Screen) -> str:
    """One letter, or its word; Ctrl-C and Ctrl-D end the run, not the program."""
    forget_typing()
    try:
        return read_letter(read_line(question))
    except click.Abort:
        screen.say()  # what is said next does not stand behind the question
        raise KeyboardInterrupt from None


def forget_typing() -> None:
    """Let nothing that was typed before a question be taken for its answer."""
    try:
        import termios
    except ImportError:  # Windows
        import msvcrt

        while msvcrt.kbhit():  # type: ignore[attr-defined,unused-ignore]
            msvcrt.getwch()  # type: ignore[attr-defined,unused-ignore]
    else:
        termios.tcflush(sys.stdin, termios.TCIFLUSH)


@contextmanager
def unheard() -> Iterator[None]:
    """While nothing is asked: keys neither spoil the screen nor count for what comes after.

    Ctrl-C counts as ever.
    """
    try:
        import termios
    except ImportError:  # Windows shows no key before it is read
        yield
        return
    if not _terminal_is_ours():
        yield
        return
    before = termios.tcgetattr(sys.stdin)
    silent = before.copy()
    silent[3] &= ~termios.ECHO
    try:
        termios.tcsetattr(sys.stdin, termios.TCSANOW, silent)
        yield
    finally:
        if _terminal_is_ours():
            termios.tcflush(sys.stdin, termios.TCIFLUSH)
            termios.tcsetattr(sys.stdin, termios.TCSANOW, before)


def _terminal_is_ours() -> bool:
    """Whether a keyboard is there, and this run stands in its foreground: any other run that
    changes a terminal is stopped for it.

    https://www.gnu.org/software/libc/manual/html_node/Job-Control-Signals.html
    """
    try:
        return os.tcgetpgrp(sys.stdin.fileno()) == os.getpgrp()
    except (OSError, ValueError):
        return False
