"""Text in two directions: pieces from left to right inside a line from right to left."""

import re

FIRST_STRONG_ISOLATE = "\u2068"
POP_ISOLATE = "\u2069"

_RIGHT_TO_LEFT = r"\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_WORD = rf"[^\s{_RIGHT_TO_LEFT}]+"
_RUN = re.compile(rf"{_WORD}(?: {_WORD})*")
# A name, an address, a command; or a number with signs inside, such as a date, which would be
# shown back to front. A number alone reads well as it is.
_NEEDS_IT = re.compile(r"[^\W\d_]|\d[^\w\s]+\d")
_EDGES = " .,:;!?()[]\"'…“”‘’«»"


def isolate(text: str) -> str:
    """The text with every such piece between U+2068 and U+2069, so that its signs stay in place.

    For what this tool says on a terminal, after foreign text in it was made printable: never for
    an issue, JSON or CSV. https://www.unicode.org/reports/tr9/#Explicit_Directional_Isolates
    """
    if not re.search(f"[{_RIGHT_TO_LEFT}]", text):
        return text
    return _RUN.sub(_isolated, text)


def _isolated(run: re.Match[str]) -> str:
    piece = run[0].strip(_EDGES)
    if not _NEEDS_IT.search(piece):
        return run[0]
    before, _, after = run[0].partition(piece)
    for opening, closing in ("()", "[]"):
        if piece.count(opening) > piece.count(closing) and after.startswith(closing):
            piece, after = piece + closing, after[1:]
    return f"{before}{FIRST_STRONG_ISOLATE}{piece}{POP_ISOLATE}{after}"
