"""An owner's repositories, as their list tells: with a token, without, and without GraphQL."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from campaign.adapters.github import GitHub
from campaign.adapters.github_owner import MOST_PAGES
from campaign.adapters.wire import Forbidden
from campaign.core.access import Owned
from campaign.core.verdict import judge
from campaign.errors import CampaignError, Exit, RateLimited, SignInNeeded
from campaign.rehearsal import mishaps
from campaign.rehearsal.accounts import User
from campaign.rehearsal.faults import Act, Fault
from campaign.rehearsal.places import Permission
from campaign.rehearsal.server import StandIn
from campaign.rehearsal.wire import error, json_reply
from campaign.rehearsal.world import World

DAY = datetime(2019, 5, 11, 14, 0, tzinfo=UTC)

Ways = pytest.mark.parametrize("way", ["token", "no token", "no GraphQL"])


def owned(client: Callable[..., GitHub], world: World, owner: str, way: str) -> Owned:
    """What the client says belongs to the owner."""
    world.graphql_enabled = way != "no GraphQL"
    settings = {"token": None} if way == "no token" else {}
    return client(may_write=False, **settings).repositories_of(owner)


def at_the_list(fault: Fault, way: str) -> Fault:
    """The fault where the list is asked for."""
    return fault.at("POST", "/graphql$") if way == "token" else fault.at("GET", "/repos$")


def names(found: Owned) -> list[str]:
    """The full names in a list."""
    return [each.repo for each in found.repositories]


@Ways
def test_every_public_repository_and_what_its_list_tells_of_it(
    client: Callable[..., GitHub], world: World, way: str
) -> None:
    """Closed doors are told with their reason, before anybody has looked at one of them."""
    world.add_repositories("acme/nets", "other/thing")
    world.add_repository("acme/private", private=True)
    world.add_repository("acme/archived", archived_at=DAY)
    world.add_repository("acme/no-issues", has_issues=False)
    world.add_repository("acme/disabled", disabled=True)
    world.add_repository("acme/fork", is_fork=True)
    found = owned(client, world, "ACME", way).repositories
    assert {each.repo: judge(each, now=DAY).reason.value for each in found} == {
        "acme/nets": "no_evidence",
        "acme/archived": "archived",
        "acme/no-issues": "issues_disabled",
        "acme/disabled": "disabled",
        "acme/fork": "no_evidence",
    }
    known = [world.find(each.repo) for each in found]
    assert [each.repo_id for each in found] == [repo.id for repo in known if repo]


@Ways
def test_what_somebody_merely_helps_with_is_not_theirs(
    client: Callable[..., GitHub], world: World, mia: User, way: str
) -> None:
    """A person's own repositories only."""
    world.add_repository("mia/diary")
    world.add_repository("acme/nets").collaborators[mia] = Permission.WRITE
    assert names(owned(client, world, "mia", way)) == ["mia/diary"]


@Ways
def test_more_than_one_page(client: Callable[..., GitHub], world: World, way: str) -> None:
    """All of them, each once."""
    every = [f"acme/net-{number}" for number in range(230)]
    world.add_repositories(*every)
    assert sorted(names(owned(client, world, "acme", way))) == sorted(every)
    assert len(world.log) == (4 if way == "no GraphQL" else 3)


@Ways
@pytest.mark.parametrize("trouble", [error(502, "x"), mishaps.gateway_page(), Act.RESET])
def test_a_page_that_is_too_much_is_asked_for_in_smaller_parts(
    client: Callable[..., GitHub], world: World, stand_in: StandIn, way: str, trouble: object
) -> None:
    """Once; nothing is lost or told twice where the pages change their size."""
    every = [f"acme/net-{number}" for number in range(130)]
    world.add_repositories(*every)
    stand_in.plan(at_the_list(Fault(then=trouble).after(1), way))  # type: ignore[arg-type]
    found = names(owned(client, world, "acme", way))
    assert sorted(found) == sorted(every)
    assert len(found) == 130
    asked = [visit for visit in world.log if visit.status == 200 and visit.path != "/graphql"]
    if way != "token":
        assert [visit.query["per_page"] for visit in asked] == ["100", "25", "25"]


@Ways
def test_a_page_that_is_always_too_much(
    client: Callable[..., GitHub], world: World, stand_in: StandIn, way: str
) -> None:
    """Two tries, then GitHub's words."""
    world.add_repositories("acme/nets")
    stand_in.plan(at_the_list(Fault(then=error(502, "Server Error")).always(), way))
    with pytest.raises(CampaignError, match="GitHub said: Server Error"):
        owned(client, world, "acme", way)
    assert len([visit for visit in world.log if visit.status == 502]) == 2


