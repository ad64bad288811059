"""Which issues a list shows and in which order: the same for REST and for GraphQL."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from campaign.rehearsal.places import Issue

ORDERS: Mapping[str, Callable[[Issue], Any]] = {
    "created": lambda issue: (issue.created_at, issue.number),
    "updated": lambda issue: (issue.updated_at, issue.number),
    "comments": lambda issue: (len(issue.comments), issue.number),
}


def choose(
    issues: Iterable[Issue],
    *,
    states: Collection[str],
    creator: str | None,
    since: datetime | None,
    order: str,
    descending: bool,
) -> Sequence[Issue]:
    """Those in one of `states`, by `creator` if one is given, updated at `since` or later."""
    chosen = [
        issue
        for issue in issues
        if issue.state in states
        and (creator is None or issue.by(creator))
        and (since is None or issue.updated_at >= since)
    ]
    return sorted(chosen, key=ORDERS[order], reverse=descending)
