"""The names of an owner's repositories: with a token, without, and without GraphQL."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from campaign.adapters.github import GitHub
from campaign.adapters.wire import Forbidden
from campaign.errors import CampaignError, RateLimited
from campaign.rehearsal.accounts import User
from campaign.rehearsal.faults import Fault
from campaign.rehearsal.places import Permission
from campaign.rehearsal.server import StandIn
from campaign.rehearsal.wire import json_reply
from campaign.rehearsal.world import World

DAY = datetime(2019, 5, 11, 14, 0, tzinfo=UTC)

Ways = pytest.mark.parametrize("way", ["token", "no token", "no GraphQL"])


def owned(client: Callable[..., GitHub], world: World, owner: str, way: str) -> tuple[str, ...]:
    """What the client says belongs to the owner."""
    world.graphql_enabled = way != "no GraphQL"
    settings = {"token": None} if way == "no token" else {}
    return client(may_write=False, **settings).repositories_of(owner)


@Ways
def test_every_public_repository_where_an_issue_is_possible(
    client: Callable[..., GitHub], world: World, way: str
) -> None:
    """A fork only where somebody switched its issues on."""
    world.add_repositories("acme/nets", "acme/ropes", "other/thing")
    world.add_repository("acme/private", private=True)
    world.add_repository("acme/archived", archived_at=DAY)
    world.add_repository("acme/no-issues", has_issues=False)
    world.add_repository("acme/disabled", disabled=True)
    world.add_repository("acme/fork", is_fork=True)
    assert sorted(owned(client, world, "ACME", way)) == ["acme/fork", "acme/nets", "acme/ropes"]


@Ways
def test_what_somebody_merely_helps_with_is_not_theirs(
    client: Callable[..., GitHub], world: World, mia: User, way: str
) -> None:
    """A person's own repositories only."""
    world.add_repository("mia/diary")
    world.add_repository("acme/nets").collaborators[mia] = Permission.WRITE
    assert owned(client, world, "mia", way) == ("mia/diary",)


@Ways
def test_more_than_one_page(client: Callable[..., GitHub], world: World, way: str) -> None:
    """All of them, each once."""
    names = [f"acme/net-{number}" for number in range(230)]
    world.add_repositories(*names)
    assert sorted(owned(client, world, "acme", way)) == sorted(names)
    assert len(world.log) == (4 if way == "no GraphQL" else 3)


@Ways
def test_an_owner_that_nobody_knows(client: Callable[..., GitHub], world: World, way: str) -> None:
    """Said with the name, and what was not done."""
    with pytest.raises(CampaignError, match=r"called nobody\. Nothing was looked at") as raised:
        owned(client, world, "nobody", way)
    assert raised.value.hint


def test_an_owner_without_repositories(client: Callable[..., GitHub], world: World) -> None:
    """An empty answer is an answer."""
    assert owned(client, world, "mia", "token") == ()


@pytest.mark.parametrize("name", ["a/b", "../user", "a?b", "a b", "", "-a"])
def test_a_name_cannot_reach_another_address(
    client: Callable[..., GitHub], world: World, name: str
) -> None:
    """The door to the network holds it back."""
    with pytest.raises(Forbidden):
        owned(client, world, name, "no token")
    assert world.log == []


@pytest.mark.parametrize(
    "page",
    [
        {"nodes": None, "pageInfo": {}},
        {"nodes": [{"nameWithOwner": "../x"}], "pageInfo": {}},
        7,
    ],
)
def test_an_answer_of_another_shape(github: GitHub, stand_in: StandIn, page: object) -> None:
    """No answer, and no traceback."""
    said = {"data": {"repositoryOwner": {"repositories": page}}}
    stand_in.plan(Fault(then=json_reply(said), path="/graphql$"))
    with pytest.raises(CampaignError, match="could not be read"):
        github.repositories_of("acme")


def test_a_server_without_a_last_page(github: GitHub, stand_in: StandIn, world: World) -> None:
    """It is not asked for ever."""
    page = {"nodes": [], "pageInfo": {"hasNextPage": True, "endCursor": "again"}}
    said = json_reply({"data": {"repositoryOwner": {"repositories": page}}})
    stand_in.plan(Fault(then=said, path="/graphql$").always())
    assert github.repositories_of("acme") == ()
    assert len(world.log) == 50


@pytest.mark.parametrize("token", [True, False])
def test_a_limit_is_said(
    client: Callable[..., GitHub], world: World, mia: User, token: bool
) -> None:
    """Half a list would be taken for the whole one."""
    world.add_repositories("acme/nets")
    world.limits.leave(mia.id if token else None, 0, resource="graphql" if token else "core")
    with pytest.raises(RateLimited):
        owned(client, world, "acme", "token" if token else "no token")
