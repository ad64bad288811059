"""`settle --decide`: what is known of an issue in doubt, and the person's word on it."""

from collections.abc import Iterable, Mapping
from urllib.parse import quote

from campaign.adapters.interrupt import undisturbed
from campaign.cli.app import App
from campaign.cli.keyboard import ask_letter
from campaign.cli.language import _, ngettext, told
from campaign.cli.reasons import what_is_known
from campaign.cli.receipts import show_receipt
from campaign.core.marker import Key
from campaign.core.receipt import Posting, Receipt
from campaign.core.text import printable_line
from campaign.errors import CampaignError
from campaign.flow.deciding import call_unmade, why_not_yet
from campaign.flow.forge import Forge, Ledger


def decide_each(
    app: App,
    rows: Iterable[Posting],
    *,
    before: Iterable[Posting],
    found: Mapping[Key, Receipt],
    forge: Forge,
    ledger: Ledger,
) -> tuple[Mapping[Key, Receipt], bool]:
    """Ask about each issue that may be decided, until all are asked about or the person leaves.

    Returns the receipts of those called unmade, and whether the person left: what was decided
    before that is on record, and must be told.

    Args:
        before: the same issues before this run has looked for them.
        found: what its looks have brought.
    """
    looks = {row.key: row.looks for row in before}
    decided: dict[Key, Receipt] = {}
    try:
        for row in rows:
            obstacle = why_not_yet(row, looks_before=looks, now=forge.now())
            if obstacle:
                words = _("{repo}: not to be decided yet: {why}.")
                app.screen.say(printable_line(words.format(repo=row.repo, why=told(obstacle))))
            elif _asked(app, row, found[row.key]):
                with undisturbed():
                    decided[row.key] = call_unmade(row, forge=forge, ledger=ledger)
    except CampaignError:
        # They are on record, and this run does not come to its results.
        for receipt in decided.values():
            show_receipt(app.screen, receipt)
        raise
    except KeyboardInterrupt:
        stopped = _("Interrupted.") if decided else _("Interrupted. Nothing was decided.")
        app.screen.say(stopped)
        return decided, True
    return decided, False


def _asked(app: App, row: Posting, found: Receipt) -> bool:
    """The question; whoever does not say yes has left everything as it was."""
    heading = _("In doubt: the issue for {repo}").format(repo=row.repo)
    app.screen.heading(printable_line(heading))
    sent = _("{time} UTC, as {login}")
    looks = ngettext("{n} time, in vain", "{n} times, in vain", row.looks)
    app.screen.facts(
        [
            (_("Sent"), sent.format(time=f"{row.intended_at:%Y-%m-%d %H:%M}", login=row.login)),
            (_("Then"), what_is_known(found)),
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
    question = _("I have looked, and it is not there: may it be sent again? [y/N]")
    while (answer := ask_letter(question, screen=app.screen)) not in ("", "y", "yes", "n", "no"):
        app.screen.say(_("y: send it again. n, or Enter alone: leave it as it is."))
    return answer in ("y", "yes")


def _my_issues(row: Posting) -> str:
    """GitHub's own list of the repository's issues by this account, open and closed."""
    asked = quote(f"is:issue author:{row.login}", safe="")
    return f"https://github.com/{row.name_now}/issues?q={asked}"
