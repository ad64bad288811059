"""Running text → the lines of a window: words stay whole, and so does what is to be copied."""

import re
import textwrap

_ENDS_WITH_COMMAND = re.compile(r"(.*\S:) (campaign .*[^.])")

_QUOTED = re.compile(r"`[^`]+`")

_KEPT_SPACE = "\0"
"""In a text that may be shown no character is this one."""


def wrapped(line: str, width: int) -> list[str]:
    """A line, broken between words only; never empty.

    A command goes on a line of its own where it would not fit behind its words, and a quoted one
    stays together. A long address or command stays whole: the window wraps it without cutting it.
    """
    found = _ENDS_WITH_COMMAND.fullmatch(line)
    if found and len(line) > width:
        words, command = found.groups()
        return [*_between_words(words, width), f"  {command}"]
    return _between_words(line, width) or [""]


def _between_words(line: str, width: int) -> list[str]:
    whole = _QUOTED.sub(lambda quoted: quoted[0].replace(" ", _KEPT_SPACE), line)
    pieces = textwrap.wrap(whole, width, break_long_words=False, break_on_hyphens=False)
    return [piece.replace(_KEPT_SPACE, " ") for piece in pieces]
