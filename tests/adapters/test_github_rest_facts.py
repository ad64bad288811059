"""What REST answers about a repository and its issues, as facts."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from campaign.adapters.github_rest_facts import (
    dates_from_rest,
    facts_from_rest,
    issue_from_rest,
    kept_of_issues,
    kept_of_own,
    kept_of_repository,
    own_issues_from_rest,
    version_of,
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
    kept = kept_of_issues(listed)
    facts = with_newest_issues(RepoFacts(repo="o/r"), kept, login="mia", most=50)
    assert facts.recent == (
        Sighting(number=9, at=MOMENT, association="NONE", by_person=True),
        Sighting(number=6, at=MOMENT, association="NONE", by_person=False),
        Sighting(number=4, at=MOMENT, association="NONE", by_person=False),
    )
    assert facts.recent_pulls == (
        Sighting(number=8, at=MOMENT, association="MEMBER", by_person=True),
    )


@pytest.mark.parametrize(("most", "since"), [(2, MOMENT), (3, None)])
def test_a_full_list_has_an_end_behind_which_there_is_more(
    most: int, since: datetime | None
) -> None:
    """Everybody's count, pull requests and my own: they all take a place in it."""
    later = issue(9, login="mia") | {"created_at": "2019-05-11T14:00:00Z"}
    listed = [later, issue(8, pull_request={})]
    facts = with_newest_issues(RepoFacts(repo="o/r"), listed, login="mia", most=most)
    assert facts.issues_since == since


def test_of_my_own_issues_only_their_campaigns_are_remembered() -> None:
    """Enough to know them again, and nobody's words."""
    mark = "<!-- campaign:no-nets so2rk5mdyvgc6u56 -->"
    where = {"repository_url": "https://api.github.com/repos/o/n", "title": "private"}
    told = [{**LISTED, **where, "body": f"private {mark}"}, {**LISTED, "pull_request": {"x": "y"}}]
    kept = json.dumps(kept_of_own(told))
    assert "private" not in kept
    size, (own,) = own_issues_from_rest(kept)
    assert (size, own.body, own.name_now, own.author_id) == (2, mark, "o/n", 42)


@pytest.mark.parametrize(
    ("more", "version"),
    [
        ({"pushed_at": AT, "default_branch": "main"}, f"main {AT}"),
        ({"pushed_at": None, "default_branch": "main"}, ""),
        ({"pushed_at": AT}, ""),
    ],
)
def test_a_version_is_named_by_what_changes_with_the_files(more: Any, version: str) -> None:
    """Where it is not told, nothing can be concluded from it."""
    assert version_of(repository(**more)) == version


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
    assert issue_from_rest(body) is None


@pytest.mark.parametrize("body", ["", "<html>", "null", "7", '{"message": "No."}', "[7]", "[{}]"])
def test_dates_that_cannot_be_read_tell_nothing(body: str) -> None:
    """It is no page without numbers, either."""
    assert dates_from_rest(body) is None


def test_a_time_without_a_zone_is_none() -> None:
    """It could not be compared with any other."""
    odd = {**LISTED, "created_at": "2019-05-11T14:00:00"}
    assert issue_from_rest(json.dumps(odd)) is None
    assert dates_from_rest(json.dumps([odd])) is None


def test_the_dates_of_a_page() -> None:
    """Of everything that has a number, pull requests too."""
    page = [LISTED, {**LISTED, "number": 4, "pull_request": {}}]
    assert dates_from_rest(json.dumps(page)) == {3: MOMENT, 4: MOMENT}
    assert dates_from_rest("[]") == {}


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://api.github.com/repos/acme/nets", "acme/nets"),
        ("https://example.org/api/v3/repos/acme/nets.py", "acme/nets.py"),
        ("https://api.github.com/repos/acme/..", ""),
        ("https://api.github.com/repos/acme/nets/issues/1", ""),
        ("https://api.github.com/repos/acme/nets\n", ""),
        ("https://api.github.com/repositories/7", ""),
        (7, ""),
        (None, ""),
    ],
)
def test_where_an_issue_is(address: object, name: str) -> None:
    """What is no owner/name is not taken for one."""
    told = issue_from_rest(json.dumps({**LISTED, "repository_url": address}))
    assert told is not None
    assert told.name_now == name
