"""What waits on the keyboard: lines pasted together, and keys pressed ahead of a question."""

import select
import sys
from collections.abc import Iterator
from contextlib import suppress

from campaign.cli.language import _


def pasted_lines() -> Iterator[str]:
    """The further lines, where several were pasted at once."""
    with suppress(OSError, EOFError):  # Windows cannot tell
        while select.select([sys.stdin], [], [], 0.05)[0]:
            yield input()


def read_letter(answer: str) -> str:
    """An answer as it is compared: our letters are the same in every language, and the reader's own
    words for yes and no count as well, or their first letters where those cannot be ours.
    """
    answer = answer.strip().lower()
    for letter, word in (("y", _("yes")), ("n", _("no"))):
        if answer == word or (answer == word[0] and not answer.isascii()):
            return letter
    return answer


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
