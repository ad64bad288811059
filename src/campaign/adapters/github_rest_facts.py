"""What REST answers about a repository, turned into RepoFacts and into lists of issues.

https://docs.github.com/en/rest/repos/repos#get-a-repository
https://docs.github.com/en/rest/issues/issues#list-repository-issues
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from campaign.adapters.github_facts import asks_to_stay_away, exactly, full_name, maybe, time_of
from campaign.core.access import OwnIssue, RepoFacts, Sighting
from campaign.core.campaign import REPO
from campaign.core.marker import campaign_marks

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
    *("subscribers_count", "permissions", "pushed_at", "default_branch"),
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


def kept_of_own(data: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    """The same of my own issues; of their texts only what marks a campaign's."""
    return [
        {
            **{key: issue[key] for key in ("number", "state", "created_at")},
            "repository_url": issue.get("repository_url"),
            "user": {"id": (issue["user"] or {}).get("id", 0)},
            "body": campaign_marks(issue["body"] or ""),
            **({"pull_request": {}} if "pull_request" in issue else {}),
        }
        for issue in data
    ]


def version_of(data: Mapping[str, Any]) -> str:
    """Changes with whatever changes a repository's files; empty where that is not told."""
    pushed, branch = data.get("pushed_at"), data.get("default_branch")
    return f"{branch} {pushed}" if pushed and branch else ""


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
    facts: RepoFacts, data: Sequence[Mapping[str, Any]], *, login: str, most: int
) -> RepoFacts:
    """The facts, with others' newest issues and pull requests, which REST lists together.

    Args:
        most: how many were asked for: where so many have come, there are older ones.
    """
    mine = (login.lower(), "ghost")
    others = [issue for issue in data if str(issue["user"]["login"]).lower() not in mine]
    every = [time_of(issue["created_at"]) for issue in data]
    return replace(
        facts,
        recent=tuple(_sighting(each) for each in others if "pull_request" not in each),
        recent_pulls=tuple(_sighting(each) for each in others if "pull_request" in each),
        issues_since=min(every) if len(every) >= most else None,
    )


def _sighting(issue: Mapping[str, Any]) -> Sighting:
    return Sighting(
        number=exactly(int, issue["number"]),
        at=time_of(issue["created_at"]),
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


def issue_from_rest(body: str) -> OwnIssue | None:
    """The issue or pull request that an answer describes; None if it cannot be read."""
    try:
        return _own_issue(json.loads(body))
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return None


def dates_from_rest(body: str) -> Mapping[int, datetime] | None:
    """Number → when it was given out, of everything on a page; None if it cannot be read."""
    try:
        return {
            exactly(int, each["number"]): time_of(each["created_at"]) for each in json.loads(body)
        }
    except (ValueError, TypeError, LookupError, RecursionError):
        return None


def _own_issue(data: Mapping[str, Any]) -> OwnIssue:
    return OwnIssue(
        number=data["number"],
        state=data["state"],
        body=data["body"] or "",
        author_id=(data["user"] or {}).get("id", 0),
        created_at=time_of(data["created_at"]),
        title=maybe(str, data.get("title")) or "",
        repo_id=(data.get("repository") or {}).get("id"),
        name_now=name_in(data.get("repository_url")),
    )


def name_in(address: object) -> str:
    """The owner/name at the end of a repository's address; empty where there is none."""
    found = re.search(rf"/repos/({REPO})\Z", address) if isinstance(address, str) else None
    return found[1] if found else ""
