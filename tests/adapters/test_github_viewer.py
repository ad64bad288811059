"""Who looks: known by GraphQL, too, where REST has nothing left in this hour."""

import pytest

from campaign.adapters.github import GitHub
from campaign.adapters.github_line import Line
from campaign.errors import CampaignError, RateLimited
from campaign.rehearsal import mishaps
from campaign.rehearsal.accounts import User
from campaign.rehearsal.faults import Fault
from campaign.rehearsal.server import StandIn
from campaign.rehearsal.wire import error, json_reply
from campaign.rehearsal.world import World


def test_both_ways_tell_the_same(github: GitHub, world: World, mia: User) -> None:
    """But for the public address, which GraphQL shows to tokens with more rights than needed."""
    account = github.account()
    world.limits.leave(mia.id, 0)
    viewer = github.viewer()
    assert (viewer.login, viewer.id, viewer.name) == (account.login, account.id, account.name)
    assert (viewer.created_at, viewer.token_kind) == (account.created_at, account.token_kind)
    assert (viewer.scopes, viewer.email) == (account.scopes, "")
    assert github.cost.points == 1


def test_a_look_needs_no_rest(github: GitHub, world: World, mia: User) -> None:
    """GraphQL's points are counted apart."""
    world.add_repository("acme/nets")
    world.limits.leave(mia.id, 0)
    (facts,) = github.look(["acme/nets"], account=github.viewer())
    assert facts.can_create


def test_whoever_posts_needs_rest(github: GitHub, world: World, mia: User) -> None:
    """So nobody is asked for words that cannot be sent for an hour."""
    world.limits.leave(mia.id, 0)
    with pytest.raises(RateLimited):
        github.account()
    assert not world.requests("POST")


def test_a_pause_holds_for_graphql_too(github: GitHub, stand_in: StandIn, world: World) -> None:
    """A secondary limit is one of all requests."""
    stand_in.plan(mishaps.secondary_limit().at("GET", "/user$"))
    with pytest.raises(RateLimited):
        github.viewer()
    assert not world.requests("POST")


@pytest.mark.parametrize("said", [{}, {"data": {"viewer": None}}, {"data": None}])
def test_where_graphql_does_not_tell_the_limit_is_said(
    github: GitHub, stand_in: StandIn, world: World, mia: User, said: object
) -> None:
    """The first refusal is the one that counts."""
    world.limits.leave(mia.id, 0)
    stand_in.plan(Fault(then=json_reply(said), path="/graphql$"))
    with pytest.raises(RateLimited):
        github.viewer()


def test_an_answer_of_another_shape(
    github: GitHub, stand_in: StandIn, world: World, mia: User
) -> None:
    """No traceback."""
    world.limits.leave(mia.id, 0)
    stand_in.plan(Fault(then=json_reply({"data": {"viewer": {"login": 7}}}), path="/graphql$"))
    with pytest.raises(CampaignError):
        github.viewer()


@pytest.mark.parametrize("fault", [Fault(then=error(503, "Busy")), mishaps.captive_portal()])
def test_one_failure_does_not_end_a_look_before_it_begins(
    github: GitHub, stand_in: StandIn, fault: Fault
) -> None:
    """Asked once more, after a moment."""
    stand_in.plan(fault.at("GET", "/user$"))
    assert github.viewer().login == "mia"


def test_what_a_failed_query_has_taken_is_counted(stand_in: StandIn, world: World) -> None:
    """Where the answer does not say, by what is used up since the one before."""
    world.gateway_limit = 1
    line = Line(
        api_url=stand_in.url, token=world.add_user("noa").token, timeout=20, may_write=False
    )
    light = {"query": "query { viewer { login } }"}
    heavy = {"query": "query { rateLimit { cost } viewer { login } }"}
    for query, said, points in ((light, 1, 1), (heavy, 0, 3), (light, 1, 4)):
        line.note_points(line.ask(query), said=said)
        assert line.points == points
    line.close()
