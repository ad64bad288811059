"""The query, and GitHub's answers as facts: whatever part of one failed or has another shape."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from graphql import parse
from hypothesis import given
from hypothesis import strategies as st

from campaign.adapters.github_facts import (
    facts_from_graphql,
    facts_from_rest,
    facts_query,
    own_issues_from_rest,
    unknown_field,
)
from campaign.core.access import Found, OwnIssue, RepoFacts, Sighting

AT = "2019-05-11T13:00:00Z"
MOMENT = datetime(2019, 5, 11, 13, 0, tzinfo=UTC)


def issue(number: int, **more: Any) -> dict[str, Any]:
    """One of the list of recent issues."""
    person = {"__typename": "User"}
    usual = {"number": number, "createdAt": AT, "authorAssociation": "NONE", "author": person}
    return {**usual, **more}


def own(number: int, **more: Any) -> dict[str, Any]:
    """One of the list of my own."""
    me = {"databaseId": 42}
    return {"number": number, "state": "OPEN", "body": "b", "createdAt": AT, "author": me, **more}


def node(**more: Any) -> dict[str, Any]:
    """A repository as GraphQL tells it."""
    return {
        "databaseId": 7,
        "nameWithOwner": "o/r",
        "hasIssuesEnabled": True,
        "isArchived": False,
        "isDisabled": False,
        "isLocked": False,
        "lockReason": None,
        "viewerPermission": "READ",
        "viewerCanCreateIssues": True,
        "issueCreationPolicy": "ALL",
        "recent": {"nodes": []},
        "own": {"nodes": []},
        **more,
    }


def read(*nodes: Any, errors: Any = ()) -> list[RepoFacts]:
    """The facts about as many repositories."""
    repos = [f"o/r{index}" for index in range(len(nodes))]
    data = {f"r{index}": each for index, each in enumerate(nodes)}
    return facts_from_graphql(repos, {"data": data, "errors": errors})


# The query


def test_names_travel_as_variables() -> None:
    """No name can become a part of the query's text."""
    names = ['o/r"){x}', "o/$r", "o/r}}", "no slash", "a/b/c"]
    asked = facts_query(names, login='m"ia', with_new_fields=True)
    text = str(asked["query"])
    parse(text)
    assert not any(part in text for name in names for part in name.split("/") if len(part) > 1)
    assert asked["variables"] == {
        "login": 'm"ia',
        **{"o0": "o", "n0": 'r"){x}', "o1": "o", "n1": "$r", "o2": "o", "n2": "r}}"},
        **{"o3": "no slash", "n3": "", "o4": "a", "n4": "b/c"},
    }


@pytest.mark.parametrize("new", [True, False])
def test_the_new_fields_can_be_left_out(new: bool) -> None:
    """For a server that does not know them; the rest stays."""
    text = str(facts_query(["o/r"], login="mia", with_new_fields=new)["query"])
    assert ("viewerCanCreateIssues" in text) is ("issueCreationPolicy" in text) is new
    assert "viewerPermission" in text


@pytest.mark.parametrize(
    ("data", "unknown"),
    [
        ({"errors": [{"message": "Field 'viewerCanCreateIssues' doesn't exist on …"}]}, True),
        ({"errors": [{"message": "x"}, {"message": "Field 'issueCreationPolicy' …"}]}, True),
        ({"data": None, "errors": [{"message": "Field 'issueCreationPolicy' …"}]}, True),
        ({"errors": [{"message": "Field 'isLocked' doesn't exist"}]}, False),
        ({"data": {"r0": None}, "errors": [{"message": "viewerCanCreateIssues"}]}, False),
        ({"errors": [{}]}, False),
        ({}, False),
    ],
)
def test_an_older_schema_is_recognised(data: dict[str, Any], unknown: bool) -> None:
    """Only where the whole query failed, and because of the new fields."""
    assert unknown_field(data) is unknown


# Its answer


def test_all_that_is_said_of_a_repository() -> None:
    """Every field, in our words."""
    (facts,) = read(
        node(
            isArchived=True,
            isDisabled=True,
            isLocked=True,
            lockReason="MIGRATING",
            hasIssuesEnabled=False,
            viewerPermission="ADMIN",
            viewerCanCreateIssues=False,
            issueCreationPolicy="COLLABORATORS_ONLY",
            recent={"nodes": [issue(12)]},
            own={"nodes": [own(11, state="CLOSED")]},
        )
    )
    assert facts == RepoFacts(
        repo="o/r0",
        name_now="o/r",
        repo_id=7,
        has_issues=False,
        archived=True,
        disabled=True,
        locked=True,
        lock_reason="MIGRATING",
        permission="ADMIN",
        can_create=False,
        policy="COLLABORATORS_ONLY",
        recent=(Sighting(number=12, at=MOMENT, association="NONE", by_person=True),),
        own=(OwnIssue(number=11, state="closed", body="b", author_id=42, created_at=MOMENT),),
    )


def test_what_an_older_server_does_not_say_is_unknown() -> None:
    """None is not False."""
    old = node()
    del old["viewerCanCreateIssues"], old["issueCreationPolicy"]
    (facts,) = read(old)
    assert (facts.can_create, facts.policy) == (None, None)


