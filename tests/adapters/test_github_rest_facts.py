"""What REST answers about a repository and its issues, as facts."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from campaign.adapters.github_rest_facts import (
    facts_from_rest,
    kept_of_issues,
    kept_of_repository,
    own_issues_from_rest,
    with_newest_issues,
)
from campaign.core.access import RepoFacts, Sighting

AT = "2019-05-11T13:00:00Z"
MOMENT = datetime(2019, 5, 11, 13, 0, tzinfo=UTC)
LISTED = {"number": 3, "state": "open", "body": None, "user": {"id": 42}, "created_at": AT}


def repository(**more: Any) -> dict[str, Any]:
    """What every server tells."""
    usual = {"id": 7, "full_name": "o/n", "has_issues": True, "archived": False, "disabled": False}
    return {**usual, **more}


def test_what_rest_tells_of_a_repository() -> None:
    """Closed doors, but never whether an open one lets this person in."""
    told = repository(
        has_issues=False,
        archived=True,
        visibility="public",
        topics=["x", "no-campaigns"],
        subscribers_count=9,
        watchers_count=1000,
        permissions={"admin": False, "push": True, "triage": True, "pull": True},
    )
    assert facts_from_rest("o/r", told) == RepoFacts(
        repo="o/r",
        name_now="o/n",
        repo_id=7,
        has_issues=False,
        archived=True,
        visibility="PUBLIC",
        watchers=9,
        opted_out="no-campaigns",
        permission="WRITE",
    )


def test_an_older_server_tells_less() -> None:
    """What is not said is unknown."""
    facts = facts_from_rest("o/r", repository())
    assert facts == RepoFacts(repo="o/r", name_now="o/n", repo_id=7, has_issues=True)


@pytest.mark.parametrize(
    ("held", "role"),
    [
        (("admin", "maintain", "push", "triage", "pull"), "ADMIN"),
        (("maintain", "push", "triage", "pull"), "MAINTAIN"),
        (("triage", "pull"), "TRIAGE"),
        (("pull",), "READ"),
        ((), None),
    ],
)
def test_the_highest_permission_counts(held: tuple[str, ...], role: str | None) -> None:
    """REST lists them all, GraphQL names the highest."""
    permissions = {key: key in held for key in ("pull", "triage", "push", "maintain", "admin")}
    assert facts_from_rest("o/r", repository(permissions=permissions)).permission == role


def issue(number: int, *, login: str = "stranger", kind: str = "User", **more: Any) -> Any:
    """One of the newest issues."""
    said = {"number": number, "created_at": AT, "author_association": "NONE", "title": "t"}
    return {**said, "body": "long", "user": {"login": login, "type": kind, "id": 1}, **more}


def test_issues_and_pull_requests_come_in_one_list() -> None:
    """They are told apart; my own are no evidence, bots and ghosts are nobody."""
    listed = [
        issue(9),
        issue(8, pull_request={"url": "u"}, author_association="MEMBER"),
        issue(7, login="Mia"),
        issue(6, kind="Bot"),
        issue(5, login="ghost"),
        issue(4, user=None),
    ]
    facts = with_newest_issues(RepoFacts(repo="o/r"), kept_of_issues(listed), login="mia")
    assert facts.recent == (
        Sighting(number=9, at=MOMENT, association="NONE", by_person=True),
        Sighting(number=6, at=MOMENT, association="NONE", by_person=False),
        Sighting(number=4, at=MOMENT, association="NONE", by_person=False),
    )
    assert facts.recent_pulls == (
        Sighting(number=8, at=MOMENT, association="MEMBER", by_person=True),
    )


def test_what_is_remembered_says_the_same_and_is_small() -> None:
    """No text of anybody's is kept on disk."""
    told = repository(visibility="public", description="x" * 9, owner={"login": "o"})
    assert facts_from_rest("o/r", kept_of_repository(told)) == facts_from_rest("o/r", told)
    assert "description" not in kept_of_repository(told)
    assert "long" not in json.dumps(kept_of_issues([issue(9)]))
    assert kept_of_issues(kept_of_issues([issue(9)])) == kept_of_issues([issue(9)])


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
