"""A posting in doubt → its issue, where GitHub shows that it belongs to the posting's repository.

The repository is asked by its number: its name may have been taken by another one since.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain

from campaign.core.access import Found, OwnIssue, Unlisted
from campaign.core.account import Account
from campaign.core.receipt import Posting
from campaign.core.sentence import N_, Sentence, sentence
from campaign.flow.adopting import has_title, mine_among, proves_from_afar, proves_when_moved
from campaign.flow.deciding import AGE
from campaign.flow.forge import Forge

MARGIN = timedelta(minutes=10)
"""How long before the intent an issue may seem to have changed, and how long after it one may
have been made: clocks differ, and servers take their time.
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """What one look has brought."""

    issue: OwnIssue | None = None
    told: bool = True
    """Whether GitHub showed the repository's list, or that there is none: a look in vain."""
    obstacle: str = ""
    """What stood in the way of finding it, and what helps, in words; empty if nothing did."""


def search(posting: Posting, *, forge: Forge, account: Account) -> Look:
    """Look into the repository's list of my issues, then into that of all of them.

    Where lists must have caught up, an issue that is in neither may have been moved.
    """
    since, key = posting.intended_at - MARGIN, posting.key
    here = forge.own_issues(key.repo_id, account=account, since=since)
    issue = mine_among(here or (), key, title=posting.title, since=since)
    issue = issue or _from_afar(posting, forge=forge, since=since)
    if issue is not None:
        return Look(issue=issue)
    if here is None:
        return _without_a_list(posting, forge=forge)
    if forge.now() - posting.intended_at < AGE:
        return Look()
    return _among_the_unlisted(posting, forge=forge)


def _from_afar(posting: Posting, *, forge: Forge, since: datetime) -> OwnIssue | None:
    key, title = posting.key, posting.title
    everywhere = forge.created_issues(since=since) or ()
    there = (each for each in everywhere if each.repo_id == key.repo_id)
    alike = (each for each in there if has_title(each, key, title=title, since=since))
    marked = (each for each in everywhere if proves_from_afar(each, key))
    return next(chain(marked, alike), None)


def _without_a_list(posting: Posting, *, forge: Forge) -> Look:
    gone = forge.whereabouts(posting.key.repo_id).found is Found.MISSING
    return Look(told=gone, obstacle=_GONE if gone else "")


def _among_the_unlisted(posting: Posting, *, forge: Forge) -> Look:
    """Follow what the repository does not list any more: an address leads on to a moved issue."""
    since = posting.intended_at.replace(microsecond=0)
    until = posting.intended_at + MARGIN
    unlisted = forge.unlisted_issues(posting.key.repo_id, since=since, until=until)
    if unlisted is None:
        return Look(obstacle=_NOT_FOLLOWED)
    moved = (each.issue for each in unlisted if each.issue)
    issue = next((each for each in moved if proves_when_moved(each, posting)), None)
    doubtful = [each for each in unlisted if _may_be_mine(each, posting)]
    if issue is not None or not doubtful:
        return Look(issue=issue)
    address = f"https://github.com/{posting.name_now}/issues/{doubtful[0].number}"
    return Look(obstacle=sentence(_OUT_OF_SIGHT, address=address))


def _may_be_mine(unlisted: Unlisted, posting: Posting) -> bool:
    return unlisted.issue is None or unlisted.issue.author_id == posting.key.account_id


_GONE = Sentence(
    "The repository is gone, or no longer public, and all that was posted there with it: nothing"
    " more can be found out, and nothing is sent there. To close the question:"
    " campaign settle CAMPAIGN --decide"
)

_NOT_FOLLOWED = Sentence("GitHub did not tell whether it was moved to another repository.")

_OUT_OF_SIGHT = N_(
    "An issue that was opened there at that time is no longer in the list, and GitHub does not"
    " prove whether it was this one. Look yourself, signed in: {address}"
)
