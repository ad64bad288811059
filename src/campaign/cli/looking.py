"""One look at GitHub, or many: opened for whoever is signed in, each look kept for the history."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from campaign.adapters.look_book import LookBook
from campaign.cli.app import App
from campaign.cli.check_names import Meant, campaign_hint, read_names
from campaign.cli.language import _, ngettext
from campaign.core.account import Account
from campaign.core.history import look_of
from campaign.errors import CampaignError
from campaign.flow.checking import Survey, earlier_refusals, survey

if TYPE_CHECKING:
    from campaign.adapters.github import GitHub
    from campaign.adapters.ledger import Ledger


@dataclass(frozen=True, kw_only=True)
class Looking:
    """Everything a look needs."""

    app: App
    meant: Meant
    repos: tuple[str, ...]
    forge: "GitHub"
    ledger: "Ledger | None"
    account: Account | None
    book: LookBook

    def look(self, *, tell: Callable[[str], None]) -> Survey:
        """Look once, and keep what was found; a history that cannot be written stops nothing."""
        account = self.account
        refusals = (
            earlier_refusals(self.ledger, account=account, now=self.forge.now())
            if self.ledger and account
            else {}
        )
        seen = survey(self.repos, forge=self.forge, account=account, refusals=refusals)
        kept = look_of(seen.accesses, at=seen.checked_at, account=account)
        try:
            if kept.seen:
                self.book.add(kept)
        except CampaignError as error:
            tell(_("This look is not kept for the history: {why}").format(why=error.message))
        return seen


@contextmanager
def looking(app: App, names: tuple[str, ...], *, timeout: float) -> Iterator[Looking]:
    """Open GitHub for reading, and find out which repositories are meant."""
    meant = read_names(app, names)
    token = app.token()
    with app.forge(token=token, timeout=timeout) as forge, app.ledger_to_read() as ledger:
        account = forge.account() if token else None

        def owned_by(owner: str) -> tuple[str, ...]:
            return _owned_by(app, forge, owner)

        repos = meant.repos(owned_by)
        if not repos:
            raise CampaignError(_("There is no repository to look at."))
        yield Looking(
            app=app,
            meant=meant,
            repos=repos,
            forge=forge,
            ledger=ledger,
            account=account,
            book=look_book(app),
        )


def _owned_by(app: App, forge: "GitHub", owner: str) -> tuple[str, ...]:
    """All public repositories of somebody on GitHub, told aloud: a campaign may have been meant."""
    words = _("{owner} is no campaign here, so it is taken for an owner of repositories.")
    app.screen.say(words.format(owner=owner))
    try:
        found = forge.repositories_of(owner)
    except CampaignError as error:
        error.hint = f"{error.hint} {campaign_hint(owner)}".strip()
        raise
    words = ngettext(
        "{owner} has {n} public repository that takes issues.",
        "{owner} has {n} public repositories that take issues.",
        len(found),
    )
    app.screen.say(words.format(owner=owner, n=len(found)))
    return found


def look_book(app: App) -> LookBook:
    """One for each server: a name on one says nothing on another."""
    return LookBook(app.for_server("looks", ".jsonl"))
