"""What REST answers about a repository, turned into RepoFacts and into lists of issues.

https://docs.github.com/en/rest/repos/repos#get-a-repository
https://docs.github.com/en/rest/issues/issues#list-repository-issues
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from campaign.adapters.github_facts import asks_to_stay_away, exactly, full_name, maybe
from campaign.core.access import OwnIssue, RepoFacts, Sighting

_ROLES = {
    "admin": "ADMIN",
    "maintain": "MAINTAIN",
    "push": "WRITE",
    "triage": "TRIAGE",
    "pull": "READ",
}
"""A key of `permissions`, the highest first, and its name in GraphQL."""

_OF_A_REPOSITORY = (
    *("id", "full_name", "has_issues", "archived", "disabled", "visibility", "topics"),
    *("subscribers_count", "permissions"),
)

_OF_AN_ISSUE = ("number", "created_at", "author_association")


def kept_of_repository(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """The part of `GET /repos/{owner}/{repo}` that is worth remembering."""
    return {key: data[key] for key in _OF_A_REPOSITORY if key in data}


def kept_of_issues(data: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    """The part of `GET /repos/{owner}/{repo}/issues` that is worth remembering: no texts."""
    return [
        {
            **{key: issue[key] for key in _OF_AN_ISSUE},
            "user": {key: (issue["user"] or {}).get(key) for key in ("login", "type")},
            **({"pull_request": {}} if "pull_request" in issue else {}),
        }
        for issue in data
    ]


def facts_from_rest(repo: str, data: Mapping[str, Any]) -> RepoFacts:
    """Enough to know closed doors, not open ones: whether somebody may post is GraphQL's to say."""
    held = data.get("permissions") or {}
    visibility = maybe(str, data.get("visibility"))
    return RepoFacts(
        repo=repo,
        name_now=full_name(data["full_name"]),
        repo_id=exactly(int, data["id"]),
        has_issues=exactly(bool, data["has_issues"]),
        archived=exactly(bool, data["archived"]),
        disabled=exactly(bool, data["disabled"]),
        visibility=visibility.upper() if visibility else None,
        # Named watchers_count, the stars: https://docs.github.com/en/rest/activity/watching
        watchers=maybe(int, data.get("subscribers_count")),
        opted_out=asks_to_stay_away(data.get("topics") or ()),
        permission=next((role for key, role in _ROLES.items() if held.get(key)), None),
    )


def with_newest_issues(
    facts: RepoFacts, data: Sequence[Mapping[str, Any]], *, login: str
) -> RepoFacts:
    """The facts, with others' newest issues and pull requests, which REST lists together."""
    mine = (login.lower(), "ghost")
    others = [issue for issue in data if str(issue["user"]["login"]).lower() not in mine]
    return replace(
        facts,
        recent=tuple(_sighting(each) for each in others if "pull_request" not in each),
        recent_pulls=tuple(_sighting(each) for each in others if "pull_request" in each),
    )


def _sighting(issue: Mapping[str, Any]) -> Sighting:
    return Sighting(
        number=exactly(int, issue["number"]),
        at=datetime.fromisoformat(issue["created_at"]),
        association=exactly(str, issue["author_association"]),
        by_person=issue["user"]["type"] == "User",
    )


def own_issues_from_rest(body: str) -> tuple[int | None, tuple[OwnIssue, ...]]:
    """The size of a page, pull requests included, and its issues; None if it cannot be read."""
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
        repo_id=(data.get("repository") or {}).get("id"),
    )
