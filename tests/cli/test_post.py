"""`campaign post` without a terminal: few, approved, never twice, and an exit code that tells."""

from pathlib import Path

from tests.cli.command import FAST, Command, created, eventually

from campaign.rehearsal import mishaps
from campaign.rehearsal.server import StandIn
from campaign.rehearsal.world import World


def test_nobody_to_approve_means_nothing_is_sent(
    campaign: Command, running: Path, world: World
) -> None:
    """Without a terminal and without --yes there is no consent."""
    ended = campaign("post", running)
    assert (ended.code, ended.out) == (2, "")
    assert "--dry-run" in ended.err
    assert not world.requests()


def test_a_dry_run_shows_everything_and_sends_nothing(
    campaign: Command, running: Path, world: World
) -> None:
    """The exact texts with their markers, and no POST but the question to GraphQL."""
    ended = campaign("post", running, "--dry-run", "--json", "--statement", "Because of my street.")
    assert ended.code == 0
    assert ended.json["dry_run"] is True
    assert ended.outcomes == ["would_post"] * 3
    assert "Because of my street." in ended.err
    assert ended.err.count("<!-- campaign:notechforice-2019 ") == 3
    assert "this was a dry run" in campaign("post", running, "--dry-run").err
    assert not world.requests("POST", "/issues")


def test_per_person_issues_are_posted_and_nothing_the_second_time(
    campaign: Command, running: Path, world: World
) -> None:
    """Three issues in three repositories; the same command again finds them all there."""
    first = campaign("post", running, *FAST, "--json")
    assert (first.code, first.outcomes) == (0, ["posted"] * 3)
    urls = [each["url"] for each in first.json["results"]]
    again = campaign("post", running, *FAST, "--json")
    assert (again.code, again.outcomes) == (0, ["already"] * 3)
    assert {each["url"] for each in again.json["results"]} == set(urls)
    told = campaign("post", running, *FAST)
    assert told.code == 0
    assert set(told.out.split()) == set(urls)
    assert "Nothing is left to do" in told.err
    assert created(world) == 3


def test_links_are_data_and_the_rest_is_talk(
    campaign: Command, running: Path, world: World
) -> None:
    """Stdout holds the links; stderr says who acts, what is public, how to undo, and what next."""
    ended = campaign("post", running, *FAST)
    assert all(line.startswith("https://github.com/palantir/") for line in ended.out.splitlines())
    assert len(ended.out.splitlines()) == 3
    for words in ("You act as", "Public", "To undo", "campaign status", "To share:", "3 posted"):
        assert words in ended.err


def test_plain_ends_with_a_summary(campaign: Command, running: Path) -> None:
    """Whoever listens hears the most important last, each line complete, without bars or boxes."""
    ended = campaign("--plain", "post", running, *FAST)
    lines = ended.err.splitlines()
    assert lines[-1] == "Summary: 3 posted."
    assert any(line.startswith("Ends: Sun 12 May 2019, 10:00 EDT") for line in lines)
    chosen = [line for line in lines if line.startswith("Repository: palantir/")]
    assert len(chosen) == 3
    assert all("; why: " in line and "; seen: " in line for line in chosen)
    assert "│" not in ended.err


def test_repo_and_limit_choose(campaign: Command, running: Path, world: World) -> None:
    """Only the named repository; only so many."""
    one = campaign("post", running, *FAST, "--repo", "Palantir/Atlasdb", "--json")
    assert [each["repo"] for each in one.json["results"]] == ["palantir/atlasdb"]
    few = campaign("post", running, *FAST, "--limit", "1", "--json")
    assert sorted(few.outcomes) == ["already", "posted"]
    assert created(world) == 2


def test_the_pace_is_calm_away_from_home(campaign: Command, running: Path, world: World) -> None:
    """Below three seconds is refused, except towards this very computer."""
    away = {"CAMPAIGN_API_URL": "https://api.example.invalid"}
    ended = campaign("post", running, "--yes", "--pace", "2.9", env=away)
    assert ended.code == 2
    assert "at least 3 seconds" in ended.err
    assert campaign("post", running, "--dry-run", "--pace", "0").code == 0


def test_the_pace_is_kept(campaign: Command, running: Path, world: World) -> None:
    """Two issues are as far apart as was asked for, and the wait is told."""
    ended = campaign("post", running, "--yes", "--pace", "1.5", "--limit", "2")
    first, second = world.requests("POST", "/issues")
    assert second.arrived - first.arrived >= 1.5
    assert "calm pace" in ended.err


def test_two_terminals_do_not_post_at_once(
    campaign: Command, running: Path, github: StandIn, world: World
) -> None:
    """The second is told of the first, and makes no request."""
    github.plan(mishaps.hang())
    first = campaign.start("post", running, *FAST, "--limit", "1")
    eventually(lambda: world.requests("POST", "/issues"))
    seen = len(world.requests())
    second = campaign("post", running, *FAST)
    assert second.code == 1
    assert f"process {first.pid}" in second.err
    assert len(world.requests()) == seen
    github.release()
    first.communicate(timeout=20)
    assert first.returncode == 0