def test_my_own_issue_is_no_evidence() -> None:
    """That I was let in earlier says nothing of other strangers; theirs is not counted twice."""
    recent = {"nodes": [issue(13), issue(12), issue(11)]}
    (facts,) = read(node(recent=recent, own={"nodes": [own(13), own(11)]}))
    assert [seen.number for seen in facts.recent] == [12]


@pytest.mark.parametrize("author", [None, {"__typename": "Bot"}, {"__typename": "Mannequin"}, {}])
def test_only_people_count(author: Any) -> None:
    """Neither bots nor ghosts are outsiders who were let in."""
    (facts,) = read(node(recent={"nodes": [issue(12, author=author)]}))
    assert facts.last_outsider_issue is None
    (facts,) = read(node(own={"nodes": [own(12, author=author)]}))
    assert facts.own[0].author_id == 0


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        ("NOT_FOUND", Found.MISSING),
        ("FORBIDDEN", Found.NOT_READABLE),
        ("RESOURCE_LIMITS_EXCEEDED", Found.ERROR),
        ("SOMETHING_NEW", Found.ERROR),
        (None, Found.ERROR),
    ],
)
def test_one_failure_leaves_the_others_alone(kind: str | None, found: Found) -> None:
    """Every repository is answered, in the order asked for."""
    errors = [{"path": ["r1"], "type": kind, "message": "No."}, {"message": "of no repository"}]
    facts = read(node(), None, node(), errors=errors)
    assert [each.found for each in facts] == [Found.SEEN, found, Found.SEEN]
    assert [each.repo for each in facts] == ["o/r0", "o/r1", "o/r2"]
    assert facts[1].problem == "No."


def test_a_failure_without_words() -> None:
    """Said as no answer, not as an empty text."""
    (facts,) = read(None)
    assert (facts.found, facts.problem) == (Found.ERROR, "no answer")


def test_a_part_that_failed_makes_it_an_error() -> None:
    """Half of what is known of a repository is not enough for a verdict."""
    errors = [{"path": ["r0", "own"], "type": "FORBIDDEN", "message": "Not yours."}]
    (facts,) = read(node(own=None), errors=errors)
    assert (facts.found, facts.problem) == (Found.NOT_READABLE, "Not yours.")


def test_a_hole_in_a_list_is_skipped() -> None:
    """GitHub writes null for an issue that failed."""
    (facts,) = read(node(recent={"nodes": [None, issue(12)]}, own={"nodes": [None, own(11)]}))
    assert [seen.number for seen in facts.recent] == [12]
    assert [mine.number for mine in facts.own] == [11]


ODD: st.SearchStrategy[Any] = (
    st.none() | st.booleans() | st.integers() | st.text(max_size=3) | st.just([]) | st.just({})
)


@given(key=st.sampled_from(sorted(node())), value=ODD | st.just({"nodes": [{}]}))
def test_an_odd_shape_spoils_only_its_own_repository(key: str, value: Any) -> None:
    """Whatever stands where something else should."""
    facts = read(node(**{key: value}), node())
    assert facts[1] == read(None, node())[1]
    assert facts[0].repo == "o/r0"


# REST


def test_what_rest_tells_without_a_token() -> None:
    """Closed doors, but never whether an open one lets this person in."""
    data = {"id": 7, "full_name": "o/n", "has_issues": False, "archived": True, "disabled": False}
    assert facts_from_rest("o/r", data) == RepoFacts(
        repo="o/r", name_now="o/n", repo_id=7, has_issues=False, archived=True
    )


LISTED = {"number": 3, "state": "open", "body": None, "user": {"id": 42}, "created_at": AT}


def test_a_page_of_my_issues() -> None:
    """Pull requests count for the size of the page, and are no issues."""
    ghost = {**LISTED, "number": 4, "user": None, "body": "x"}
    page = json.dumps([LISTED, {**LISTED, "pull_request": {}}, ghost])
    size, issues = own_issues_from_rest(page)
    assert size == 3
    assert [(each.number, each.author_id, each.body) for each in issues] == [
        (3, 42, ""),
        (4, 0, "x"),
    ]


@pytest.mark.parametrize(
    "body",
    [
        *("", "<html>", "null", "7", '"text"', '{"message": "No."}', "[7]", "[null]", "[[]]"),
        *("[{}]", "[" * 100_000, "[" + "9" * 5000 + "]"),
        json.dumps([{**LISTED, "created_at": "yesterday"}]),
        json.dumps([{**LISTED, "user": "mia"}]),
    ],
)
def test_a_page_that_cannot_be_read_tells_nothing(body: str) -> None:
    """It is no page without issues."""
    assert own_issues_from_rest(body) == (None, ())


@pytest.mark.parametrize("make", [issue, own])
def test_the_samples_are_of_the_kind_they_stand_for(make: Callable[[int], dict[str, Any]]) -> None:
    """Each holds exactly what the query asks for."""
    text = str(facts_query(["o/r"], login="mia", with_new_fields=True)["query"])
    assert all(key in text for key in make(1))
