"""What the flow asks of the outside: GitHub (Forge), a clock, a ledger."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from campaign.core.access import Cost, Owned, OwnIssue, RepoFacts, Unlisted, Whereabouts
from campaign.core.account import Account
from campaign.core.answer import Reply
from campaign.core.marker import Key
from campaign.core.receipt import IssueNow, Posting


class Forge(Protocol):
    """GitHub, as far as this tool uses it."""

    @property
    def api_url(self) -> str:
        """The API's address, with which every address in its answers begins."""

    @property
    def cost(self) -> Cost: ...

    def now(self) -> datetime:
        """The server's clock, as of its latest answer and the time since."""

    @property
    def lag(self) -> timedelta:
        """By so much it may be later than `now` says: its answer was a while on the way."""

    def account(self) -> Account:
        """Who the token belongs to; raises SignInNeeded."""

    def look(self, repos: Sequence[str], *, account: Account | None) -> tuple[RepoFacts, ...]:
        """The facts about each repository, in the given order, none left out.

        Where a limit cuts the look short, the rest is Found.LATER, and `resume_at` says when.
        """

    @property
    def resume_at(self) -> datetime | None:
        """When the latest look can go on, if a limit cut it short."""

    @property
    def unknown_fields(self) -> tuple[str, ...]:
        """What the server does not know of what was asked: the facts rest on less."""

    @property
    def free(self) -> int:
        """Requests so far that cost nothing, because nothing had changed."""

    def repositories_of(self, owner: str) -> Owned:
        """An owner's public repositories, as their list tells of them."""

    def pause(self) -> timedelta | None:
        """How long to stay away, where an answer has said that nothing is left to spend."""

    def whereabouts(self, repo_id: int) -> Whereabouts:
        """Whether the repository with this number is still there, and its full name now."""

    def create_issue(self, repo: str, *, title: str, body: str) -> Reply:
        """The one write: sent at most once, whatever comes back."""

    def own_issues(
        self, repo_id: int, *, account: Account, since: datetime | None
    ) -> tuple[OwnIssue, ...] | None:
        """My issues there that changed since then, or ever; None if GitHub did not tell."""

    def created_issues(self, *, since: datetime) -> tuple[OwnIssue, ...] | None:
        """My issues, wherever they are, that changed since then; None if GitHub did not tell."""

    def unlisted_issues(
        self, repo_id: int, *, since: datetime, until: datetime
    ) -> tuple[Unlisted, ...] | None:
        """What became of numbers given out then that no list shows; None if GitHub did not tell."""

    def seen_by_strangers(self, repo: str, number: int) -> bool | None:
        """Whether somebody without an account sees the issue; None if GitHub did not tell."""

    def issue(self, repo: str, number: int, *, account: Account) -> IssueNow:
        """How one of my issues stands; raises CampaignError if GitHub did not tell."""


class Clock(Protocol):
    """Time that a rehearsal may play."""

    def now(self) -> datetime: ...

    def monotonic(self) -> float:
        """Seconds that never go back, whatever happens to the clock on the wall."""

    def sleep(self, seconds: float) -> None: ...


class Ledger(Protocol):
    """The record of every posting; every method may raise CampaignError: then stop."""

    def claim(self, posting: Posting) -> bool: ...

    def record_posted(self, key: Key, *, number: int, at: datetime) -> None: ...

    def record_refused(
        self, key: Key, *, at: datetime, reason: str, message: str, retry_at: datetime | None
    ) -> None: ...

    def release(
        self,
        key: Key,
        *,
        at: datetime,
        reason: str,
        message: str,
        retry_at: datetime | None = None,
    ) -> None: ...

    def record_unknown(self, key: Key, *, at: datetime, reason: str, message: str) -> None: ...

    def record_look(self, key: Key) -> None: ...

    def adopt(self, posting: Posting) -> None: ...

    def call_unmade(self, key: Key, *, at: datetime) -> None:
        """A person's decision about an unknown posting: it may be sent again."""

    def recover(self) -> None: ...

    def get(self, key: Key) -> Posting | None: ...

    def postings(
        self, *, campaign: str | None = None, account_id: int | None = None
    ) -> tuple[Posting, ...]: ...
