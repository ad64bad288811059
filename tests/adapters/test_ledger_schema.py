"""What the ledger's tables refuse by themselves, whatever program writes to them."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from itertools import permutations

import pytest

from campaign.adapters.ledger import Ledger
from campaign.adapters.ledger_schema import LedgerError
from campaign.core.receipt import MOVES, Posting, State

DAY = datetime(2019, 5, 11, 14, 0, tzinfo=UTC)

Make = Callable[..., Posting]
Bring = Callable[[Posting, State], None]


def state(ledger: Ledger, posting: Posting) -> State:
    """Where it stands."""
    row = ledger.get(posting.key)
    assert row is not None
    return row.state


def execute(ledger: Ledger, statement: str, **values: object) -> None:
    """On a connection of its own, as any other program would."""
    with closing(sqlite3.connect(ledger.path)) as connection, connection:
        connection.execute(statement, values)


def test_the_table_of_moves() -> None:
    """Nothing leaves `posted`; what is unknown becomes posted, or stays unknown."""
    moves = {f"{old} {new}" for old, new in MOVES}
    assert moves == {
        *("planned intent", "planned posted", "refused intent", "refused posted"),
        *("intent posted", "intent refused", "intent planned", "intent unknown"),
        "unknown posted",
    }


@pytest.mark.parametrize(("old", "new"), [*permutations(State, 2)])
def test_only_legal_moves(
    ledger: Ledger, posting: Make, bring: Bring, old: State, new: State
) -> None:
    """The table of moves is the database's own: no program can make another one."""
    bring(posting(), old)
    number = 5 if new is State.POSTED else None
    move = "UPDATE posting SET state = :state, number = :number"
    if (old, new) in MOVES:
        execute(ledger, move, state=new, number=number)
        assert state(ledger, posting()) is new
    else:
        with pytest.raises(sqlite3.IntegrityError):
            execute(ledger, move, state=new, number=number)
        assert state(ledger, posting()) is old


@pytest.mark.parametrize("name", State)
@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM posting",
        "UPDATE posting SET repo_id = repo_id + 1",
        "UPDATE posting SET account_id = 1",
        "UPDATE posting SET campaign = 'x'",
        "UPDATE posting SET state = 'done'",
        "UPDATE posting SET number = CASE WHEN number IS NULL THEN 1 END",
        "INSERT INTO posting SELECT * FROM posting",
    ],
)
def test_no_row_is_removed_or_becomes_another(
    ledger: Ledger, posting: Make, bring: Bring, name: State, statement: str
) -> None:
    """In no state: neither deleted, nor given another key, a second time or an unknown state."""
    bring(posting(), name)
    before = ledger.postings()
    with pytest.raises(sqlite3.IntegrityError):
        execute(ledger, statement)
    assert ledger.postings() == before


@pytest.mark.parametrize("column", ["title", "number", "repo", "reason", "decided_at", "looks"])
def test_a_posted_issue_is_never_rewritten(
    ledger: Ledger, posting: Make, bring: Bring, column: str
) -> None:
    """Not in its smallest part, whatever happens to the issue later."""
    bring(posting(), State.POSTED)
    before = ledger.postings()
    with pytest.raises(sqlite3.IntegrityError, match="never rewritten"):
        execute(ledger, f"UPDATE posting SET {column} = 99")  # noqa: S608 - names from above
    with pytest.raises(LedgerError, match="never rewritten"):
        ledger.record_refused(posting().key, at=DAY, reason="", message="", retry_at=None)
    assert ledger.postings() == before


def test_replace_is_no_way_round(ledger: Ledger, posting: Make, bring: Bring) -> None:
    """On our own connection even SQLite's REPLACE meets the triggers."""
    bring(posting(), State.POSTED)
    with pytest.raises(sqlite3.IntegrityError, match="never deleted"):
        ledger._connection.execute("INSERT OR REPLACE INTO posting SELECT * FROM posting")


@pytest.mark.parametrize("name", [State.PLANNED, State.REFUSED, State.UNKNOWN])
def test_a_row_begins_as_an_intent_or_found_posted(
    ledger: Ledger, posting: Make, name: State
) -> None:
    """There is no refusal of, and no doubt about, what was never intended."""
    assert ledger.claim(posting())
    with pytest.raises(sqlite3.IntegrityError, match="begins as an intent"):
        execute(
            ledger,
            "INSERT INTO posting SELECT 'b', repo_id, account_id, repo, name_now, login, :state,"
            " title, body_sha256, intended_at, decided_at, retry_at, number, reason, message, looks"
            " FROM posting",
            state=name,
        )


def test_every_move_leaves_a_note(ledger: Ledger, posting: Make, bring: Bring) -> None:
    """The way of a posting can be read afterwards, in order."""
    bring(posting(), State.PLANNED)
    assert ledger.claim(posting())
    ledger.recover()
    ledger.record_posted(posting().key, number=1, at=DAY, reason="found")
    with closing(sqlite3.connect(ledger.path)) as connection:
        rows = connection.execute("SELECT from_state, to_state FROM move ORDER BY seq").fetchall()
    assert rows == [
        (None, "intent"),
        ("intent", "planned"),
        ("planned", "intent"),
        ("intent", "unknown"),
        ("unknown", "posted"),
    ]
