"""`campaign status`: how my issues stand, also when strangers see less than I do."""

import csv
import io
import re
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


UNCHECKED = "Whether strangers see your issues could not be checked now."


def test_strangers_have_no_look_left(
    campaign: Command, mine: list[Issue], world: World, ada: User
) -> None:
    """Nobody is told that all is well: said on screen and beside a table, `null` for scripts."""
    assert UNCHECKED not in campaign("status").told
    ada.flagged = True
    world.limits.leave(None, 0)
    for form in ((), ("--csv",)):
        ended = campaign("status", *form)
        assert (ended.code, UNCHECKED in ended.told, UNCHECKED in ended.out) == (0, True, False)
    ended = campaign("status", "--json")
    issues = ended.json["issues"]
    assert [(each["state"], each["seen_by_strangers"]) for each in issues] == [("open", None)] * 3
    assert ended.err == ""


def test_what_is_gone_needs_no_look(campaign: Command, mine: list[Issue], world: World) -> None:
    """Nobody sees it, so there is nothing that could not be checked."""
    for each in mine:
        each.deleted = True
    world.limits.leave(None, 0)
    assert UNCHECKED not in campaign("status").told


def test_moved_elsewhere(campaign: Command, mine: list[Issue], world: World) -> None:
    """Told as it stands there, with its address of now and the place where it was posted."""
    first = mine[0]
    attic = world.add_repository("palantir/attic")
    world.seed_issue(attic)
    there = world.transfer_issue(first, attic)
    world.comment(there, world.add_user("maintainer"), "Thank you.")
    ended = campaign("status")
    url = "https://github.com/palantir/attic/issues/2"
    assert ended.out.splitlines()[0] == f"open    {url}  1 comment, 0 reactions"
    was = f"{first.repository.full_name}#{first.number}"
    assert ended.told == f"Moved since: {was} is now palantir/attic#2."
    issue = campaign("status", "--json").json["issues"][0]
    assert (issue["state"], issue["url"], issue["comments"]) == ("open", url, 1)
    assert (issue["repo"], issue["number"]) == (first.repository.full_name, first.number)
    attic.private = True
    issue = campaign("status", "--json").json["issues"][0]
    assert (issue["state"], issue["url"]) == (
        "gone",
        f"https://github.com/{was.replace('#', '/issues/')}",
    )


def test_a_state_folder_that_cannot_be_used(
    campaign: Command, mine: list[Issue], running: Path
) -> None:
    """Three issues were posted, so `status` says only that nothing was sent now; so says `post`."""
    (ledger,) = Path(campaign.settings["CAMPAIGN_STATE_DIR"]).rglob("ledger*.db")
    ledger.unlink()
    ledger.mkdir()
    words = re.compile(rf"{re.escape(str(ledger))} cannot be used: [^.]+\. Nothing was sent\.")
    for verb in (("status",), ("post", running, "--yes")):
        ended = campaign(*verb, env={"COLUMNS": "1000"})
        assert (ended.code, ended.out) == (1, "")
        assert words.search(ended.told)
        assert "Nothing was posted" not in ended.told


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
