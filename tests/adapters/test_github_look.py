"""Looking at many repositories at once: every one is answered, in order, whatever goes wrong."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from campaign.adapters.github import GitHub
from campaign.adapters.github_look import BATCH
from campaign.core.access import Found, RepoFacts, Verdict, judge
from campaign.core.account import Account
from campaign.errors import CampaignError, RateLimited
from campaign.rehearsal.accounts import User
from campaign.rehearsal.faults import Fault
from campaign.rehearsal.places import CreationPolicy, Permission, Repository
from campaign.rehearsal.server import StandIn
from campaign.rehearsal.wire import json_reply
from campaign.rehearsal.world import World

DAY = datetime(2019, 5, 11, 14, 0, tzinfo=UTC)


@pytest.fixture
def account(github: GitHub) -> Account:
    """Who looks."""
    return github.account()


def names(count: int) -> list[str]:
    """Names of so many repositories."""
    return [f"acme/net-{number}" for number in range(count)]


def asked(world: World) -> list[int]:
    """How many repositories each query asked for."""
    queries = [visit.sent for visit in world.requests("POST", "/graphql")]
    return [str(query["query"]).count("...facts") for query in queries]


def look(github: GitHub, repos: list[str], account: Account) -> dict[str, RepoFacts]:
    """The facts by name; none is left out, and their order is the one asked for."""
    facts = github.look(repos, account=account)
    assert [each.repo for each in facts] == repos
    return {each.repo: each for each in facts}


def test_what_a_look_finds_out(
    github: GitHub, world: World, repo: Repository, mia: User, account: Account
) -> None:
    """The repository's state, the account's standing, others' issues and my own."""
    repo.collaborators[mia] = Permission.TRIAGE
    world.seed_issue(repo, by="stranger", age=timedelta(hours=2))
    world.seed_issue(repo, by=mia, age=timedelta(hours=1), body="mine")
    (facts,) = github.look(["acme/nets"], account=account)
    assert (facts.found, facts.name_now, facts.repo_id) == (Found.SEEN, "acme/nets", repo.id)
    assert (facts.permission, facts.can_create, facts.policy) == ("TRIAGE", True, "ALL")
    assert [(seen.number, seen.by_outsider) for seen in facts.recent] == [(1, True)]
    assert [(own.number, own.body, own.author_id) for own in facts.own] == [(2, "mine", mia.id)]


@pytest.mark.parametrize(
    ("settings", "verdict", "reason"),
    [
        ({}, "open", "viewer_can_create"),
        ({"archived_at": DAY}, "closed", "archived"),
        ({"has_issues": False}, "closed", "issues_disabled"),
        ({"disabled": True}, "closed", "disabled"),
        ({"lock_reason": "MIGRATING"}, "closed", "locked"),
        ({"creation_policy": CreationPolicy.COLLABORATORS_ONLY}, "closed", "collaborators_only"),
        ({"private": True}, "closed", "missing"),
        ({"deleted": True}, "closed", "missing"),
        ({"dmca": True}, "unknown", "not_readable"),
    ],
)
def test_from_the_setting_to_the_verdict(
    github: GitHub,
    repo: Repository,
    account: Account,
    settings: dict[str, Any],
    verdict: str,
    reason: str,
) -> None:
    """What the stand-in is set to is what a supporter reads."""
    for name, value in settings.items():
        setattr(repo, name, value)
    (facts,) = github.look(["acme/nets"], account=account)
    access = judge(facts, now=DAY)
    assert (access.verdict.value, access.reason.value) == (verdict, reason)


def test_an_owner_who_blocked_me(
    github: GitHub, repo: Repository, mia: User, account: Account
) -> None:
    """GitHub foretells it; the door is called closed."""
    repo.owner.blocked.add(mia)
    (facts,) = github.look(["acme/nets"], account=account)
    assert judge(facts, now=DAY).verdict is Verdict.CLOSED


