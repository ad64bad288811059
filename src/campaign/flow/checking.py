"""Targets → Access: ask GitHub for facts, and judge them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from campaign.core.access import Access, Cost, EarlierRefusal, Found, RepoFacts
from campaign.core.account import Account
from campaign.core.plan import owner_of
from campaign.core.receipt import Posting, State
from campaign.core.sentence import sentence
from campaign.core.verdict import judge
from campaign.flow.forge import Forge, Ledger

BLOCKED = "blocked"
"""The reason of a refusal that holds for ever, in everything the owner has."""

CLOSED_DOORS = ("interaction_limit", "collaborators_only")
"""Reasons of a refusal that, from two repositories of one owner, speak for all of them."""

Refusals = Mapping[int | str, EarlierRefusal]
"""By repository id, and by owner (in lower case) where the owner as a whole refuses."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Survey:
    """One look at all targets, in the order asked for."""

    account: Account | None
    checked_at: datetime
    accesses: tuple[Access, ...]
    cost: Cost
    free: int = 0
    """Requests, of those in `cost`, that GitHub has not counted: nothing had changed."""
    resume_at: datetime | None = None
    """When the look can go on, if a limit cut it short."""
    unknown_fields: tuple[str, ...] = ()
    """What the server does not know: its verdicts rest on less."""

    @property
    def unanswered(self) -> tuple[str, ...]:
        """The repositories about which GitHub gave no usable answer."""
        return tuple(each.repo for each in self.accesses if each.facts.found is Found.ERROR)


def survey(
    repos: Sequence[str],
    *,
    forge: Forge,
    account: Account | None,
    refusals: Refusals,
) -> Survey:
    """Look at these repositories.

    Args:
        refusals: what my ledger remembers of refusals that still hold.
    """
    facts = forge.look(repos, account=account)
    now = forge.now()
    accesses = tuple(judge(each, now=now, refusal=_refusal(each, refusals)) for each in facts)
    return Survey(
        account=account,
        checked_at=now,
        accesses=accesses,
        cost=forge.cost,
        free=forge.free,
        resume_at=forge.resume_at,
        unknown_fields=forge.unknown_fields,
    )


def _refusal(facts: RepoFacts, refusals: Refusals) -> EarlierRefusal | None:
    by_owner = refusals.get(owner_of(facts.name_now or facts.repo))
    return refusals.get(facts.repo_id, by_owner) if facts.repo_id is not None else by_owner


def earlier_refusals(ledger: Ledger, *, account: Account, now: datetime) -> Refusals:
    """The refusals this account has met, of any campaign, whose time is not over."""
    rows = [
        row
        for row in ledger.postings(account_id=account.id)
        if row.state is State.REFUSED and (row.retry_at is None or row.retry_at > now)
    ]
    shut = Counter(owner_of(row.name_now) for row in rows if row.reason in CLOSED_DOORS)
    by_owner = {
        owner: _remembered(row, where=row.name_now)
        for row, owner in ((row, owner_of(row.name_now)) for row in rows)
        if row.reason == BLOCKED or shut[owner] > 1
    }
    return by_owner | {row.key.repo_id: _remembered(row) for row in rows}


def _remembered(row: Posting, *, where: str = "") -> EarlierRefusal:
    at, said = row.decided_at or row.intended_at, row.message or row.reason
    words = sentence("{words} (said in {repo})", words=said, repo=where) if where else said
    return EarlierRefusal(at=at, message=words)
