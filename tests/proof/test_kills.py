"""Kill −9, a full disk, a broken one, at any step: at most one issue each, and none forgotten."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.proof.kills import SENT, at_random, on_a_bad_disk
from tests.proof.kills_play import Blow, Case, Theatre, theatre
from tests.proof.kills_points import How, Point
from tests.proof.kills_whole import kill_commands
from tests.proof.kills_witness import Witness

from campaign.adapters.ledger import Ledger
from campaign.core.marker import Key, marker, marker_key
from campaign.core.receipt import Posting, State
from campaign.rehearsal.world import World

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is neither fork nor SIGKILL")

NOON = datetime(2019, 5, 11, 12, tzinfo=UTC)

TAKEN_UP_AGAIN = (Point.IN_RECOVERY, Point.BEFORE_LOOK, Point.AFTER_LOOK, Point.IN_RECONCILE)
"""Points that only a run passes which finds an open question."""


@pytest.fixture(scope="module")
def there() -> Iterator[Theatre]:
    """A place to play."""
    with theatre() as opened:
        yield opened


@pytest.mark.slow
def test_a_thousand_kills() -> None:
    """Never twice, never lost; and every point was met often."""
    tally = at_random(1000)
    assert tally.faults == []
    assert set(tally.struck) == set(Point)
    assert min(tally.struck.values()) >= 5


@pytest.mark.parametrize("point", Point)
def test_each_point_is_met(there: Theatre, point: Point) -> None:
    """A run dies there, the next one knows what to make of it, and nothing is lost."""
    before = (SENT,) if point in TAKEN_UP_AGAIN else ()
    played = there.play(Case(blows=(*before, Blow(point, 1))))
    assert played.faults == []
    assert played.struck[len(before) :] == (point,)


@pytest.mark.slow
@pytest.mark.parametrize("how", [how for how in How if how is not How.KILL])
def test_a_disk_that_fails(how: How) -> None:
    """No request leaves after that, and once there is room again everything is known."""
    tally = on_a_bad_disk(how, stride=16)
    assert tally.faults == []
    assert tally.struck.total() > 10


def test_a_full_disk_at_the_intent_sends_nothing(there: Theatre) -> None:
    """Nobody is asked for anything that could not be written down before."""
    played = there.play(Case(blows=(Blow(Point.IN_INTENT, 1, How.FULL),)))
    assert (played.faults, played.struck) == ([], (Point.IN_INTENT,))
    assert Point.BEFORE_INTENT in played.runs[0].hits
    assert Point.AFTER_CONNECT not in played.runs[0].hits


def test_a_planted_bug_is_found() -> None:
    """An intent that is written after the request leaves is caught in the act, and by its harm."""
    faults = " ".join(at_random(30, careless=True).faults)
    assert "arrived while ledgers said" in faults
    assert "2 times without proof that nothing was made" in faults or "2 issues in one" in faults


@pytest.mark.slow
def test_whole_commands_are_killed() -> None:
    """At any moment from the first import to the last line; the same command then ends well."""
    tally = kill_commands(10)
    assert tally.faults == []
    assert tally.struck.total() == 10


# The witness


@pytest.fixture
def world() -> World:
    """One repository."""
    made = World()
    made.add_repository("ant/one")
    return made


@pytest.fixture
def witness(world: World, tmp_path: Path) -> Witness:
    """Looks at the ledgers of one folder."""
    return Witness(world, tmp_path, "state/*.db", slug="no-nets")


def key_of(world: World) -> Key:
    """The one posting there is."""
    repo = world.find("ant/one")
    assert repo is not None
    return Key(campaign="no-nets", repo_id=repo.id, account_id=world.add_user("mia").id)


def open_issue(world: World, key: Key) -> None:
    """An issue that bears the marker."""
    repo = world.find("ant/one")
    assert repo is not None
    world.seed_issue(
        repo, by="mia", body=f"Please stop.\n\n{marker(key.campaign, marker_key(key))}"
    )


def claim(key: Key, folder: Path) -> Ledger:
    """A ledger with the intent."""
    ledger = Ledger.open(folder / "state" / "ledger.db")
    ledger.claim(
        Posting(
            key=key,
            repo="ant/one",
            name_now="ant/one",
            login="mia",
            state=State.INTENT,
            title="No nets",
            body_sha256="ab" * 32,
            intended_at=NOON,
        )
    )
    return ledger


def test_the_witness_sees_two_issues_in_one_place(
    world: World, witness: Witness, tmp_path: Path
) -> None:
    """Even where the ledger is content."""
    key = key_of(world)
    open_issue(world, key)
    open_issue(world, key)
    with claim(key, tmp_path) as ledger:
        ledger.record_posted(key, number=1, at=NOON)
        assert list(witness.faults()) == ["2 issues in one repository"]


def test_the_witness_sees_a_forgotten_issue(world: World, witness: Witness) -> None:
    """Made, and in no ledger."""
    open_issue(world, key_of(world))
    (fault,) = witness.faults()
    assert "an issue was made" in fault


def test_the_witness_sees_an_intent_left_over(
    world: World, witness: Witness, tmp_path: Path
) -> None:
    """After the last run there is none."""
    with claim(key_of(world), tmp_path):
        assert list(witness.faults()) == ["an intent is left over"]


def test_the_witness_sees_a_posting_without_an_issue(
    world: World, witness: Witness, tmp_path: Path
) -> None:
    """A ledger may not claim what never was."""
    key = key_of(world)
    with claim(key, tmp_path) as ledger:
        ledger.record_posted(key, number=1, at=NOON)
        assert list(witness.faults()) == ["posted, and never made"]