@pytest.mark.parametrize("count", [0, 1, BATCH, BATCH + 1, 2 * BATCH + 10])
def test_many_repositories(github: GitHub, world: World, account: Account, count: int) -> None:
    """In queries of a size that GitHub bears."""
    world.add_repositories(*names(count))
    look(github, names(count), account)
    assert sum(asked(world)) == count
    assert len(asked(world)) == -(-count // BATCH)
    assert all(size <= BATCH for size in asked(world))


def test_one_repositorys_trouble_is_its_own(github: GitHub, world: World, account: Account) -> None:
    """Missing, forbidden, moved: the others are told all the same."""
    world.add_repositories("acme/open", "acme/last")
    world.move(world.add_repository("acme/old"), "other/new")
    world.add_organisation("closed-shop", forbids_classic_tokens=True)
    world.add_repository("closed-shop/tool")
    repos = ["acme/open", "acme/none", "closed-shop/tool", "acme/old", "acme/last"]
    facts = look(github, repos, account)
    assert [each.found for each in facts.values()] == [
        Found.SEEN,
        Found.MISSING,
        Found.NOT_READABLE,
        Found.SEEN,
        Found.SEEN,
    ]
    assert "forbids access" in facts["closed-shop/tool"].problem
    assert facts["acme/old"].name_now == "other/new"


def test_two_names_of_one_repository(github: GitHub, world: World, account: Account) -> None:
    """Both are answered, with one number."""
    world.move(world.add_repository("acme/old"), "acme/new")
    facts = look(github, ["acme/old", "acme/new", "ACME/New"], account)
    assert len({each.repo_id for each in facts.values()}) == 1


def test_a_server_of_the_year_before(github: GitHub, world: World, account: Account) -> None:
    """It does not know the two new fields: asked once with them, from then on without."""
    world.old_schema = True
    world.add_repositories(*names(BATCH + 1))
    facts = look(github, names(BATCH + 1), account)
    assert {(each.can_create, each.policy) for each in facts.values()} == {(None, None)}
    assert asked(world) == [BATCH, BATCH, 1]
    look(github, names(1), account)
    assert asked(world) == [BATCH, BATCH, 1, 1]


def test_a_server_without_limits(github: GitHub, stand_in: StandIn, account: Account) -> None:
    """An Enterprise server says null where the cost would stand."""
    said = {"data": {"rateLimit": None, "r0": None}}
    stand_in.plan(Fault(then=json_reply(said), path="/graphql$"))
    (facts,) = github.look(["acme/nets"], account=account)
    assert facts.found is Found.ERROR
    assert github.cost.points == 0


@pytest.mark.parametrize("limit", [2, 7, 20])
@pytest.mark.parametrize("switch", ["gateway_limit", "resource_limit"])
def test_a_query_that_is_too_heavy_is_halved(
    github: GitHub, world: World, account: Account, switch: str, limit: int
) -> None:
    """Down to one repository at a time, and every one gets its answer."""
    world.add_repositories(*names(BATCH))
    setattr(world, switch, limit)
    facts = look(github, names(BATCH), account)
    assert {each.found for each in facts.values()} == {Found.SEEN}
    # The field for the cost counts, too, where fields are counted.
    assert asked(world)[-1] <= limit


def test_an_answer_that_is_too_large_is_halved(
    github: GitHub, world: World, mia: User, account: Account
) -> None:
    """Somebody who writes long issues gets answers beyond our limit; they come in parts."""
    for name in names(4):
        repository = world.add_repository(name)
        for _ in range(8):
            world.seed_issue(repository, by=mia, body="x" * 60_000)
    facts = look(github, names(4), account)
    assert all(len(each.own) == 8 for each in facts.values())
    assert asked(world) == [4, 2, 2]


def test_a_server_that_bears_nothing(github: GitHub, world: World, account: Account) -> None:
    """After a few tries it is said; nobody is asked fifty times."""
    world.add_repositories(*names(BATCH))
    world.gateway_limit = 0
    with pytest.raises(CampaignError, match="GitHub said"):
        github.look(names(BATCH), account=account)
    assert asked(world) == [25, 12, 6, 3, 1]


def test_the_points_are_used_up(
    github: GitHub, world: World, repo: Repository, mia: User, account: Account
) -> None:
    """GitHub says so with HTTP 200."""
    world.limits.leave(mia.id, 0, resource="graphql")
    with pytest.raises(RateLimited, match="already exceeded"):
        github.look(["acme/nets"], account=account)


@pytest.mark.parametrize(
    "said",
    [
        *({}, {"data": None}, {"data": []}, {"data": 7}, {"errors": "no"}, {"errors": [7]}),
        *({"data": {"rateLimit": 7}}, {"data": {"r0": 7}, "errors": [{"path": 7}]}),
    ],
)
def test_an_answer_of_another_shape(
    github: GitHub, stand_in: StandIn, account: Account, said: object
) -> None:
    """No answer for anybody, and no traceback."""
    stand_in.plan(Fault(then=json_reply(said), path="/graphql$").always())
    with pytest.raises(CampaignError) as error:
        github.look(["acme/nets"], account=account)
    assert error.value.hint


@pytest.mark.parametrize("node", [7, "x", [], {}, {"own": None}, [[]]])
def test_a_repository_of_another_shape(
    github: GitHub, stand_in: StandIn, account: Account, node: object
) -> None:
    """An error for that one alone."""
    stand_in.plan(Fault(then=json_reply({"data": {"r0": node, "r1": None}}), path="/graphql$"))
    facts = look(github, ["acme/nets", "acme/ropes"], account)
    assert [each.found for each in facts.values()] == [Found.ERROR, Found.ERROR]


def test_the_login_travels_as_a_variable(
    github: GitHub, world: World, repo: Repository, account: Account
) -> None:
    """As do the names."""
    github.look(["acme/nets"], account=account)
    variables = world.requests("POST", "/graphql")[0].sent["variables"]
    assert variables == {"login": "mia", "o0": "acme", "n0": "nets"}
