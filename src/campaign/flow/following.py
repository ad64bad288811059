"""Receipts → what became of them: whether strangers see them now, how they stand on a later day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from campaign.core.account import Account
from campaign.core.receipt import IssueNow, Outcome, Posting, Receipt, State
from campaign.core.sentence import Sentence
from campaign.errors import CampaignError
from campaign.flow.forge import Forge, Ledger
from campaign.flow.pacing import Waiting

MOST_LOOKS = 3
"""A sample: what hides one issue hides all of the account, and strangers have 60 looks an hour.

https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
"""

LOOK_AGAIN = 5.0
"""Seconds after which an issue that was only just made is looked for once more."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Followed:
    """One posted issue, and how it stands."""

    posting: Posting
    now: IssueNow

    @property
    def place(self) -> tuple[str, int | None]:
        """Its repository and number now; where it is gone, those of then."""
        here = self.now if self.now.number else self.posting
        return here.name_now, here.number

    @property
    def has_moved(self) -> bool:
        """To another repository, or with its own under another name."""
        name, number = self.place
        return (name.lower(), number) != (self.posting.name_now.lower(), self.posting.number)

    @property
    def url(self) -> str:
        """The page of that place."""
        name, number = self.place
        return f"https://github.com/{name}/issues/{number}"


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


def sightings(
    receipts: Iterable[Receipt], names: Mapping[str, str], *, forge: Forge, waiting: Waiting
) -> dict[str, bool | None]:
    """Whether strangers see the issues posted in this run: a few looks without the token.

    A flagged account sees its own issues, nobody else does, and no error tells it:
    streamlink/streamlink#622. Repositories that were not looked at are left out; None where
    GitHub did not tell, and then it is not asked any further.

    Args:
        names: repository as the file writes it → its full name now.
    """
    posted = [each for each in receipts if each.outcome is Outcome.POSTED and each.number]
    found: dict[str, bool | None] = {}
    for receipt in posted[:MOST_LOOKS]:
        found[receipt.repo] = _look(receipt, names, forge)
        if found[receipt.repo] is None:
            return found
    hidden = [each for each in posted[:MOST_LOOKS] if not found[each.repo]]
    if hidden:
        waiting.wait(LOOK_AGAIN, why=Sentence("looking once more as a stranger would"))
        found[hidden[-1].repo] = _look(hidden[-1], names, forge)
    return found


def _look(receipt: Receipt, names: Mapping[str, str], forge: Forge) -> bool | None:
    if receipt.number is None:
        return None
    try:
        return forge.seen_by_strangers(names.get(receipt.repo, receipt.repo), receipt.number)
    except CampaignError:
        return None
