"""What can happen around the request for an issue, one by one, through the installed command."""

import os
import signal
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from tests.cli.command import FAST, Command, Ended, created, eventually
from tests.cli.gate import Gate

from campaign.rehearsal import mishaps
from campaign.rehearsal.accounts import User
from campaign.rehearsal.books import Visit
from campaign.rehearsal.places import Limit, Repository
from campaign.rehearsal.server import StandIn
from campaign.rehearsal.world import World

pytestmark = pytest.mark.slow

REPO = "palantir/blueprint"
OPTIONS = (*FAST, "--repo", REPO, "--max-wait", "0", "--json")

AfterTheSurvey = Callable[[Callable[[], object]], None]


@pytest.fixture
def blueprint(world: World) -> Repository:
    """The only repository chosen here."""
    found = world.find(REPO)
    assert found is not None
    return found


@pytest.fixture
def after_the_survey(github: StandIn) -> AfterTheSurvey:
    """Does something at the last look at my own issues: directly before the request."""

    def plan(act: Callable[[], object]) -> None:
        def watch(visit: Visit) -> None:
            if (
                visit.method == "GET"
                and visit.path.endswith("/issues")
                and "creator" in visit.query
            ):
                github.watch = None
                act()

        github.watch = watch

    return plan


@pytest.fixture
def gate(github: StandIn) -> Iterator[Gate]:
    """A gate before the stand-in."""
    with Gate(github.url) as gate:
        yield gate


def creates(world: World) -> int:
    """Requests for an issue that arrived."""
    return len(world.requests("POST", "/issues"))


def ends(ended: Ended) -> tuple[int, str, str]:
    """The exit code, and the outcome and reason of the only target."""
    (result,) = ended.json["results"]
    return ended.code, result["outcome"], result["reason"]


def test_no_connection(
    campaign: Command, running: Path, world: World, gate: Gate, after_the_survey: AfterTheSurvey
) -> None:
    """Provably not sent: deferred with a time to come back, and then posted."""
    after_the_survey(gate.shut)
    ended = campaign("post", running, *OPTIONS, env={"CAMPAIGN_API_URL": gate.url})
    assert ends(ended) == (7, "deferred", "not_sent")
    assert ended.json["resume_at"]
    assert created(world) == creates(world) == 0
    assert campaign("post", running, *OPTIONS).outcomes == ["posted"]


def test_half_a_request(campaign: Command, running: Path, world: World, gate: Gate) -> None:
    """Nobody can know: unknown, with nothing sent again however often one tries."""
    gate.tear_creates = True
    for _ in range(2):
        ended = campaign("post", running, *OPTIONS, env={"CAMPAIGN_API_URL": gate.url})
        assert (ended.code, ended.outcomes) == (6, ["unknown"])
    assert (gate.torn, created(world)) == (1, 0)


@pytest.mark.parametrize(("lag", "waits"), [(90.0, (60, 60)), (480.0, (300, 120, 120))])
def test_a_list_that_lags(
    campaign: Command, running: Path, world: World, github: StandIn, lag: float, waits: list[int]
) -> None:
    """An early look that finds nothing changes nothing; a later one finds the issue."""
    world.list_lag = lag
    github.plan(mishaps.gateway_timeout(created=True))
    assert campaign("post", running, *OPTIONS).code == 6
    for seconds in waits:
        assert campaign("settle", running, "--max-wait", "0", "--json").outcomes == ["unknown"]
        world.clock.sleep(seconds)
    assert campaign("settle", running, "--max-wait", "0", "--json").outcomes == ["posted"]
    assert (created(world), creates(world)) == (1, 1)


def test_nothing_is_left_of_the_hour(
    campaign: Command, running: Path, world: World, ada: User, after_the_survey: AfterTheSurvey
) -> None:
    """Seen before the request: nothing is sent, and it is said when to come back."""
    after_the_survey(lambda: world.limits.leave(ada.id, 1))
    ended = campaign("post", running, *OPTIONS)
    assert ends(ended) == (7, "deferred", "rate_limit")
    assert ended.json["resume_at"].startswith("2019-05-11T15:")
    assert creates(world) == 0


def test_renamed(
    campaign: Command,
    running: Path,
    world: World,
    blueprint: Repository,
    after_the_survey: AfterTheSurvey,
) -> None:
    """The redirect is not followed: the issue is shown again under the new name, and made once."""
    after_the_survey(lambda: world.move(blueprint, "palantir/blauprint"))
    ended = campaign("post", running, *OPTIONS)
    assert ended.outcomes == ["posted"]
    assert "is now called palantir/blauprint. Nothing was sent yet." in ended.told
    assert "The issue for palantir/blauprint" in ended.told
    assert "The same text as before. Once public" in ended.told
    assert created(world) == 1


