"""Looking without a token: closed doors are seen, and every repository is answered all the same."""

import json
import os
import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from campaign.adapters.github import GitHub
from campaign.adapters.github_rest import NEWEST
from campaign.core.access import Found, RepoFacts
from campaign.core.verdict import judge
from campaign.errors import CampaignError
from campaign.rehearsal import mishaps
from campaign.rehearsal.accounts import User
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
    """All answered; what an open door means for nobody is unknown."""
    world.add_repositories("acme/open", "acme/last")
    world.add_repository("acme/off", has_issues=False)
    world.add_repository("acme/shut", disabled=True)
    world.add_repository("acme/gone", dmca=True)
    world.move(world.add_repository("acme/old", archived_at=DAY), "acme/new")
    repos = ["acme/open", "acme/off", "acme/shut", "acme/gone", "acme/old", "a/none", "acme/last"]
    facts = look(stranger, repos)
    reasons = [judge(each, now=DAY).reason.value for each in facts.values()]
    assert reasons == [
        *("no_evidence", "issues_disabled", "disabled", "disabled"),
        *("archived", "missing", "no_evidence"),
    ]
    assert facts["acme/old"].name_now == "acme/new"
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
    stand_in.plan(Fault(then=answer, method="GET", path="net-1$").always())
    facts = look(stranger, NAMES)
    assert [each.found for each in facts.values()] == [Found.SEEN, Found.ERROR, Found.SEEN]
    assert facts["acme/net-1"].problem


@pytest.mark.parametrize("fault", [mishaps.lose_request(), mishaps.captive_portal()])
def test_trouble_with_all_of_them_is_said_once(
    stranger: GitHub, stand_in: StandIn, world: World, fault: Fault
) -> None:
    """A dead network is an error, and not asked for every repository."""
    names = [f"acme/net-{number}" for number in range(20)]
    world.add_repositories(*names)
    stand_in.plan(fault.at("GET", "net-").always())
    with pytest.raises(CampaignError):
        stranger.look(names, account=None)
    assert len(world.requests()) < 10


@pytest.mark.parametrize(
    ("fault", "found"),
    [
        (mishaps.lose_request(), [Found.SEEN, Found.ERROR, Found.SEEN]),
        (mishaps.captive_portal(), [Found.SEEN, Found.ERROR, Found.ERROR]),
    ],
)
def test_what_is_known_survives_trouble_in_the_middle(
    stranger: GitHub, stand_in: StandIn, world: World, fault: Fault, found: list[Found]
) -> None:
    """Whether the rest is asked for depends on who stands in the way."""
    world.add_repositories(*NAMES)
    stand_in.plan(fault.at("GET", "net-1$").always())
    facts = look(stranger, NAMES)
    assert [each.found for each in facts.values()] == found
    assert all(each.problem for each in facts.values() if each.found is Found.ERROR)


def test_long_texts_leave_fewer_of_the_newest_issues(
    stranger: GitHub, stand_in: StandIn, world: World
) -> None:
    """An answer larger than we accept is asked for in a smaller size."""
    repo = world.add_repository("acme/nets")
    for number in range(60):
        world.seed_issue(repo, age=timedelta(hours=number + 1), body="x" * 30_000)
    (facts,) = look(stranger, ["acme/nets"]).values()
    assert len(facts.recent) == NEWEST[-1]
    assert (facts.left_out, facts.found) == ((), Found.SEEN)
    assert facts.issues_since == min(each.at for each in facts.recent)


@pytest.mark.parametrize("said", [{}, {"id": 7}, {"block": {}}, {"id": "7", "full_name": "a/b"}])
def test_a_strangers_answer_of_another_shape(
    stranger: GitHub, stand_in: StandIn, world: World, said: object
) -> None:
    """An error for that one alone, and no traceback."""
    world.add_repositories(*NAMES)
    body = json.dumps(said).encode()
    answer = Reply(status=200, body=body, genuine=True)
    stand_in.plan(Fault(then=answer, method="GET", path="net-1$"))
    facts = look(stranger, NAMES)
    assert [each.found for each in facts.values()] == [Found.SEEN, Found.ERROR, Found.SEEN]


def test_an_outsiders_issue_is_evidence_without_a_token_too(stranger: GitHub, world: World) -> None:
    """Each repository once, and then the newest issues of those that may be open."""
    world.add_repository("acme/off", has_issues=False)
    world.seed_issue(world.add_repository("acme/open"), age=timedelta(hours=5))
    facts = look(stranger, ["acme/open", "acme/off"])
    assert judge(facts["acme/open"], now=DAY).reason.value == "outsider_recently"
    paths = [visit.path for visit in world.requests()]
    assert paths == ["/repos/acme/open", "/repos/acme/off", "/repos/acme/open/issues"]


def test_a_topic_keeps_campaigns_away_without_a_token_too(stranger: GitHub, world: World) -> None:
    """Its file is read where somebody might post: with a token."""
    world.add_repository("acme/out", topics=("no-campaigns",))
    assert judge(look(stranger, ["acme/out"])["acme/out"], now=DAY).reason.value == "opted_out"


def names(count: int) -> list[str]:
    """Names of so many repositories."""
    return [f"acme/net-{number}" for number in range(count)]


