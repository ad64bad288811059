"""The GraphQL endpoint: where its values come from."""

from datetime import timedelta
from typing import Any

import pytest
from graphql import GraphQLObjectType

from campaign.rehearsal.accounts import Organisation, User
from campaign.rehearsal.fields import FIELDS
from campaign.rehearsal.places import (
    ContactLink,
    Issue,
    IssueTemplate,
    Repository,
)
from campaign.rehearsal.query import schema
from campaign.rehearsal.world import World

MINE = 'repository(owner: "palantir", name: "blueprint")'


def ask(client: Any, selection: str) -> Any:
    """What the repository says about `selection`; there must be no error."""
    answer = client.graphql(f"{{ {MINE} {{ {selection} }} }}").json
    assert "errors" not in answer
    return answer["data"]["repository"]


@pytest.mark.parametrize(
    ("name", "thing"),
    [
        ("Repository", Repository),
        ("Issue", Issue),
        ("PullRequest", Issue),
        ("User", User),
        ("Organization", Organisation),
        ("Query", None),
    ],
)
def test_every_field_has_a_value(name: str, thing: type | None) -> None:
    """Each field of the schema is in a table or an attribute of the thing."""
    kind = schema(old=False).type_map[name]
    assert isinstance(kind, GraphQLObjectType)
    known = set(FIELDS[name]) | set(getattr(thing, "__dataclass_fields__", ()))
    assert set(kind.fields) <= known


def test_tables_have_no_field_the_schema_lacks() -> None:
    """Nothing in a table is there in vain."""
    kinds = schema(old=False).type_map
    for name in ("Query", "Repository", "Issue"):
        kind = kinds[name]
        assert isinstance(kind, GraphQLObjectType)
        assert set(FIELDS[name]) <= set(kind.fields)


def test_viewer(client: Any, alice: User) -> None:
    """Who am I, and since when?"""
    answer = client.graphql("{ viewer { login databaseId name email createdAt } }").json
    assert answer == {
        "data": {
            "viewer": {
                "login": "alice",
                "databaseId": alice.id,
                "name": "Alice",
                "email": "alice@example.org",
                "createdAt": "2016-05-11T14:00:00Z",
            }
        }
    }


def test_repository_facts(client: Any, world: World, repo: Repository) -> None:
    """All that decides whether a stranger may open an issue."""
    repo.archived_at = world.clock.now()
    repo.lock_reason = "MIGRATING"
    repo.templates = (IssueTemplate(name="Bug", filename="bug.yml"),)
    repo.contact_links = (ContactLink(name="Forum", url="https://example.org", about="Ask"),)
    repo.topics = ("ui", "react")
    repo.opt_out_file = "no"
    found = ask(
        client,
        """databaseId nameWithOwner isArchived archivedAt isLocked lockReason isDisabled
        hasIssuesEnabled isBlankIssuesEnabled visibility viewerPermission issueCreationPolicy
        owner { __typename login } issueTemplates { name filename }
        contactLinks { name url about } repositoryTopics(first: 1) { nodes { topic { name } } }
        object(expression: "HEAD:.github/campaign-opt-out") { __typename ... on Blob { text } }
        none: object(expression: "HEAD:README.md") { __typename }
        watchers { totalCount } stargazerCount""",
    )
    assert found == {
        "databaseId": repo.id,
        "nameWithOwner": "palantir/blueprint",
        "isArchived": True,
        "archivedAt": "2019-05-11T14:00:00Z",
        "isLocked": True,
        "lockReason": "MIGRATING",
        "isDisabled": False,
        "hasIssuesEnabled": True,
        "isBlankIssuesEnabled": True,
        "visibility": "PUBLIC",
        "viewerPermission": "READ",
        "issueCreationPolicy": "ALL",
        "owner": {"__typename": "Organization", "login": "palantir"},
        "issueTemplates": [{"name": "Bug", "filename": "bug.yml"}],
        "contactLinks": [{"name": "Forum", "url": "https://example.org", "about": "Ask"}],
        "repositoryTopics": {"nodes": [{"topic": {"name": "ui"}}]},
        "object": {"__typename": "Blob", "text": "no"},
        "none": None,
        "watchers": {"totalCount": 0},
        "stargazerCount": 0,
    }


