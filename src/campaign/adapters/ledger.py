"""The ledger: SQLite, so that an intent is on disk before its request leaves.

Rollback journal with `synchronous=EXTRA`: Python's default (DELETE with FULL) can lose an
acknowledged commit in a power cut, and a lost intent is a double post.
https://www.sqlite.org/pragma.html#pragma_synchronous
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import Self

from campaign.adapters.ledger_errors import LedgerError, told
from campaign.adapters.ledger_file import open_file
from campaign.adapters.ledger_notes import notes, remove, write_note
from campaign.adapters.ledger_rows import COLUMNS, Value, posting_of, row_of, text_of
from campaign.adapters.ledger_sql import (
    ADOPT,
    CLAIM,
    DECIDE,
    DOUBT,
    LOOK,
    RECOVER,
    REMEMBER,
    THIS_KEY,
)
from campaign.core.marker import Key
from campaign.core.receipt import DECIDED, Posting, State
from campaign.core.sentence import Sentence, in_a_row, sentence


class Ledger:
    """All postings of this computer's user with one GitHub server.

    Every method raises LedgerError when the file cannot be read or written.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._in_hand: Posting | None = None
        """Claimed, and not yet decided."""
        self.path = path

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open the ledger, or make an empty one, readable by its owner alone.

        Raises:
            LedgerError: the file is damaged, of another program, of a newer version, or held.
            NotPrivate: the file or its folder is shared, a link, or cannot be used.
        """
        return cls(open_file(path), path)

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def claim(self, posting: Posting) -> bool:
        """Write the intent down, durably; False if this key must not be sent (again).

        One arbitrated insert: of two processes exactly one gets True.
        """
        with self._transaction() as connection:
            claimed = connection.execute(CLAIM, row_of(posting, State.INTENT)).rowcount == 1
        self._in_hand = posting if claimed else None
        return claimed

    def record_posted(self, key: Key, *, number: int, at: datetime) -> None:
        """The issue exists, under this number."""
        self._decide(key, State.POSTED, at=at, number=number)

    def record_refused(
        self, key: Key, *, at: datetime, reason: str, message: str, retry_at: datetime | None
    ) -> None:
        """GitHub refused, provably without making an issue; not tried again before `retry_at`."""
        self._decide(key, State.REFUSED, at=at, reason=reason, message=message, retry_at=retry_at)

    def release(
        self,
        key: Key,
        *,
        at: datetime,
        reason: str,
        message: str,
        retry_at: datetime | None = None,
    ) -> None:
        """Nothing was made; it may be tried again, from `retry_at` on where a limit says so."""
        self._decide(key, State.PLANNED, at=at, reason=reason, message=message, retry_at=retry_at)

    def record_unknown(self, key: Key, *, at: datetime, reason: str, message: str) -> None:
        """Sent, and nobody knows what became of it."""
        self._decide(key, State.UNKNOWN, at=at, reason=reason, message=message)

    def record_look(self, key: Key) -> None:
        """We looked for an unknown issue and did not see it, which proves nothing."""
        with self._transaction() as connection:
            connection.execute(LOOK, asdict(key))

    def call_unmade(self, key: Key, *, at: datetime) -> None:
        """A person's decision about an unknown posting, after three looks in vain: send it again.

        Raises:
            LedgerError: it is not unknown, or was looked for less often.
        """
        self._decide(key, State.PLANNED, at=at, reason=DECIDED)

    def adopt(self, posting: Posting) -> None:
        """Enter an issue found at GitHub that this ledger did not know to exist.

        It may come from another computer or GitHub's own form, also where this one was refused.
        """
        with self._transaction() as connection:
            connection.execute(ADOPT, row_of(posting, State.POSTED))

    def recover(self) -> None:
        """Take in what a run noted that could not write, and call intents left by a killed run
        what they are: unknown.

        Only for the holder of the run lock: nobody else can be between intent and record.
        A note is thrown away only once its content is in the ledger, for good.
        """
        noted = list(notes(self.path))
        made = [posting for _, posting in noted if posting.state is State.POSTED]
        doubts = [posting for _, posting in noted if posting.state is not State.POSTED]
        with self._transaction() as connection:
            for posting in doubts:
                connection.execute(REMEMBER, row_of(posting, State.INTENT))
            connection.execute(RECOVER)
            for posting in made:
                connection.execute(ADOPT, row_of(posting, State.POSTED))
            for posting in doubts:
                connection.execute(DOUBT, row_of(posting, State.UNKNOWN))
        remove(path for path, posting in noted if self._knows(posting))

    def _knows(self, noted: Posting) -> bool:
        """Whether the row tells of that very intent, or says that an issue may exist."""
        row = self.get(noted.key)
        open_or_made = (State.UNKNOWN, State.POSTED)
        return row is not None and (
            row.state in open_or_made or row.intended_at == noted.intended_at
        )

    def get(self, key: Key) -> Posting | None:
        rows = self._select(THIS_KEY, asdict(key))
        return rows[0] if rows else None

    def postings(
        self, *, campaign: str | None = None, account_id: int | None = None
    ) -> tuple[Posting, ...]:
        """All rows, oldest first, of one campaign and one account if given."""
        return self._select(
            "WHERE (:campaign IS NULL OR campaign = :campaign)"
            " AND (:account_id IS NULL OR account_id = :account_id)",
            {"campaign": campaign, "account_id": account_id},
        )

    def _select(self, where: str, values: Mapping[str, Value]) -> tuple[Posting, ...]:
        query = f"SELECT {COLUMNS} FROM posting {where} ORDER BY rowid"
        with told(self.path):
            return tuple(posting_of(row) for row in self._connection.execute(query, values))

    def _decide(
        self,
        key: Key,
        state: State,
        *,
        at: datetime,
        reason: str = "",
        message: str = "",
        number: int | None = None,
        retry_at: datetime | None = None,
    ) -> None:
        values: dict[str, Value] = {
            **asdict(key),
            "state": state.value,
            "at": text_of(at),
            "reason": reason,
            "message": message,
            "number": number,
            "retry_at": text_of(retry_at),
        }
        try:
            self._update(values)
        except LedgerError as error:
            if self._in_hand is None or self._in_hand.key != key:
                raise
            known = state if state is State.POSTED else State.UNKNOWN
            now = replace(
                self._in_hand,
                state=known,
                decided_at=at,
                number=number,
                reason=reason,
                message=message,
            )
            raise self._noted(now, error) from error
        self._in_hand = None

    def _update(self, values: Mapping[str, Value]) -> None:
        with self._transaction() as connection:
            if connection.execute(DECIDE, values).rowcount != 1:
                raise LedgerError(
                    sentence("The ledger {path} has lost a posting it held.", path=self.path)
                )

    def _noted(self, posting: Posting, error: LedgerError) -> LedgerError:
        """The same error, with what was done about it."""
        try:
            note = write_note(self.path, posting)
        except OSError:
            also: str = Sentence("A note of it beside the ledger could not be written either.")
        else:
            also = sentence("It is noted in {note}, and the next run takes it in.", note=note)
        return LedgerError(in_a_row(error.message, also), hint=error.hint)

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with told(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise
