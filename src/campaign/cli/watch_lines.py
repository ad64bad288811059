"""A watch as lines: for logs, pipes and screen readers, or as JSON for scripts."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

import click

from campaign.cli.app import App
from campaign.cli.check_words import in_order, reason_words, verdict_words
from campaign.cli.language import _, ngettext
from campaign.cli.machine_check import change as change_document
from campaign.cli.my_time import both_clocks, clock, duration
from campaign.cli.screen_canvas import Canvas
from campaign.core.changes import Change, Standing, gave_an_answer
from campaign.errors import CampaignError
from campaign.flow.checking import Survey


class Talk:
    """What every watch says aside: trouble, a limit, a slower pace. On stderr."""

    step = 60.0

    def __init__(self, app: App) -> None:
        self._app = app

    def say(self, text: str) -> None:
        """Talk."""
        self._app.screen.say(text)

    def trouble(self, error: CampaignError, *, at: datetime) -> None:
        """A look failed, and nothing is lost by it."""
        after = _("What was known stands; the next look comes in its turn.")
        why, _hint = error.told(_, ngettext)
        self.say(f"{clock(self._app, at)}  {why} {after}")

    def slow_down(self, seconds: float, *, spent: int, allowance: int) -> None:
        """One look is dear."""
        words = ngettext(
            "One look takes {n} of the {allowance} requests that GitHub grants in an hour.",
            "One look takes {n} of the {allowance} requests that GitHub grants in an hour.",
            spent,
        )
        after = _("To leave half of them for other things, the next look comes in {time}.")
        told = words.format(n=spent, allowance=allowance)
        self.say(f"{told} {after.format(time=duration(seconds))}")

    def limited(self, until: datetime, *, seconds: float) -> None:
        """GitHub wants a pause."""
        words = _("GitHub's limit is reached. The next look comes in {wait}, after {time}.")
        self.say(words.format(wait=duration(seconds), time=both_clocks(self._app, until)))

    def wait(self, seconds: float) -> None:
        """A line for each second would be one too many."""


class LineView(Talk):
    """First how every repository is found, then only what changes."""

    def __init__(self, app: App, canvas: Canvas, *, order: str) -> None:
        super().__init__(app)
        self._canvas = canvas
        self._order = order
        self._silent: set[str] = set()

    def show(
        self, survey: Survey, standings: Mapping[str, Standing], news: Sequence[Change]
    ) -> None:
        by_repo = {change.access.repo: change for change in news}
        for access in in_order((each.access for each in news), order=self._order):
            self._canvas.out(self._line(by_repo[access.repo]))
        silent = {each.repo for each in survey.accesses if not gave_an_answer(each)}
        if survey.resume_at is None:
            for repo in sorted(silent - self._silent):
                self.say(_("{repo}: no usable answer. What was known stands.").format(repo=repo))
        self._silent = silent

    def _line(self, change: Change) -> str:
        sign = "" if self._canvas.plain else f"{self._canvas.sign(change.access.verdict)} "
        return f"{clock(self._app, change.at)}  {sign}{change.access.repo}: {told(change)}"


class JsonView(Talk):
    """One JSON document on one line for each change, as soon as it is seen."""

    def show(
        self, survey: Survey, standings: Mapping[str, Standing], news: Sequence[Change]
    ) -> None:
        for change in news:
            click.echo(json.dumps(change_document(change)))


def told(change: Change) -> str:
    """`open (…)` at first; `now closed; before: open (…)` for a change."""
    verdict, reason = verdict_words(change.access.verdict), reason_words(change.access.reason)
    if change.before is None:
        return f"{verdict} ({reason})"
    words = _("now {verdict}; before: {before} ({reason})")
    return words.format(verdict=verdict, before=verdict_words(change.before), reason=reason)
