"""The query for many repositories: nothing can become part of it, and any part can be left out."""

from typing import Any

import pytest
from graphql import parse

from campaign.adapters.github_query import facts_query, fields_to_drop


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
    assert fields_to_drop({"errors": errors}) == fields
    assert fields_to_drop({"data": None, "errors": errors}) == fields
    assert fields_to_drop({"data": {"r0": None}, "errors": errors}) == ()


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
    assert fields_to_drop({"data": {"r0": None, "r1": {}}, "errors": [error]}) == fields