def test_the_hour_is_spent_on_every_repository_before_a_second_look_at_any(
    stranger: GitHub, world: World
) -> None:
    """Of 60 requests 40 tell of 40 repositories; some are left for others, and that is said."""
    world.add_repositories(*names(40))
    facts = look(stranger, names(40))
    assert {each.found for each in facts.values()} == {Found.SEEN}
    spared = [each for each in facts.values() if each.left_out]
    assert (len(world.requests()), len(spared)) == (50, 30)
    assert "to spare the hour's requests." in str(judge(spared[0], now=DAY).evidence[-1])
    assert (stranger.cost.left, stranger.resume_at) == (10, None)


def test_the_hour_ends_in_the_middle(stranger: GitHub, world: World) -> None:
    """What is known is kept, the rest is for later, and nobody is asked in vain."""
    world.add_repositories(*names(70))
    facts = look(stranger, names(70))
    assert [each.found for each in facts.values()] == [Found.SEEN] * 60 + [Found.LATER] * 10
    assert len(world.requests()) == 60
    assert stranger.resume_at is not None
    assert abs(stranger.resume_at - DAY - timedelta(hours=1)) < timedelta(minutes=1)


def test_an_hour_that_is_over_from_the_start(stranger: GitHub, world: World) -> None:
    """The same shape, after one request, and no exception."""
    world.add_repositories(*NAMES)
    world.limits.leave(None, 0)
    facts = look(stranger, NAMES)
    assert {each.found for each in facts.values()} == {Found.LATER}
    assert (len(world.requests()), stranger.resume_at is not None) == (1, True)


@pytest.mark.parametrize("counts", [True, False])
def test_what_has_not_changed_is_asked_for_by_its_tag(
    client: Callable[..., GitHub], world: World, tmp_path: Path, counts: bool
) -> None:
    """By another process, too; it is called free only where GitHub has not counted it."""
    world.max_age = 0
    world.unsigned_304_counts = counts
    world.add_repositories(*NAMES)
    world.seed_issue(world.add_repository("acme/open"), age=timedelta(hours=5))
    repos = ["acme/open", *NAMES]
    settings = {"token": None, "may_write": False, "cache": tmp_path / "cache"}
    first = client(**settings)
    before = look(first, repos)
    second = client(**settings)
    assert look(second, repos) == before
    assert {visit.status for visit in world.requests()[8:]} == {304}
    assert (second.cost.requests, first.free) == (8, 0)
    # Of the first request nobody knows what was left before it.
    assert second.free == (0 if counts else 7)
    left = world.limits.budget(None, "core").remaining
    assert left == (44 if counts else 52)


def test_what_has_changed_is_seen(
    client: Callable[..., GitHub], world: World, tmp_path: Path
) -> None:
    """What is remembered never stands against what GitHub says now."""
    world.max_age = 0
    repo = world.add_repository("acme/nets")
    settings = {"token": None, "may_write": False, "cache": tmp_path / "cache"}
    assert look(client(**settings), ["acme/nets"])["acme/nets"].has_issues
    repo.has_issues = False
    assert not look(client(**settings), ["acme/nets"])["acme/nets"].has_issues
    world.delete(repo)
    assert look(client(**settings), ["acme/nets"])["acme/nets"].found is Found.MISSING


def test_what_is_remembered_holds_no_secret(
    client: Callable[..., GitHub], world: World, mia: User, tmp_path: Path
) -> None:
    """No token and no text but a campaign's mark; readable by its owner alone."""
    world.graphql_enabled = False
    repo = world.add_repository("acme/nets")
    world.seed_issue(repo, body="a private matter")
    world.seed_issue(repo, by=mia, body="my private matter <!-- campaign:no-nets abc -->")
    github = client(cache=tmp_path / "cache", may_write=False)
    github.look(["acme/nets"], account=github.account())
    (kept,) = (tmp_path / "cache").iterdir()
    assert world.requests()[0].login == "mia"
    assert "ghp_" not in kept.read_text()
    assert "private matter" not in kept.read_text()
    assert "campaign:no-nets abc" in kept.read_text()
    if os.name == "posix":
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "damage", [b"", b"\x00" * 99, b"[", b"{}\n7\n[1, 2]", b"[" * 100_000, b'["a", "b", "c"]']
)
def test_a_damaged_memory_is_no_memory(
    client: Callable[..., GitHub], world: World, tmp_path: Path, damage: bytes
) -> None:
    """The look goes on as if it were the first one."""
    world.add_repositories(*NAMES)
    settings = {"token": None, "may_write": False, "cache": tmp_path / "cache"}
    before = look(client(**settings), NAMES)
    (kept,) = (tmp_path / "cache").iterdir()
    kept.write_bytes(damage)
    assert look(client(**settings), NAMES) == before


def test_a_memory_that_makes_no_sense_is_dropped(
    client: Callable[..., GitHub], world: World, tmp_path: Path
) -> None:
    """It spoils one look at one repository, and not the next one."""
    world.add_repositories(*NAMES)
    settings = {"token": None, "may_write": False, "cache": tmp_path / "cache"}
    look(client(**settings), NAMES)
    (kept,) = (tmp_path / "cache").iterdir()
    kept.write_text(kept.read_text().replace('acme/net-1\\"', 'acme\\"'))
    found = [each.found for each in look(client(**settings), NAMES).values()]
    assert found == [Found.SEEN, Found.ERROR, Found.SEEN]
    assert {each.found for each in look(client(**settings), NAMES).values()} == {Found.SEEN}
