"""What became of a posting whose outcome is unknown: look for it, patiently, in my own issues.

Seeing it proves that it exists. Not seeing it proves nothing: GitHub's lists lag by minutes,
so a posting that is not found stays unknown and is never sent again by itself.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from campaign.core.account import Account
from campaign.core.receipt import Outcome, Posting, Receipt, State
from campaign.flow.adopting import FOUND, proves, proves_from_afar
from campaign.flow.forge import Forge, Ledger
from campaign.flow.pacing import Waiting

DELAYS = (5.0, 15.0, 60.0, 300.0, 900.0)
"""Seconds before each look: lists were seen to lag from seconds to eight minutes."""

MARGIN = timedelta(minutes=10)
"""How long before the intent an issue may seem to have changed: clocks differ."""


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
        number, looked = _look(posting, forge=forge, account=account)
        if number is not None:
            at = forge.now()
            ledger.record_posted(posting.key, number=number, at=at, reason=FOUND)
            return posted(repo=posting.repo, name_now=posting.name_now, number=number, at=at)
        if looked:
            ledger.record_look(posting.key)
    return in_doubt(posting)


def _look(posting: Posting, *, forge: Forge, account: Account) -> tuple[int | None, bool]:
    """The issue's number where one of my lists shows it, and whether the repository's was told."""
    since, key = posting.intended_at - MARGIN, posting.key
    issues = forge.own_issues(posting.name_now, account=account, since=since)
    here = [each.number for each in issues or () if proves(each, key)]
    if here:
        return here[0], True
    mine = forge.created_issues(since=since)
    anywhere = (each.number for each in mine or () if proves_from_afar(each, key))
    return next(anywhere, None), issues is not None


def _delays(max_wait: float) -> Iterator[float]:
    if max_wait < DELAYS[0]:
        yield 0.0
    yield from (delay for delay in DELAYS if delay <= max_wait)


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
