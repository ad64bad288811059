"""The GraphQL query for many repositories at once, made of parts that a server may not know.

Fields: https://docs.github.com/en/graphql/reference/objects#repository
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

OPT_OUT_FILE = ".github/campaign-opt-out"
"""A file on a repository's default branch that keeps campaigns away."""

ISSUES, PULLS = 50, 25
"""How many of the newest are asked for: a longer list costs no point more, only a larger answer.

https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api#calculating-a-rate-limit-score-before-running-the-call
"""

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
    "issues": f"recent: issues(first: {ISSUES}, {_NEWEST}",
    "pullRequests": f"recentPulls: pullRequests(first: {PULLS}, {_NEWEST}",
}
"""Field of Repository → how it is asked for. Without any of these there is still an answer."""

_COST = {"rateLimit": "rateLimit { cost }"}
"""The same for what stands beside the repositories."""

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
    cost, parts = (
        [part for name, part in each.items() if name not in without] for each in (_COST, _PARTS)
    )
    query = (
        f"query ({declared}) {{ {' '.join([*cost, *asked])} }}\n"
        f"fragment facts on Repository {{{_NEEDED}\n  {' '.join(parts)}\n}}"
    )
    return {"query": query, "variables": variables}


def unknown_fields(data: Mapping[str, Any]) -> tuple[str, ...]:
    """The fields that this server does not know, and that we can do without.

    One of them is enough to fail the whole query.
    """
    if data.get("data"):
        return ()
    errors = data.get("errors") or []
    found = (field for error in errors for field in _unknown(str(error.get("message"))))
    return tuple(dict.fromkeys(found))


def refused_fields(data: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """Alias of a repository → the fields for which it was kept back, and that we can do without.

    A field that this token may not see, and that cannot be null, takes its repository along
    (boostsecurityio/poutine#415). It says nothing of the repositories beside it.
    """
    nodes = data.get("data") or {}
    refused: dict[str, frozenset[str]] = {}
    for error in data.get("errors") or []:
        match error:
            case {"type": "FORBIDDEN", "path": [str(alias), str(part), *_]}:
                fields = {_ALIASES.get(part, part)} & (_PARTS.keys() - _VITAL)
                if fields and nodes.get(alias) is None:
                    refused[alias] = refused.get(alias, frozenset()) | fields
    return refused


def _unknown(message: str) -> Iterator[str]:
    for match in _UNKNOWN.finditer(message):
        field = match["field"] or match["field2"]
        if (match["type"] or match["type2"]) == "Repository":
            yield from {field} & _PARTS.keys()
        else:
            # A field of a field: the whole part goes.
            parts = (_COST | _PARTS).items()
            yield from (name for name, part in parts if re.search(rf"\b{field}\b", part))
