"""Notes beside the ledger: what became of an issue whose record could not be written.

A note is a small file of its own, so that it may still find room where the ledger finds none.
"""

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from campaign.adapters.ledger_rows import Value, posting_of, row_of
from campaign.adapters.private_files import sync_folder
from campaign.core.receipt import Posting, State

LARGEST = 64 * 1024
"""Bytes that are read of one note."""

_INTEGERS = ("repo_id", "account_id", "looks", "number")
_MAY_BE_NONE = ("number", "decided_at", "retry_at")


def write_note(ledger: Path, posting: Posting) -> Path:
    """Leave a note of this posting, durably and for its owner alone; raises OSError."""
    note = ledger.with_name(f"{ledger.name}-note-{uuid4().hex}.json")
    part = note.with_suffix(".part")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    try:
        with os.fdopen(os.open(part, flags, 0o600), "w", encoding="ascii") as file:
            json.dump(row_of(posting, posting.state), file, indent=2)
            file.flush()
            os.fsync(file.fileno())
        part.rename(note)
    except OSError:
        with suppress(OSError):
            part.unlink()
        raise
    sync_folder(note.parent)
    return note


def notes(ledger: Path) -> Iterator[tuple[Path, Posting]]:
    """The notes that can be read; what cannot is left where it is."""
    for path in sorted(ledger.parent.glob(f"{ledger.name}-note-*.json")):
        if path.is_file() and not path.is_symlink():
            with suppress(OSError, LookupError, TypeError, ValueError, RecursionError):
                yield path, _read(path)


def _read(path: Path) -> Posting:
    """Raises ValueError, among others, for whatever SQLite could not take in."""
    with path.open("rb") as file:
        posting = posting_of(json.loads(file.read(LARGEST)))
    if (posting.state is State.POSTED) != (posting.number is not None):
        raise ValueError("a number for every issue, and for nothing else")
    for column, value in row_of(posting, posting.state).items():
        _check(column, value)
    return posting


def _check(column: str, value: Value) -> None:
    if value is None and column in _MAY_BE_NONE:
        return
    if column in _INTEGERS:
        fits = type(value) is int and 0 <= value < 2**53
    else:
        fits = isinstance(value, str) and value == value.encode("utf-8", "replace").decode()
    if not fits:
        raise ValueError(column)


def remove(paths: Iterable[Path]) -> None:
    """Throw notes away whose content is in the ledger; one that stays does no harm."""
    for path in paths:
        with suppress(OSError):
            path.unlink()
