"""`settle --decide`: what is known of an issue in doubt, and the person's word on it."""

from collections.abc import Iterable, Mapping
from urllib.parse import quote

import click

from campaign.cli.app import App
from campaign.core.receipt import Posting, Receipt
from campaign.core.text import printable_line
from campaign.flow.deciding import call_unmade, why_not_yet
from campaign.flow.forge import Forge, Ledger


def decide_each(
    app: App,
    rows: Iterable[Posting],
    *,
    before: Iterable[Posting],
    forge: Forge,
    ledger: Ledger,
) -> Mapping[str, Receipt]:
    """Ask about each issue that may be decided; repository → receipt of those called unmade.

    Args:
        before: the same issues before this run has looked for them.
    """
    looks = {row.key: row.looks for row in before}
    decided = {}
    for row in rows:
        obstacle = why_not_yet(row, looks_before=looks, now=forge.now())
        if obstacle:
            app.screen.say(printable_line(f"{row.repo}: not to be decided yet: {obstacle}."))
        elif _asked(app, row):
            decided[row.repo] = call_unmade(row, forge=forge, ledger=ledger)
    return decided


def _asked(app: App, row: Posting) -> bool:
    """The question; whoever does not say yes has left everything as it was."""
    app.screen.heading(printable_line(f"In doubt: the issue for {row.repo}"))
    app.screen.facts(
        [
            ("Sent", f"{row.intended_at:%Y-%m-%d %H:%M} UTC, as {row.login}"),
            ("Then", row.message or row.reason),
            ("Looked for", f"{row.looks} times, in vain"),
        ]
    )
    app.screen.say("Look yourself, signed in, on the page of your issues there:")
    app.screen.say(printable_line(_my_issues(row)))
    app.screen.say(
        "If the issue is there, answer n: it will be found. If you say that it was never made and"
        " it was, the repository gets it twice from you."
    )
    try:
        return click.confirm("Was it never made, and may it be sent again?", err=True)
    except click.Abort:
        raise KeyboardInterrupt from None


def _my_issues(row: Posting) -> str:
    """GitHub's own list of the repository's issues by this account, open and closed."""
    asked = quote(f"is:issue author:{row.login}", safe="")
    return f"https://github.com/{row.name_now}/issues?q={asked}"
