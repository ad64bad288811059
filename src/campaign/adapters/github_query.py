"""The GraphQL query for many repositories at once, made of parts that a server may not know.

Fields: https://docs.github.com/en/graphql/reference/objects#repository
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

OPT_OUT_FILE = ".github/campaign-opt-out"
"""A file on a repository's default branch that keeps campaigns away."""

_NEEDED = f"""
  databaseId nameWithOwner
  own: issues(first: 10, filterBy: {{createdBy: $login}},
              orderBy: {{field: CREATED_AT, direction: DESC}}) {{
    nodes {{ number state body createdAt author {{ ... on User {{ databaseId }} }} }}
  }}
  optOut: object(expression: "HEAD:{OPT_OUT_FILE}") {{ __typename }}"""

_NEWEST = """orderBy: {field: CREATED_AT, direction: DESC}) {
    nodes { number createdAt authorAssociation author { __typename login } }
  }"""

_PARTS = {
    **{
        name: name
        for name in (
            *("hasIssuesEnabled", "isArchived", "isDisabled", "isLocked", "lockReason"),
            *("visibility", "viewerPermission", "isBlankIssuesEnabled"),
            # Known to GitHub since July 2026, not to older Enterprise servers.
            *("viewerCanCreateIssues", "issueCreationPolicy"),
        )
    },
    "issueTemplates": "issueTemplates { name }",
    "contactLinks": "contactLinks { name url }",
    "contributingGuidelines": "contributingGuidelines { url }",
    "interactionAbility": "interactionAbility { limit expiresAt }",
    "watchers": "watchers { totalCount }",
    "repositoryTopics": "repositoryTopics(first: 20) { nodes { topic { name } } }",
    "issues": f"recent: issues(first: 10, {_NEWEST}",
    "pullRequests": f"recentPulls: pullRequests(first: 5, {_NEWEST}",
}
"""Field of Repository → how it is asked for. Without any of these there is still an answer."""

_VITAL = {"repositoryTopics"}
"""May be unknown to an old server, but never be done without: an opt-out stands there."""

_ALIASES = {"recent": "issues", "recentPulls": "pullRequests"}

# GitHub's words (naturalness/sensibility#6), and those of graphql-core.
_UNKNOWN = re.compile(
    r"Field '(?P<field>\w+)' doesn't exist on type '(?P<type>\w+)'"
    r"|Cannot query field ['\"](?P<field2>\w+)['\"] on type ['\"](?P<type2>\w+)['\"]"
)


def facts_query(
    repos: Sequence[str], *, login: str, without: Collection[str] = ()
) -> dict[str, object]:
    """One query for these repositories; names travel as variables, never in the text.

    Args:
        without: fields that the server does not know, or keeps from this token.
    """
    variables = {"login": login}
    asked = []
    for index, repo in enumerate(repos):
        variables[f"o{index}"], _, variables[f"n{index}"] = repo.partition("/")
        asked.append(f"r{index}: repository(owner: $o{index}, name: $n{index}) {{ ...facts }}")
    declared = ", ".join(f"${name}: String!" for name in variables)
    parts = "\n  ".join(part for name, part in _PARTS.items() if name not in without)
    query = (
        f"query ({declared}) {{ rateLimit {{ cost remaining resetAt }} {' '.join(asked)} }}\n"
        f"fragment facts on Repository {{{_NEEDED}\n  {parts}\n}}"
    )
    return {"query": query, "variables": variables}


def fields_to_drop(data: Mapping[str, Any]) -> tuple[str, ...]:
    """The fields that stand in the way of an answer and that we can do without.

    One unknown field fails the whole query; one that this token may not see, and that cannot be
    null, takes its repository along (boostsecurityio/poutine#415).
    """
    errors = data.get("errors") or []
    nodes = data.get("data")
    if nodes:
        found = (field for error in errors for field in _refused(error, nodes))
    else:
        found = (field for error in errors for field in _unknown(str(error.get("message"))))
    return tuple(dict.fromkeys(found))


def _unknown(message: str) -> Iterator[str]:
    for match in _UNKNOWN.finditer(message):
        field = match["field"] or match["field2"]
        if (match["type"] or match["type2"]) == "Repository":
            yield from {field} & _PARTS.keys()
        else:
            # A field of a field: the whole part goes.
            yield from (name for name, part in _PARTS.items() if re.search(rf"\b{field}\b", part))


def _refused(error: Mapping[str, Any], nodes: Mapping[str, Any]) -> Iterator[str]:
    match error:
        case {"type": "FORBIDDEN", "path": [str(alias), str(part), *_]} if nodes[alias] is None:
            yield from {_ALIASES.get(part, part)} & (_PARTS.keys() - _VITAL)
