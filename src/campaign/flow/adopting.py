"""An issue of mine that GitHub shows: what proves it, and how it enters the ledger."""

from campaign.core.access import OwnIssue
from campaign.core.marker import Key, bears_key, bears_marker
from campaign.core.receipt import Posting, State

FOUND = "found"
"""The reason of a posting that was not told but seen."""


def proves(issue: OwnIssue, key: Key) -> bool:
    """Whether this issue of the repository is the one of this key: its author must be me."""
    return issue.author_id == key.account_id and bears_marker(issue.body, key=key)


def proves_from_afar(issue: OwnIssue, key: Key) -> bool:
    """The same in a list of all my issues: the form's marker does not tell where it belongs."""
    there = issue.repo_id in (None, key.repo_id)
    return there and issue.author_id == key.account_id and bears_key(issue.body, key=key)


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
        reason=FOUND,
    )
