"""The pictures in the documentation: what a terminal's window shows, as SVG."""

import re
from collections.abc import Sequence
from html import unescape
from io import StringIO
from itertools import groupby
from typing import Any

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.style import Style
from rich.terminal_theme import DIMMED_MONOKAI
from rich.text import Text
from tests.cli.terminal import Terminal

_FORMAT = re.sub(r"@font-face \{\{[^}]*\}\}\s*", "", CONSOLE_SVG_FORMAT)
"""Without the typeface that a reader's browser would have to fetch from elsewhere."""


def drawn(window: Terminal, *, title: str) -> str:
    """The window as it is now, as a picture."""
    console = Console(record=True, width=80, file=StringIO(), force_terminal=True)
    for row in window.rows:
        console.print(_text(row), no_wrap=True)
    return console.export_svg(
        title=title, theme=DIMMED_MONOKAI, code_format=_FORMAT, unique_id="picture"
    )


def read(svg: str) -> Sequence[str]:
    """What stands in a picture, line by line; any number reads as 0."""
    lines: dict[float, str] = {}
    for y, text in re.findall(r'<text class="picture-r\d+"[^>]* y="([\d.]+)"[^>]*>([^<]*)<', svg):
        lines[float(y)] = lines.get(float(y), "") + unescape(text)
    return [re.sub(r"\d+", "0", lines[y]).rstrip() for y in sorted(lines)]


def _text(row: Sequence[Any]) -> Text:
    line = Text()
    for style, cells in groupby(row, _style):
        line.append("".join(cell.data for cell in cells), style)
    line.rstrip()
    return line


def _style(cell: Any) -> Style:
    colour = None if cell.fg == "default" else _COLOURS.get(cell.fg, cell.fg)
    return Style(color=colour, bold=cell.bold, italic=cell.italics)


_COLOURS = {"brown": "yellow"}
"""What pyte calls otherwise than rich."""
