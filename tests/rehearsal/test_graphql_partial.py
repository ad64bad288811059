"""The GraphQL endpoint: answers of which parts are missing, and servers that know less."""

from typing import Any

import pytest

from campaign.rehearsal.accounts import User
from campaign.rehearsal.places import Repository
from campaign.rehearsal.world import World

MINE = 'repository(owner: "palantir", name: "blueprint")'
PULLS = "pullRequests(first: 1) { nodes { number } }"
GUIDELINES = "contributingGuidelines { url }"
REFUSED = "Resource not accessible by personal access token"


def many(count: int) -> str:
    """A query with `count` aliases for the same repository."""
    return "{" + " ".join(f"r{number}: {MINE} {{ id }}" for number in range(count)) + "}"


def test_a_field_of_its_own_may_be_missing(client: Any, world: World, repo: Repository) -> None:
    """A server's schema may lack any field: no data at all, and nothing unexpected about it."""
    world.missing_fields = frozenset({"Repository.contributingGuidelines"})
    answer = client.graphql(f"{{ {MINE} {{ name {GUIDELINES} viewerCanCreateIssues }} }}").json
    (error,) = answer["errors"]
    assert "data" not in answer
    assert error["message"] == ("Field 'contributingGuidelines' doesn't exist on type 'Repository'")
    assert world.unexpected == []
    world.missing_fields = frozenset()
    assert "errors" not in client.graphql(f"{{ {MINE} {{ {GUIDELINES} }} }}").json


def test_a_refused_field_is_null(client: Any, world: World, repo: Repository) -> None:
    """What this token may not see is null, with an error that names the way there."""
    world.refused_fields["Repository.contributingGuidelines"] = REFUSED
    answer = client.graphql(f"{{ r0: {MINE} {{ name {GUIDELINES} }} }}").json
    assert answer["data"] == {"r0": {"name": "blueprint", "contributingGuidelines": None}}
    (error,) = answer["errors"]
    assert (error["type"], error["message"]) == ("FORBIDDEN", REFUSED)
    assert error["path"] == ["r0", "contributingGuidelines"]
    assert error["extensions"] == {"saml_failure": False}


def test_a_refused_list_takes_its_repository_along(
    client: Any, world: World, repo: Repository
) -> None:
    """A list cannot be null, so that the repository is; the others are answered."""
    world.refused_fields["Repository.pullRequests"] = REFUSED
    answer = client.graphql(f"{{ r0: {MINE} {{ name {PULLS} }} r1: {MINE} {{ name }} }}").json
    assert answer["data"] == {"r0": None, "r1": {"name": "blueprint"}}
    assert answer["errors"][0]["path"] == ["r0", "pullRequests"]


def test_too_many_lists(client: Any, world: World, repo: Repository) -> None:
    """Beyond the limit the nodes of a list are null, its count is not."""
    world.list_limit = 1
    world.seed_issue(repo, is_pull_request=True)
    lists = "pullRequests(first: 1) { totalCount nodes { number } }"
    answer = client.graphql(f"{{ a: {MINE} {{ {lists} }} b: {MINE} {{ {lists} }} }}").json
    assert answer["data"]["a"]["pullRequests"]["nodes"] == [{"number": 1}]
    assert answer["data"]["b"]["pullRequests"] == {"totalCount": 1, "nodes": None}
    (error,) = answer["errors"]
    assert error["type"] == "RESOURCE_LIMITS_EXCEEDED"
    assert error["path"] == ["b", "pullRequests", "nodes"]


def test_validation_takes_too_long(client: Any, world: World, repo: Repository) -> None:
    """A long query is not even validated in time: no data, at 200."""
    world.validation_limit = 2
    assert "errors" not in client.graphql(many(2)).json
    answer = client.graphql(many(3))
    assert answer.status == 200
    assert answer.json == {"errors": [{"message": "Timeout on validation of query"}]}


def test_gateway_in_front_gives_up(
    client: Any, world: World, repo: Repository, alice: User
) -> None:
    """504 is a page of the proxy, and what took too long costs more than an answer."""
    world.gateway_limit, world.gateway_status = 2, 504
    answer = client.graphql(many(3))
    assert (answer.status, answer.headers["content-type"]) == (504, "text/html")
    assert b"504 Gateway Time-out" in answer.body
    assert world.limits.budget(alice.id, "graphql").used == 2


def test_points_end_in_the_middle(client: Any, world: World, repo: Repository, alice: User) -> None:
    """Two points are left: two queries are answered, the third is not."""
    world.limits.leave(alice.id, 2, resource="graphql")
    answers = [client.graphql(many(1)).json for _ in range(3)]
    assert ["data" in answer for answer in answers] == [True, True, False]
    assert answers[2]["errors"][0]["type"] == "RATE_LIMIT"


def test_single_sign_on_in_the_head(
    client: Any, world: World, repo: Repository, alice: User
) -> None:
    """Where single sign-on is missing, the head tells where to get it."""
    assert repo.organisation is not None
    repo.organisation.enforces_saml = True
    repo.organisation.members[alice] = True
    answer = client.graphql(many(1))
    assert answer.json["errors"][0]["extensions"] == {"saml_failure": True}
    assert answer.headers["x-github-sso"] == "required; url=https://github.com/orgs/palantir/sso"
    assert "x-github-sso" not in client.graphql("{ viewer { login } }").headers


def test_issues_have_pages_too(client: Any, world: World, repo: Repository) -> None:
    """A list goes on after its cursor, and says where it stands."""
    for _ in range(3):
        world.seed_issue(repo)
    page = "pageInfo { hasNextPage hasPreviousPage startCursor endCursor }"
    issues = f"issues(first: 2, after: $c) {{ nodes {{ number }} {page} }}"
    query = f"query($c: String) {{ {MINE} {{ {issues} }} }}"
    first = client.graphql(query).json["data"]["repository"]["issues"]
    assert [node["number"] for node in first["nodes"]] == [1, 2]
    assert (first["pageInfo"]["hasNextPage"], first["pageInfo"]["hasPreviousPage"]) == (True, False)
    second = client.graphql(query, c=first["pageInfo"]["endCursor"]).json
    found = second["data"]["repository"]["issues"]
    assert [node["number"] for node in found["nodes"]] == [3]
    assert found["pageInfo"]["startCursor"] == found["pageInfo"]["endCursor"]
    assert found["pageInfo"]["hasPreviousPage"] is True
    empty = client.graphql(query, c=found["pageInfo"]["endCursor"]).json
    nothing = empty["data"]["repository"]["issues"]["pageInfo"]
    assert (nothing["startCursor"], nothing["hasNextPage"]) == (None, False)


@pytest.mark.parametrize("path", ["CONTRIBUTING.md", ".github/CONTRIBUTING.md"])
def test_guidelines(client: Any, repo: Repository, path: str) -> None:
    """Guidelines for contributors have an address, where there are any."""
    query = f"{{ {MINE} {{ contributingGuidelines {{ url body }} }} }}"
    nothing = client.graphql(query).json["data"]["repository"]
    assert nothing == {"contributingGuidelines": None}
    repo.contributing = path
    repo.files[path] = "Be kind."
    found = client.graphql(query).json["data"]["repository"]["contributingGuidelines"]
    url = f"https://github.com/palantir/blueprint/blob/main/{path}"
    assert found == {"url": url, "body": "Be kind."}
