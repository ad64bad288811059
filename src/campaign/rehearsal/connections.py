"""The lists of the GraphQL schema: chosen, ordered and cut to size."""

import base64
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from graphql import FieldNode

from campaign.rehearsal.accounts import Account
from campaign.rehearsal.asking import Denied, Info
from campaign.rehearsal.choice import choose
from campaign.rehearsal.places import Issue, Repository

BOTH = ("OPEN", "CLOSED")
ORDERS = {"CREATED_AT": "created", "UPDATED_AT": "updated", "COMMENTS": "comments"}
OLDEST_FIRST = {"field": "CREATED_AT", "direction": "ASC"}
TOO_MUCH = "Resource limits for this query exceeded."

FLAGS: Mapping[str, Callable[[Repository], bool]] = {
    "hasIssuesEnabled": lambda repository: repository.has_issues,
    "isArchived": lambda repository: repository.archived_at is not None,
    "isFork": lambda repository: repository.is_fork,
}


def issues(repository: Repository, info: Info, **args: Any) -> Mapping[str, Any]:
    """`issues(…)`: no pull requests; open and closed ones unless `states` says otherwise."""
    return _connection(info, _chosen(repository, info, args, pulls=False), args)


def pulls(repository: Repository, info: Info, **args: Any) -> Mapping[str, Any]:
    """`pullRequests(…)`."""
    return _connection(info, _chosen(repository, info, args, pulls=True), args)


def topics(repository: Repository, info: Info, **args: Any) -> Mapping[str, Any]:
    """`repositoryTopics(…)`."""
    return _connection(info, [{"topic": {"name": name}} for name in repository.topics], args)


def repositories(owner: Account, info: Info, **args: Any) -> Mapping[str, Any]:
    """`repositories(…)` of a person or an organisation: the public ones.

    Those where a person only helps are among them unless `ownerAffiliations` says otherwise
    (docs: graphql/reference/interfaces#repositoryowner).
    """
    ties = args["ownerAffiliations"]
    found = [
        each
        for each in info.context.attempt.world.repositories_near(owner)
        if not each.private
        and args.get("privacy") in (None, "PUBLIC")
        and ("OWNER" if each.owner is owner else "COLLABORATOR") in ties
        and all(args.get(name) in (None, flag(each)) for name, flag in FLAGS.items())
    ]
    return _connection(info, found, args)


def _chosen(
    repository: Repository, info: Info, args: Mapping[str, Any], *, pulls: bool
) -> Sequence[Issue]:
    attempt = info.context.attempt
    wanted = args.get("filterBy") or {}
    order = args.get("orderBy") or OLDEST_FIRST
    listed = attempt.world.listed(repository, attempt.user)
    return choose(
        [i for i in listed if i.is_pull_request is pulls and (pulls or repository.has_issues)],
        states=[state.lower() for state in args.get("states") or wanted.get("states") or BOTH],
        creator=wanted.get("createdBy"),
        since=_moment(wanted.get("since")),
        order=ORDERS[order["field"]],
        descending=order["direction"] == "DESC",
    )


def _moment(text: str | None) -> datetime | None:
    try:
        return None if text is None else datetime.fromisoformat(text)
    except ValueError:
        fault = f"Argument 'since' on InputObject 'IssueFilters' has an invalid value ({text})."
        raise Denied("", fault) from None


def _connection(info: Info, items: Sequence[object], args: Mapping[str, Any]) -> Mapping[str, Any]:
    """Refuses what is too wide: docs, rate-limits-and-query-limits-for-the-graphql-api."""
    key = "last" if args.get("first") is None else "first"
    size = args.get(key)
    if size is None and _wants_nodes(info):
        raise Denied(
            "MISSING_PAGINATION_BOUNDARIES",
            "You must provide a `first` or `last` value to properly paginate the "
            f"`{info.field_name}` connection.",
        )
    if size is not None and not 0 <= size <= 100:
        raise Denied(
            "EXCESSIVE_PAGINATION",
            f"Requesting {size} records on the `{info.field_name}` connection exceeds the "
            f"`{key}` limit of 100 records.",
        )
    start = _start(args.get("after"))
    stop = len(items)
    if key == "first":
        stop = min(stop, start + (size or 0))
    else:
        start = max(start, stop - (size or 0))
    return {
        "nodes": _nodes(info, items[start:stop]),
        "totalCount": len(items),
        "pageInfo": {
            "startCursor": _cursor(start + 1) if start < stop else None,
            "endCursor": _cursor(stop) if start < stop else None,
            "hasPreviousPage": start > 0,
            "hasNextPage": stop < len(items),
        },
    }


def _nodes(info: Info, taken: Sequence[object]) -> object:
    """The items, or what is null and an error where they are too much."""
    asking = info.context
    asking.lists += 1
    limit = asking.attempt.world.list_limit
    if limit is None or asking.lists <= limit:
        return taken

    def refuse(_: Info) -> None:
        raise Denied("RESOURCE_LIMITS_EXCEEDED", TOO_MUCH)

    return refuse


def _cursor(position: int) -> str:
    return base64.b64encode(f"cursor:{position}".encode()).decode("ascii")


def _start(cursor: str | None) -> int:
    """How many items come before what follows `cursor` (words: az-digital/az_quickstart#5604)."""
    if cursor is None:
        return 0
    try:
        word, _, position = base64.b64decode(cursor, validate=True).decode("ascii").partition(":")
        if word == "cursor":
            return int(position)
    except ValueError:
        pass
    text = f"`{cursor}` does not appear to be a valid cursor."
    raise Denied("INVALID_CURSOR_ARGUMENTS", text)


def _wants_nodes(info: Info) -> bool:
    selections = info.field_nodes[0].selection_set
    chosen = selections.selections if selections else ()
    return any(isinstance(node, FieldNode) and node.name.value == "nodes" for node in chosen)
