"""GitHub's GraphQL answers as facts: whatever part of one failed or has another shape."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.adapters.github_facts import UNREADABLE, facts_from_graphql
from campaign.adapters.github_query import ISSUES, facts_query
from campaign.core.access import Found, OwnIssue, RepoFacts, Sighting

AT = "2019-05-11T13:00:00Z"
MOMENT = datetime(2019, 5, 11, 13, 0, tzinfo=UTC)
OLDER = "2019-05-01T13:00:00Z"
BEFORE = datetime(2019, 5, 1, 13, 0, tzinfo=UTC)


def issue(number: int, **more: Any) -> dict[str, Any]:
    """One of the list of recent issues."""
    person = {"__typename": "User", "login": "stranger"}
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
        "visibility": "PUBLIC",
        "viewerPermission": "READ",
        "isBlankIssuesEnabled": True,
        "viewerCanCreateIssues": True,
        "issueCreationPolicy": "ALL",
        "issueTemplates": [],
        "contactLinks": [],
        "contributingGuidelines": None,
        "interactionAbility": None,
        "watchers": {"totalCount": 0},
        "repositoryTopics": {"nodes": []},
        "recent": {"nodes": []},
        "recentPulls": {"nodes": []},
        "own": {"nodes": []},
        "optOut": None,
        **more,
    }


def read(*nodes: Any, errors: Any = (), sso: str = "") -> list[RepoFacts]:
    """The facts about as many repositories."""
    repos = [f"o/r{index}" for index in range(len(nodes))]
    data = {f"r{index}": each for index, each in enumerate(nodes)}
    return facts_from_graphql(repos, {"data": data, "errors": errors}, login="mia", sso=sso)


def test_all_that_is_said_of_a_repository() -> None:
    """Every field, in our words."""
    (facts,) = read(
        node(
            isArchived=True,
            isDisabled=True,
            isLocked=True,
            lockReason="MIGRATING",
            hasIssuesEnabled=False,
            visibility="PRIVATE",
            viewerPermission="ADMIN",
            isBlankIssuesEnabled=False,
            viewerCanCreateIssues=False,
            issueCreationPolicy="COLLABORATORS_ONLY",
            issueTemplates=[{"name": "Bug"}, {"name": "Idea"}],
            contactLinks=[{"name": "Forum", "url": "https://forum.example"}],
            contributingGuidelines={"url": "https://github.com/o/r/blob/main/CONTRIBUTING.md"},
            interactionAbility={"limit": "CONTRIBUTORS_ONLY", "expiresAt": AT},
            watchers={"totalCount": 120},
            recent={"nodes": [issue(12)]},
            recentPulls={"nodes": [issue(13, authorAssociation="MEMBER")]},
            own={"nodes": [own(11, state="CLOSED")]},
            repositoryTopics={"nodes": [{"topic": {"name": "no-campaigns"}}]},
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
        visibility="PRIVATE",
        permission="ADMIN",
        can_create=False,
        policy="COLLABORATORS_ONLY",
        recent=(Sighting(number=12, at=MOMENT, association="NONE", by_person=True),),
        recent_pulls=(Sighting(number=13, at=MOMENT, association="MEMBER", by_person=True),),
        own=(OwnIssue(number=11, state="closed", body="b", author_id=42, created_at=MOMENT),),
        limit="CONTRIBUTORS_ONLY",
        limit_ends=MOMENT,
        watchers=120,
        opted_out="no-campaigns",
        blank_issues=False,
        forms=("Bug", "Idea"),
        contact_links=(("Forum", "https://forum.example"),),
        contributing="https://github.com/o/r/blob/main/CONTRIBUTING.md",
    )


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ({}, ""),
        ({"optOut": {"__typename": "Blob"}}, ".github/campaign-opt-out"),
        ({"optOut": {"__typename": "Tree"}}, ".github/campaign-opt-out"),
        ({"repositoryTopics": {"nodes": [{"topic": {"name": "campaigns"}}, None]}}, ""),
        ({"repositoryTopics": {"nodes": [{"topic": {"name": "no-campaigns"}}]}}, "no-campaigns"),
    ],
)
def test_an_opt_out_is_a_topic_or_a_file(said: dict[str, Any], where: str) -> None:
    """Whatever stands in the file: that it is there is the answer."""
    assert read(node(**said))[0].opted_out == where


def test_what_an_older_server_does_not_say_is_unknown() -> None:
    """None is not False."""
    needed = ("databaseId", "nameWithOwner", "own", "optOut")
    (facts,) = read({name: value for name, value in node().items() if name in needed})
    assert facts == RepoFacts(repo="o/r0", name_now="o/r", repo_id=7)
    assert facts.can_create is None


def test_my_own_issue_is_no_evidence() -> None:
    """That I was let in earlier says nothing of other strangers; nor do my pull requests."""
    me = {"__typename": "User", "login": "MIA"}
    both = {"nodes": [issue(13, author=me), issue(12), issue(11, author=me)]}
    (facts,) = read(node(recent=both, recentPulls=both))
    assert [seen.number for seen in (*facts.recent, *facts.recent_pulls)] == [12, 12]


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
        ("RATE_LIMIT", Found.LATER),
        ("RATE_LIMITED", Found.LATER),
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


@pytest.mark.parametrize(
    ("said", "path"),
    [
        ({"own": None}, ["own"]),
        ({"own": {"nodes": [None]}}, ["own", "nodes", 0, "body"]),
        ({"optOut": None}, ["optOut"]),
        ({"repositoryTopics": {"nodes": [None]}}, ["repositoryTopics", "nodes", 0, "topic"]),
    ],
)
def test_without_the_parts_that_matter_there_is_no_verdict(
    said: dict[str, Any], path: list[Any]
) -> None:
    """My own issues and an opt-out: to overlook one of them would do harm."""
    errors = [{"path": ["r0", *path], "type": "FORBIDDEN", "message": "Not yours."}]
    (facts,) = read(node(**said), errors=errors)
    assert (facts.found, facts.problem) == (Found.NOT_READABLE, "Not yours.")


@pytest.mark.parametrize(
    "part",
    [
        *("interactionAbility", "issueTemplates", "contactLinks", "contributingGuidelines"),
        *("watchers", "recent", "recentPulls", "issueCreationPolicy"),
    ],
)
@pytest.mark.parametrize("kind", ["FORBIDDEN", "NOT_FOUND", "RESOURCE_LIMITS_EXCEEDED"])
def test_a_part_that_may_be_missing_spoils_nothing(part: str, kind: str) -> None:
    """What GitHub tells to administrators alone does not make a repository unseen."""
    errors = [{"path": ["r0", part], "type": kind, "message": "No."}]
    (facts,) = read(node(**{part: None}), errors=errors)
    assert (facts.found, facts.can_create) == (Found.SEEN, True)


def test_something_missing_in_a_repository_is_not_the_repository() -> None:
    """NOT_FOUND closes a door only where it is said of the repository itself."""
    errors = [{"path": ["r0", "recent"], "type": "NOT_FOUND", "message": "No."}]
    assert read(None, errors=errors)[0].found is Found.ERROR


@pytest.mark.parametrize(
    ("extensions", "address"),
    [({"saml_failure": True}, "https://sso.example"), ({"saml_failure": False}, ""), (None, "")],
)
def test_a_token_to_be_authorised(extensions: Any, address: str) -> None:
    """Only the repository that was kept back for it is sent there."""
    error = {"path": ["r0"], "type": "FORBIDDEN", "message": "SAML", "extensions": extensions}
    kept, seen = read(None, node(), errors=[error], sso="https://sso.example")
    assert (kept.found, kept.authorize_at) == (Found.NOT_READABLE, address)
    assert (seen.found, seen.authorize_at) == (Found.SEEN, "")


@pytest.mark.parametrize(
    "name",
    ["", "o", "o/", "/r", "o/r/x", "o/r?x", "o\n/r", "-o/r", "o/r r", "ö/r", None, 7, ["o/r"]],
)
def test_a_name_that_cannot_be_one(name: object) -> None:
    """It would become part of an address."""
    assert read(node(nameWithOwner=name))[0].found is Found.ERROR


@pytest.mark.parametrize("length", [0, 1, ISSUES - 1, ISSUES, ISSUES + 1])
def test_a_list_as_long_as_it_may_be_has_an_end(length: int) -> None:
    """Whether there are older ones makes a difference to what a silence means; my own count."""
    me = {"__typename": "User", "login": "mia"}
    seen = [issue(9, author=me), *(issue(number, createdAt=OLDER) for number in range(length - 1))]
    (facts,) = read(node(recent={"nodes": [*seen, None][:length]}))
    assert facts.issues_since == (BEFORE if length >= ISSUES else None)


@pytest.mark.parametrize("lost", [None, {"nodes": None}])
def test_a_list_that_is_lost_is_told(lost: object) -> None:
    """A verdict without it rests on less; without pull requests, hardly."""
    errors = [{"path": ["r0", "recent"], "type": "RESOURCE_LIMITS_EXCEEDED", "message": "No."}]
    (facts,) = read(node(recent=lost), errors=errors)
    assert (facts.found, facts.recent, facts.left_out) == (Found.SEEN, (), (UNREADABLE,))
    (facts,) = read(node(recentPulls=lost))
    assert (facts.found, facts.recent_pulls, facts.left_out) == (Found.SEEN, (), ())
    less = node()
    del less["recent"]
    assert read(less)[0].left_out == ()


@pytest.mark.parametrize("time", ["2019-05-11T13:00:00", "yesterday", 7, None])
@pytest.mark.parametrize("part", ["recent", "recentPulls", "own"])
def test_a_time_that_cannot_be_compared_spoils_its_repository(part: str, time: object) -> None:
    """And nothing else: a judge would stumble over it."""
    make = own if part == "own" else issue
    facts = read(node(**{part: {"nodes": [make(1, createdAt=time)]}}), node())
    assert [each.found for each in facts] == [Found.ERROR, Found.SEEN]


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


@pytest.mark.parametrize("make", [issue, own])
def test_the_samples_are_of_the_kind_they_stand_for(make: Any) -> None:
    """Each holds exactly what the query asks for."""
    text = str(facts_query(["o/r"], login="mia")["query"])
    assert all(key in text for key in make(1))
    assert all(key in text for key in node())
