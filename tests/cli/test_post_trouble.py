"""`campaign post` among closed doors, limits and lost answers: what became of each is told."""

from itertools import count
from pathlib import Path
from typing import Any

import pytest
from tests.cli.command import FAST, Command, created

from campaign.rehearsal import mishaps
from campaign.rehearsal.books import Visit
from campaign.rehearsal.faults import Fault
from campaign.rehearsal.places import Limit
from campaign.rehearsal.server import StandIn
from campaign.rehearsal.wire import error
from campaign.rehearsal.world import World


@pytest.fixture
def closed(world: World) -> list[Any]:
    """A switch for each repository: limited to collaborators, unseen from outside."""
    return [world.find_by_id(70_000_001 + place) for place in range(10)]


def test_a_closed_repository_asked_for_by_name_is_skipped_with_its_reason(
    campaign: Command, running: Path, world: World
) -> None:
    """Never tried: 3, and why."""
    world.find("palantir/atlasdb").has_issues = False  # type: ignore[union-attr]
    ended = campaign("post", running, *FAST, "--repo", "palantir/atlasdb", "--json")
    assert (ended.code, ended.outcomes) == (3, ["skipped"])
    assert ended.json["results"][0]["reason"] == "issues_disabled"
    assert "palantir/atlasdb: skipped: Issues are switched off." in ended.err
    assert "See why, repository by repository: campaign check" in ended.told
    assert "Every repository" not in ended.err
    assert not world.requests("POST", "/issues")


def test_all_doors_closed(campaign: Command, running: Path, closed: list[Any]) -> None:
    """3, nothing tried, and the way to see why."""
    for repository in closed:
        repository.has_issues = False
    ended = campaign("post", running, *FAST)
    assert (ended.code, ended.out) == (3, "")
    assert "Every repository is closed" in ended.err
    assert "campaign check" in ended.err


@pytest.mark.parametrize("options", [(), ("--repo", "palantir/blueprint")])
def test_an_organisation_that_keeps_the_token_out(
    campaign: Command, running: Path, world: World, options: tuple[str, ...]
) -> None:
    """4, in GitHub's words, and how to see more: that is no closed door."""
    owner = world.account("palantir")
    owner.forbids_classic_tokens = True  # type: ignore[union-attr]
    ended = campaign("post", running, *FAST, *options)
    assert (ended.code, world.requests("POST", "/issues")) == (4, [])
    assert "GitHub does not show what is left to this account and token." in ended.told
    assert "forbids access via a personal access token (classic)" in ended.told
    assert "campaign check" in ended.err
    assert "Every repository is closed" not in ended.err


def test_github_does_not_answer_about_any(
    campaign: Command, running: Path, github: StandIn, world: World
) -> None:
    """1, not 3: nobody knows of a closed door."""
    github.plan(mishaps.bad_gateway(created=False).at("POST", "/graphql$").always())
    ended = campaign("post", running, *FAST)
    assert ended.code == 1
    assert "Nothing was posted." in ended.told
    assert "Every repository is closed" not in ended.told


def test_a_page_of_the_network_is_told_as_one(
    campaign: Command, running: Path, github: StandIn
) -> None:
    """In doubt, and where the answer perhaps came from, before what to do next."""
    github.plan(mishaps.captive_portal())
    ended = campaign("post", running, *FAST, "--limit", "1")
    assert ended.code == 6
    assert "That answer did not come from GitHub: perhaps from a page" in ended.told
    assert ended.told.index("did not come from GitHub") < ended.told.index("To look again:")


def test_no_network(campaign: Command, running: Path, nobody_there: str) -> None:
    """What was not done is said with what happened."""
    ended = campaign("post", running, *FAST, "--json", env={"CAMPAIGN_API_URL": nobody_there})
    assert ended.code == 1
    assert ended.json["error"].endswith("refused the connection.\nNothing was posted.")


def test_a_refusal_and_the_end_of_the_action(
    campaign: Command, running: Path, world: World, github: StandIn
) -> None:
    """Once it is over nobody is sent on to other repositories."""
    text = running.read_text().replace("2019-05-12 10:00", "2019-05-11 10:06")
    running.write_text(text)

    creates = count(1)

    def watch(visit: Visit) -> None:
        if visit.method == "POST" and visit.path.endswith("/issues") and next(creates) == 2:
            world.clock.sleep(120)

    github.watch = watch
    shut = error(410, "Issues has been disabled in this repository.")
    github.plan(Fault(then=shut).after(1))
    ended = campaign("post", running, *FAST)
    assert (ended.code, created(world)) == (8, 1)
    assert "The action is over, or nearly" in ended.told
    assert "To look at another repository" not in ended.told


def test_a_refusal_is_respected(
    campaign: Command, running: Path, world: World, closed: list[Any]
) -> None:
    """All limited, unseen from outside: 3, and the owner's other doors are left alone."""
    for repository in closed:
        repository.limit = Limit.COLLABORATORS_ONLY
    ended = campaign("post", running, *FAST, "--json")
    assert ended.code == ended.json["exit"] == 3
    assert set(ended.outcomes) <= {"refused", "skipped"}
    assert ended.outcomes.count("refused") == 2
    assert "Interactions on this repository have been restricted" in ended.err
    assert campaign("post", running, *FAST, "--json").code == 3
    assert len(world.requests("POST", "/issues")) == 2


