"""An issue of mine that GitHub shows: what proves it, and how it enters the ledger."""

from collections.abc import Collection
from datetime import datetime
from itertools import chain

from campaign.core.access import OwnIssue
from campaign.core.marker import Key, bears_key, bears_marker
from campaign.core.receipt import Posting, State

FOUND = "found"
"""The reason of a posting that was not told but seen."""

SAME_TITLE = "same_title"
"""The same, where its marker is gone: whoever may edit an issue can take it out."""


def proves(issue: OwnIssue, key: Key) -> bool:
    """Whether this issue of the repository is the one of this key: its author must be me."""
    return issue.author_id == key.account_id and bears_marker(issue.body, key=key)


def proves_from_afar(issue: OwnIssue, key: Key) -> bool:
    """The same in a list of all my issues: the form's marker does not tell where it belongs."""
    there = issue.repo_id in (None, key.repo_id)
    return there and issue.author_id == key.account_id and bears_key(issue.body, key=key)


def has_title(issue: OwnIssue, key: Key, *, title: str, since: datetime | None = None) -> bool:
    """Whether it is an issue of mine with this very title, opened since then, or ever.

    Of whichever campaign: who has asked once in these words does not ask again.
    """
    mine = issue.author_id == key.account_id and issue.title == title != ""
    return mine and (since is None or issue.created_at >= since)


def proves_when_moved(issue: OwnIssue, posting: Posting) -> bool:
    """The same of an issue to which a number of the posting's own repository leads.

    It may be in another one by now. It must have its own marker or its title, and not be older
    than the intent; GitHub's times have whole seconds.
    """
    key, intended_at = posting.key, posting.intended_at.replace(microsecond=0)
    marked = issue.author_id == key.account_id and bears_key(issue.body, key=key)
    mine = marked or has_title(issue, key, title=posting.title)
    return mine and issue.created_at >= intended_at


def mine_among(
    issues: Collection[OwnIssue], key: Key, *, title: str = "", since: datetime | None = None
) -> OwnIssue | None:
    """The issue of this key among those of its repository.

    Its own comes before one of the form, and that before one that has but this title.
    """
    found = [each for each in issues if proves(each, key)]
    own = (each for each in found if bears_key(each.body, key=key))
    alike = (each for each in issues if has_title(each, key, title=title, since=since))
    return next(chain(own, found, alike), None)


def how_found(issue: OwnIssue, key: Key) -> str:
    """The reason of the posting that this issue is."""
    return FOUND if proves(issue, key) else SAME_TITLE


def found_posting(issue: OwnIssue, *, key: Key, repo: str, name_now: str, login: str) -> Posting:
    """The row of an issue that this ledger does not know to exist."""
    return Posting(
        key=key,
        repo=repo,
        name_now=name_now,
        login=login,
        state=State.POSTED,
        title="",
        body_sha256="",
        intended_at=issue.created_at,
        decided_at=issue.created_at,
        number=issue.number,
        reason=how_found(issue, key),
    )
