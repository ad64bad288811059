"""`settle --decide`: what is known of an issue in doubt, and the person's word on it."""

from collections.abc import Iterable, Mapping
from urllib.parse import quote

import click

from campaign.adapters.interrupt import undisturbed
from campaign.cli.app import App
from campaign.cli.keyboard import forget_typing, read_letter
from campaign.cli.language import _, isolated, ngettext, told
from campaign.cli.reasons import what_is_known
from campaign.core.receipt import Posting, Receipt
from campaign.core.text import printable_line
from campaign.flow.deciding import call_unmade, why_not_yet
from campaign.flow.forge import Forge, Ledger
from campaign.flow.settling import in_doubt


def decide_each(
    app: App,
    rows: Iterable[Posting],
    *,
    before: Iterable[Posting],
    forge: Forge,
    ledger: Ledger,
) -> tuple[Mapping[str, Receipt], bool]:
    """Ask about each issue that may be decided, until all are asked about or the person leaves.

    Returns repository → receipt of those called unmade, and whether the person left: what was
    decided before that is on record, and must be told.

    Args:
        before: the same issues before this run has looked for them.
    """
    looks = {row.key: row.looks for row in before}
    decided: dict[str, Receipt] = {}
    try:
        for row in rows:
            obstacle = why_not_yet(row, looks_before=looks, now=forge.now())
            if obstacle:
                words = _("{repo}: not to be decided yet: {why}.")
                app.screen.say(printable_line(words.format(repo=row.repo, why=told(obstacle))))
            elif _asked(app, row):
                with undisturbed():
                    decided[row.repo] = call_unmade(row, forge=forge, ledger=ledger)
    except KeyboardInterrupt:
        app.screen.say()
        stopped = _("Interrupted.") if decided else _("Interrupted. Nothing was decided.")
        app.screen.say(stopped)
        return decided, True
    return decided, False


def _asked(app: App, row: Posting) -> bool:
    """The question; whoever does not say yes has left everything as it was."""
    heading = _("In doubt: the issue for {repo}").format(repo=row.repo)
    app.screen.heading(printable_line(heading))
    sent = _("{time} UTC, as {login}")
    looks = ngettext("{n} time, in vain", "{n} times, in vain", row.looks)
    app.screen.facts(
        [
            (_("Sent"), sent.format(time=f"{row.intended_at:%Y-%m-%d %H:%M}", login=row.login)),
            (_("Then"), what_is_known(in_doubt(row))),
            (_("Looked for"), looks.format(n=row.looks)),
        ]
    )
    app.screen.say(_("Look yourself, signed in, on the page of your issues there:"))
    app.screen.say(printable_line(_my_issues(row)))
    app.screen.say(
        _(
            "If the issue is there, answer n: it will be found. If you say that it was never made"
            " and it was, the repository gets it twice from you."
        )
    )
    while (answer := _answer()) not in ("", "y", "yes", "n", "no"):
        app.screen.say(_("y: send it again. n, or Enter alone: leave it as it is."))
    return answer in ("y", "yes")


def _answer() -> str:
    forget_typing()
    try:
        typed: str = click.prompt(
            isolated(_("I have looked, and it is not there: may it be sent again? [y/N]")),
            default="",
            show_default=False,
            prompt_suffix=" ",
            err=True,
        )
    except click.Abort:
        raise KeyboardInterrupt from None
    return read_letter(typed)


def _my_issues(row: Posting) -> str:
    """GitHub's own list of the repository's issues by this account, open and closed."""
    asked = quote(f"is:issue author:{row.login}", safe="")
    return f"https://github.com/{row.name_now}/issues?q={asked}"
