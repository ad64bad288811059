"""Looking through REST with a token: what has not changed is free, and a posting looks anew."""

from collections.abc import Callable
from pathlib import Path

import pytest

from campaign.adapters.github import GitHub
from campaign.core.access import Found, RepoFacts
from campaign.rehearsal.accounts import User
from campaign.rehearsal.faults import Fault
from campaign.rehearsal.places import OPT_OUT, Repository
from campaign.rehearsal.server import StandIn
from campaign.rehearsal.wire import Reply
from campaign.rehearsal.world import World

NAMES = [f"acme/net-{number}" for number in range(5)]


@pytest.fixture
def places(world: World) -> list[Repository]:
    """Repositories on a server without GraphQL."""
    world.graphql_enabled = False
    return [world.add_repository(name) for name in NAMES]


class Looks:
    """One look after the other, each by a process of its own."""

    def __init__(self, client: Callable[..., GitHub], world: World, me: User, cache: Path) -> None:
        self._client = client
        self._world = world
        self._me = me
        self._cache = cache

    def __call__(self, *names: str, may_write: bool = False) -> tuple[dict[str, RepoFacts], int]:
        """The facts by name, and what GitHub has counted."""
        before = self._counted()
        github = self._client(cache=self._cache, may_write=may_write)
        facts = github.look(names or NAMES, account=github.account())
        return {each.repo: each for each in facts}, self._counted() - before

    def _counted(self) -> int:
        return self._world.limits.budget(self._me.id, "core").used


@pytest.fixture
def look(client: Callable[..., GitHub], world: World, mia: User, tmp_path: Path) -> Looks:
    """Looks signed in as mia."""
    return Looks(client, world, mia, tmp_path / "cache")


@pytest.mark.parametrize("later", [0, 100, 100_000])
def test_a_second_look_costs_one_request(
    look: Looks, world: World, places: list[Repository], mia: User, later: int
) -> None:
    """The account; opt-out files that are not there, and my own issues, are not paid for again."""
    places[1].opt_out_file = "no"
    world.seed_issue(places[2], by=mia, body="<!-- campaign:no-nets abc -->")
    first, cost = look()
    assert cost == 1 + 5 + 5 + 5 + 4
    world.clock.sleep(later)
    again, cost = look()
    assert (again, cost) == (first, 1)
    assert again[NAMES[1]].opted_out == OPT_OUT
    assert [own.body for own in again[NAMES[2]].own] == ["<!-- campaign:no-nets abc -->"]


def test_an_opt_out_made_between_two_looks_is_seen(
    look: Looks, world: World, places: list[Repository]
) -> None:
    """Somebody has pushed it: the repository's own answer tells that its files have changed."""
    look()
    world.clock.sleep(30)
    places[3].push(OPT_OUT, "no", at=world.clock.now())
    facts, _ = look()
    assert [name for name in NAMES if facts[name].opted_out] == [NAMES[3]]


def test_an_own_issue_made_between_two_looks_is_seen(
    look: Looks, world: World, places: list[Repository], mia: User
) -> None:
    """What is remembered never stands against what GitHub says now."""
    look()
    number = world.seed_issue(places[0], by=mia).number
    facts, _ = look()
    assert [own.number for own in facts[NAMES[0]].own] == [number]


def test_whoever_may_post_looks_as_if_for_the_first_time(
    look: Looks, places: list[Repository]
) -> None:
    """Nothing that was remembered decides about a posting, not even where no push was told of."""
    look()
    places[3].opt_out_file = "no"
    assert not look()[0][NAMES[3]].opted_out
    facts, cost = look(may_write=True)
    assert facts[NAMES[3]].opted_out
    assert cost == 1 + 5 + 5 + 5 + 4


def test_a_repository_that_is_not_there_is_not_paid_for_within_a_minute(
    look: Looks, world: World, places: list[Repository]
) -> None:
    """And then once more."""
    names = ("acme/gone", NAMES[0])
    costs = [look(*names)[1], look(*names)[1]]
    world.clock.sleep(70)
    costs.append(look(*names)[1])
    assert costs == [1 + 2 + 3, 1, 2]


@pytest.mark.parametrize("body", [b"", b"[]", b"<html>"])
@pytest.mark.parametrize("status", [403, 451])
def test_a_refusal_without_words_concerns_its_own_repository(
    look: Looks, stand_in: StandIn, places: list[Repository], status: int, body: bytes
) -> None:
    """The others are looked at, whatever shape one answer has."""
    said = Reply(status=status, body=body, genuine=True)
    stand_in.plan(Fault(then=said, method="GET", path=f"/{places[0].full_name}$"))
    facts, _ = look()
    assert facts[places[0].full_name].found is not Found.SEEN
    assert {facts[each.full_name].found for each in places[1:]} == {Found.SEEN}
