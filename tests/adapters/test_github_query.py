"""The query for many repositories: nothing can become part of it, and any part can be left out."""

import json
from typing import Any

import pytest
from graphql import parse

from campaign.adapters.github_batches import BATCH
from campaign.adapters.github_query import (
    ISSUES,
    PULLS,
    facts_query,
    refused_fields,
    unknown_fields,
)
from campaign.adapters.wire import LARGEST_ANSWER
from campaign.rehearsal.query import measure


def test_names_travel_as_variables() -> None:
    """No name can become a part of the query's text."""
    names = ['o/r"){x}', "o/$r", "o/r}}", "no slash", "a/b/c"]
    asked = facts_query(names, login='m"ia')
    text = str(asked["query"])
    parse(text)
    assert not any(part in text for name in names for part in name.split("/") if len(part) > 1)
    assert asked["variables"] == {
        "login": 'm"ia',
        **{"o0": "o", "n0": 'r"){x}', "o1": "o", "n1": "$r", "o2": "o", "n2": "r}}"},
        **{"o3": "no slash", "n3": "", "o4": "a", "n4": "b/c"},
    }


PARTS = (
    *("hasIssuesEnabled", "isArchived", "viewerPermission", "viewerCanCreateIssues"),
    *("issueTemplates", "contactLinks", "interactionAbility", "pullRequests", "issues"),
)


@pytest.mark.parametrize("part", PARTS)
def test_a_part_can_be_left_out(part: str) -> None:
    """For a server that does not know it; what the tool cannot do without stays."""
    text = str(facts_query(["o/r"], login="mia", without=[part])["query"])
    parse(text)
    assert f" {part} " not in text.replace("\n", " ").replace("own: issues", "")
    assert all(needed in text for needed in ("databaseId", "nameWithOwner", "own:", "optOut:"))


@pytest.mark.parametrize(
    ("messages", "fields"),
    [
        (["Field 'isLocked' doesn't exist on type 'Repository'"], ("isLocked",)),
        (["Cannot query field 'isLocked' on type 'Repository'."], ("isLocked",)),
        (
            ['Cannot query field "visibility" on type "Repository". Did you mean "isPrivate"?'],
            ("visibility",),
        ),
        (
            [
                "Field 'watchers' doesn't exist on type 'Repository'",
                "Something else",
                "Field 'contactLinks' doesn't exist on type 'Repository'",
            ],
            ("watchers", "contactLinks"),
        ),
        (
            ["Field 'expiresAt' doesn't exist on type 'RepositoryInteractionAbility'"],
            ("interactionAbility",),
        ),
        (["Field 'rateLimit' doesn't exist on type 'Query'"], ("rateLimit",)),
        (["Field 'cost' doesn't exist on type 'RateLimit'"], ("rateLimit",)),
        (["Field 'repository' doesn't exist on type 'Query'"], ()),
        (["Field 'nameWithOwner' doesn't exist on type 'Repository'"], ()),
        (["viewerCanCreateIssues"], ()),
        ([None], ()),
        ([], ()),
    ],
)
def test_fields_that_the_server_does_not_know(messages: list[Any], fields: tuple[str, ...]) -> None:
    """Each that we can do without, in the server's words, whichever they are."""
    errors = [{"message": message} for message in messages]
    assert unknown_fields({"errors": errors}) == fields
    assert unknown_fields({"data": None, "errors": errors}) == fields
    assert unknown_fields({"data": {"r0": None}, "errors": errors}) == ()


@pytest.mark.parametrize(
    ("error", "fields"),
    [
        ({"type": "FORBIDDEN", "path": ["r0", "recentPulls"]}, ("pullRequests",)),
        ({"type": "FORBIDDEN", "path": ["r0", "recent", "nodes", 0]}, ("issues",)),
        ({"type": "FORBIDDEN", "path": ["r0", "watchers"]}, ("watchers",)),
        ({"type": "FORBIDDEN", "path": ["r1", "watchers"]}, ()),
        ({"type": "FORBIDDEN", "path": ["r0", "own"]}, ()),
        ({"type": "FORBIDDEN", "path": ["r0", "repositoryTopics"]}, ()),
        ({"type": "FORBIDDEN", "path": ["r0"]}, ()),
        ({"type": "NOT_FOUND", "path": ["r0", "watchers"]}, ()),
        ({"type": "FORBIDDEN"}, ()),
    ],
)
def test_a_refused_part_that_took_its_repository_along(
    error: dict[str, Any], fields: tuple[str, ...]
) -> None:
    """It is left out next time; where the repository was told all the same, nothing is."""
    found = refused_fields({"data": {"r0": None, "r1": {}}, "errors": [error]})
    assert found == ({"r0": frozenset(fields)} if fields else {})


def test_what_is_refused_is_told_apart_by_repository() -> None:
    """One may lack several fields; what is said of one is said of no other."""
    refused = [("r0", "watchers"), ("r0", "recent"), ("r2", "isLocked")]
    errors = [{"type": "FORBIDDEN", "path": list(path)} for path in refused]
    assert refused_fields({"data": {}, "errors": errors}) == {
        "r0": frozenset({"watchers", "issues"}),
        "r2": frozenset({"isLocked"}),
    }


def test_a_batch_costs_one_point_and_half_an_answer() -> None:
    """Four lists for each of 25 repositories make a hundred; and there is room for long issues."""
    asked = facts_query([f"o/r{index}" for index in range(BATCH)], login="mia")
    document = parse(str(asked["query"]))
    assert measure(document, {}).cost == 1
    person = {"__typename": "User", "login": "x" * 39}
    seen = {"number": 10**9, "createdAt": "2026-11-22T14:00:00Z", "author": person}
    seen["authorAssociation"] = "FIRST_TIME_CONTRIBUTOR"
    largest = json.dumps([seen] * (ISSUES + PULLS) * BATCH, separators=(",", ":"))
    assert len(largest) < LARGEST_ANSWER / 2
