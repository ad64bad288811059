"""The ledger's tables, and how an older or foreign file is told from ours."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path

from campaign.adapters.ledger_errors import damaged, foreign, newer
from campaign.core.receipt import MOVES, State

APPLICATION_ID = 0x43414D50  # "CAMP"

_DECISION = (State.UNKNOWN, State.PLANNED)
"""The move that the second version has brought."""


def _legal(moves: frozenset[tuple[State, State]]) -> str:
    """Whether a row's move is one of these, in SQL."""
    return " OR ".join(
        f"(OLD.state = '{old.value}' AND NEW.state = '{new.value}')" for old, new in sorted(moves)
    )


_STATES = ", ".join(f"'{state.value}'" for state in State)

MIGRATIONS = (
    f"""
    CREATE TABLE posting (
      campaign TEXT NOT NULL,
      repo_id INTEGER NOT NULL,
      account_id INTEGER NOT NULL,
      repo TEXT NOT NULL,
      name_now TEXT NOT NULL,
      login TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ({_STATES})),
      title TEXT NOT NULL,
      body_sha256 TEXT NOT NULL,
      intended_at TEXT NOT NULL,
      decided_at TEXT,
      retry_at TEXT,
      number INTEGER CHECK ((number IS NOT NULL) = (state = 'posted')),
      reason TEXT NOT NULL DEFAULT '',
      message TEXT NOT NULL DEFAULT '',
      looks INTEGER NOT NULL DEFAULT 0,
      UNIQUE (campaign, repo_id, account_id)
    ) STRICT;
    CREATE TABLE move (
      seq INTEGER PRIMARY KEY,
      campaign TEXT NOT NULL,
      repo_id INTEGER NOT NULL,
      account_id INTEGER NOT NULL,
      from_state TEXT,
      to_state TEXT NOT NULL,
      reason TEXT NOT NULL
    ) STRICT;
    CREATE TRIGGER legal_start BEFORE INSERT ON posting
    WHEN NEW.state NOT IN ('intent', 'posted')
    BEGIN SELECT RAISE(ABORT, 'a posting begins as an intent, or found posted'); END;
    CREATE TRIGGER legal_moves BEFORE UPDATE OF state ON posting
    WHEN OLD.state <> NEW.state AND NOT ({_legal(MOVES - {_DECISION})})
    BEGIN SELECT RAISE(ABORT, 'illegal move of a posting'); END;
    CREATE TRIGGER fixed_key BEFORE UPDATE OF campaign, repo_id, account_id ON posting
    BEGIN SELECT RAISE(ABORT, 'the key of a posting never changes'); END;
    CREATE TRIGGER fixed_posted BEFORE UPDATE ON posting WHEN OLD.state = 'posted'
    BEGIN SELECT RAISE(ABORT, 'a posted issue is never rewritten'); END;
    CREATE TRIGGER no_delete BEFORE DELETE ON posting
    BEGIN SELECT RAISE(ABORT, 'a posting is never deleted'); END;
    CREATE TRIGGER note_start AFTER INSERT ON posting
    BEGIN INSERT INTO move (campaign, repo_id, account_id, from_state, to_state, reason)
      VALUES (NEW.campaign, NEW.repo_id, NEW.account_id, NULL, NEW.state, NEW.reason); END;
    CREATE TRIGGER note_move AFTER UPDATE OF state ON posting WHEN OLD.state <> NEW.state
    BEGIN INSERT INTO move (campaign, repo_id, account_id, from_state, to_state, reason)
      VALUES (NEW.campaign, NEW.repo_id, NEW.account_id, OLD.state, NEW.state, NEW.reason); END;
    """,
    f"""
    DROP TRIGGER legal_moves;
    CREATE TRIGGER legal_moves BEFORE UPDATE OF state ON posting
    WHEN OLD.state <> NEW.state AND NOT ({_legal(MOVES)})
    BEGIN SELECT RAISE(ABORT, 'illegal move of a posting'); END;
    CREATE TRIGGER decided_by_a_person BEFORE UPDATE OF state ON posting
    WHEN OLD.state = 'unknown' AND NEW.state = 'planned'
      AND (OLD.looks < 3 OR NEW.reason <> 'decided')
    BEGIN SELECT RAISE(ABORT, 'only a person frees a posting, after three looks in vain'); END;
    """,
)
"""Schema versions in order, none ever rewritten; `PRAGMA user_version` counts those applied."""


# One statement, so that nobody can change the file between two answers.
_WHOSE = """
SELECT user_version, application_id, (SELECT count(*) FROM sqlite_master)
FROM pragma_user_version, pragma_application_id
"""


def prepare(connection: sqlite3.Connection, path: Path) -> None:
    """Check that the database is ours, or new; make it durable, and bring it up to date.

    Raises:
        LedgerError: it is damaged, of another program, or of a newer version.
    """
    connection.execute("PRAGMA trusted_schema = OFF")
    version, owner, tables = connection.execute(_WHOSE).fetchone()
    if owner != APPLICATION_ID and (owner, version, tables) != (0, 0, 0):
        raise foreign(path)
    if version > len(MIGRATIONS):
        raise newer(path)
    # Not quick_check: it overlooks an index without the rows that a second claim must meet.
    if connection.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
        raise damaged(path)
    # Nor does that tell of a letter that has changed in a trigger's condition, or a column's name.
    if version and _schema(connection) != _as_made(version):
        raise damaged(path)
    # Only now: this can write into the file, which must be ours.
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("PRAGMA synchronous = EXTRA")
    # macOS keeps an fsync in the drive's cache unless asked: https://www.sqlite.org/pragma.html#pragma_fullfsync
    connection.execute("PRAGMA fullfsync = ON")
    # REPLACE would delete a row without the triggers' notice: https://www.sqlite.org/lang_conflict.html
    connection.execute("PRAGMA recursive_triggers = ON")
    _migrate(connection, applied=version)


def _schema(connection: sqlite3.Connection) -> list[tuple[str, ...]]:
    # Names of SQLite's own: https://www.sqlite.org/fileformat2.html#storage_of_the_sql_database_schema
    ours = "SELECT name, sql FROM sqlite_master WHERE name NOT GLOB 'sqlite_*' ORDER BY name"
    return [tuple(row) for row in connection.execute(ours)]


@cache
def _as_made(version: int) -> list[tuple[str, ...]]:
    """The schema of this version, to the letter."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        for script in MIGRATIONS[:version]:
            for statement in _statements(script):
                connection.execute(statement)
        return _schema(connection)


def _migrate(connection: sqlite3.Connection, *, applied: int) -> None:
    """Apply what is missing, each step whole or not at all, also with two processes at once."""
    for version, script in enumerate(MIGRATIONS[applied:], start=applied + 1):
        connection.execute("BEGIN IMMEDIATE")
        try:
            if connection.execute("PRAGMA user_version").fetchone()[0] < version:
                for statement in _statements(script):
                    connection.execute(statement)
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                connection.execute(f"PRAGMA user_version = {version}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def _statements(script: str) -> Iterator[str]:
    """Split a script: `executescript` would commit the transaction it stands in."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
