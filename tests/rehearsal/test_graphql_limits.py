"""The GraphQL endpoint: older schemas, wrong queries, costs and limits."""

from typing import Any

import pytest

from campaign.rehearsal import graphql
from campaign.rehearsal.accounts import User
from campaign.rehearsal.places import (
    Repository,
)
from campaign.rehearsal.world import World

MINE = 'repository(owner: "palantir", name: "blueprint")'


def ask(client: Any, selection: str) -> Any:
    """What the repository says about `selection`; there must be no error."""
    answer = client.graphql(f"{{ {MINE} {{ {selection} }} }}").json
    assert "errors" not in answer
    return answer["data"]["repository"]


def many(count: int) -> str:
    """A query with `count` aliases for the same repository."""
    return "{" + " ".join(f"r{number}: {MINE} {{ id }}" for number in range(count)) + "}"


NEW_FIELDS = "{ a: " + MINE + " { name viewerCanCreateIssues issueCreationPolicy } }"


def test_old_schema_answers_nothing(client: Any, world: World, repo: Repository) -> None:
    """A server that lacks the two fields gives no data at all, and says which it lacks."""
    world.old_schema = True
    answer = client.graphql(NEW_FIELDS)
    assert answer.status == 200
    assert "data" not in answer.json
    first, second = answer.json["errors"]
    assert first["message"] == "Field 'viewerCanCreateIssues' doesn't exist on type 'Repository'"
    assert first["path"] == ["query", "a", "viewerCanCreateIssues"]
    assert first["extensions"] == {
        "code": "undefinedField",
        "typeName": "Repository",
        "fieldName": "viewerCanCreateIssues",
    }
    assert second["extensions"]["fieldName"] == "issueCreationPolicy"
    assert world.unexpected == []
    assert ask(client, "name") == {"name": "blueprint"}


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ("query Facts { viewer { pets } }", ["query Facts", "viewer", "pets"]),
        (
            "{ " + MINE + " { owner { ... on User { pets } } } }",
            ["query", "repository", "owner", "... on User", "pets"],
        ),
        (
            "{ viewer { ...f } } fragment f on User { pets }",
            ["fragment f", "pets"],
        ),
    ],
)
def test_unknown_field_is_noticed(
    client: Any, world: World, repo: Repository, query: str, path: list[str]
) -> None:
    """The error names the way to the field, and the world remembers the surprise."""
    assert client.graphql(query).json["errors"][0]["path"] == path
    assert world.unexpected == ["GraphQL: Field 'pets' doesn't exist on type 'User'"]


def test_broken_query(client: Any, world: World) -> None:
    """What is no GraphQL has no data."""
    answer = client.graphql("{ viewer ")
    assert answer.status == 200
    assert "data" not in answer.json
    assert len(world.unexpected) == 1


def test_wrong_variable(client: Any, world: World) -> None:
    """A variable of the wrong type is noticed and has no data."""
    answer = client.graphql("query($n: Int!) { viewer { login } repository(owner: $n) }", n="x")
    assert "data" not in answer.json
    query = 'query($o: String!) { repository(owner: $o, name: "r") { name } }'
    assert "data" not in client.graphql(query, o=[5]).json
    assert len(world.unexpected) == 2


def test_no_query(client: Any) -> None:
    """A request without a query is told so; one without JSON is 400."""
    message = client.post("/graphql", {"query": 5}).json["errors"][0]["message"]
    assert message == "A query attribute must be specified and must be a string."
    assert client.send("POST", "/graphql", payload=b"{").status == 400


def test_server_without_graphql(client: Any, world: World) -> None:
    """A server may lack the endpoint."""
    world.graphql_enabled = False
    assert client.graphql("{ viewer { login } }").status == 404
    assert world.unexpected == []