def test_issues(client: Any, world: World, repo: Repository, alice: User) -> None:
    """Issues without pull requests, newest first if asked, with what is known of them."""
    world.seed_issue(repo, by=None, age=timedelta(days=4))
    world.seed_issue(repo, is_pull_request=True)
    world.seed_issue(repo, by=world.add_user("helper", bot=True), age=timedelta(days=3))
    world.seed_issue(
        repo, by=alice, age=timedelta(days=2), state="closed", state_reason="not_planned"
    )
    found = ask(
        client,
        """issues(first: 2, orderBy: {field: CREATED_AT, direction: DESC}) { totalCount nodes {
        number state stateReason authorAssociation url
        author { __typename login ... on User { databaseId } } } }
        all: issues(last: 1, orderBy: {field: CREATED_AT, direction: DESC}) {
        nodes { number author { login } } }""",
    )
    first, second = found["issues"]["nodes"]
    assert found["issues"]["totalCount"] == 3
    assert first == {
        "number": 4,
        "state": "CLOSED",
        "stateReason": "NOT_PLANNED",
        "authorAssociation": "NONE",
        "url": "https://github.com/palantir/blueprint/issues/4",
        "author": {"__typename": "User", "login": "alice", "databaseId": alice.id},
    }
    assert second["author"] == {"__typename": "Bot", "login": "helper"}
    assert found["all"]["nodes"] == [{"number": 1, "author": None}]


def test_issues_by_creator(client: Any, world: World, repo: Repository, alice: User) -> None:
    """One's own issues are found by filter, in both states, since a time."""
    world.seed_issue(repo)
    world.seed_issue(repo, by=alice, age=timedelta(days=9))
    world.seed_issue(repo, by=alice, age=timedelta(days=2), state="closed")
    query = (
        "query($f: IssueFilters, $s: [IssueState!]) {"
        + MINE
        + "{ issues(first: 9, filterBy: $f, states: $s) { nodes { number } } } }"
    )

    def numbers(**variables: object) -> list[int]:
        answer = client.graphql(query, **variables).json
        return [node["number"] for node in answer["data"]["repository"]["issues"]["nodes"]]

    assert numbers(f={"createdBy": "Alice"}) == [2, 3]
    assert numbers(f={"createdBy": "alice"}, s=["OPEN"]) == [2]
    assert numbers(f={"createdBy": "alice", "since": "2019-05-05T00:00:00Z"}) == [3]


def test_pull_requests(client: Any, world: World, repo: Repository) -> None:
    """Pull requests are evidence of outsiders, too."""
    world.seed_issue(repo, is_pull_request=True)
    found = ask(client, "pullRequests(first: 1) { nodes { authorAssociation author { login } } }")
    node = {"authorAssociation": "FIRST_TIME_CONTRIBUTOR", "author": {"login": "stranger"}}
    assert found["pullRequests"]["nodes"] == [node]


def test_issue_by_number(client: Any, world: World, repo: Repository) -> None:
    """One issue is found; one that is not there is a partial error."""
    world.seed_issue(repo, reactions=3)
    assert ask(client, "issue(number: 1) { title reactions { totalCount } }") == {
        "issue": {"title": "Issue 1", "reactions": {"totalCount": 3}}
    }
    answer = client.graphql(f"{{ {MINE} {{ name issue(number: 5) {{ title }} }} }}").json
    assert answer["data"]["repository"] == {"name": "blueprint", "issue": None}
    assert answer["errors"][0]["path"] == ["repository", "issue"]


def test_list_lags_here_too(client: Any, world: World, repo: Repository, alice: User) -> None:
    """A new issue shows late in GraphQL as well."""
    world.list_lag = 60
    world.open_issue(repo, alice, title="t", body="")
    assert ask(client, "issues { totalCount }")["issues"]["totalCount"] == 0
    world.clock.sleep(61)
    assert ask(client, "issues { totalCount }")["issues"]["totalCount"] == 1


def test_flagged_account_is_hidden(
    client: Any, connect: Any, world: World, repo: Repository, alice: User
) -> None:
    """What a flagged account wrote is there for itself only."""
    alice.flagged = True
    world.seed_issue(repo, by=alice)
    other = connect(world.add_user("bob").token)
    assert ask(client, "issues { totalCount }")["issues"]["totalCount"] == 1
    assert ask(other, "issues { totalCount }")["issues"]["totalCount"] == 0
