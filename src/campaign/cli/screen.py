"""Values → terminal text: talk goes to stderr, data to stdout; foreign text only escaped.

With `plain`, one labelled line follows the other, for screen readers and for grep.
"""

import sys
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from campaign.cli.language import _, isolated
from campaign.cli.wrapping import wrapped
from campaign.core.direction import FIRST_STRONG_ISOLATE
from campaign.core.text import printable, printable_line

STYLES = {
    "open": "green",
    "running": "green",
    "closed": "red",
    "unknown": "yellow",
    "paused": "yellow",
}
"""Colours repeat what the words say."""


class Screen:
    """Where a command speaks."""

    def __init__(self, *, plain: bool, no_color: bool) -> None:
        self.plain = plain
        self._out = _console(sys.stdout, no_color=no_color)
        self.err = _console(sys.stderr, no_color=no_color)

    @property
    def talks_to_terminal(self) -> bool:
        return self.err.is_terminal

    def say(self, text: str = "", *, style: str = "", indent: int = 0) -> None:
        """Talk, wrapped between words, each line moved in; in plain mode one line stays one."""
        self._print_prose(self.err, text, style=style, indent=indent)

    def line(self, text: str, *, err: bool, indent: int = 0) -> None:
        """The same on either stream."""
        self._print_prose(self.err if err else self._out, text, style="", indent=indent)

    def _print_prose(self, console: Console, text: str, *, style: str, indent: int) -> None:
        for line in printable(text).split("\n"):
            pieces = [line] if self.plain else _moved_in(line, console.width, indent)
            for piece in pieces:
                console.print(Text(on_terminal(piece, console), style=style), soft_wrap=True)

    def out(self, text: str = "", *, style: str = "") -> None:
        """A line of data, never cut or wrapped."""
        line = on_terminal(printable(text), self._out)
        self._out.print(Text(line, style=style), soft_wrap=True)

    def heading(self, text: str, *, err: bool = True) -> None:
        """The start of a section."""
        console = self.err if err else self._out
        console.print()
        console.print(Text(on_terminal(printable(text), console), style="bold"))

    def gutter(self, text: str, *, err: bool = True, most: int | None = None) -> int:
        """Foreign text, each line behind a mark, so that it cannot pass for ours.

        On a terminal a long line goes on behind a broken mark; elsewhere lines stay as they are.
        Returns how many lines are left out where there are more than `most`.
        """
        console = self.err if err else self._out
        bar, broken = self._marks(console)
        lines = [
            (bar if number == 0 else broken, piece)
            for line in printable(text).split("\n")
            for number, piece in enumerate(self._fitting(line, console, len(bar)))
        ]
        for mark, piece in lines[:most]:
            console.print(Text(mark, style="dim").append(piece), soft_wrap=True)
        return len(lines) - len(lines[:most])

    def _marks(self, console: Console) -> tuple[str, str]:
        """What stands before a line of foreign text, and before the rest of a long one."""
        if self.plain:
            return "> ", "> "
        return ("  │ ", "  ┊ ") if can_show("│┊", console) else ("  | ", "  : ")

    def _fitting(self, line: str, console: Console, indent: int) -> list[str]:
        if self.plain or not console.is_terminal:
            return [line]
        pieces = Text(line).wrap(console, max(20, console.width - indent))
        return [piece.plain.rstrip() for piece in pieces] or [""]

    def table(
        self, columns: Sequence[str], rows: Iterable[Sequence[str]], *, err: bool = False
    ) -> None:
        """Rows of short texts: a table, or in plain mode a labelled line for each row."""
        console = self.err if err else self._out
        escaped = [[printable_line(cell) for cell in row] for row in rows]
        if self.plain:
            for row in escaped:
                named = (f"{c}: {cell}" for c, cell in zip(columns, row, strict=True) if cell)
                console.print(Text(on_terminal("; ".join(named), console)), soft_wrap=True)
            return
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
        for column in columns:
            table.add_column(column, overflow="fold")
        for row in escaped:
            table.add_row(*(_cell(cell, console) for cell in row))
        console.print(table)

    def facts(self, rows: Iterable[tuple[str, str]], *, err: bool = True) -> None:
        """Labelled values, one below the other; a value may have several lines."""
        console = self.err if err else self._out
        if self.plain:
            for label, value in rows:
                joined = "; ".join(printable(value).split("\n"))
                line = on_terminal(f"{label}: {joined}", console)
                console.print(Text(line), soft_wrap=True)
            return
        grid = Table(box=None, show_header=False, pad_edge=False)
        grid.add_column(style="bold", no_wrap=True)
        grid.add_column(overflow="fold")
        for label, value in rows:
            grid.add_row(label, Text(on_terminal(printable(value), console)))
        console.print(grid)


def _moved_in(line: str, width: int, indent: int) -> list[str]:
    pieces = wrapped(line, max(20, width - indent))
    return [(" " * indent + piece).rstrip() for piece in pieces]


def _cell(text: str, console: Console) -> Text:
    styles = {_(word): style for word, style in STYLES.items()}
    return Text(on_terminal(text, console), style=styles.get(text, ""))


def on_terminal(text: str, console: Console) -> str:
    """A line of ours, for a console: in a file or a pipe it has no invisible characters."""
    fits = console.is_terminal and can_show(FIRST_STRONG_ISOLATE, console)
    return isolated(text) if fits else text


def _console(file: object, *, no_color: bool) -> Console:
    # FORCE_COLOR would make rich animate in logs; a terminal is what the stream says it is.
    stream = file
    is_terminal = bool(getattr(stream, "isatty", lambda: False)())
    return Console(
        file=stream,  # type: ignore[arg-type]
        no_color=no_color or None,
        force_terminal=is_terminal,
        markup=False,
        highlight=False,
        emoji=False,
    )


def can_show(characters: str, console: Console) -> bool:
    """Whether the encoding has them."""
    try:
        characters.encode(console.encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True
