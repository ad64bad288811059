"""The ledger's tables, and how an older or foreign file is told from ours."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from campaign.adapters.private_files import unusable
from campaign.core.receipt import MOVES, State
from campaign.errors import CampaignError

APPLICATION_ID = 0x43414D50  # "CAMP"

_LEGAL = " OR ".join(
    f"(OLD.state = '{old.value}' AND NEW.state = '{new.value}')" for old, new in sorted(MOVES)
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
    WHEN OLD.state <> NEW.state AND NOT ({_LEGAL})
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
)
"""Schema versions in order; `PRAGMA user_version` counts those applied."""


_SMALLEST_PAGE = 512

# One statement, so that nobody can make a new file into a ledger between two answers.
_WHOSE = """
SELECT user_version, application_id, (SELECT count(*) FROM sqlite_master)
FROM pragma_user_version, pragma_application_id
"""


class LedgerError(CampaignError):
    """The ledger cannot be trusted or written; nothing may be posted after this."""


def prepare(connection: sqlite3.Connection, path: Path) -> None:
    """Make the connection durable, check that the file is ours, and bring it up to date.

    Raises:
        LedgerError: the file is damaged, of another program, or of a newer version.
    """
    connection.execute("PRAGMA trusted_schema = OFF")
    version, owner, tables = connection.execute(_WHOSE).fetchone()
    foreign = owner != APPLICATION_ID and (owner, version, tables) != (0, 0, 0)
    if version > len(MIGRATIONS) or foreign:
        raise LedgerError(
            f"{path} is not a ledger this version of campaign can read.",
            hint="Install the newest version, or name another folder with --state-dir.",
        )
    # Not quick_check: it overlooks an index without the rows that a second claim must meet.
    if connection.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
        raise damaged(path)
    # Only now: this can write into the file, which must be ours.
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("PRAGMA synchronous = EXTRA")
    # macOS keeps an fsync in the drive's cache unless asked: https://www.sqlite.org/pragma.html#pragma_fullfsync
    connection.execute("PRAGMA fullfsync = ON")
    # REPLACE would delete a row without the triggers' notice: https://www.sqlite.org/lang_conflict.html
    connection.execute("PRAGMA recursive_triggers = ON")
    _migrate(connection, applied=version)


def damaged(path: Path) -> LedgerError:
    """What to say of a file that was a ledger, or only bears its name."""
    return LedgerError(
        f"The ledger {path} is damaged. Nothing is posted on the word of a damaged ledger.",
        hint="Restore it from a backup, or move it away only if you are sure that you have"
        " no open question about what was posted.",
    )


def check_not_emptied(path: Path) -> None:
    """SQLite takes an empty file for a new one, and throws the journal of the old one away.

    https://www.sqlite.org/fileformat2.html

    Raises:
        LedgerError: there is a broken page, or a journal that tells of pages now gone.
    """
    # The journal first: meanwhile another process may end its transaction.
    pages_before = _pages_before(path.with_name(f"{path.name}-journal"))
    size = path.stat().st_size
    lost = size % _SMALLEST_PAGE if pages_before is None else size == 0 and pages_before > 0
    if lost:
        raise damaged(path)


def _pages_before(journal: Path) -> int | None:
    """How large the file was when the transaction began; None if there is no journal."""
    try:
        with journal.open("rb") as file:
            return int.from_bytes(file.read(28)[16:20])
    except FileNotFoundError:
        return None
    except OSError as error:
        raise unusable(journal, error) from error


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
