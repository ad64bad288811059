"""`settle --rebuild`: a new record in the place of a damaged or lost one, and the old one kept."""

import os
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from tests.cli.command import FAST, Command, created

from campaign.rehearsal import mishaps
from campaign.rehearsal.server import StandIn
from campaign.rehearsal.world import World


@pytest.fixture
def ledger(campaign: Command, running: Path, github: StandIn) -> Path:
    """The record of three issues, written two hours ago."""
    assert campaign("post", running, *FAST).code == 0
    (path,) = (campaign.folder.parent / "state").glob("ledger-*.db")
    grow_old(path)
    return path


def grow_old(path: Path) -> None:
    """The file was last written two hours ago."""
    then = time.time() - 7200
    os.utime(path, (then, then))


def empty(path: Path) -> None:
    """Lost all its content."""
    path.write_bytes(b"")
    grow_old(path)


def scramble(path: Path) -> None:
    """No database any more."""
    path.write_bytes(b"My notes.\n" * 999)
    grow_old(path)


def swap(path: Path) -> None:
    """Another program's."""
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE bookmark (url TEXT)")
    grow_old(path)


@pytest.mark.parametrize("spoil", [empty, scramble, swap])
def test_a_spoilt_record_is_rebuilt(
    campaign: Command, running: Path, world: World, ledger: Path, spoil: object
) -> None:
    """The command that fails names the one that helps; after it nothing is posted twice."""
    spoil(ledger)  # type: ignore[operator]
    before = ledger.read_bytes()
    broken = campaign("post", running, *FAST)
    assert broken.code == 1
    assert "campaign settle CAMPAIGN --rebuild" in broken.told
    ended = campaign("settle", running, "--rebuild")
    assert ended.code == 0
    assert ended.out.count(": already there, from you: https://github.com/palantir/") == 3
    assert "A new record was made, with 3 of your issues in it." in ended.told
    (kept,) = ledger.parent.glob(f"{ledger.name}.unreadable-*")
    assert str(kept) in "".join(ended.err.split())
    assert kept.read_bytes() == before
    assert oct(ledger.stat().st_mode)[-3:] == "600"
    again = campaign("post", running, *FAST, "--json")
    assert (again.code, again.outcomes) == (0, ["already"] * 3)
    assert created(world) == 3


def test_a_lost_record_is_rebuilt(
    campaign: Command, running: Path, world: World, ledger: Path
) -> None:
    """Nothing is there to be kept."""
    ledger.unlink()
    ended = campaign("settle", running, "--rebuild", "--json")
    assert (ended.code, ended.outcomes) == (0, ["already"] * 3)
    assert not list(ledger.parent.glob("*.unreadable-*"))
    assert created(world) == 3


def test_a_sound_record_is_left_alone(campaign: Command, running: Path, ledger: Path) -> None:
    """Its doubts and refusals are worth more than what GitHub shows."""
    before = ledger.read_bytes()
    ended = campaign("settle", running, "--rebuild")
    assert ended.code == 0
    assert "is sound" in ended.err
    assert ledger.read_bytes() == before


def test_a_lost_record_is_rebuilt_campaign_by_campaign(
    campaign: Command, running: Path, world: World, ledger: Path
) -> None:
    """The first makes the new record; each further one adds its own issues, once."""
    other = running.with_name("other.yaml")
    text = running.read_text().replace("campaign: notechforice-2019", "campaign: other")
    other.write_text(text.replace("To the people who work", "To everybody who works"))
    assert campaign("post", other, *FAST, "--json").outcomes == ["posted"] * 3
    ledger.unlink()
    assert "for each campaign" in campaign("settle", running, "--rebuild").told
    ended = campaign("settle", other, "--rebuild")
    assert ended.code == 0
    assert "is sound. 3 of your issues were added to it." in ended.told
    assert ended.out.count(": already there, from you: https://github.com/palantir/") == 3
    before = ledger.read_bytes()
    assert "It was left as it is." in campaign("settle", other, "--rebuild").told
    assert ledger.read_bytes() == before
    for file in (running, other):
        assert campaign("post", file, *FAST, "--json").outcomes == ["already"] * 3


def test_a_record_of_a_newer_version_is_left_alone(
    campaign: Command, running: Path, ledger: Path
) -> None:
    """It is not damaged: the newer version can read it."""
    with closing(sqlite3.connect(ledger)) as connection:
        connection.execute("PRAGMA user_version = 99")
    grow_old(ledger)
    before = ledger.read_bytes()
    ended = campaign("settle", running, "--rebuild")
    assert (ended.code, ledger.read_bytes()) == (1, before)
    assert "Install the newest version" in ended.told


def test_not_within_the_hour(campaign: Command, running: Path, ledger: Path) -> None:
    """What was sent just before may not be listed yet: 7, when to come back, nothing touched."""
    ledger.write_bytes(b"")
    ended = campaign("settle", running, "--rebuild")
    assert ended.code == 7
    assert "may not be in GitHub's lists yet, so nothing was rebuilt." in ended.told
    assert "Run the same command again after 20" in ended.told
    assert ledger.read_bytes() == b""


def test_a_journal_within_the_hour_counts(campaign: Command, running: Path, ledger: Path) -> None:
    """A run that was killed in the middle of a write has left it."""
    empty(ledger)
    ledger.with_name(f"{ledger.name}-journal").write_bytes(b"x")
    assert campaign("settle", running, "--rebuild").code == 7


def test_github_must_tell_everything(
    campaign: Command, running: Path, world: World, ledger: Path, github: StandIn
) -> None:
    """Nothing is moved away before a whole new record can be made."""
    empty(ledger)
    place = world.find("palantir/blueprint")
    assert place is not None
    github.plan(mishaps.bad_gateway(created=False).at("GET", rf"/{place.id}/issues$"))
    ended = campaign("settle", running, "--rebuild")
    assert ended.code == 1
    assert "palantir/blueprint" in ended.told
    assert "Nothing was changed." in ended.told
    assert [path.name for path in ledger.parent.glob("ledger*")] == [ledger.name]
