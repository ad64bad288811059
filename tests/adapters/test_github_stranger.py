"""Looking without a token: closed doors are seen, and every repository is answered all the same."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from campaign.adapters.github import GitHub
from campaign.core.access import Found, RepoFacts, judge
from campaign.errors import CampaignError, RateLimited
from campaign.rehearsal import mishaps
from campaign.rehearsal.faults import Fault
from campaign.rehearsal.server import StandIn
from campaign.rehearsal.wire import Reply
from campaign.rehearsal.world import World

DAY = datetime(2019, 5, 11, 14, 0, tzinfo=UTC)
NAMES = ["acme/net-0", "acme/net-1", "acme/net-2"]


def look(github: GitHub, repos: list[str]) -> dict[str, RepoFacts]:
    """The facts by name; none is left out, and their order is the one asked for."""
    facts = github.look(repos, account=None)
    assert [each.repo for each in facts] == repos
    return {each.repo: each for each in facts}


@pytest.fixture
def stranger(client: Callable[..., GitHub]) -> GitHub:
    """Somebody without a token."""
    return client(token=None, may_write=False)


def test_a_stranger_sees_closed_doors(stranger: GitHub, world: World) -> None:
    """One request each, all answered; what an open door means for nobody is unknown."""
    world.add_repositories("acme/open", "acme/last")
    world.add_repository("acme/off", has_issues=False)
    world.add_repository("acme/shut", disabled=True)
    world.add_repository("acme/gone", dmca=True)
    world.move(world.add_repository("acme/old", archived_at=DAY), "other/new")
    repos = ["acme/open", "acme/off", "acme/shut", "acme/gone", "acme/old", "a/none", "acme/last"]
    facts = look(stranger, repos)
    reasons = [judge(each, now=DAY).reason.value for each in facts.values()]
    assert reasons == [
        *("no_evidence", "issues_disabled", "disabled", "disabled"),
        *("archived", "missing", "no_evidence"),
    ]
    assert facts["acme/old"].name_now == "other/new"
    assert {visit.login for visit in world.requests()} == {None}
    assert len(world.requests("POST")) == 0


@pytest.mark.parametrize(
    "answer",
    [
        Reply(status=502, body=b"<html>", genuine=True),
        Reply(status=503, body=b"{}", genuine=True),
        Reply(status=301, headers={"location": "https://evil.example/x"}, genuine=True),
        Reply(status=301, headers={"location": "/repositories/x"}, body=b"x", genuine=True),
    ],
)
def test_trouble_with_one_repository_is_its_own_for_a_stranger_too(
    stranger: GitHub, stand_in: StandIn, world: World, answer: Reply
) -> None:
    """The others are told all the same."""
    world.add_repositories(*NAMES)
    stand_in.plan(Fault(then=answer, method="GET", path="net-1$"))
    facts = look(stranger, NAMES)
    assert [each.found for each in facts.values()] == [Found.SEEN, Found.ERROR, Found.SEEN]
    assert facts["acme/net-1"].problem


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (mishaps.primary_exhausted(reset=DAY + timedelta(minutes=40)), RateLimited),
        (mishaps.lose_request(), CampaignError),
        (mishaps.captive_portal(), CampaignError),
    ],
)
def test_trouble_with_all_of_them_ends_the_look(
    stranger: GitHub, stand_in: StandIn, world: World, fault: Fault, kind: type
) -> None:
    """A used-up hour or a dead network is said once, not for every repository."""
    world.add_repositories(*NAMES)
    stand_in.plan(fault.at("GET", "net-1$"))
    with pytest.raises(kind):
        stranger.look(NAMES, account=None)
    assert len(world.requests()) == 2


@pytest.mark.parametrize("said", [{}, {"id": 7}, [], {"block": {}}])
def test_a_strangers_answer_of_another_shape(
    stranger: GitHub, stand_in: StandIn, said: object
) -> None:
    """No answer, and no traceback."""
    body = json.dumps(said).encode()
    stand_in.plan(Fault(then=Reply(status=200, body=body, genuine=True), method="GET", path="nets"))
    with pytest.raises(CampaignError, match="could not be read"):
        stranger.look(["acme/nets"], account=None)
