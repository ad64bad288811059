"""What became of a posting whose outcome is unknown: look for it, patiently, in my own issues.

Seeing it proves that it exists. Not seeing it proves nothing: GitHub's lists lag by minutes,
so a posting that is not found stays unknown and is never sent again by itself.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Protocol

from campaign.core.access import OwnIssue
from campaign.core.account import Account
from campaign.core.marker import Key, bears_marker
from campaign.core.receipt import Outcome, Posting, Receipt, State
from campaign.flow.forge import Forge, Ledger

DELAYS = (5.0, 15.0, 60.0, 300.0, 900.0)
"""Seconds before each look: lists were seen to lag from seconds to eight minutes."""

MARGIN = timedelta(minutes=10)
"""How long before the intent an issue may seem to have changed: clocks differ."""

FOUND = "found"
"""The reason of a posting that was not told but seen."""


class Waiting(Protocol):
    """Somebody who can wait, and show that they do."""

    def wait(self, seconds: float, *, why: str) -> None: ...


def settle(
    posting: Posting,
    *,
    forge: Forge,
    ledger: Ledger,
    account: Account,
    waiting: Waiting,
    max_wait: float,
) -> Receipt:
    """Look until it is found or the next wait would be longer than `max_wait` seconds.

    0 means: look once, never wait.
    """
    for delay in _delays(max_wait):
        if delay:
            waiting.wait(delay, why=f"looking for the issue in {posting.name_now}")
        since = posting.intended_at - MARGIN
        issues = forge.own_issues(posting.name_now, account=account, since=since)
        number = next((each.number for each in issues or () if proves(each, posting.key)), None)
        if number is not None:
            at = forge.now()
            ledger.record_posted(posting.key, number=number, at=at, reason=FOUND)
            return posted(repo=posting.repo, name_now=posting.name_now, number=number, at=at)
        if issues is not None:
            ledger.record_look(posting.key)
    return in_doubt(posting)


def _delays(max_wait: float) -> Iterator[float]:
    if max_wait < DELAYS[0]:
        yield 0.0
    yield from (delay for delay in DELAYS if delay <= max_wait)


def proves(issue: OwnIssue, key: Key) -> bool:
    """Whether this issue is the one of this key: its author must be the account itself."""
    return issue.author_id == key.account_id and bears_marker(issue.body, key=key)


def posted(
    *, repo: str, name_now: str, number: int, at: datetime, outcome: Outcome = Outcome.POSTED
) -> Receipt:
    """The receipt of an issue that exists; its address is composed by us."""
    return Receipt(
        repo=repo,
        outcome=outcome,
        number=number,
        url=f"https://github.com/{name_now}/issues/{number}",
        at=at,
    )


def in_doubt(posting: Posting) -> Receipt:
    """The receipt of an issue that may exist."""
    return Receipt(
        repo=posting.repo,
        outcome=Outcome.UNKNOWN,
        reason=posting.reason or "interrupted",
        message=posting.message,
        at=posting.intended_at,
    )


def known(posting: Posting, *, outcome: Outcome = Outcome.POSTED) -> Receipt | None:
    """The receipt of an issue that exists (then with this outcome) or may exist; else None."""
    if posting.state is State.POSTED and posting.number is not None:
        return posted(
            repo=posting.repo,
            name_now=posting.name_now,
            number=posting.number,
            at=posting.decided_at or posting.intended_at,
            outcome=outcome,
        )
    return in_doubt(posting) if posting.state in (State.UNKNOWN, State.INTENT) else None


def settle_all(
    *,
    campaign: str,
    forge: Forge,
    ledger: Ledger,
    account: Account,
    waiting: Waiting,
    max_wait: float,
) -> tuple[Receipt, ...]:
    """Settle every unknown posting of this account in this campaign."""
    ledger.recover()
    rows = ledger.postings(campaign=campaign, account_id=account.id)
    return tuple(
        settle(row, forge=forge, ledger=ledger, account=account, waiting=waiting, max_wait=max_wait)
        for row in rows
        if row.state is State.UNKNOWN
    )
