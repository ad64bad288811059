"""What a person reads of a check: its table and what stands below, or lines for a spreadsheet."""

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Sequence

import click

from campaign.cli.app import App
from campaign.cli.check_closing import closing_lines
from campaign.cli.check_words import in_order, verdict_of, verdict_words
from campaign.cli.language import _, ngettext, told
from campaign.cli.machine_check import yours
from campaign.cli.owners_lists import reasons_counted
from campaign.cli.screen_canvas import COLOURS, Canvas
from campaign.core.access import Access, Verdict
from campaign.core.house_rules import house_rules
from campaign.core.text import printable_line
from campaign.flow.checking import Survey

TABLE_WIDTH = 72
"""Columns below which a table would cut names in two."""

MOST_LISTED = 20
"""Closed doors of which only an owner's list has told: of more, only their number is shown."""


def show_check(
    app: App, survey: Survey, *, order: str, slug: str | None, listed: Collection[str] = ()
) -> None:
    """The table, what the repositories ask of people, and what the look has cost.

    Args:
        slug: the campaign, if one is looked at.
        listed: names, in lower case, of which an owner's list alone has told.
    """
    canvas = Canvas.of(app)
    folded = _folded(survey.accesses, listed=() if app.verbose else listed)
    shown = [each for each in survey.accesses if not folded or each.repo.lower() not in listed]
    table = _Table(canvas, survey, slug=slug)
    table.show(in_order(shown, order=order))
    canvas.say()
    if folded:
        canvas.say(_left_out(folded))
    _say_closing_lines(app, survey, slug=slug)


def write_csv(app: App, survey: Survey, *, slug: str | None) -> None:
    """One line per repository; what a table has below it goes to stderr."""
    click.echo(check_csv(survey), nl=False)
    _say_closing_lines(app, survey, slug=slug)


def _say_closing_lines(app: App, survey: Survey, *, slug: str | None) -> None:
    for line in closing_lines(app, survey, of_campaign=slug is not None):
        app.screen.say(line)


def _folded(accesses: Sequence[Access], *, listed: Collection[str]) -> list[Access]:
    found = [each for each in accesses if each.repo.lower() in listed]
    return found if len(found) > MOST_LISTED else []


def _left_out(folded: Sequence[Access]) -> str:
    words = ngettext(
        "Not in the table: {n} repository closed to everybody ({why}); -v, --csv and --json name"
        " it.",
        "Not in the table: {n} repositories closed to everybody ({why}); -v, --csv and --json name"
        " them.",
        len(folded),
    )
    return words.format(n=len(folded), why=reasons_counted(folded))


class _Table:
    """Repositories one below the other, as wide as the window."""

    def __init__(self, canvas: Canvas, survey: Survey, *, slug: str | None) -> None:
        self._canvas = canvas
        self._survey = survey
        self._slug = slug

    def show(self, accesses: Sequence[Access]) -> None:
        canvas = self._canvas
        if canvas.plain:
            columns = (_("repository"), _("verdict"), _("why"), _("house rules"))
            canvas.table(columns, map(self._plain_row, accesses))
            return
        if canvas.width < TABLE_WIDTH:
            for each in accesses:
                self._show_stacked(each)
        else:
            columns = (_("repository"), "", _("verdict"), _("why"))
            canvas.table(columns, map(self._row, accesses))
        _show_house_rules(canvas, accesses)

    def _row(self, access: Access) -> Sequence[str]:
        verdict = verdict_of(access)
        sign = self._canvas.sign(verdict)
        return access.repo, sign, verdict_words(verdict), self._why(access)

    def _show_stacked(self, access: Access) -> None:
        """For a window too narrow for a table."""
        verdict = verdict_of(access)
        shown = f"{self._canvas.sign(verdict)} {verdict_words(verdict)}"
        self._canvas.paragraph([(shown, COLOURS[verdict]), (f"  {access.repo}", "bold")])
        self._canvas.note(self._why(access), indent=4)

    def _plain_row(self, access: Access) -> Sequence[str]:
        words = verdict_words(verdict_of(access))
        return access.repo, words, self._why(access), " ".join(_rules(access))

    def _why(self, access: Access) -> str:
        """What the verdict rests on, and whether I have been there."""
        return printable_line(" ".join([*map(told, access.evidence), *self._mine(access)]))

    def _mine(self, access: Access) -> Iterator[str]:
        for issue in yours(access, account=self._survey.account, slug=self._slug):
            words = _("You have an issue of this campaign there: #{number} ({state}).")
            yield words.format(number=issue.number, state=_(issue.state))


def _rules(access: Access) -> tuple[str, ...]:
    """What to mind where an issue may be opened; behind a closed door nothing is asked."""
    closed = access.verdict is Verdict.CLOSED
    return () if closed else tuple(told(each) for each in house_rules(access.facts))


def _show_house_rules(canvas: Canvas, accesses: Sequence[Access]) -> None:
    """Repositories of one owner often ask for the same: then they are named together."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for each in accesses:
        alike.setdefault(_rules(each), []).append(each.repo)
    alike.pop((), None)
    if not alike:
        return
    canvas.heading(_("What they ask of people who open issues"), err=False)
    for rules, repos in alike.items():
        canvas.note(", ".join(repos), indent=0)
        for rule in rules:
            canvas.note(rule, indent=2)


def check_csv(survey: Survey) -> str:
    """One line per repository."""
    rows = ((a.repo, a.name_now, a.verdict.value, a.reason.value, seen(a)) for a in survey.accesses)
    return csv_text(("repo", "name_now", "verdict", "reason", "evidence"), rows)


def seen(access: Access) -> str:
    """What a verdict rests on, on one line, in English."""
    return printable_line(" ".join(map(str, access.evidence)))


def csv_text(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Rows with their head, comma-separated, each cell on one line."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([printable_line(cell) for cell in row] for row in rows)
    return text.getvalue()
