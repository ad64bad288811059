"""What a history says: its title, its times, and each of its stretches as a sentence."""

from collections.abc import Sequence
from datetime import UTC, datetime

from campaign.cli.app import App
from campaign.cli.check_words import VERDICTS, reason_words, verdict_words
from campaign.cli.language import _, ngettext, told
from campaign.core.moment import read_out_short, read_out_with_place
from campaign.core.timeline import Stretch, Timeline, bounds
from campaign.core.timeline_svg import Words

MOST_TOLD = 10
"""Stretches of one repository told in a picture's description: the latest ones."""


class HistoryWords:
    """The words for these rows, of which at least one holds a look."""

    def __init__(
        self, app: App, rows: Sequence[Timeline], *, slug: str | None, login: str | None
    ) -> None:
        self.zone = app.my_zone
        self._rows = rows
        self._slug = slug
        self._login = login

    @property
    def title(self) -> str:
        """What was looked at, and through whose eyes."""
        words = ngettext("{n} repository", "{n} repositories", len(self._rows))
        what = self._slug or words.format(n=len(self._rows))
        if self._login is None:
            return _("Open or closed: {what}, seen without a token").format(what=what)
        return _("Open or closed: {what}, seen as {login}").format(what=what, login=self._login)

    @property
    def caption(self) -> list[str]:
        """The time shown, in my zone and in UTC."""
        start, end = bounds(self._rows)
        words = _("From {start} to {end}.")
        mine, utc = (
            words.format(
                start=told(read_out_with_place(start.astimezone(zone))),
                end=told(read_out_with_place(end.astimezone(zone))),
            )
            for zone in (self.zone, UTC)
        )
        return [mine] if mine == utc else [mine, _("In UTC: {words}").format(words=utc)]

    @property
    def never(self) -> str:
        """For a repository without a look."""
        return _("never looked at")

    def told(self, stretch: Stretch) -> str:
        """`closed from … to …, 12 looks (archived)`; without a full stop."""
        start, last = (self._time(each) for each in (stretch.since, stretch.last_look))
        verdict = verdict_words(stretch.verdict)
        if stretch.verdict is None:
            return _("{verdict} from {start} to {end}").format(
                verdict=verdict, start=start, end=last
            )
        looks = ngettext("{n} look", "{n} looks", stretch.looks).format(n=stretch.looks)
        reasons = ", ".join(map(reason_words, stretch.reasons))
        words = _("{verdict} from {start} to {end}, {looks} ({reasons})")
        if start == last:
            words = _("{verdict} at {start}, {looks} ({reasons})")
        return words.format(verdict=verdict, start=start, end=last, looks=looks, reasons=reasons)

    def of_picture(self) -> Words:
        """The same for a file."""
        return Words(
            title=self.title,
            description=" ".join([*self.caption, *map(self._described, self._rows)]),
            caption=self.caption,
            verdicts={verdict: _(word) for verdict, word in VERDICTS.items()},
            told=self.told,
        )

    def _described(self, row: Timeline) -> str:
        if not row.stretches:
            return f"{row.repo}: {self.never}."
        earlier = len(row.stretches) - MOST_TOLD
        words = "; ".join(map(self.told, row.stretches[-MOST_TOLD:]))
        more = ngettext("{n} earlier change", "{n} earlier changes", earlier).format(n=earlier)
        return f"{row.repo}: {f'{more}; ' if earlier > 0 else ''}{words}."

    def _time(self, at: datetime) -> str:
        return told(read_out_short(at.astimezone(self.zone)))
