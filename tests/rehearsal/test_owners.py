"""The repositories of one owner, in REST and in GraphQL."""

from typing import Any

import pytest

from campaign.rehearsal.accounts import User
from campaign.rehearsal.places import Permission, Repository
from campaign.rehearsal.world import World

QUERY = """query($login: String!, $after: String) { repositoryOwner(login: $login) {
  __typename login repositories(first: 2, after: $after, privacy: PUBLIC) {
    totalCount nodes { nameWithOwner } pageInfo { hasNextPage endCursor } } } }"""


def owner(client: Any, login: str, **variables: object) -> Any:
    """What GraphQL says about an owner; there must be no error."""
    answer = client.graphql(QUERY, login=login, **variables).json
    assert "errors" not in answer
    return answer["data"]["repositoryOwner"]


def names(connection: Any) -> list[str]:
    """The repositories on a page."""
    return [node["nameWithOwner"] for node in connection["nodes"]]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/orgs/palantir/repos", ["plottable", "atlasdb", "blueprint"]),
        ("/orgs/palantir/repos?direction=asc", ["blueprint", "atlasdb", "plottable"]),
        ("/users/palantir/repos", ["atlasdb", "blueprint", "plottable"]),
        ("/users/palantir/repos?sort=created", ["plottable", "atlasdb", "blueprint"]),
        ("/users/palantir/repos?per_page=1&page=2", ["blueprint"]),
    ],
)
def test_rest(client: Any, world: World, repo: Repository, path: str, expected: list[str]) -> None:
    """The public ones, in pages: an organisation's newest first, a person's by name."""
    world.add_repositories("palantir/atlasdb", "palantir/plottable")
    world.add_repository("palantir/secret", private=True)
    world.delete(world.add_repository("palantir/gone"))
    assert [repository["name"] for repository in client.get(path).json] == expected


def test_rest_of_nobody(client: Any, alice: User) -> None:
    """A person is no organisation, and nobody is nobody."""
    assert client.get("/users/alice/repos").json == []
    assert client.get("/orgs/alice/repos").status == 404
    assert client.get("/users/nobody/repos").status == 404


def test_list_shows_a_little_less(client: Any, repo: Repository) -> None:
    """Who watches a repository is told one by one, not in a list."""
    (listed,) = client.get("/orgs/palantir/repos").json
    assert "subscribers_count" not in listed
    assert client.get("/repos/palantir/blueprint").json["subscribers_count"] == 0
    assert {"topics", "visibility", "permissions", "has_issues"} <= set(listed)


def test_rest_of_a_strict_organisation(client: Any, stranger: Any, repo: Repository) -> None:
    """An organisation's rules for tokens hold for its list, not for a reader without one."""
    assert repo.organisation is not None
    repo.organisation.forbids_classic_tokens = True
    answer = client.get("/orgs/palantir/repos")
    assert answer.status == 403
    assert answer.json["message"].startswith("`palantir` forbids access")
    assert stranger.get("/orgs/palantir/repos").status == 200


def test_graphql_pages(client: Any, world: World, repo: Repository) -> None:
    """Following the cursor shows every public repository once."""
    world.add_repositories("palantir/atlasdb", "palantir/plottable")
    world.add_repository("palantir/secret", private=True)
    first = owner(client, "Palantir")
    assert (first["__typename"], first["login"]) == ("Organization", "palantir")
    page = first["repositories"]
    assert (page["totalCount"], page["pageInfo"]["hasNextPage"]) == (3, True)
    second = owner(client, "palantir", after=page["pageInfo"]["endCursor"])["repositories"]
    assert second["pageInfo"]["hasNextPage"] is False
    assert [*names(page), *names(second)] == [
        "palantir/blueprint",
        "palantir/atlasdb",
        "palantir/plottable",
    ]


def test_graphql_of_nobody(client: Any) -> None:
    """Nobody is null, and no error."""
    assert owner(client, "nobody") is None


def test_graphql_of_a_person(client: Any, world: World, repo: Repository, alice: User) -> None:
    """What a person only helps with is among theirs, unless one asks otherwise."""
    world.add_repository("alice/home")
    repo.collaborators[alice] = Permission.WRITE
    assert names(owner(client, "alice")["repositories"]) == ["palantir/blueprint", "alice/home"]
    query = '{ repositoryOwner(login: "alice") { repositories(first: 9, %s) { totalCount } } }'
    for arguments, expected in (
        ("ownerAffiliations: [OWNER]", 1),
        ("isFork: true", 0),
        ("isArchived: false", 2),
        ("hasIssuesEnabled: true", 2),
        ("privacy: PRIVATE", 0),
    ):
        answer = client.graphql(query % arguments).json["data"]["repositoryOwner"]
        assert answer["repositories"]["totalCount"] == expected


def test_graphql_of_a_strict_organisation(client: Any, world: World, repo: Repository) -> None:
    """An organisation's rules are an error at its alias."""
    assert repo.organisation is not None
    repo.organisation.shuts_out_addresses = True
    answer = client.graphql(QUERY, login="palantir").json
    assert answer["data"] == {"repositoryOwner": None}
    (error,) = answer["errors"]
    assert (error["type"], error["path"]) == ("FORBIDDEN", ["repositoryOwner"])
    assert error["extensions"] == {"saml_failure": False}


@pytest.mark.parametrize("cursor", ["nonsense", "Y3Vyc29y", "Y3Vyc29yOng="])
def test_wrong_cursor(client: Any, repo: Repository, cursor: str) -> None:
    """A cursor that GitHub did not give out is an error."""
    (error,) = client.graphql(QUERY, login="palantir", after=cursor).json["errors"]
    assert error["message"] == f"`{cursor}` does not appear to be a valid cursor."
