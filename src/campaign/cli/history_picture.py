"""A history in the terminal: one row for each repository, a letter where each answer begins."""

from collections.abc import Sequence
from datetime import timedelta, tzinfo

from campaign.cli.check_words import verdict_words
from campaign.cli.history_words import HistoryWords
from campaign.cli.language import _
from campaign.cli.my_time import duration
from campaign.cli.screen_canvas import COLOURS, Canvas, Piece
from campaign.core.access import Verdict
from campaign.core.timeline import Stretch, Timeline, axis
from campaign.core.timeline_axis import ticks
from campaign.core.timeline_cells import Cells, cells, place

LETTERS = {Verdict.OPEN: "O", Verdict.CLOSED: "C", Verdict.UNKNOWN: "?", None: "·"}
BLOCKS = {Verdict.OPEN: "█", Verdict.CLOSED: "░", Verdict.UNKNOWN: "▒", None: "·"}
ASCII = {Verdict.OPEN: "=", Verdict.CLOSED: "-", Verdict.UNKNOWN: "~", None: "."}

_LABEL = 12
"""Characters between two marks of the axis."""

_NARROWEST = 20
"""Cells below which a row gets a line of its own."""


def draw_history(canvas: Canvas, rows: Sequence[Timeline], words: HistoryWords) -> None:
    """Title, rows, axis, legend; then in words what every repository was at last."""
    start, end = axis(rows)
    longest = max(len(row.repo) for row in rows)
    beside = canvas.width - longest - 2 >= max(_NARROWEST, canvas.width // 2)
    width = max(1, canvas.width - (longest + 2 if beside else 2))
    left = " " * (longest + 2 if beside else 2)
    canvas.paragraph([(words.title, "bold")])
    for row in rows:
        shown = _shown(canvas, cells(row, start=start, end=end, width=width))
        if beside:
            canvas.draw([(f"{row.repo:<{longest}}  ", ""), *shown])
        else:
            canvas.draw([(row.repo, "")])
            canvas.draw([(left, ""), *shown])
    canvas.draw([(left + _axis(rows, width=width, zone=words.zone), "dim")])
    _draw_legend(canvas, cell=(end - start) / width)
    for line in words.caption:
        canvas.note(line, indent=0)
    for row in rows:
        if last := _worth_words(row):
            canvas.note(f"{row.repo}: {words.told(last)}.", indent=0)


def _worth_words(row: Timeline) -> Stretch | None:
    """The latest answer, where it is not simply open all the time."""
    if len(row.stretches) == 1 and row.stretches[0].verdict is Verdict.OPEN:
        return None
    return row.stretches[-1] if row.stretches else None


def _shown(canvas: Canvas, row: Cells) -> list[Piece]:
    """Runs of the same answer: its letter, then its blocks."""
    runs: list[list[Verdict | None]] = []
    for cell in row:
        if runs and runs[-1][0] is cell:
            runs[-1].append(cell)
        else:
            runs.append([cell])
    return [(_run(canvas, run[0], len(run)), COLOURS[run[0]]) for run in runs]


def _run(canvas: Canvas, verdict: Verdict | None, length: int) -> str:
    fits = canvas.can_show("".join(BLOCKS.values()))
    block = (BLOCKS if fits else ASCII)[verdict]
    letter = block if verdict is None else LETTERS[verdict]
    return letter + block * (length - 1)


def _axis(rows: Sequence[Timeline], *, width: int, zone: tzinfo) -> str:
    start, end = axis(rows)
    line = " " * width
    for tick in ticks(start, end, zone=zone, most=max(1, width // _LABEL)):
        at = place(tick.at, start=start, size=(end - start) / width, width=width)
        label = f"|{tick.label} "
        if at + len(label) <= width + 1 and not line[at : at + len(label)].strip():
            line = (line[:at] + label + line[at + len(label) :])[:width]
    return line.rstrip()


def _draw_legend(canvas: Canvas, *, cell: timedelta) -> None:
    pieces: list[Piece] = []
    for verdict in LETTERS:
        gap = "  " if pieces else ""
        sample = (_run(canvas, verdict, 3), COLOURS[verdict])
        pieces += [(gap, ""), sample, (f" {verdict_words(verdict)}", "")]
    canvas.paragraph(pieces)
    words = _("One character is about {time}; it shows what held longest in it.")
    canvas.note(words.format(time=duration(cell.total_seconds())), indent=0)
