"""A ledger in memory: the real class, the real schema, the real SQL; only the file is missing."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from tests.proof.simulator.fate import Fate
from tests.proof.simulator.remembered import replacing

from campaign.adapters import ledger
from campaign.adapters.ledger import Ledger
from campaign.adapters.ledger_schema import prepare
from campaign.core.receipt import Posting

PATH = Path("/nowhere/ledger.db")
"""What messages name; nothing is ever there."""

OPEN = ("posted", "unknown", "intent")
"""States of an issue that exists or may exist: it counts as one that the person has opened."""


class Connection(sqlite3.Connection):
    """A connection that may be cut off before and after each statement."""

    fate: Fate
    copy: bytes = b""
    """What is put in its place, if it is taken away."""

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        """Run one statement; a rollback after a failure is SQLite's own, and always happens."""
        if sql == "ROLLBACK":
            return super().execute(sql)
        if sql.startswith("BEGIN"):
            self._begin()
        self.fate.disk_moment("before a statement")
        cursor = super().execute(sql, parameters)
        if sql == "COMMIT":
            # What is stored can still be reported as failed: the folder is synced afterwards.
            self.fate.disk_moment("after a commit")
        else:
            self.fate.moment("after a statement")
        return cursor

    def _begin(self) -> None:
        """Keep a copy of what was there before; a file that was taken away is not written to.

        https://www.sqlite.org/rescode.html#readonly_dbmoved
        """
        if self.fate.ledger_lost:
            self.fate.disk_failed = True
            raise sqlite3.OperationalError("attempt to write a readonly database")
        if self.fate.lose:
            self.copy = self.serialize()

    def peek(self, sql: str, parameters: Mapping[str, Any] | None = None) -> list[sqlite3.Row]:
        """Read what is there without being part of the play."""
        return super().execute(sql, parameters or {}).fetchall()


class Disk:
    """What outlives a run, and a computer: one ledger."""

    def __init__(
        self, image: bytes | None = None, *, notes: Mapping[Path, Posting] | None = None
    ) -> None:
        self.notes = dict(notes or {})
        """What a run could not write into the ledger itself."""
        self._noted = len(self.notes)
        self._lost = False
        """Whether the ledger was taken away, and nothing put in its place yet."""
        self.connection = _open(image or _empty())

    @contextmanager
    def ledger(self, fate: Fate) -> Iterator[Ledger]:
        """Open it for one run: what a killed run had not committed is rolled back."""
        if self.connection.in_transaction:
            self.connection.execute("ROLLBACK")

        def write_note(_: Path, posting: Posting) -> Path:
            try:
                fate.disk_moment("before a note")
            except sqlite3.OperationalError as full:
                raise OSError("no space left") from full
            note = PATH.with_name(f"note-{self._noted}")
            self.notes[note] = posting
            self._noted += 1
            fate.moment("after a note")
            return note

        def remove(paths: Iterable[Path]) -> None:
            for path in paths:
                self.notes.pop(path, None)

        with replacing(
            (self.connection, "fate", fate),
            (ledger, "write_note", write_note),
            (ledger, "notes", lambda _: tuple(self.notes.items())),
            (ledger, "remove", remove),
        ):
            try:
                yield Ledger(self.connection, PATH)
            finally:
                self._lost |= fate.ledger_lost

    def put_back(self) -> bool:
        """Put the copy where the ledger was taken away, if it was; notes beside it are still there.

        It is as if a person had followed the advice to restore a backup.
        """
        lost, self._lost = self._lost, False
        if lost:
            self.connection = _open(self.connection.copy)
        return lost

    def copy(self) -> "Disk":
        """A backup, or what is restored from one."""
        return Disk(self.connection.serialize(), notes=self.notes)

    def states(self, account_id: int) -> dict[int, str]:
        """Repository id → state, of one account."""
        rows = self.connection.peek(
            "SELECT repo_id, state FROM posting WHERE account_id = :id", {"id": account_id}
        )
        return dict(map(tuple, rows))

    def noted(self, account_id: int) -> set[int]:
        """The repositories of which a note still tells something of this account."""
        keys = (posting.key for posting in self.notes.values())
        return {key.repo_id for key in keys if key.account_id == account_id}

    def accounts(self) -> set[int]:
        """The accounts that have asked for something, or are about to."""
        noted = {posting.key.account_id for posting in self.notes.values()}
        rows = self.connection.peek(
            "SELECT DISTINCT account_id FROM posting WHERE state <> 'planned'"
        )
        return noted | {int(row[0]) for row in rows}

    def names(self, account_id: int) -> Counter[str]:
        """How many issues that exist or may exist go by each name of the campaign file."""
        rows = self.connection.peek(
            "SELECT repo, state FROM posting WHERE account_id = :id", {"id": account_id}
        )
        return Counter(repo for repo, state in rows if state in OPEN)

    def claims(self, account_id: int, repo_id: int) -> int:
        """How often an intent for this repository was written down, for good."""
        if self.connection.in_transaction:
            return 0
        rows = self.connection.peek(
            "SELECT count(*) FROM move WHERE to_state = 'intent'"
            " AND account_id = :account AND repo_id = :repo",
            {"account": account_id, "repo": repo_id},
        )
        return int(rows[0][0])

    def moves(self) -> int:
        """How many moves of postings are written down."""
        return int(self.connection.peek("SELECT coalesce(max(seq), 0) FROM move")[0][0])

    def refusals(self, account_id: int, *, since: int) -> dict[int, tuple[str, str]]:
        """Repository id → state and reason, where the latest move after that many was an answer
        that proves that nothing was made.
        """
        rows = self.connection.peek(
            "SELECT repo_id, from_state, to_state, reason FROM move"
            " WHERE account_id = :id AND seq > :since ORDER BY seq",
            {"id": account_id, "since": since},
        )
        latest = {row[0]: tuple(row)[1:] for row in rows}
        return {
            repo_id: (state, reason)
            for repo_id, (before, state, reason) in latest.items()
            if before == "intent" and state in ("planned", "refused")
        }

    def blocked_by(self, account_id: int) -> set[str]:
        """The owners who have blocked this account, as written down."""
        rows = self.connection.peek(
            "SELECT name_now FROM posting WHERE state = 'refused' AND reason = 'blocked'"
            " AND account_id = :id",
            {"id": account_id},
        )
        return {str(row[0]).partition("/")[0] for row in rows}


def _open(image: bytes) -> Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None, factory=Connection)
    connection.row_factory = sqlite3.Row
    connection.fate = Fate()
    connection.deserialize(image)
    prepare(connection, PATH)
    return connection


@cache
def _empty() -> bytes:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    prepare(connection, PATH)
    return connection.serialize()