def test_one_refusal_among_three(campaign: Command, running: Path, world: World) -> None:
    """8: some posted, some not; --yes alone does not move on to another repository."""
    first = campaign("post", running, "--dry-run", "--json").json["results"][0]["repo"]
    world.find(first).limit = Limit.COLLABORATORS_ONLY  # type: ignore[union-attr]
    ended = campaign("post", running, *FAST, "--json")
    assert (ended.code, ended.outcomes) == (8, ["refused", "posted", "posted"])
    assert ended.json["results"][0]["message"]


def test_fallback_moves_on_once(campaign: Command, running: Path, world: World) -> None:
    """With the person's word given beforehand the next listed repository is used instead."""
    first = campaign("post", running, "--dry-run", "--json").json["results"][0]["repo"]
    world.find(first).limit = Limit.COLLABORATORS_ONLY  # type: ignore[union-attr]
    ended = campaign("post", running, *FAST, "--fallback", "--json")
    assert (ended.code, ended.outcomes) == (0, ["refused", "posted", "posted", "posted"])
    assert created(world) == 3


def test_a_lost_answer_is_unknown_and_then_settled(
    campaign: Command, running: Path, world: World, github: StandIn
) -> None:
    """6 and no second request; `settle` finds the issue; `post` goes on with the rest."""
    world.list_lag = 3600.0
    github.plan(mishaps.lose_answer())
    ended = campaign("post", running, *FAST, "--max-wait", "0", "--json")
    assert (ended.code, ended.outcomes) == (6, ["unknown", "deferred", "deferred"])
    assert "not clear yet whether it was posted" in ended.told
    assert "still not clear. Nothing is sent a second time." in ended.told
    told = campaign("post", running, *FAST, "--max-wait", "0")
    assert "campaign settle" in told.err
    world.list_lag = 0.0
    assert campaign("settle", running, "--max-wait", "0").code == 0
    assert campaign("post", running, *FAST).code == 0
    assert created(world) == 3


def test_an_answer_that_does_not_come_is_looked_for(
    campaign: Command, running: Path, world: World, github: StandIn
) -> None:
    """After the deadline the issue is found in the list: posted, once."""
    github.plan(mishaps.hang())
    options = ("--limit", "1", "--timeout", "1", "--max-wait", "0")
    ended = campaign("post", running, *FAST, *options, "--json")
    assert (ended.code, ended.outcomes) == (0, ["posted"])
    assert "not clear yet whether it was posted: no complete answer within 1 second" in ended.told
    assert "it was posted, and is found: https://github.com/palantir/" in ended.told
    assert ended.told.count("no complete answer") == 1
    assert len(world.requests("POST", "/issues")) == created(world) == 1


def test_a_token_revoked_on_the_way(
    campaign: Command, running: Path, world: World, github: StandIn
) -> None:
    """4: what was posted stays told, the rest is left, and the way to sign in is given."""
    github.plan(mishaps.token_revoked().after(1))
    ended = campaign("post", running, *FAST)
    assert ended.code == 4
    assert "Done: 1 posted; 1 refused; 1 skipped" in ended.told
    assert "its words stand above. Sign in with `gh auth login`" in ended.told
    assert created(world) == 1


def test_a_limit_longer_than_the_patience_defers(
    campaign: Command, running: Path, world: World, github: StandIn
) -> None:
    """7, nothing made, and the time to come back, by the server's clock."""
    github.plan(mishaps.secondary_limit(retry_after=600))
    ended = campaign("post", running, *FAST, "--max-wait", "0", "--json")
    assert (ended.code, ended.outcomes) == (7, ["deferred"] * 3)
    assert ended.json["resume_at"].startswith("2019-05-11T14:15:")
    assert created(world) == 0
    early = campaign("post", running, *FAST)
    assert early.code == 7
    assert "Run the same command again after 2019-05-11 14:16 UTC." in early.told
    assert len(world.requests("POST", "/issues")) == 1
    world.clock.sleep(601)
    github.plan(mishaps.secondary_limit(retry_after=600))
    told = campaign("post", running, *FAST, "--max-wait", "0")
    assert "a pause until Sat 11 May 2019, 10:26 EDT (America/New_York)" in told.told
    assert "in UTC: Sat 11 May 2019, 14:26 UTC Then go on with: campaign post" in told.told


def test_a_short_limit_is_waited_for(campaign: Command, running: Path, github: StandIn) -> None:
    """Within the patience given, the wait is told and the issue then posted."""
    github.plan(mishaps.secondary_limit(retry_after=1))
    ended = campaign("post", running, *FAST, "--limit", "1")
    assert ended.code == 0
    assert "Waiting 1 second: GitHub asks for a pause" in ended.err
