"""`campaign post` after a refusal: its own next step, and no way round a block."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.cli.command import Command, created

from campaign.rehearsal import mishaps
from campaign.rehearsal.faults import Fault
from campaign.rehearsal.server import StandIn
from campaign.rehearsal.wire import Reply, error
from campaign.rehearsal.world import World

FAST = ("--yes", "--pace", "0", "--max-wait", "0", "--no-statement")
ANOTHER = "To look at another repository of the list"


@pytest.mark.parametrize(
    ("fault", "code", "says", "another"),
    [
        (error(403, "User is blocked"), 3, "nobody else is asked in their place", False),
        (error(410, "Issues has been disabled."), 3, "the owner's decision", True),
        (error(422, "Validation Failed: body is too long"), 3, "campaign preview", False),
        (error(403, "At least one email address must be verified"), 4, "settings/emails", False),
        (error(403, "Sorry. Your account was suspended."), 4, "support.github.com", False),
        (error(403, "Something new"), 3, "none that this tool knows", True),
    ],
    ids=["blocked", "issues off", "draft", "address", "suspended", "unheard of"],
)
def test_what_to_do_next(
    campaign: Command,
    running: Path,
    github: StandIn,
    fault: Reply,
    code: int,
    says: str,
    another: bool,
) -> None:
    """After one refusal: what is true of that one, and nothing of another."""
    github.plan(Fault(then=fault))
    ended = campaign("post", running, *FAST, "--limit", "1")
    assert ended.code == code, ended.err
    end = ended.told.rpartition("Done: ")[2]
    assert says in end
    assert (ANOTHER in end) is another
    assert ("gh auth login" in end) is False
    assert ("the owner's decision" in end) is (says == "the owner's decision")


def test_words_unheard_of_twice(
    campaign: Command, running: Path, world: World, github: StandIn
) -> None:
    """The same words a second time end the run, however many repositories are left."""
    github.plan(Fault(then=error(403, "You must enable two-factor authentication.")).always())
    ended = campaign("post", running, *FAST, "--fallback", "--json")
    assert ended.code == 3
    assert sorted(set(ended.outcomes)) == ["refused", "skipped"]
    assert (len(world.requests("POST", "/issues")), created(world)) == (2, 0)


def test_not_a_request_before_the_time(
    campaign: Command, running: Path, world: World, github: StandIn, tmp_path: Path
) -> None:
    """A pause that is not over ends the next run before it asks GitHub anything: 7, and when."""
    github.plan(mishaps.too_many_requests(retry_after=3600))
    assert campaign("post", running, *FAST, "--limit", "1").code == 7
    (ledger,) = (tmp_path / "state").glob("ledger*.db")
    now = datetime.now(UTC)
    with closing(sqlite3.connect(ledger)) as connection, connection:
        connection.execute(  # as if it had been said just now, by this computer's clock
            "UPDATE posting SET decided_at = ?, retry_at = ?",
            [each.isoformat(timespec="microseconds") for each in (now, now + timedelta(hours=1))],
        )
    asked = len(world.log)
    ended = campaign("post", running, *FAST, "--limit", "1", "--json")
    assert (ended.code, ended.json["schema"]) == (7, "campaign.error/1")
    assert "Run the same command again after" in ended.json["hint"]
    assert len(world.log) == asked


def test_a_doubt_that_may_not_be_looked_into(
    campaign: Command, running: Path, github: StandIn
) -> None:
    """6, and the time before which it is no use to look."""
    github.plan(mishaps.lose_answer())
    limit = mishaps.too_many_requests(retry_after=3600).at("GET", r"/issues$")
    github.plan(limit.after(1).always())
    ended = campaign("post", running, *FAST, "--limit", "1")
    assert ended.code == 6
    assert "Look again after 2019-05-11 15:0" in ended.told
