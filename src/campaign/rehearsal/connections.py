"""The lists of the GraphQL schema: chosen, ordered and cut to size."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from graphql import FieldNode

from campaign.rehearsal.asking import Denied, Info
from campaign.rehearsal.choice import choose
from campaign.rehearsal.places import Issue, Repository

BOTH = ("OPEN", "CLOSED")
ORDERS = {"CREATED_AT": "created", "UPDATED_AT": "updated", "COMMENTS": "comments"}
OLDEST_FIRST = {"field": "CREATED_AT", "direction": "ASC"}


def issues(repository: Repository, info: Info, **args: Any) -> Mapping[str, Any]:
    """`issues(…)`: no pull requests; open and closed ones unless `states` says otherwise."""
    return _connection(info, _chosen(repository, info, args, pulls=False), args)


def pulls(repository: Repository, info: Info, **args: Any) -> Mapping[str, Any]:
    """`pullRequests(…)`."""
    return _connection(info, _chosen(repository, info, args, pulls=True), args)


def topics(repository: Repository, info: Info, **args: Any) -> Mapping[str, Any]:
    """`repositoryTopics(…)`."""
    return _connection(info, [{"topic": {"name": name}} for name in repository.topics], args)


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
    taken = items[: size or 0] if key == "first" else items[len(items) - (size or 0) :]
    return {"nodes": taken, "totalCount": len(items)}


def _wants_nodes(info: Info) -> bool:
    selections = info.field_nodes[0].selection_set
    chosen = selections.selections if selections else ()
    return any(isinstance(node, FieldNode) and node.name.value == "nodes" for node in chosen)