RULES = {
    "saml": {"enforces_saml": True},
    "addresses": {"shuts_out_addresses": True},
    "classic": {"forbids_classic_tokens": True},
}


@pytest.mark.parametrize("way", ["token", "no GraphQL"])
@pytest.mark.parametrize("rule", RULES)
def test_an_owner_who_keeps_the_token_out_is_no_unknown_one(
    client: Callable[..., GitHub], world: World, mia: User, way: str, rule: str
) -> None:
    """GitHub's own words, the way in where there is one, and the exit code of a sign-in."""
    world.add_organisation("acme", members={mia: True}, **RULES[rule])
    world.add_repositories("acme/nets")
    with pytest.raises(SignInNeeded) as raised:
        owned(client, world, "acme", way)
    said = {"saml": "SAML enforcement", "addresses": "IP allow list", "classic": "forbids access"}
    assert said[rule] in raised.value.message.partition("GitHub said: ")[2]
    assert "knows no account" not in raised.value.message
    assert raised.value.exit_code is Exit.SIGN_IN
    assert ("https://" in raised.value.hint) is (rule == "saml")


def test_a_stranger_sees_what_an_organisation_keeps_from_its_people(
    client: Callable[..., GitHub], world: World, mia: User
) -> None:
    """The rule is about tokens."""
    world.add_organisation("acme", members={mia: True}, enforces_saml=True)
    world.add_repositories("acme/nets")
    assert names(owned(client, world, "acme", "no token")) == ["acme/nets"]


def test_an_error_without_an_owner_is_not_an_unknown_owner(
    github: GitHub, stand_in: StandIn
) -> None:
    """Whatever went wrong, its words are told."""
    fault = {"type": "INTERNAL", "path": ["repositoryOwner"], "message": "Something odd"}
    said = json_reply({"data": {"repositoryOwner": None}, "errors": [fault]})
    stand_in.plan(Fault(then=said, path="/graphql$").always())
    with pytest.raises(CampaignError, match="Something odd"):
        github.repositories_of("acme")


def test_what_the_list_keeps_back_is_counted(github: GitHub, stand_in: StandIn) -> None:
    """Entries that are empty: half a list must not pass for the whole one."""
    page = {"nodes": [None, None], "pageInfo": {"hasNextPage": False, "endCursor": None}}
    stand_in.plan(
        Fault(then=json_reply({"data": {"repositoryOwner": {"repositories": page}}}), path="/graph")
    )
    assert github.repositories_of("acme") == Owned(repositories=(), hidden=2)


@Ways
def test_an_owner_that_nobody_knows(client: Callable[..., GitHub], world: World, way: str) -> None:
    """Said with the name, and what was not done."""
    with pytest.raises(CampaignError, match=r"called nobody\. Nothing was looked at") as raised:
        owned(client, world, "nobody", way)
    assert raised.value.hint


def test_an_owner_without_repositories(client: Callable[..., GitHub], world: World) -> None:
    """An empty answer is an answer."""
    assert names(owned(client, world, "mia", "token")) == []


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
    assert names(github.repositories_of("acme")) == []
    assert len(world.log) == MOST_PAGES


@pytest.mark.parametrize("token", [True, False])
def test_a_limit_is_said(
    client: Callable[..., GitHub], world: World, mia: User, token: bool
) -> None:
    """Half a list would be taken for the whole one."""
    world.add_repositories("acme/nets")
    world.limits.leave(mia.id if token else None, 0, resource="graphql" if token else "core")
    with pytest.raises(RateLimited):
        owned(client, world, "acme", "token" if token else "no token")


def test_points_are_counted_once(
    client: Callable[..., GitHub], world: World, stand_in: StandIn, mia: User
) -> None:
    """Those of the lists, of a look, and of a query that is given up: as GitHub has them."""
    world.add_repository("acme/nets")
    github = client(may_write=False)
    account = github.account()
    github.look(["acme/nets"], account=account)
    for _ in range(3):
        github.repositories_of("acme")
    stand_in.plan(mishaps.bad_gateway(created=False).at("POST", "/graphql$").always())
    with pytest.raises(CampaignError):
        github.look(["acme/nets"], account=account)
    assert github.cost.points == world.limits.budget(mia.id, "graphql").used
