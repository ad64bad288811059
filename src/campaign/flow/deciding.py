"""Unknown → planned: a person's decision, as the last resort, that an issue was never made."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from campaign.core.account import Account
from campaign.core.marker import Key
from campaign.core.receipt import DECIDED, LOOKS_TO_DECIDE, Outcome, Posting, Receipt, State
from campaign.core.sentence import N_, Sentence, counted, sentence
from campaign.core.waits import in_utc
from campaign.flow.forge import Forge, Ledger

AGE = timedelta(minutes=60)
"""How long after sending nobody may decide yet: lists were seen to lag by 49 minutes."""


ANOTHER_ACCOUNT = "another_account"
"""The reason where only another account can find out what became of a posting."""


def open_questions(
    *, campaign: str | None, ledger: Ledger, account: Account | None
) -> tuple[Posting, ...]:
    """The postings that may exist: of one campaign and one account, if given."""
    rows = ledger.postings(campaign=campaign, account_id=account.id if account else None)
    return tuple(row for row in rows if row.state in (State.UNKNOWN, State.INTENT))


def questions_of_others(*, campaign: str, ledger: Ledger, account: Account) -> tuple[Receipt, ...]:
    """What other accounts have left open on this computer, and how to find out."""
    rows = open_questions(campaign=campaign, ledger=ledger, account=None)
    return tuple(
        Receipt(
            repo=row.repo,
            outcome=Outcome.UNKNOWN,
            reason=ANOTHER_ACCOUNT,
            message=sentence(_SENT_BY_ANOTHER, login=row.login),
            at=row.intended_at,
        )
        for row in rows
        if row.key.account_id != account.id
    )


_SENT_BY_ANOTHER = N_(
    "It was sent as {login}. To find out, sign in as {login}, for instance with"
    " `gh auth switch --user {login}`, and run the same command again."
)


def why_not_yet(row: Posting, *, looks_before: Mapping[Key, int], now: datetime) -> str:
    """What stands in the way of a decision, in words; empty if nothing does.

    Args:
        looks_before: how often it had been looked for before this run: one look must be of today.
    """
    if now - row.intended_at < AGE:
        back = in_utc(row.intended_at + AGE)
        return sentence("it was sent less than an hour ago; ask again after {time}", time=back)
    if row.looks <= looks_before.get(row.key, 0):
        return Sentence("GitHub did not tell just now whether it exists")
    if row.looks < LOOKS_TO_DECIDE:
        return counted(
            "it was looked for only {count} of {needed} times",
            "it was looked for only {count} of {needed} times",
            row.looks,
            needed=LOOKS_TO_DECIDE,
        )
    return ""


def call_unmade(row: Posting, *, forge: Forge, ledger: Ledger) -> Receipt:
    """The person has looked, and says that the issue does not exist: `post` may send it again."""
    at = forge.now()
    ledger.call_unmade(row.key, at=at)
    return Receipt(
        repo=row.repo,
        outcome=Outcome.DEFERRED,
        reason=DECIDED,
        message=Sentence("As you decided: it was not posted, and may be sent again."),
        at=at,
    )
