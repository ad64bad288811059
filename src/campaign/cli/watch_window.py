"""A watch in a terminal's window: one picture, drawn anew every second."""

import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

from campaign.cli.app import App
from campaign.cli.check_words import BEST_FIRST, reason_words, verdict_words
from campaign.cli.language import _, ngettext
from campaign.cli.my_time import duration
from campaign.cli.screen_canvas import COLOURS, Canvas, Line
from campaign.cli.watch_lines import Talk, told
from campaign.core.access import Verdict
from campaign.core.changes import Change, Standing
from campaign.flow.checking import Survey

MOST_CHANGES = 100
"""Changes remembered for the window; no window shows more."""


class WindowView(Talk):
    """How every repository stands, what has changed at last, and when the next look comes."""

    step = 1.0

    def __init__(self, app: App, canvas: Canvas, title: str, *, order: str) -> None:
        super().__init__(app)
        self._canvas = canvas
        self._title = title
        self._order = order
        self._zone = app.my_zone
        self._survey: Survey | None = None
        self._standings: Mapping[str, Standing] = {}
        self._new: frozenset[str] = frozenset()
        self._changes: list[str] = []
        self._note = ""
        self._left: float | None = None
        self._redraw: Callable[[], None] = lambda: None

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Cover the terminal; at the end uncover it, and leave the last picture's rows there."""
        try:
            with self._canvas.redrawn(self._picture) as self._redraw:
                self._redraw()
                yield
        finally:
            for line in self._rows(self._canvas.width):
                self._canvas.draw(line, cut=True)

    def say(self, text: str) -> None:
        """Below the rows, until something else is to be said."""
        self._note = text
        self._redraw()

    def show(
        self, survey: Survey, standings: Mapping[str, Standing], news: Sequence[Change]
    ) -> None:
        changed = [change for change in news if change.before is not None]
        self._survey, self._standings = survey, standings
        self._new = frozenset(change.access.repo for change in changed)
        self._changes = [
            *(f"{self._time(each.at)}  {each.access.repo}: {told(each)}" for each in changed),
            *self._changes,
        ][:MOST_CHANGES]
        if any(change.is_news for change in changed):
            self._canvas.ring()
        self._redraw()

    def wait(self, seconds: float) -> None:
        self._left = seconds
        if seconds == 0:
            self._note = ""
        self._redraw()

    def _picture(self, width: int, height: int) -> Sequence[Line]:
        """Head and foot always fit; of the rows as many as the window has room for."""
        head: list[Line] = [[(self._title, "bold")], [(self._status(), "dim")], []]
        notes = textwrap.wrap(self._note, width)
        foot: list[Line] = [[], *([(note, "yellow")] for note in notes)] if notes else []
        rows = self._rows(width)
        room = max(1, height - len(head) - len(foot))
        if len(rows) > room:
            hidden = len(rows) - room + 1
            more = ngettext(
                "and {n} more, for which the window has no room",
                "and {n} more, for which the window has no room",
                hidden,
            )
            rows = [*rows[: room - 1], [(more.format(n=hidden), "dim")]]
        log: list[Line] = [[], *([(each, "")] for each in self._changes)] if self._changes else []
        return [*head, *rows, *log[: max(0, room - len(rows))], *foot]

    def _status(self) -> str:
        if self._survey is None:
            return _("Looking for the first time …") if not self._note else ""
        at = self._time(self._survey.checked_at)
        if not self._left:
            return _("Seen at {time}. Looking again …").format(time=at)
        words = _("Seen at {time}. Next look in {wait}. Ctrl-C ends.")
        return words.format(time=at, wait=duration(self._left))

    def _rows(self, width: int) -> list[Line]:
        if self._survey is None:
            return []
        rows = [(each.repo, self._standings.get(each.repo)) for each in self._survey.accesses]
        if self._order == "news":
            rows.sort(key=lambda row: BEST_FIRST.index(_verdict(row[1])))
        names = min(max(len(repo) for repo, _standing in rows), max(20, width - 34))
        words = max(len(verdict_words(_verdict(standing))) for _repo, standing in rows)
        return [self._row(repo, standing, names=names, words=words) for repo, standing in rows]

    def _row(self, repo: str, standing: Standing | None, *, names: int, words: int) -> Line:
        verdict = _verdict(standing)
        colour = COLOURS[verdict]
        new = repo in self._new
        mark = ">" if new else " "
        return [
            (f"{mark} ", "bold"),
            (f"{self._canvas.sign(verdict)} {verdict_words(verdict):<{words}}", colour),
            (f"  {self._cut(repo, names):<{names}}  ", "bold" if new else ""),
            (self._note_on(standing, new=new), "bold" if new else "dim"),
        ]

    def _note_on(self, standing: Standing | None, *, new: bool) -> str:
        if standing is None:
            return _("no answer yet")
        reason = reason_words(standing.access.reason)
        if standing.before is None:
            return reason
        if new:
            verdict = verdict_words(standing.access.verdict)
            return _("now {verdict}: {reason}").format(verdict=verdict, reason=reason)
        return _("since {time}: {reason}").format(time=self._time(standing.since), reason=reason)

    def _time(self, at: datetime) -> str:
        """`10:42`, with its date where that is not the day of the latest look."""
        mine = at.astimezone(self._zone)
        latest = self._survey.checked_at.astimezone(self._zone) if self._survey else mine
        return f"{mine:%H:%M}" if mine.date() == latest.date() else f"{mine:%Y-%m-%d %H:%M}"

    def _cut(self, name: str, width: int) -> str:
        end = "…" if self._canvas.can_show("…") else "."
        return name if len(name) <= width else name[: width - 1] + end


def _verdict(standing: Standing | None) -> Verdict | None:
    return standing.access.verdict if standing else None
