"""A ledger's database while its guards are down, as no program leaves it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path


@contextmanager
def without(path: Path, *triggers: str) -> Iterator[sqlite3.Connection]:
    """Without these triggers, which are back afterwards, to the letter."""
    asked = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = ?"
    with closing(sqlite3.connect(path)) as connection, connection:
        kept = [connection.execute(asked, (name,)).fetchone()[0] for name in triggers]
        for name in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
        for trigger in kept:
            connection.execute(trigger)
