"""Looking at many repositories at once: every one is answered, in order, whatever goes wrong."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from campaign.adapters.github import GitHub
from campaign.adapters.github_batches import BATCH
from campaign.core.access import Found, RepoFacts, Verdict
from campaign.core.account import Account
from campaign.core.marker import marker
from campaign.core.verdict import judge
from campaign.errors import CampaignError
from campaign.rehearsal import mishaps
from campaign.rehearsal.accounts import User
from campaign.rehearsal.faults import Fault
from campaign.rehearsal.places import CreationPolicy, Permission, Repository
from campaign.rehearsal.server import StandIn
from campaign.rehearsal.wire import Reply, json_reply
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
        ({"topics": ("protest", "no-campaigns")}, "closed", "opted_out"),
        ({"files": {".github/campaign-opt-out": ""}}, "closed", "opted_out"),
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


def test_an_organisation_that_wants_the_token_authorised(
    github: GitHub, world: World, mia: User, account: Account
) -> None:
    """Its repositories are not shown, where to go is; the others are told all the same."""
    world.add_organisation("acme", enforces_saml=True, members={mia: True})
    world.add_repositories("acme/nets", "other/ropes")
    facts = look(github, ["acme/nets", "other/ropes"], account)
    assert (facts["acme/nets"].found, facts["other/ropes"].found) == (
        Found.NOT_READABLE,
        Found.SEEN,
    )
    assert facts["acme/nets"].authorize_at.startswith("https://github.com/orgs/acme/sso")


def test_two_names_of_one_repository(github: GitHub, world: World, account: Account) -> None:
    """Both are answered, with one number."""
    world.move(world.add_repository("acme/old"), "acme/new")
    facts = look(github, ["acme/old", "acme/new", "ACME/New"], account)
    assert len({each.repo_id for each in facts.values()}) == 1


def test_a_server_of_the_year_before(github: GitHub, world: World, account: Account) -> None:
    """It does not know the two new fields: asked once with them, from then on without."""
    world.old_schema = True
    world.add_repositories(*names(BATCH + 1))
    assert github.unknown_fields == ()
    facts = look(github, names(BATCH + 1), account)
    assert {(each.can_create, each.policy) for each in facts.values()} == {(None, None)}
    assert asked(world) == [BATCH, BATCH, 1]
    look(github, names(1), account)
    assert asked(world) == [BATCH, BATCH, 1, 1]
    assert sorted(github.unknown_fields) == ["issueCreationPolicy", "viewerCanCreateIssues"]


def test_a_server_of_long_ago(
    github: GitHub, world: World, repo: Repository, account: Account
) -> None:
    """Whatever it does not know is left out, and named; the rest is told."""
    lacking = ("contactLinks", "interactionAbility", "contributingGuidelines", "visibility")
    world.missing_fields = frozenset(f"Repository.{name}" for name in lacking)
    (facts,) = github.look(["acme/nets"], account=account)
    assert (facts.found, facts.can_create, facts.visibility) == (Found.SEEN, True, None)
    assert asked(world) == [1, 1]
    assert sorted(github.unknown_fields) == sorted(lacking)


def test_a_list_that_the_token_may_not_see(github: GitHub, world: World, account: Account) -> None:
    """It cannot be null, so it takes its repositories along: asked for again without it."""
    world.add_repositories(*names(3))
    world.refused_fields = {"Repository.pullRequests": "Resource not accessible."}
    facts = look(github, names(3), account)
    assert {each.found for each in facts.values()} == {Found.SEEN}
    assert (asked(world), github.unknown_fields) == ([3, 3], ())
    told = judge(facts["acme/net-1"], now=DAY).evidence[-1]
    assert str(told).endswith("from this token here: pullRequests.")
    assert github.cost.points == 2


def test_a_door_is_closed_whatever_is_kept_back_elsewhere(
    github: GitHub, stand_in: StandIn, world: World, account: Account
) -> None:
    """That GitHub keeps a field of one repository from us takes it from no other."""
    world.add_repositories(*names(2))
    refused = {"type": "FORBIDDEN", "path": ["r1", "viewerCanCreateIssues"], "message": "No."}

    def keep_back(honest: Reply) -> Reply:
        told = json.loads(honest.body)
        told["data"]["r0"]["viewerCanCreateIssues"] = False
        return json_reply({**told, "data": {**told["data"], "r1": None}, "errors": [refused]})

    stand_in.plan(Fault(then=keep_back, path="/graphql$", after_create=True))
    facts = look(github, names(2), account)
    assert [each.can_create for each in facts.values()] == [False, None]
    assert judge(facts["acme/net-0"], now=DAY).verdict is Verdict.CLOSED


def test_a_server_without_graphql(
    github: GitHub, world: World, repo: Repository, mia: User, account: Account
) -> None:
    """REST tells less: no permission to create, but all that keeps from posting twice."""
    world.graphql_enabled = False
    repo.collaborators[mia] = Permission.TRIAGE
    world.seed_issue(repo, by="stranger", age=timedelta(hours=2))
    mark = marker("no-nets")
    world.seed_issue(repo, by=mia, age=timedelta(hours=1), body=f"mine\n{mark}")
    for name, topics in (("acme/quiet", ()), ("acme/out", ("no-campaigns",))):
        world.add_repository(name, topics=topics)
    world.add_repository("acme/file", files={".github/campaign-opt-out": "please"})
    facts = look(github, ["acme/nets", "acme/quiet", "acme/none", "acme/out", "acme/file"], account)
    nets = facts["acme/nets"]
    assert (nets.permission, nets.can_create, nets.visibility) == ("TRIAGE", None, "PUBLIC")
    assert [(seen.number, seen.by_outsider) for seen in nets.recent] == [(1, True)]
    assert [(own.number, own.body, own.author_id) for own in nets.own] == [(2, mark, mia.id)]
    assert [judge(each, now=DAY).reason.value for each in facts.values()] == [
        *("collaborator", "no_evidence", "missing", "opted_out", "opted_out"),
    ]
    assert github.unknown_fields == ("GraphQL",)
    look(github, ["acme/nets"], account)
    assert len(world.requests("POST", "/graphql")) == 1


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
    assert asked(world) == [25, 12, 6, 3, 1, 2, 1, 1, 3, 1]


def test_the_points_are_used_up(
    github: GitHub, world: World, repo: Repository, mia: User, account: Account
) -> None:
    """GitHub says so with HTTP 200: nothing is seen, and when to come back is known."""
    world.limits.leave(mia.id, 0, resource="graphql")
    (facts,) = github.look(["acme/nets"], account=account)
    assert facts.found is Found.LATER
    assert github.resume_at is not None
    assert abs(github.resume_at - DAY - timedelta(hours=1)) < timedelta(minutes=1)


def test_the_points_end_in_the_middle(
    client: Callable[..., GitHub], world: World, mia: User, account: Account
) -> None:
    """What is known is kept, the rest is for later, and nobody is asked in vain."""
    github = client(monotonic=world.clock.monotonic)
    world.add_repositories(*names(3 * BATCH))
    world.limits.leave(mia.id, 2, resource="graphql")
    facts = look(github, names(3 * BATCH), account)
    found = [each.found for each in facts.values()]
    assert found == [Found.SEEN] * 2 * BATCH + [Found.LATER] * BATCH
    assert len(asked(world)) == 2
    assert github.cost.left == 0
    assert github.resume_at is not None
    assert github.cost.resets_at is not None
    assert abs(github.resume_at - github.cost.resets_at) < timedelta(minutes=1)
    assert {each.found for each in look(github, names(3), account).values()} == {Found.LATER}
    assert len(asked(world)) == 2
    world.clock.sleep(3700)
    assert {each.found for each in look(github, names(3), account).values()} == {Found.SEEN}
    assert github.resume_at is None


def test_the_points_suffice_to_the_last(
    github: GitHub, world: World, mia: User, account: Account
) -> None:
    """Nothing is left to look at, so there is nothing to come back for."""
    world.add_repositories(*names(2 * BATCH))
    world.limits.leave(mia.id, 2, resource="graphql")
    facts = look(github, names(2 * BATCH), account)
    assert {each.found for each in facts.values()} == {Found.SEEN}
    assert (github.cost.left, github.resume_at) == (0, None)


@pytest.mark.parametrize("skip", [0, 1])
def test_a_pause_that_github_asks_for(
    github: GitHub, stand_in: StandIn, world: World, account: Account, skip: int
) -> None:
    """A secondary limit, at the first query or at a later one: the same shape, no exception."""
    world.add_repositories(*names(2 * BATCH))
    stand_in.plan(mishaps.secondary_limit(retry_after=90).at("POST", "/graphql$").after(skip))
    facts = look(github, names(2 * BATCH), account)
    found = [each.found for each in facts.values()]
    assert found == [Found.SEEN] * skip * BATCH + [Found.LATER] * (2 - skip) * BATCH
    assert github.resume_at is not None
    assert abs(github.resume_at - DAY - timedelta(seconds=90)) < timedelta(minutes=1)


def test_what_a_look_costs(github: GitHub, world: World, account: Account) -> None:
    """250 repositories: one request for the account and ten for them, a point each."""
    world.add_repositories(*names(250))
    look(github, names(250), account)
    assert (github.cost.requests, github.cost.points) == (11, 10)
    assert (github.cost.left, github.free) == (4990, 0)


@pytest.mark.parametrize(
    "said",
    [
        *({}, {"data": None}, {"data": []}, {"data": 7}, {"errors": "no"}, {"errors": [7]}),
        *({"data": {}, "errors": [{"path": 7}]}, {"errors": {"path": []}}),
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
@pytest.mark.parametrize("error", [7, {"path": 7}, {"path": [["r0"]]}, {"path": [7]}])
def test_a_repository_of_another_shape(
    github: GitHub, stand_in: StandIn, account: Account, node: object, error: object
) -> None:
    """An error for that one alone."""
    said = {"data": {"rateLimit": 7, "r0": node, "r1": None}, "errors": [error]}
    stand_in.plan(Fault(then=json_reply(said), path="/graphql$"))
    facts = look(github, ["acme/nets", "acme/ropes"], account)
    assert [each.found for each in facts.values()] == [Found.ERROR, Found.ERROR]


def test_the_login_travels_as_a_variable(
    github: GitHub, world: World, repo: Repository, account: Account
) -> None:
    """As do the names."""
    github.look(["acme/nets"], account=account)
    variables = world.requests("POST", "/graphql")[0].sent["variables"]
    assert variables == {"login": "mia", "o0": "acme", "n0": "nets"}
