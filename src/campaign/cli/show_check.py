"""What a person reads of a check: its table and what stands below, or lines for a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

from campaign.adapters.gh_token import HOW_TO_SIGN_IN
from campaign.cli.app import App
from campaign.cli.check_words import counted, in_order, verdict_of, verdict_words
from campaign.cli.language import _, ngettext, told
from campaign.cli.machine import utc
from campaign.cli.my_time import both_clocks
from campaign.cli.screen_canvas import COLOURS, Canvas
from campaign.core.access import Access, Verdict
from campaign.core.house_rules import house_rules
from campaign.core.text import printable_line
from campaign.flow.checking import Survey

TABLE_WIDTH = 72
"""Columns below which a table would cut names in two."""


def show_check(app: App, survey: Survey, *, order: str, of_campaign: bool) -> None:
    """The table, what the repositories ask of people, and what the look has cost."""
    canvas = Canvas.of(app)
    accesses = in_order(survey.accesses, order=order)
    if canvas.plain:
        columns = (_("repository"), _("verdict"), _("why"), _("house rules"))
        canvas.table(columns, (_plain_row(each) for each in accesses))
    elif canvas.width < TABLE_WIDTH:
        for each in accesses:
            _show_stacked(canvas, each)
    else:
        columns = (_("repository"), "", _("verdict"), _("why"))
        canvas.table(columns, (_row(canvas, each) for each in accesses))
    if not canvas.plain:
        _show_house_rules(canvas, accesses)
    canvas.say()
    for line in _closing_lines(app, survey, of_campaign=of_campaign):
        canvas.say(line)


def _row(canvas: Canvas, access: Access) -> Sequence[str]:
    verdict = verdict_of(access)
    return access.repo, canvas.sign(verdict), verdict_words(verdict), _seen_by_people(access)


def _show_stacked(canvas: Canvas, access: Access) -> None:
    """For a window too narrow for a table."""
    verdict = verdict_of(access)
    shown = f"{canvas.sign(verdict)} {verdict_words(verdict)}"
    canvas.draw([(shown, COLOURS[verdict]), (f"  {access.repo}", "bold")])
    canvas.note(_seen_by_people(access), indent=4)


def _plain_row(access: Access) -> Sequence[str]:
    words = verdict_words(verdict_of(access))
    return access.repo, words, _seen_by_people(access), " ".join(_rules(access))


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


def _closing_lines(app: App, survey: Survey, *, of_campaign: bool) -> Iterator[str]:
    who = (
        _("Seen as {login}").format(login=survey.account.login)
        if survey.account
        else _("Seen without a token")
    )
    cost = "; ".join(_cost(survey))
    yield f"{counted(survey.accesses)}. {who} at {utc(survey.checked_at)}, {cost}."
    if survey.unknown_fields:
        yield _(
            "This server does not tell {fields}, as older ones do not: where nothing else does,"
            " the verdict is unknown."
        ).format(fields=", ".join(survey.unknown_fields))
    if of_campaign:
        yield from _notified(survey.accesses)
    if survey.account is None:
        yield _("With a token GitHub also tells whether your account may open an issue.")
        yield _(HOW_TO_SIGN_IN)
    if survey.resume_at is not None:
        left = sum(verdict_of(each) is None for each in survey.accesses)
        yield _limited(app, survey.resume_at, left=left)


def _cost(survey: Survey) -> Iterator[str]:
    cost = survey.cost
    yield ngettext("{n} request", "{n} requests", cost.requests).format(n=cost.requests)
    if cost.points:
        yield ngettext("{n} point", "{n} points", cost.points).format(n=cost.points)
    if survey.free:
        yield ngettext("{n} of them free", "{n} of them free", survey.free).format(n=survey.free)
    if cost.left is not None and cost.resets_at is not None:
        left = _("{n} left until {time} UTC")
        yield left.format(n=cost.left, time=f"{cost.resets_at.astimezone(UTC):%H:%M}")


def _notified(accesses: Sequence[Access]) -> Iterator[str]:
    watchers = [each.facts.watchers for each in accesses if each.facts.watchers is not None]
    if not watchers:
        return
    words = ngettext(
        "An issue in every listed repository notifies about {n} person who watches it.",
        "An issue in every listed repository notifies about {n} people who watch them.",
        sum(watchers),
    )
    yield words.format(n=sum(watchers))
    unknown = len(accesses) - len(watchers)
    if unknown:
        more = ngettext(
            "For {n} of them the number is not known.",
            "For {n} of them the numbers are not known.",
            unknown,
        )
        yield more.format(n=unknown)


def _limited(app: App, until: datetime, *, left: int) -> str:
    words = ngettext(
        "GitHub's limit is reached: {n} repository was not looked at. Come back after {time}.",
        "GitHub's limit is reached: {n} repositories were not looked at. Come back after {time}.",
        left,
    )
    return words.format(n=left, time=both_clocks(app, until))


def check_csv(survey: Survey) -> str:
    """One line per repository."""
    rows = ((a.repo, a.name_now, a.verdict.value, a.reason.value, seen(a)) for a in survey.accesses)
    return csv_text(("repo", "name_now", "verdict", "reason", "evidence"), rows)


def seen(access: Access) -> str:
    """What a verdict rests on, on one line, in English."""
    return printable_line(" ".join(map(str, access.evidence)))


def _seen_by_people(access: Access) -> str:
    return printable_line(" ".join(map(told, access.evidence)))


def csv_text(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Rows with their head, comma-separated, each cell on one line."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([printable_line(cell) for cell in row] for row in rows)
    return text.getvalue()
