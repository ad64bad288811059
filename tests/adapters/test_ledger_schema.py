"""What the ledger's tables refuse by themselves, whatever program writes to them."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from itertools import permutations

import pytest

from campaign.adapters.ledger import Ledger
from campaign.adapters.ledger_errors import LedgerError, LedgerUnreadable
from campaign.adapters.ledger_schema import APPLICATION_ID, MIGRATIONS
from campaign.core.receipt import LOOKS_TO_DECIDE, MOVES, Posting, State

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
    """Nothing leaves `posted`; what is unknown becomes posted, or planned by a person's word."""
    moves = {f"{old} {new}" for old, new in MOVES}
    assert moves == {
        *("planned intent", "planned posted", "refused intent", "refused posted"),
        *("intent posted", "intent refused", "intent planned", "intent unknown"),
        *("unknown posted", "unknown planned"),
    }


@pytest.mark.parametrize(("old", "new"), [*permutations(State, 2)])
def test_only_legal_moves(
    ledger: Ledger, posting: Make, bring: Bring, old: State, new: State
) -> None:
    """The table of moves is the database's own: no program can make another one."""
    bring(posting(), old)
    number = 5 if new is State.POSTED else None
    move = "UPDATE posting SET state = :state, number = :number"
    if (old, new) in MOVES - {(State.UNKNOWN, State.PLANNED)}:
        execute(ledger, move, state=new, number=number)
        assert state(ledger, posting()) is new
    else:
        with pytest.raises(sqlite3.IntegrityError):
            execute(ledger, move, state=new, number=number)
        assert state(ledger, posting()) is old


@pytest.mark.parametrize(
    ("looks", "reason", "free"),
    [(3, "decided", True), (9, "decided", True), (2, "decided", False), (0, "decided", False)]
    + [(9, reason, False) for reason in ("", "not_sent", "interrupted")],
)
def test_a_person_alone_frees_what_is_unknown(
    ledger: Ledger, posting: Make, bring: Bring, looks: int, reason: str, free: bool
) -> None:
    """After three looks in vain, and by that very reason: the database's own rule."""
    bring(posting(), State.UNKNOWN)
    execute(ledger, "UPDATE posting SET looks = :looks", looks=looks)
    move = "UPDATE posting SET state = 'planned', reason = :reason"
    if free:
        execute(ledger, move, reason=reason)
    else:
        with pytest.raises(sqlite3.IntegrityError, match="only a person"):
            execute(ledger, move, reason=reason)
    assert state(ledger, posting()) is (State.PLANNED if free else State.UNKNOWN)
    assert LOOKS_TO_DECIDE == 3


def test_a_ledger_of_the_first_version_learns_the_decision(
    ledger: Ledger, posting: Make, bring: Bring
) -> None:
    """Its rows stay, the old rule goes, and the new one is in force."""
    path = ledger.path.with_name("old.db")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(MIGRATIONS[0])
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("PRAGMA user_version = 1")
        connection.execute(
            "INSERT INTO posting VALUES ('no-nets', 7, 42, 'acme/nets', 'acme/nets', 'mia',"
            " 'intent', '', '', '2019-05-11T14:00:00+00:00', NULL, NULL, NULL, '', '', 3)"
        )
        connection.execute("UPDATE posting SET state = 'unknown'")
        with pytest.raises(sqlite3.IntegrityError, match="illegal move"):
            connection.execute("UPDATE posting SET state = 'planned', reason = 'decided'")
    with Ledger.open(path) as old:
        assert [row.state for row in old.postings()] == [State.UNKNOWN]
        old.call_unmade(posting().key, at=DAY)
        assert [(row.state, row.reason) for row in old.postings()] == [(State.PLANNED, "decided")]
        assert old.claim(posting())


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
    with pytest.raises(LedgerError, match=r"never rewritten|illegal move"):
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
    ledger.record_posted(posting().key, number=1, at=DAY)
    with closing(sqlite3.connect(ledger.path)) as connection:
        rows = connection.execute("SELECT from_state, to_state FROM move ORDER BY seq").fetchall()
    assert rows == [
        (None, "intent"),
        ("intent", "planned"),
        ("planned", "intent"),
        ("intent", "unknown"),
        ("unknown", "posted"),
    ]


@pytest.mark.parametrize(
    ("was", "became"),
    [
        ("OLD.state = 'posted'", "OLD.state = 'pasted'"),
        ("a posting is never deleted", "a posting is ever deleted "),
        ("body_sha256", "bodY_sha256"),
        ("CHECK", "check"),
    ],
)
def test_a_letter_that_has_changed_is_damage(
    ledger: Ledger, posting: Make, was: str, became: str
) -> None:
    """Also where SQLite finds nothing wrong: a guard in other words may guard nothing."""
    assert ledger.claim(posting())
    ledger.close()
    with closing(sqlite3.connect(ledger.path)) as connection, connection:
        connection.execute("PRAGMA writable_schema = ON")
        replaced = "UPDATE sqlite_master SET sql = replace(sql, ?, ?)"
        assert connection.execute(f"{replaced} WHERE instr(sql, ?)", (was, became, was)).rowcount
    with pytest.raises(LedgerUnreadable, match="is damaged"):
        Ledger.open(ledger.path)
