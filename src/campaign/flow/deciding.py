"""Unknown → planned: a person's decision, as the last resort, that an issue was never made."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from campaign.core.account import Account
from campaign.core.marker import Key
from campaign.core.receipt import DECIDED, LOOKS_TO_DECIDE, Outcome, Posting, Receipt, State
from campaign.flow.forge import Forge, Ledger

AGE = timedelta(minutes=60)
"""How long after sending nobody may decide yet: lists were seen to lag by 49 minutes."""


def open_questions(*, campaign: str, ledger: Ledger, account: Account) -> tuple[Posting, ...]:
    """The postings of this account that may exist."""
    rows = ledger.postings(campaign=campaign, account_id=account.id)
    return tuple(row for row in rows if row.state in (State.UNKNOWN, State.INTENT))


def why_not_yet(row: Posting, *, looks_before: Mapping[Key, int], now: datetime) -> str:
    """What stands in the way of a decision, in words; empty if nothing does.

    Args:
        looks_before: how often it had been looked for before this run: one look must be of today.
    """
    if now - row.intended_at < AGE:
        back = f"{row.intended_at + AGE:%Y-%m-%d %H:%M} UTC"
        return f"it was sent less than an hour ago; ask again after {back}"
    if row.looks <= looks_before.get(row.key, 0):
        return "GitHub did not tell just now whether it exists"
    if row.looks < LOOKS_TO_DECIDE:
        return f"it was looked for only {row.looks} of {LOOKS_TO_DECIDE} times"
    return ""


def call_unmade(row: Posting, *, forge: Forge, ledger: Ledger) -> Receipt:
    """The person has looked, and says that the issue does not exist: `post` may send it again."""
    at = forge.now()
    ledger.call_unmade(row.key, at=at)
    return Receipt(
        repo=row.repo,
        outcome=Outcome.DEFERRED,
        reason=DECIDED,
        message="As you decided: it was not posted, and may be sent again.",
        at=at,
    )
