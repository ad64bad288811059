"""GitHub's GraphQL answers turned into RepoFacts, whatever part of one failed.

Fields: https://docs.github.com/en/graphql/reference/objects#repository
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from campaign.adapters.github_query import ISSUES, OPT_OUT_FILE
from campaign.core.access import Found, OwnIssue, RepoFacts, Sighting
from campaign.core.sentence import Sentence, sentence

UNREADABLE = Sentence("Its newest issues could not be read.")

OPT_OUT_TOPIC = "no-campaigns"
"""A topic of a repository that keeps campaigns away."""

RATE_LIMITS = ("RATE_LIMIT", "RATE_LIMITED")
"""Types of error: yanyongyu/githubkit#271."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,38}/[A-Za-z0-9._-]{1,100}")

_FOUND = {
    "NOT_FOUND": Found.MISSING,
    "FORBIDDEN": Found.NOT_READABLE,
    **dict.fromkeys(RATE_LIMITS, Found.LATER),
}

# Without these a verdict would be rash, or my own issue overlooked; the rest may be missing.
_NEEDED = ("own", "optOut", "repositoryTopics")

_T = TypeVar("_T")


def facts_from_graphql(
    repos: Sequence[str], data: Mapping[str, Any], *, login: str, sso: str = ""
) -> list[RepoFacts]:
    """One RepoFacts for each repository asked for, whatever part of the answer failed.

    Args:
        login: who asked; their own issues and pull requests are no evidence.
        sso: where the answer says that the token can be authorised for an organisation.
    """
    nodes = data.get("data") or {}
    errors = _by_alias(data.get("errors") or [])
    return [
        _facts(repo, node=nodes.get(alias), errors=errors.get(alias, ()), login=login, sso=sso)
        for alias, repo in ((f"r{index}", repo) for index, repo in enumerate(repos))
    ]


