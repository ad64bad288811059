"""The ledger: SQLite, so that an intent is on disk before its request leaves.

Rollback journal with `synchronous=EXTRA`: Python's default (DELETE with FULL) can lose an
acknowledged commit in a power cut, and a lost intent is a double post.
https://www.sqlite.org/pragma.html#pragma_synchronous
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from campaign.adapters.ledger_schema import LedgerError, check_not_emptied, damaged, prepare
from campaign.adapters.private_files import make_private_file, make_private_folder
from campaign.core.marker import Key
from campaign.core.receipt import Posting, State

_COLUMNS = (
    "campaign, repo_id, account_id, repo, name_now, login, state, title, body_sha256,"
    " intended_at, decided_at, retry_at, number, reason, message, looks"
)

_INSERT = f"INSERT INTO posting ({_COLUMNS}) VALUES (:{_COLUMNS.replace(', ', ', :')})"

_CLAIM = f"""
{_INSERT}
ON CONFLICT (campaign, repo_id, account_id) DO UPDATE SET
  state = 'intent', repo = excluded.repo, name_now = excluded.name_now, login = excluded.login,
  title = excluded.title, body_sha256 = excluded.body_sha256, intended_at = excluded.intended_at,
  decided_at = NULL, retry_at = NULL, reason = '', message = '', looks = 0
WHERE state = 'planned'
   OR (state = 'refused' AND retry_at IS NOT NULL AND retry_at <= excluded.intended_at)
"""

_ADOPT = f"""
{_INSERT}
ON CONFLICT (campaign, repo_id, account_id) DO UPDATE SET
  state = 'posted', number = excluded.number, name_now = excluded.name_now,
  decided_at = excluded.decided_at, retry_at = NULL, reason = excluded.reason, message = ''
WHERE state IN ('planned', 'refused', 'unknown')
"""

PATIENCE = 30.0
"""Seconds to wait for another process: what was just created must find its way into the file."""

_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)

_THIS_KEY = "WHERE campaign = :campaign AND repo_id = :repo_id AND account_id = :account_id"


class Ledger:
    """All postings of this computer's user with one GitHub server.

    Every method raises LedgerError when the file cannot be read or written.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self.path = path

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open the ledger, or make an empty one, readable by its owner alone.

        Raises:
            LedgerError: the file is damaged, of another program, or of a newer version.
        """
        make_private_folder(path.parent)
        make_private_file(path)
        check_not_emptied(path)
        with _told(path):
            connection = sqlite3.connect(path, isolation_level=None, timeout=PATIENCE)
            try:
                connection.row_factory = sqlite3.Row
                prepare(connection, path)
            except BaseException:
                connection.close()
                raise
        return cls(connection, path)

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
            return connection.execute(_CLAIM, _row(posting, State.INTENT)).rowcount == 1

    def record_posted(self, key: Key, *, number: int, at: datetime, reason: str = "") -> None:
        """The issue exists, under this number."""
        self._decide(key, State.POSTED, at=at, reason=reason, number=number)

    def record_refused(
        self, key: Key, *, at: datetime, reason: str, message: str, retry_at: datetime | None
    ) -> None:
        """GitHub refused, provably without making an issue; not tried again before `retry_at`."""
        self._decide(key, State.REFUSED, at=at, reason=reason, message=message, retry_at=retry_at)

    def release(self, key: Key, *, at: datetime, reason: str, message: str) -> None:
        """Nothing was made, and it may be tried again at any time."""
        self._decide(key, State.PLANNED, at=at, reason=reason, message=message)

    def record_unknown(self, key: Key, *, at: datetime, reason: str, message: str) -> None:
        """Sent, and nobody knows what became of it."""
        self._decide(key, State.UNKNOWN, at=at, reason=reason, message=message)

    def record_look(self, key: Key) -> None:
        """We looked for an unknown issue and did not see it, which proves nothing."""
        with self._transaction() as connection:
            connection.execute(
                f"UPDATE posting SET looks = looks + 1 {_THIS_KEY} AND state = 'unknown'",
                asdict(key),
            )

    def adopt(self, posting: Posting) -> None:
        """Enter an issue found at GitHub that this ledger did not know to exist.

        It may come from another computer or GitHub's own form, also where this one was refused.
        """
        with self._transaction() as connection:
            connection.execute(_ADOPT, _row(posting, State.POSTED))

    def recover(self) -> None:
        """Call intents left by a killed run what they are: unknown.

        Only for the holder of the run lock: nobody else can be between intent and record.
        """
        with self._transaction() as connection:
            connection.execute(
                "UPDATE posting SET state = 'unknown', reason = 'interrupted',"
                " message = 'The run ended before the answer was recorded.'"
                " WHERE state = 'intent'"
            )

    def get(self, key: Key) -> Posting | None:
        rows = self._select(_THIS_KEY, asdict(key))
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

    def _select(self, where: str, values: Mapping[str, str | int | None]) -> tuple[Posting, ...]:
        query = f"SELECT {_COLUMNS} FROM posting {where} ORDER BY rowid"
        with _told(self.path):
            return tuple(_posting(row) for row in self._connection.execute(query, values))

    def _decide(
        self,
        key: Key,
        state: State,
        *,
        at: datetime,
        reason: str,
        message: str = "",
        number: int | None = None,
        retry_at: datetime | None = None,
    ) -> None:
        with self._transaction() as connection:
            changed = connection.execute(
                "UPDATE posting SET state = :state, decided_at = :at, reason = :reason,"
                f" message = :message, number = :number, retry_at = :retry_at {_THIS_KEY}",
                {
                    **asdict(key),
                    "state": state.value,
                    "at": _text(at),
                    "reason": reason,
                    "message": message,
                    "number": number,
                    "retry_at": _text(retry_at),
                },
            ).rowcount
            if changed != 1:
                raise LedgerError(f"The ledger {self.path} has lost a posting it held.")

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with _told(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, ValueError, OverflowError) as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGE:
            raise damaged(path) from error
        raise LedgerError(
            f"The ledger {path} cannot be used: {error}. Nothing is posted without it.",
            hint="Free disk space or fix the folder's permissions, then run the command again.",
        ) from error


def _text(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat(timespec="microseconds") if moment else None


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _row(posting: Posting, state: State) -> dict[str, str | int | None]:
    """A posting as it first enters the ledger, in this state."""
    return {
        **asdict(posting.key),
        "repo": posting.repo,
        "name_now": posting.name_now,
        "login": posting.login,
        "state": state.value,
        "title": posting.title,
        "body_sha256": posting.body_sha256,
        "intended_at": _text(posting.intended_at),
        "decided_at": _text(posting.decided_at),
        "retry_at": _text(posting.retry_at),
        "number": posting.number,
        "reason": posting.reason,
        "message": posting.message,
        "looks": posting.looks,
    }


def _posting(row: sqlite3.Row) -> Posting:
    values = dict(row)
    key = Key(**{name: values.pop(name) for name in ("campaign", "repo_id", "account_id")})
    return Posting(
        key=key,
        state=State(values.pop("state")),
        intended_at=datetime.fromisoformat(values.pop("intended_at")),
        decided_at=_time(values.pop("decided_at")),
        retry_at=_time(values.pop("retry_at")),
        **values,
    )