def test_given_to_somebody_else(
    campaign: Command,
    running: Path,
    world: World,
    blueprint: Repository,
    after_the_survey: AfterTheSurvey,
) -> None:
    """The campaign does not name the new owner: nothing is made there, now or later."""
    after_the_survey(lambda: world.move(blueprint, "bystander/blueprint"))
    assert ends(campaign("post", running, *OPTIONS)) == (3, "refused", "moved")
    assert ends(campaign("post", running, *OPTIONS)) == (3, "skipped", "missing")
    assert created(world) == 0


def test_made_again_under_its_name(
    campaign: Command, running: Path, world: World, blueprint: Repository, github: StandIn
) -> None:
    """Another repository of that name is not the one of the plan: no request reaches it."""

    def replace_it(visit: Visit) -> None:
        if visit.path == "/graphql":
            github.watch = later

    def later(visit: Visit) -> None:
        github.watch = None
        world.delete(blueprint)
        world.add_repository(REPO)

    github.watch = replace_it
    ended = campaign("post", running, *OPTIONS)
    assert ended.code != 0
    assert creates(world) == created(world) == 0


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda place, _: setattr(place, "limit", Limit.COLLABORATORS_ONLY), "interaction_limit"),
        (lambda place, _: setattr(place, "has_issues", False), "issues_disabled"),
        (lambda place, now: setattr(place, "archived_at", now), "archived"),
    ],
)
def test_closed_meanwhile(
    campaign: Command,
    running: Path,
    world: World,
    blueprint: Repository,
    after_the_survey: AfterTheSurvey,
    change: Callable[[Repository, object], None],
    reason: str,
) -> None:
    """A decision of its owner: final for a day, and not tried again by the next run."""
    after_the_survey(lambda: change(blueprint, world.clock.now()))
    assert ends(campaign("post", running, *OPTIONS)) == (3, "refused", reason)
    again = campaign("post", running, *OPTIONS)
    assert (again.code, again.outcomes) == (3, ["skipped"])
    assert (created(world), creates(world)) == (0, 1)


def test_blocked_meanwhile(
    campaign: Command,
    running: Path,
    world: World,
    ada: User,
    blueprint: Repository,
    after_the_survey: AfterTheSurvey,
) -> None:
    """Final for all that the owner has, and no way round is offered."""
    after_the_survey(lambda: blueprint.owner.blocked.add(ada))
    ended = campaign("post", running, *FAST, "--fallback", "--max-wait", "0", "--json")
    assert ended.code == 3
    assert ended.outcomes.count("refused") == 1
    assert (created(world), creates(world)) == (0, 1)
    assert campaign("post", running, *OPTIONS).code == 3
    assert creates(world) == 1


def test_another_account(campaign: Command, running: Path, world: World) -> None:
    """One person, one account: what was begun by one login is not gone on with by another."""
    assert campaign("post", running, *OPTIONS).code == 0
    other = world.add_user("ben")
    ended = campaign("post", running, *OPTIONS, env={"GH_TOKEN": other.token})
    assert ended.code == 4
    assert "ada" in ended.json["error"]
    assert created(world) == creates(world) == 1


def test_the_ledger_is_held_by_another_program(
    campaign: Command, running: Path, world: World, tmp_path: Path
) -> None:
    """No request leaves without its intent on disk; afterwards it can be sent."""
    assert campaign("settle", running, "--max-wait", "0").code == 0
    (path,) = (tmp_path / "state").glob("ledger-*.db")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert campaign("post", running, *OPTIONS).code in (1, 7)
        assert creates(world) == 0
        other.execute("ROLLBACK")
    assert campaign("post", running, *OPTIONS).outcomes == ["posted"]


@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot be made to sleep here")
def test_the_laptop_sleeps(campaign: Command, running: Path, world: World, github: StandIn) -> None:
    """Asleep between the request and its answer, longer than the deadline: found, not repeated."""
    github.plan(mishaps.hang())
    options = ("--repo", REPO, "--max-wait", "0", "--timeout", "2", "--json")
    with campaign.start("post", running, *FAST, *options) as process:
        eventually(lambda: creates(world))
        os.kill(process.pid, signal.SIGSTOP)
        time.sleep(3)
        world.clock.sleep(timedelta(hours=9).total_seconds())
        os.kill(process.pid, signal.SIGCONT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, '"posted"' in out) == (0, True), err
    assert (created(world), creates(world)) == (1, 1)
