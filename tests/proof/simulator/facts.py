"""What a look asks in GraphQL, answered by the stand-in's own fields without graphql-core.

The fields, and the reader of the answer, are the real ones: only the query in between is left out,
which takes ten times as long as all the rest. A test compares the facts with those over HTTP.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import ExecutionResult

from campaign.adapters.github_query import ISSUES, OPT_OUT_FILE
from campaign.rehearsal.asking import Asking, Denied
from campaign.rehearsal.fields import FIELDS
from campaign.rehearsal.places import Issue, Repository
from campaign.rehearsal.refusals import Attempt

_PLAIN = (
    *("databaseId", "nameWithOwner", "hasIssuesEnabled", "isArchived", "isDisabled", "isLocked"),
    *("lockReason", "visibility", "viewerPermission", "interactionAbility", "watchers"),
)

_NEW = ("viewerCanCreateIssues", "issueCreationPolicy")

_NEWEST = {"first": 10, "orderBy": {"field": "CREATED_AT", "direction": "DESC"}}

_QUERY, _REPOSITORY, _ISSUE = FIELDS["Query"], FIELDS["Repository"], FIELDS["Issue"]


def budget(*_: object, context_value: Asking, **__: object) -> ExecutionResult:
    """The answer to a query that asks for nothing but what is left of the hour."""
    told = _QUERY["rateLimit"](None, _Info(context_value))
    return ExecutionResult(data={"rateLimit": told}, errors=None)


@dataclass
class _Info:
    """As much of a query as the fields ask about."""

    context: Asking


def answer(repos: Sequence[str], attempt: Attempt) -> Mapping[str, Any]:
    """The document that a look at these repositories would bring."""
    info = _Info(Asking(attempt=attempt, cost=1, nodes=0))
    data: dict[str, Any] = {}
    errors: list[Mapping[str, Any]] = []
    for index, repo in enumerate(repos):
        owner, _, name = repo.partition("/")
        try:
            place = _QUERY["repository"](None, info, owner=owner, name=name)
        except Denied as no:
            data[f"r{index}"] = None
            errors.append({"path": [f"r{index}"], "type": no.kind, "message": str(no)})
        else:
            data[f"r{index}"] = _node(place, info)
    return {"data": data, "errors": errors}


def _node(place: Repository, info: _Info) -> Mapping[str, Any]:
    world, login = info.context.attempt.world, info.context.attempt.author.login
    names = _PLAIN if world.old_schema else (*_PLAIN, *_NEW)
    listed = _REPOSITORY["issues"]
    return {
        **{name: _REPOSITORY[name](place, info) for name in names},
        "own": _issues(listed(place, info, filterBy={"createdBy": login}, **_NEWEST), info),
        "recent": _issues(listed(place, info, **{**_NEWEST, "first": ISSUES}), info),
        "repositoryTopics": _REPOSITORY["repositoryTopics"](place, info, first=20),
        "optOut": _REPOSITORY["object"](place, info, expression=f"HEAD:{OPT_OUT_FILE}"),
    }


def _issues(connection: Mapping[str, Any], info: _Info) -> Mapping[str, Any]:
    return {"nodes": [_issue(issue, info) for issue in connection["nodes"]]}


def _issue(issue: Issue, info: _Info) -> Mapping[str, Any]:
    author = issue.author
    kind = "Bot" if author is not None and author.bot else "User"
    return {
        "number": issue.number,
        "body": issue.body,
        **{name: _ISSUE[name](issue, info) for name in ("state", "createdAt", "authorAssociation")},
        "author": author and {"__typename": kind, "login": author.login, "databaseId": author.id},
    }
