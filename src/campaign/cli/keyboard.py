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
    """The further lines, where several were pasted at once."""
    with suppress(OSError, EOFError):  # Windows cannot tell
        while select.select([sys.stdin], [], [], 0.05)[0]:
            yield input()


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
