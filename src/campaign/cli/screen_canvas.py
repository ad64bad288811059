"""Stdout where something is drawn on it: coloured lines, and a picture redrawn in place."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Self

from rich.console import Group
from rich.live import Live
from rich.text import Text

from campaign.cli.app import App
from campaign.cli.screen import Screen, can_show, on_terminal
from campaign.core.access import Verdict
from campaign.core.text import printable_line

Piece = tuple[str, str]
"""A text and its style, empty for the ordinary one."""

Line = Sequence[Piece]

COLOURS = {Verdict.OPEN: "green", Verdict.CLOSED: "red", Verdict.UNKNOWN: "yellow", None: "dim"}
"""They repeat what the signs and words say. None: not looked at."""

_SIGNS = {Verdict.OPEN: "✓", Verdict.CLOSED: "✗", Verdict.UNKNOWN: "?", None: "·"}
_ASCII_SIGNS = {Verdict.OPEN: "+", Verdict.CLOSED: "x", Verdict.UNKNOWN: "?", None: "."}


class Canvas(Screen):
    """A screen whose stdout shows pictures."""

    @classmethod
    def of(cls, app: App) -> Self:
        """The one that the global options ask for."""
        return cls(plain=app.plain, no_color=app.no_color)

    @property
    def width(self) -> int:
        return self._out.width

    @property
    def may_redraw(self) -> bool:
        """Whether a picture on stdout can be drawn over, and nobody asked for plain lines."""
        return self._out.is_terminal and not self._out.is_dumb_terminal and not self.plain

    def can_show(self, signs: str) -> bool:
        """Whether stdout's encoding has them."""
        return can_show(signs, self._out)

    def sign(self, verdict: Verdict | None) -> str:
        """One character for a verdict; None: not looked at."""
        fits = self.can_show("".join(_SIGNS.values()))
        return (_SIGNS if fits else _ASCII_SIGNS)[verdict]

    def draw(self, line: Line, *, cut: bool = False) -> None:
        """One line of data in several styles: whole, or cut where the window ends."""
        text = self._text(line, cut=cut)
        if cut:
            self._out.print(text, no_wrap=True, overflow=text.overflow)
        else:
            self._out.print(text, soft_wrap=True)

    def paragraph(self, line: Line) -> None:
        """One line of data in several styles, wrapped between words."""
        self._out.print(self._text(line))

    def note(self, text: str, *, indent: int) -> None:
        """A line of data, wrapped between words, every part of it moved in."""
        width = max(20, self.width - indent)
        # By cells, not by letters: some take two.
        for piece in Text(printable_line(text)).wrap(self._out, width, overflow="fold"):
            told = on_terminal(piece.plain.rstrip(), self._out)
            self._out.print(Text(" " * indent + told), soft_wrap=True)

    def ring(self) -> None:
        """The terminal's bell, once."""
        self._out.bell()

    @contextmanager
    def redrawn(
        self, picture: Callable[[int, int], Sequence[Line]]
    ) -> Iterator[Callable[[], None]]:
        """A window of its own for a picture; what it covers comes back at the end.

        Each call of what is yielded draws it anew, and so does every second, whatever else is
        waited for: always in the width and height of that moment, because lines drawn before a
        window changed its size could not be found again.
        """

        def lines() -> Group:
            width, height = self._out.size
            return Group(*(self._text(line, cut=True) for line in picture(width, height)[:height]))

        shown = Live(get_renderable=lines, console=self._out, screen=True, refresh_per_second=1)
        with shown as live:
            yield live.refresh

    def _text(self, line: Line, *, cut: bool = False) -> Text:
        marked = self.can_show("…")
        text = Text(no_wrap=cut, overflow=("ellipsis" if marked else "crop") if cut else "fold")
        for words, style in line:
            text.append(on_terminal(printable_line(words), self._out), style=style)
        return text
