"""`campaign status`: how my issues stand, also when strangers see less than I do."""

import csv
import io
from datetime import timedelta
from pathlib import Path

import pytest
from tests.cli.command import Command

from campaign.rehearsal import mishaps
from campaign.rehearsal.accounts import User
from campaign.rehearsal.places import Issue
from campaign.rehearsal.server import StandIn
from campaign.rehearsal.world import World


@pytest.fixture
def mine(campaign: Command, running: Path, world: World, ada: User) -> list[Issue]:
    """Three posted issues, in posting order."""
    results = campaign("post", running, "--yes", "--pace", "0", "--json").json["results"]
    places = [(world.find(each["repo"]), each["number"]) for each in results]
    return [place.issues[number] for place, number in places if place]


def test_nothing_posted_yet(campaign: Command, world: World) -> None:
    """A sentence, no table, and no request beyond the question who I am."""
    ended = campaign("status")
    assert (ended.code, ended.out) == (0, "")
    assert "You have posted no issue yet" in ended.err
    assert len(world.requests()) == 1


@pytest.mark.parametrize("login", ["ada", "grace"])
def test_an_issue_in_doubt_is_named(
    campaign: Command, running: Path, world: World, github: StandIn, login: str
) -> None:
    """Whoever asks: it is said which one, whose, and how to find out; 6, also with --json."""
    github.plan(mishaps.lose_request())
    ended = campaign("post", running, "--yes", "--limit", "1", "--max-wait", "0", "--json")
    repo = ended.json["results"][0]["repo"]
    if login != "ada":
        campaign.settings["GH_TOKEN"] = world.add_user(login).token
    ended = campaign("status", running)
    assert (ended.code, ended.out) == (6, "")
    assert "You have posted no issue yet" not in ended.err
    words = " ".join(ended.err.split())
    assert f"{repo}: not clear yet whether it was posted (sent 2019-05-11 14:05 UTC" in words
    assert f"To find out: campaign settle {running}" in words
    assert "campaign settle notechforice-2019" in " ".join(campaign("status").err.split())
    document = campaign("status", "--json").json
    assert document["issues"] == []
    assert [(each["repo"], each["login"]) for each in document["in_doubt"]] == [(repo, "ada")]
    assert campaign("status", "immigrationos-2026").code == 0


def test_what_became_of_each(campaign: Command, mine: list[Issue], world: World, ada: User) -> None:
    """Open with answers, closed by the owner, deleted: each is told with its link."""
    first, second, third = mine
    world.comment(first, world.add_user("maintainer"), "Thank you.")
    first.reactions = 2
    second.state, second.closed_at = "closed", world.clock.now()
    second.closed_by = world.add_user("owner")
    third.deleted = True
    issues = campaign("status", "--json").json["issues"]
    assert [each["state"] for each in issues] == ["open", "closed", "gone"]
    assert (issues[0]["comments"], issues[0]["reactions"]) == (1, 2)
    assert [each["closed_by_me"] for each in issues] == [False] * 3
    assert issues[0]["campaign"] == "notechforice-2019"
    ended = campaign("status")
    url = f"https://github.com/{first.repository.full_name}/issues/{first.number}"
    assert ended.out.splitlines()[0] == f"open    {url}  1 comment, 2 reactions"


def test_locked_and_closed_by_myself(campaign: Command, mine: list[Issue], ada: User) -> None:
    """A lock is named; my own closing is told from others'."""
    mine[0].locked = True
    mine[1].state, mine[1].closed_by = "closed", ada
    issues = campaign("status", "notechforice-2019", "--json").json["issues"]
    assert [each["state"] for each in issues] == ["locked", "closed", "open"]
    assert [each["closed_by_me"] for each in issues] == [False, True, False]


def test_hidden_from_strangers(campaign: Command, mine: list[Issue], ada: User) -> None:
    """A flagged account sees its issues and nobody else does: said plainly, with whom to ask."""
    ada.flagged = True
    ended = campaign("status")
    assert ended.out.count("hidden") == 3
    assert "strangers do not" in ended.err
    assert "https://support.github.com/contact" in ended.err


def test_one_campaign_or_all(campaign: Command, mine: list[Issue]) -> None:
    """Another campaign's name shows none of these."""
    assert campaign("status", "immigrationos-2026", "--json").json["issues"] == []
    assert len(campaign("status", "--json").json["issues"]) == 3


def test_csv_and_plain(campaign: Command, mine: list[Issue]) -> None:
    """One line for each issue, for a spreadsheet or a screen reader."""
    rows = list(csv.reader(io.StringIO(campaign("status", "--csv").out)))
    assert rows[0][:4] == ["campaign", "repo", "number", "url"]
    assert len(rows) == 4
    plain = campaign("--plain", "status").out.splitlines()
    assert len(plain) == 3
    assert all(line.startswith("issue: https://github.com/palantir/") for line in plain)
    assert all("; state: open; comments: 0; reactions: 0" in line for line in plain)


def test_a_far_day_later(campaign: Command, mine: list[Issue], world: World) -> None:
    """The record outlives the action: nothing in `status` asks whether it is still on."""
    world.clock.sleep(timedelta(days=800).total_seconds())
    assert len(campaign("status", "notechforice-2019", "--json").json["issues"]) == 3
