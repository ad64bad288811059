"""What GitHub's REST answers look like: one function for each kind of thing."""

import base64
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from campaign.rehearsal.accounts import Account, Organisation, User
from campaign.rehearsal.places import Comment, Issue, Permission, Repository

WEB = "https://github.com"
GHOST = {"login": "ghost", "id": 10137, "type": "User", "html_url": f"{WEB}/ghost"}


def stamp(moment: datetime | None) -> str | None:
    """A time as GitHub writes it: UTC, whole seconds."""
    return None if moment is None else moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def node_id(prefix: str, number: int) -> str:
    """A global id in GitHub's present look, such as `I_kgDO…`."""
    digits = base64.urlsafe_b64encode(number.to_bytes(6, "big")).decode("ascii")
    return f"{prefix}_kgDO{digits}"


def account_json(account: Account, base: str) -> Mapping[str, Any]:
    """The short form that stands for people and organisations everywhere."""
    organisation = isinstance(account, Organisation)
    bot = isinstance(account, User) and account.bot
    kind = "Organization" if organisation else "Bot" if bot else "User"
    url = f"{base}/users/{account.login}"
    return {
        "login": account.login,
        "id": account.id,
        "node_id": node_id("O" if organisation else "U", account.id),
        "avatar_url": f"https://avatars.githubusercontent.com/u/{account.id}?v=4",
        "url": url,
        "html_url": f"{WEB}/{account.login}",
        "repos_url": f"{url}/repos",
        "type": kind,
        "user_view_type": "public",
        "site_admin": False,
    }


def me_json(user: User, base: str) -> Mapping[str, Any]:
    """`GET /user`."""
    return {
        **account_json(user, base),
        "name": user.name,
        # Only an address that was made public: docs, rest/users/users#get-the-authenticated-user
        "email": user.email or None,
        "created_at": stamp(user.created_at),
        "updated_at": stamp(user.created_at),
    }


def _permissions(repository: Repository, viewer: User | None) -> Mapping[str, bool]:
    held = repository.permission(viewer) or 0
    return {
        "admin": held >= Permission.ADMIN,
        "maintain": held >= Permission.MAINTAIN,
        "push": held >= Permission.WRITE,
        "triage": held >= Permission.TRIAGE,
        "pull": held >= Permission.READ,
    }


def repository_json(repository: Repository, *, base: str, viewer: User | None) -> Mapping[str, Any]:
    """`GET /repos/{owner}/{repo}`: a little more than a list shows."""
    return {
        **listed_repository_json(repository, base=base, viewer=viewer),
        "subscribers_count": repository.watchers,
        "pull_request_creation_policy": "all",
    }


def listed_repository_json(
    repository: Repository, *, base: str, viewer: User | None
) -> Mapping[str, Any]:
    """A repository in a list; `permissions` only for somebody who is signed in."""
    url = f"{base}/repos/{repository.full_name}"
    shape = {
        "id": repository.id,
        "node_id": node_id("R", repository.id),
        "name": repository.name,
        "full_name": repository.full_name,
        "private": repository.private,
        "owner": account_json(repository.owner, base),
        "html_url": f"{WEB}/{repository.full_name}",
        "description": repository.description or None,
        "fork": repository.is_fork,
        "url": url,
        "issues_url": f"{url}/issues{{/number}}",
        "created_at": stamp(repository.created_at),
        "updated_at": stamp(repository.created_at),
        "pushed_at": stamp(repository.pushed_at or repository.created_at),
        "stargazers_count": repository.stars,
        # Named watchers, counts stars: https://docs.github.com/rest/activity/watching
        "watchers_count": repository.stars,
        "has_issues": repository.has_issues,
        "has_discussions": repository.has_discussions,
        "archived": repository.archived_at is not None,
        "disabled": repository.disabled,
        "open_issues_count": sum(
            1 for issue in repository.issues.values() if issue.state == "open" and not issue.gone
        ),
        "topics": list(repository.topics),
        "visibility": "private" if repository.private else "public",
        "default_branch": "main",
    }
    if viewer is not None:
        shape["permissions"] = _permissions(repository, viewer)
    return shape


def issue_json(issue: Issue, base: str) -> Mapping[str, Any]:
    """An issue or, marked by the key `pull_request`, a pull request."""
    shape: dict[str, Any] = {
        **_addresses(issue, base),
        "id": issue.id,
        "node_id": node_id("PR" if issue.is_pull_request else "I", issue.id),
        "number": issue.number,
        "title": issue.title,
        "user": GHOST if issue.author is None else account_json(issue.author, base),
        "labels": [],
        "state": issue.state,
        "locked": issue.locked,
        "assignee": None,
        "assignees": [],
        "milestone": None,
        "comments": len(issue.comments),
        "created_at": stamp(issue.created_at),
        "updated_at": stamp(issue.updated_at),
        "closed_at": stamp(issue.closed_at),
        "author_association": issue.repository.association(issue),
        "active_lock_reason": None,
        "body": issue.body or None,
        "closed_by": None if issue.closed_by is None else account_json(issue.closed_by, base),
        "reactions": {"total_count": issue.reactions},
        "performed_via_github_app": None,
        "state_reason": issue.state_reason,
    }
    if issue.is_pull_request:
        shape["pull_request"] = {"html_url": shape["html_url"], "merged_at": None}
    return shape


def _addresses(issue: Issue, base: str) -> Mapping[str, str]:
    repository_url = f"{base}/repos/{issue.repository.full_name}"
    url = f"{repository_url}/issues/{issue.number}"
    folder = "pull" if issue.is_pull_request else "issues"
    return {
        "url": url,
        "repository_url": repository_url,
        "labels_url": f"{url}/labels{{/name}}",
        "comments_url": f"{url}/comments",
        "events_url": f"{url}/events",
        "html_url": f"{WEB}/{issue.repository.full_name}/{folder}/{issue.number}",
        "timeline_url": f"{url}/timeline",
    }


def comment_json(comment: Comment, issue: Issue, base: str) -> Mapping[str, Any]:
    """A comment under an issue."""
    path = issue.repository.full_name
    return {
        "url": f"{base}/repos/{path}/issues/comments/{comment.id}",
        "html_url": f"{WEB}/{path}/issues/{issue.number}#issuecomment-{comment.id}",
        "issue_url": f"{base}/repos/{path}/issues/{issue.number}",
        "id": comment.id,
        "node_id": node_id("IC", comment.id),
        "user": account_json(comment.author, base),
        "created_at": stamp(comment.created_at),
        "updated_at": stamp(comment.created_at),
        "body": comment.body,
    }