def _by_alias(errors: Sequence[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    sorted_out: dict[str, list[Mapping[str, Any]]] = {}
    for error in errors:
        if error.get("path"):
            sorted_out.setdefault(str(error["path"][0]), []).append(error)
    return sorted_out


def _facts(
    repo: str, *, node: Any, errors: Collection[Mapping[str, Any]], login: str, sso: str
) -> RepoFacts:
    fatal = [error for error in errors if set(error["path"][1:2]) & set(_NEEDED)]
    if node and not fatal:
        try:
            return _seen(repo, node, login=login)
        except (LookupError, TypeError, ValueError, AttributeError):
            pass
    return _unseen(repo, next(iter([*fatal, *errors]), {}), sso=sso)


def _unseen(repo: str, error: Mapping[str, Any], *, sso: str) -> RepoFacts:
    found = _FOUND.get(str(error.get("type")), Found.ERROR)
    if found is Found.MISSING and len(error["path"]) > 1:
        found = Found.ERROR  # of something in it, not of the repository
    saml = (error.get("extensions") or {}).get("saml_failure") is True
    return RepoFacts(
        repo=repo,
        found=found,
        problem=str(error.get("message") or "") or Sentence("no answer"),
        authorize_at=sso if saml else "",
    )


def _seen(repo: str, node: Mapping[str, Any], *, login: str) -> RepoFacts:
    return RepoFacts(
        repo=repo,
        name_now=full_name(node["nameWithOwner"]),
        repo_id=exactly(int, node["databaseId"]),
        has_issues=maybe(bool, node.get("hasIssuesEnabled")),
        archived=maybe(bool, node.get("isArchived")) or False,
        disabled=maybe(bool, node.get("isDisabled")) or False,
        locked=maybe(bool, node.get("isLocked")) or False,
        lock_reason=maybe(str, node.get("lockReason")) or "",
        visibility=maybe(str, node.get("visibility")),
        permission=maybe(str, node.get("viewerPermission")),
        can_create=maybe(bool, node.get("viewerCanCreateIssues")),
        policy=maybe(str, node.get("issueCreationPolicy")),
        recent=_sightings(node.get("recent"), login=login),
        recent_pulls=_sightings(node.get("recentPulls"), login=login),
        issues_since=_since(node.get("recent")),
        own=tuple(_own_issue(issue) for issue in _nodes(exactly(dict, node["own"]))),
        limit=maybe(str, _of(node, "interactionAbility", "limit")),
        limit_ends=_moment(_of(node, "interactionAbility", "expiresAt")),
        watchers=maybe(int, _of(node, "watchers", "totalCount")),
        opted_out=_opted_out(node),
        blank_issues=maybe(bool, node.get("isBlankIssuesEnabled")),
        forms=tuple(exactly(str, each["name"]) for each in node.get("issueTemplates") or ()),
        contact_links=tuple(
            (exactly(str, each["name"]), exactly(str, each["url"]))
            for each in node.get("contactLinks") or ()
        ),
        contributing=maybe(str, _of(node, "contributingGuidelines", "url")) or "",
        left_out=(UNREADABLE,) if _is_lost(node, "recent") else (),
    )


def _is_lost(node: Mapping[str, Any], name: str) -> bool:
    """Whether a list was asked for, and did not come."""
    return name in node and (node[name] or {}).get("nodes") is None


def kept_back(facts: RepoFacts, fields: Collection[str]) -> RepoFacts:
    """The facts, with what GitHub would not tell this token of this repository."""
    if not fields or facts.found is not Found.SEEN:
        return facts
    said = sentence(
        "GitHub keeps a part of its answer from this token here: {fields}.",
        fields=", ".join(sorted(fields)),
    )
    return replace(facts, left_out=(*facts.left_out, said))


def full_name(value: object) -> str:
    """The name in an answer, if it has the shape of one; raises ValueError."""
    if not isinstance(value, str) or not _NAME.fullmatch(value):
        raise ValueError("no repository has such a name")
    return value


def asks_to_stay_away(topics: Collection[object]) -> str:
    """The topic by which a repository opts out of campaigns, if it is there."""
    return OPT_OUT_TOPIC if OPT_OUT_TOPIC in topics else ""


def _opted_out(node: Mapping[str, Any]) -> str:
    topics = [each["topic"]["name"] for each in _nodes(node.get("repositoryTopics"))]
    return asks_to_stay_away(topics) or (OPT_OUT_FILE if node["optOut"] else "")


def _sightings(connection: Mapping[str, Any] | None, *, login: str) -> tuple[Sighting, ...]:
    """Everybody's but my own: that I was let in earlier says nothing of other strangers."""
    return tuple(
        Sighting(
            number=exactly(int, issue["number"]),
            at=time_of(issue["createdAt"]),
            association=exactly(str, issue["authorAssociation"]),
            by_person=(issue["author"] or {}).get("__typename") == "User",
        )
        for issue in _read(connection)
        if str((issue["author"] or {}).get("login")).lower() != login.lower()
    )


def _since(connection: Mapping[str, Any] | None) -> datetime | None:
    """How far back a list goes that is as long as it may be."""
    seen = [time_of(issue["createdAt"]) for issue in _read(connection)]
    full = connection is not None and len(connection["nodes"] or ()) >= ISSUES
    return min(seen, default=None) if full else None


def _own_issue(issue: Mapping[str, Any]) -> OwnIssue:
    return OwnIssue(
        number=exactly(int, issue["number"]),
        state=exactly(str, issue["state"]).lower(),
        body=exactly(str, issue["body"]),
        author_id=(issue["author"] or {}).get("databaseId", 0),
        created_at=time_of(issue["createdAt"]),
    )


def _nodes(connection: Mapping[str, Any] | None) -> Iterator[Mapping[str, Any]]:
    """What failed of a list is null in it; what the server does not know is no list at all."""
    return (each for each in (() if connection is None else connection["nodes"]) if each)


def _read(connection: Mapping[str, Any] | None) -> Iterator[Mapping[str, Any]]:
    """The same of a list without which there still is a verdict."""
    return _nodes(connection) if connection and connection["nodes"] is not None else iter(())


def _of(node: Mapping[str, Any], name: str, field: str) -> object:
    return node[name][field] if node.get(name) else None


def _moment(value: object) -> datetime | None:
    return None if value is None else time_of(value)


def time_of(value: object) -> datetime:
    """A time with its zone, so that it can be compared; raises ValueError, TypeError."""
    at = datetime.fromisoformat(exactly(str, value))
    if at.tzinfo is None:
        raise ValueError("a time without a zone")
    return at


def maybe(kind: type[_T], value: object) -> _T | None:
    """The value, if it is of this kind or not said; raises TypeError."""
    return None if value is None else exactly(kind, value)


def exactly(kind: type[_T], value: object) -> _T:
    """The value, if it is of this kind: text where a flag belongs must not pass for True.

    Raises:
        TypeError: it is not.
    """
    if type(value) is not kind:
        raise TypeError(f"{kind.__name__} expected")
    return value