def test_rate_limit_and_cost(client: Any, world: World, repo: Repository) -> None:
    """Points are requests per connection in hundreds, at least one, from a budget of its own."""
    inner = f"{MINE} {{ issues(first: 5) {{ nodes {{ number }} }} watchers {{ totalCount }} }}"
    aliases = " ".join(f"r{number}: {inner}" for number in range(250))
    query = f"{{ rateLimit {{ cost limit remaining used nodeCount resetAt }} {aliases} }}"
    answer = client.graphql(query)
    assert answer.json["data"]["rateLimit"] == {
        "cost": 2,
        "limit": 5000,
        "remaining": 4998,
        "used": 2,
        "nodeCount": 1250,
        "resetAt": "2019-05-11T15:00:00Z",
    }
    assert answer.headers["x-ratelimit-resource"] == "graphql"
    assert client.get("/rate_limit").json["resources"]["core"]["used"] == 0


def test_nested_lists_multiply(client: Any, repo: Repository) -> None:
    """A list inside a list of ten is ten requests."""
    inner = "issues(first: 10) { nodes { comments(first: 5) { totalCount } } }"
    answer = client.graphql(f"{{ rateLimit {{ nodeCount }} {MINE} {{ {inner} }} }}").json
    assert answer["data"]["rateLimit"] == {"nodeCount": 10 + 10 * 5}


def test_used_up_budget_is_an_error_at_200(client: Any, world: World, alice: User) -> None:
    """The primary limit looks like success until one reads it."""
    world.limits.leave(alice.id, 0, resource="graphql")
    answer = client.graphql("{ viewer { login } }")
    assert answer.status == 200
    assert answer.json == {
        "errors": [
            {
                "type": "RATE_LIMIT",
                "code": "graphql_rate_limit",
                "message": f"API rate limit already exceeded for user ID {alice.id}.",
            }
        ]
    }
    assert answer.headers["x-ratelimit-remaining"] == "0"


def test_resource_limit_leaves_the_rest_out(client: Any, world: World, repo: Repository) -> None:
    """Beyond the limit aliases are null, each with its error; the others are answered."""
    world.resource_limit = 2
    answer = client.graphql(many(3))
    assert answer.status == 200
    assert [value is None for value in answer.json["data"].values()] == [False, False, True]
    assert answer.json["errors"][0]["type"] == "RESOURCE_LIMITS_EXCEEDED"
    assert answer.json["errors"][0]["path"] == ["r2"]


def test_gateway_limit(client: Any, world: World, repo: Repository) -> None:
    """A query that takes too long is 502 with a word of regret."""
    world.gateway_limit = 2
    assert client.graphql(many(2)).status == 200
    answer = client.graphql(many(3))
    assert answer.status == 502
    assert answer.json["data"] is None
    assert answer.json["errors"][0]["message"].startswith("Something went wrong while executing")


@pytest.mark.parametrize(
    ("selection", "kind"),
    [
        ("issues { nodes { number } }", "MISSING_PAGINATION_BOUNDARIES"),
        ("issues(first: 101) { nodes { number } }", "EXCESSIVE_PAGINATION"),
    ],
)
def test_connection_needs_a_size(client: Any, repo: Repository, selection: str, kind: str) -> None:
    """Every list must say how much it wants, and no more than a hundred."""
    answer = client.graphql(f"{{ {MINE} {{ {selection} }} }}").json
    assert answer["errors"][0]["type"] == kind
    assert answer["data"] == {"repository": None}


def test_too_many_nodes(client: Any, repo: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """A query for too many nodes is refused before anything is looked up."""
    monkeypatch.setattr(graphql, "NODE_LIMIT", 99)
    answer = client.graphql(f"{{ {MINE} {{ issues(first: 100) {{ totalCount }} }} }}").json
    assert "data" not in answer
    assert answer["errors"][0]["type"] == "MAX_NODE_LIMIT_EXCEEDED"


def test_since_must_be_a_time(client: Any, repo: Repository) -> None:
    """A filter that is no time is a partial error."""
    selection = 'issues(first: 1, filterBy: {since: "soon"}) { totalCount }'
    answer = client.graphql(f"{{ {MINE} {{ {selection} }} }}").json
    assert "invalid value" in answer["errors"][0]["message"]
