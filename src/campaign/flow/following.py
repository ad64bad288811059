"""Receipts → what became of them: how each of my posted issues stands today."""

from dataclasses import dataclass

from campaign.core.account import Account
from campaign.core.receipt import IssueNow, Posting, State
from campaign.flow.forge import Forge, Ledger


@dataclass(frozen=True, kw_only=True, slots=True)
class Followed:
    """One posted issue, and how it stands."""

    posting: Posting
    now: IssueNow


def follow(
    *, campaign: str | None, forge: Forge, ledger: Ledger, account: Account
) -> tuple[Followed, ...]:
    """Look at every issue this account has posted, of one campaign if given."""
    rows = ledger.postings(campaign=campaign, account_id=account.id)
    return tuple(
        Followed(posting=row, now=forge.issue(row.name_now, row.number, account=account))
        for row in rows
        if row.state is State.POSTED and row.number is not None
    )
