"""What it costs to write every intent down so that a power cut cannot take it back."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.findings import Finding
from campaign.adapters.ledger import Ledger
from campaign.core.marker import Key
from campaign.core.receipt import Posting, State

NOW = datetime(2019, 5, 11, 14, tzinfo=UTC)
ROUNDS = 4


def commits(*, postings: int) -> list[Finding]:
    """An intent and a record for each posting, with our settings and SQLite's own in turns."""
    with TemporaryDirectory(prefix="campaign-benchmark-") as folder:
        path = Path(folder) / "ledger.db"
        Ledger.open(path).close()
        numbers = count(1)
        ours = theirs = 0.0
        for _ in range(ROUNDS):
            with Ledger.open(path) as ledger:
                ours += _write(ledger, postings // ROUNDS, numbers)
            with _as_sqlite_would(path) as ledger:
                theirs += _write(ledger, postings // ROUNDS, numbers)
    many = 2 * (postings // ROUNDS) * ROUNDS
    return [
        Finding(
            what="a commit to the ledger",
            unit="ms",
            ours=1000 * ours / many,
            other=1000 * theirs / many,
            other_way="SQLite's defaults:",
        )
    ]


@contextmanager
def _as_sqlite_would(path: Path) -> Iterator[Ledger]:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.row_factory = sqlite3.Row
        yield Ledger(connection, path)


def _write(ledger: Ledger, postings: int, numbers: Iterator[int]) -> float:
    """Seconds for an intent and a record of each posting."""
    began = time.perf_counter()
    for _ in range(postings):
        key = Key(campaign="benchmark", repo_id=next(numbers), account_id=1)
        ledger.claim(_intent(key))
        ledger.record_posted(key, number=1, at=NOW)
    return time.perf_counter() - began


def _intent(key: Key) -> Posting:
    return Posting(
        key=key,
        repo="owner/repository",
        name_now="owner/repository",
        login="ada",
        state=State.INTENT,
        title="A title",
        body_sha256="0" * 64,
        intended_at=NOW,
    )
