"""One look at GitHub, or many: opened for whoever is signed in, each look kept for the history."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from campaign.adapters.look_book import LookBook
from campaign.cli.app import App
from campaign.cli.check_names import Meant, read_names
from campaign.cli.language import _, told
from campaign.cli.owners_lists import OwnersLists
from campaign.core.access import RepoFacts
from campaign.core.account import Account
from campaign.core.history import look_of
from campaign.core.sentence import Sentence
from campaign.errors import CampaignError
from campaign.flow.checking import Survey, earlier_refusals, survey
from campaign.flow.listing import with_listed

if TYPE_CHECKING:
    from campaign.adapters.github import GitHub
    from campaign.adapters.ledger import Ledger


@dataclass(frozen=True, kw_only=True)
class Looking:
    """Everything a look needs."""

    app: App
    meant: Meant
    every: tuple[str, ...]
    """All repositories that are meant."""
    repos: tuple[str, ...]
    """Those of them that must be looked at to know more."""
    listed: Mapping[str, RepoFacts]
    """The others, by name in lower case: closed, as their owner's list tells."""
    forge: "GitHub"
    ledger: "Ledger | None"
    account: Account | None
    book: LookBook

    def look_at_all(self, *, tell: Callable[[str], None]) -> Survey:
        """Look once, and tell of the others, too, what their owner's list has told."""
        return self._keep(with_listed(self._look(), self.every, self.listed), tell=tell)

    def look(self, *, tell: Callable[[str], None]) -> Survey:
        """Look once at those of which only a look can tell more."""
        return self._keep(self._look(), tell=tell)

    def _look(self) -> Survey:
        account = self.account
        refusals = (
            earlier_refusals(self.ledger, account=account, now=self.forge.now())
            if self.ledger and account
            else {}
        )
        return survey(self.repos, forge=self.forge, account=account, refusals=refusals)

    def _keep(self, seen: Survey, *, tell: Callable[[str], None]) -> Survey:
        """For the history, which stops nothing where it cannot be written."""
        kept = look_of(seen.accesses, at=seen.checked_at, account=self.account)
        try:
            if kept.seen:
                self.book.add(kept)
        except CampaignError as error:
            tell(_("This look is not kept for the history: {why}").format(why=told(error.message)))
        return seen


@contextmanager
def looking(app: App, names: tuple[str, ...], *, timeout: float) -> Iterator[Looking]:
    """Open GitHub for reading, and find out which repositories are meant."""
    meant = read_names(app, names)
    token = app.token()
    with app.forge(token=token, timeout=timeout) as forge, app.ledger_to_read() as ledger:
        account = forge.viewer() if token else None
        lists = OwnersLists(app, forge)
        every = meant.repos(lists.names_of)
        if not every:
            raise CampaignError(Sentence("There is no repository to look at."))
        yield Looking(
            app=app,
            meant=meant,
            every=every,
            repos=tuple(repo for repo in every if repo.lower() not in lists.shut),
            listed=lists.shut,
            forge=forge,
            ledger=ledger,
            account=account,
            book=look_book(app),
        )


def look_book(app: App) -> LookBook:
    """One for each server: a name on one says nothing on another."""
    return LookBook(app.for_server("looks", ".jsonl"))
