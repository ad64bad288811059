"""Where the fields of the GraphQL schema get their values: one table for each type.

A field that is not in a table is the attribute of the same name.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from campaign.rehearsal.accounts import Account, Organisation, User
from campaign.rehearsal.asking import Denied, Info
from campaign.rehearsal.connections import TOO_MUCH, issues, pulls, repositories, topics
from campaign.rehearsal.places import Issue, Limit, Permission, Repository
from campaign.rehearsal.refusals import Attempt, Step, may_create_issues, refuse
from campaign.rehearsal.shapes import WEB, node_id, stamp

Resolver = Callable[..., Any]


def _here(info: Info, repository: Repository) -> Attempt:
    return replace(info.context.attempt, repository=repository)


def _viewer(_: None, info: Info) -> User:
    return info.context.attempt.author


def _rate_limit(_: None, info: Info, **__: object) -> Mapping[str, Any]:
    asking = info.context
    budget = asking.attempt.world.limits.budget(asking.attempt.author.id, "graphql")
    return {
        "cost": asking.cost,
        "limit": budget.limit,
        "nodeCount": asking.nodes,
        "remaining": budget.remaining,
        "resetAt": stamp(budget.reset),
        "used": budget.used,
    }


def _repository(_: None, info: Info, *, owner: str, name: str, **options: bool) -> Repository:
    """Refusals come one by one for each repository: the others are answered all the same."""
    asking = info.context
    world = asking.attempt.world
    asking.repositories += 1
    if world.resource_limit is not None and asking.repositories > world.resource_limit:
        # https://github.blog/changelog/2025-09-01-graphql-api-resource-limits
        raise Denied("RESOURCE_LIMITS_EXCEEDED", TOO_MUCH)
    slug = f"{owner}/{name}"
    found = world.find(slug)
    renamed = found is not None and found.full_name.lower() != slug.lower()
    if renamed and not options.get("followRenames", True):
        found = None
    attempt = replace(asking.attempt, repository=found, slug=slug)
    _deny(info, Step.REACH, attempt)
    return attempt.place


def _repository_owner(_: None, info: Info, *, login: str) -> Account | None:
    """Null and no error for a login nobody has (cli/cli, pkg/cmd/repo/list)."""
    asking = info.context
    owner = asking.attempt.world.account(login)
    _deny(info, Step.OWNER, replace(asking.attempt, owner=owner))
    return owner


def _deny(info: Info, step: Step, attempt: Attempt) -> None:
    """Denied where one of these steps refuses (the extension: facebook/sapling#993)."""
    row = refuse(step, attempt)
    if row is None or not row.graphql:
        return
    info.context.headers.update(row.headers(attempt))
    failure = {"saml_failure": row.name == "saml"} if row.graphql == "FORBIDDEN" else None
    raise Denied(row.graphql, attempt.fill(row.graphql_message or row.message), failure)


def _issue(repository: Repository, info: Info, *, number: int) -> Issue:
    issue = repository.issues.get(number)
    viewer = info.context.attempt.user
    if issue is None or issue.gone or issue.is_pull_request or not issue.visible_to(viewer):
        text = f"Could not resolve to an Issue with the number of {number}."
        raise Denied("NOT_FOUND", text)
    return issue


def _object(repository: Repository, _: Info, *, expression: str = "") -> Mapping[str, Any] | None:
    """Only `BRANCH:path` is understood, as in `HEAD:.github/campaign-opt-out`."""
    _branch, _colon, path = expression.partition(":")
    text = repository.text_of(path)
    if text is None:
        return None
    return {"id": f"B_{path}", "text": text, "byteSize": len(text.encode("utf-8"))}


def _guidelines(repository: Repository, _: Info) -> Mapping[str, Any] | None:
    """docs: graphql/reference/objects#contributingguidelines."""
    path = repository.contributing
    if not path:
        return None
    url = f"{WEB}/{repository.full_name}/blob/main/{path}"
    return {"url": url, "body": repository.text_of(path) or ""}


def _interactions(repository: Repository, info: Info) -> Mapping[str, Any] | None:
    """What outsiders get is unknown; null is what no evidence looks like."""
    attempt = _here(info, repository)
    if attempt.permission is not Permission.ADMIN and not attempt.world.limit_visible:
        return None
    expires = repository.limit_expires_at
    over = expires is not None and attempt.world.clock.now() >= expires
    limit = Limit.NO_LIMIT if over else repository.limit
    origin = repository.limit_origin
    return {"limit": limit.value, "origin": origin, "expiresAt": stamp(expires)}


def _permission(repository: Repository, info: Info) -> str | None:
    held = _here(info, repository).permission
    return None if held is None else held.name


def _can_follow(user: User, info: Info) -> bool:
    """False for oneself and for somebody who blocked the viewer."""
    viewer = info.context.attempt.user
    return user is not viewer and viewer not in user.blocked


def _kind(account: Account, *_: object) -> str:
    if isinstance(account, Organisation):
        return "Organization"
    return "Bot" if isinstance(account, User) and account.bot else "User"


ACCOUNT: Mapping[str, Resolver] = {
    "createdAt": lambda account, _: stamp(account.created_at),
    "databaseId": lambda account, _: account.id,
    "id": lambda account, _: node_id("U", account.id),
    "repositories": repositories,
    "url": lambda account, _: f"{WEB}/{account.login}",
}

REPOSITORY: Mapping[str, Resolver] = {
    "archivedAt": lambda r, _: stamp(r.archived_at),
    "contactLinks": lambda r, _: r.contact_links,
    "contributingGuidelines": _guidelines,
    "createdAt": lambda r, _: stamp(r.created_at),
    "databaseId": lambda r, _: r.id,
    "hasDiscussionsEnabled": lambda r, _: r.has_discussions,
    "hasIssuesEnabled": lambda r, _: r.has_issues,
    "id": lambda r, _: node_id("R", r.id),
    "interactionAbility": _interactions,
    "isArchived": lambda r, _: r.archived_at is not None,
    "isBlankIssuesEnabled": lambda r, _: r.blank_issues,
    "isDisabled": lambda r, _: r.disabled,
    "isFork": lambda r, _: r.is_fork,
    "isLocked": lambda r, _: r.lock_reason is not None,
    "isPrivate": lambda r, _: r.private,
    "issue": _issue,
    "issueCreationPolicy": lambda r, _: r.creation_policy.value,
    "issueTemplates": lambda r, _: r.templates,
    "issues": issues,
    "lockReason": lambda r, _: r.lock_reason,
    "nameWithOwner": lambda r, _: r.full_name,
    "object": _object,
    "pullRequests": pulls,
    "repositoryTopics": topics,
    "stargazerCount": lambda r, _: r.stars,
    "url": lambda r, _: f"{WEB}/{r.full_name}",
    "viewerCanCreateIssues": lambda r, info: may_create_issues(_here(info, r)),
    "viewerPermission": _permission,
    "visibility": lambda r, _: "PRIVATE" if r.private else "PUBLIC",
    "watchers": lambda r, _, **__: {"totalCount": r.watchers},
}

ISSUE: Mapping[str, Resolver] = {
    "authorAssociation": lambda i, _: i.repository.association(i),
    "closedAt": lambda i, _: stamp(i.closed_at),
    "comments": lambda i, _, **__: {"totalCount": len(i.comments)},
    "createdAt": lambda i, _: stamp(i.created_at),
    "databaseId": lambda i, _: i.id,
    "id": lambda i, _: node_id("I", i.id),
    "reactions": lambda i, _, **__: {"totalCount": i.reactions},
    "state": lambda i, _: i.state.upper(),
    "stateReason": lambda i, _: i.state_reason and i.state_reason.upper(),
    "updatedAt": lambda i, _: stamp(i.updated_at),
    "url": lambda i, _: f"{WEB}/{i.repository.full_name}/issues/{i.number}",
}

PULL: Mapping[str, Resolver] = {
    **ISSUE,
    "url": lambda i, _: f"{WEB}/{i.repository.full_name}/pull/{i.number}",
}

FIELDS: Mapping[str, Mapping[str, Resolver]] = {
    "Query": {
        "viewer": _viewer,
        "rateLimit": _rate_limit,
        "repository": _repository,
        "repositoryOwner": _repository_owner,
    },
    "User": {**ACCOUNT, "viewerCanFollow": _can_follow},
    "Organization": ACCOUNT,
    "Bot": ACCOUNT,
    "Repository": REPOSITORY,
    "Issue": ISSUE,
    "PullRequest": PULL,
}

KINDS: Mapping[str, Resolver] = {
    "Actor": _kind,
    "RepositoryOwner": _kind,
    "GitObject": lambda *_: "Blob",
}
