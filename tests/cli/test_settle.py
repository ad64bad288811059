"""`campaign settle`: what became of it, found by looking, never by sending again."""

from pathlib import Path
from typing import Any

import pytest
from tests.cli.command import Command, created

from campaign.rehearsal import mishaps
from campaign.rehearsal.faults import Fault
from campaign.rehearsal.server import StandIn
from campaign.rehearsal.world import World


@pytest.fixture
def lose(campaign: Command, running: Path, github: StandIn, world: World) -> Any:
    """Posts once in a way that leaves the outcome unknown."""

    def post(fault: Fault) -> None:
        lag, world.list_lag = world.list_lag, 3600.0
        github.plan(fault)
        ended = campaign("post", running, "--yes", "--limit", "1", "--max-wait", "0")
        assert ended.code == 6, ended.err
        world.list_lag = lag

    return post


def test_nothing_is_open(campaign: Command, running: Path, world: World) -> None:
    """With nothing unknown there is nothing to find: 0."""
    ended = campaign("settle", running)
    assert (ended.code, ended.out) == (0, "")
    assert "every outcome is known" in ended.err


def test_a_lost_answer_is_found(campaign: Command, running: Path, world: World, lose: Any) -> None:
    """The issue exists once, and its link is told."""
    lose(mishaps.lose_answer())
    ended = campaign("settle", running, "--max-wait", "0")
    assert ended.code == 0
    assert ": posted: https://github.com/palantir/" in ended.out
    assert created(world) == 1
    assert "every outcome is known" in campaign("settle", running).err


def test_lists_that_lag_prove_nothing(
    campaign: Command, running: Path, world: World, lose: Any
) -> None:
    """Not seen is not gone: 6 with the next command; later it is found: 0."""
    lose(mishaps.lose_answer())
    world.list_lag = 3600.0
    ended = campaign("settle", running, "--max-wait", "0")
    assert ended.code == 6
    assert "unknown whether it was posted" in ended.out
    assert f"campaign settle {running}" in " ".join(ended.err.split())
    document = campaign("settle", running, "--max-wait", "0", "--json").json
    assert (document["exit"], document["results"][0]["outcome"]) == (6, "unknown")
    world.list_lag = 0.0
    found = campaign("settle", running, "--max-wait", "0", "--json").json
    assert (found["exit"], found["results"][0]["outcome"]) == (0, "posted")
    assert found["results"][0]["number"] > 0


def test_what_was_never_made_stays_unknown(
    campaign: Command, running: Path, world: World, lose: Any
) -> None:
    """It is not sent again by itself: a person decides, after a look."""
    lose(mishaps.lose_request())
    assert campaign("settle", running, "--max-wait", "0").code == 6
    ended = campaign("post", running, "--yes", "--pace", "0", "--max-wait", "0", "--json")
    assert ended.code == 6
    assert ended.outcomes == ["unknown", "posted", "posted"]
    assert created(world) == 2
    assert len(world.requests("POST", "/issues")) == 3


def test_another_account_is_told_whose_it_is(
    campaign: Command, running: Path, world: World, lose: Any
) -> None:
    """Somebody else's open question is not closed by my having none: 6, and who can find out."""
    lose(mishaps.lose_answer())
    campaign.settings["GH_TOKEN"] = world.add_user("grace").token
    ended = campaign("settle", running, "--max-wait", "0")
    assert ended.code == 6
    assert "every outcome is known" not in ended.err
    assert "It was sent as ada" in ended.out
    assert "gh auth switch --user ada" in ended.out
    assert "lists lag" not in ended.err
    (result,) = campaign("settle", running, "--max-wait", "0", "--json").json["results"]
    assert (result["outcome"], result["reason"]) == ("unknown", "another_account")


def test_settle_never_writes(campaign: Command, running: Path, world: World, lose: Any) -> None:
    """Whatever it finds, it only reads."""
    lose(mishaps.lose_request())
    before = len(world.requests("POST", "/issues"))
    campaign("settle", running, "--max-wait", "0")
    assert len(world.requests("POST", "/issues")) == before


def test_plain_settle_speaks_in_sentences(campaign: Command, running: Path, lose: Any) -> None:
    """One line for each posting, complete in itself."""
    lose(mishaps.lose_answer())
    lines = campaign("--plain", "settle", running, "--max-wait", "0").out.splitlines()
    assert len(lines) == 1
    assert ": posted: https://" in lines[0]


def test_settle_obeys_a_pause(campaign: Command, running: Path, github: StandIn, lose: Any) -> None:
    """Where GitHub lets nobody look, that is said, with the time; it is not “not seen”."""
    lose(mishaps.lose_answer())
    github.plan(mishaps.too_many_requests(retry_after=3600).at("GET", r"/issues$").always())
    ended = campaign("settle", running, "--max-wait", "0", "--json")
    assert ended.code == 6
    assert ended.json["resume_at"].startswith("2019-05-11T15:0")
    assert "GitHub did not show its list" in ended.json["results"][0]["message"]
    plain = campaign("settle", running, "--max-wait", "20")
    assert (plain.code, "Not seeing it" in plain.err) == (6, False)
    assert "It could not be looked for: GitHub asks for a pause until 2019-05-11" in plain.out
    assert "Look again after 2019-05-11 15:0" in " ".join(plain.err.split())
