"""History: what earlier looks found, so that a repository's doors can be followed over time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from campaign.core.access import Access, Found, Reason, Verdict
from campaign.core.account import Account


@dataclass(frozen=True, kw_only=True, slots=True)
class Glimpse:
    """One repository as one look found it; `repo` is the name it was asked for by."""

    repo: str
    verdict: Verdict
    reason: Reason


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """Everything one look found, and through whose eyes; None: nobody was signed in."""

    at: datetime
    account_id: int | None
    login: str | None
    seen: tuple[Glimpse, ...]


def look_of(accesses: Sequence[Access], *, at: datetime, account: Account | None) -> Look:
    """What is worth keeping of a look; a repository that a limit left out was not looked at."""
    return Look(
        at=at,
        account_id=account.id if account else None,
        login=account.login if account else None,
        seen=tuple(
            Glimpse(repo=each.repo, verdict=each.verdict, reason=each.reason)
            for each in accesses
            if each.facts.found is not Found.LATER
        ),
    )


def through_same_eyes(looks: Sequence[Look]) -> tuple[Look, ...]:
    """The looks of one viewer: the account that looked last, or nobody where none was signed in.

    What is open to one account may be closed to another, so the two make no common history.
    """
    signed = [look for look in looks if look.account_id is not None]
    latest = max(signed, key=lambda look: look.at, default=None)
    account_id = latest.account_id if latest else None
    return tuple(look for look in looks if look.account_id == account_id)
