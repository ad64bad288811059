"""The GraphQL query for many repositories at once, and GitHub's answers turned into RepoFacts.

Fields: https://docs.github.com/en/graphql/reference/objects#repository
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from campaign.core.access import Found, OwnIssue, RepoFacts, Sighting

_NEW_FIELDS = "viewerCanCreateIssues issueCreationPolicy"
"""Known to GitHub since July 2026, not to older Enterprise servers."""

_FACTS = """
fragment facts on Repository {
  databaseId nameWithOwner hasIssuesEnabled isArchived isDisabled isLocked lockReason
  viewerPermission %s
  recent: issues(first: 10, orderBy: {field: CREATED_AT, direction: DESC}) {
    nodes { number createdAt authorAssociation author { __typename } }
  }
  own: issues(first: 10, filterBy: {createdBy: $login},
              orderBy: {field: CREATED_AT, direction: DESC}) {
    nodes { number state body createdAt author { ... on User { databaseId } } }
  }
}"""


def facts_query(repos: Sequence[str], *, login: str, with_new_fields: bool) -> dict[str, object]:
    """One query for these repositories; names travel as variables, never in the text."""
    variables = {"login": login}
    asked = []
    for index, repo in enumerate(repos):
        variables[f"o{index}"], _, variables[f"n{index}"] = repo.partition("/")
        asked.append(f"r{index}: repository(owner: $o{index}, name: $n{index}) {{ ...facts }}")
    declared = ", ".join(f"${name}: String!" for name in variables)
    fields = _FACTS % (_NEW_FIELDS if with_new_fields else "")
    query = f"query ({declared}) {{ rateLimit {{ cost }} {' '.join(asked)} }}{fields}"
    return {"query": query, "variables": variables}


def facts_from_graphql(repos: Sequence[str], data: Mapping[str, Any]) -> list[RepoFacts]:
    """One RepoFacts for each repository asked for, whatever part of the answer failed."""
    nodes = data.get("data") or {}
    errors = {
        str(error["path"][0]): error for error in data.get("errors") or [] if error.get("path")
    }
    return [
        _facts(repo, node=nodes.get(alias), error=errors.get(alias) or {})
        for alias, repo in ((f"r{index}", repo) for index, repo in enumerate(repos))
    ]


def unknown_field(data: Mapping[str, Any]) -> bool:
    """Whether the whole query failed because the server does not know the new fields."""
    told = " ".join(str(error.get("message")) for error in data.get("errors") or [])
    return not data.get("data") and any(field in told for field in _NEW_FIELDS.split())


def _facts(repo: str, *, node: Any, error: Mapping[str, Any]) -> RepoFacts:
    try:
        return _seen(repo, node) if node else _unseen(repo, error)
    except (LookupError, TypeError, ValueError, AttributeError):
        return _unseen(repo, error)


def _issues(connection: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """What failed of a list is null in it."""
    return [issue for issue in connection["nodes"] if issue]


def _seen(repo: str, node: Mapping[str, Any]) -> RepoFacts:
    own = _issues(node["own"])
    mine = {issue["number"] for issue in own}
    return RepoFacts(
        repo=repo,
        name_now=node["nameWithOwner"],
        repo_id=node["databaseId"],
        has_issues=node["hasIssuesEnabled"],
        archived=node["isArchived"],
        disabled=node["isDisabled"],
        locked=node["isLocked"],
        lock_reason=node["lockReason"] or "",
        permission=node["viewerPermission"],
        can_create=node.get("viewerCanCreateIssues"),
        policy=node.get("issueCreationPolicy"),
        recent=tuple(
            Sighting(
                number=issue["number"],
                at=datetime.fromisoformat(issue["createdAt"]),
                association=issue["authorAssociation"],
                by_person=(issue["author"] or {}).get("__typename") == "User",
            )
            for issue in _issues(node["recent"])
            if issue["number"] not in mine
        ),
        own=tuple(
            OwnIssue(
                number=issue["number"],
                state=issue["state"].lower(),
                body=issue["body"],
                author_id=(issue["author"] or {}).get("databaseId", 0),
                created_at=datetime.fromisoformat(issue["createdAt"]),
            )
            for issue in own
        ),
    )


def _unseen(repo: str, error: Mapping[str, Any]) -> RepoFacts:
    kinds = {"NOT_FOUND": Found.MISSING, "FORBIDDEN": Found.NOT_READABLE}
    found = kinds.get(str(error.get("type")), Found.ERROR)
    return RepoFacts(repo=repo, found=found, problem=str(error.get("message") or "no answer"))


def facts_from_rest(repo: str, data: Mapping[str, Any]) -> RepoFacts:
    """What REST tells without a token: enough to know closed doors, not open ones.

    https://docs.github.com/en/rest/repos/repos#get-a-repository
    """
    return RepoFacts(
        repo=repo,
        name_now=data["full_name"],
        repo_id=data["id"],
        has_issues=data["has_issues"],
        archived=data["archived"],
        disabled=data["disabled"],
    )


def own_issues_from_rest(body: str) -> tuple[int | None, tuple[OwnIssue, ...]]:
    """The size of a page, pull requests included, and its issues; None if it cannot be read.

    https://docs.github.com/en/rest/issues/issues#list-repository-issues
    """
    try:
        entries = json.loads(body)
        issues = (_own_issue(each) for each in entries if "pull_request" not in each)
        return len(entries), tuple(issues)
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return None, ()


def _own_issue(data: Mapping[str, Any]) -> OwnIssue:
    return OwnIssue(
        number=data["number"],
        state=data["state"],
        body=data["body"] or "",
        author_id=(data["user"] or {}).get("id", 0),
        created_at=datetime.fromisoformat(data["created_at"]),
    )
