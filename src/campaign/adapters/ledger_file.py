"""The ledger's file: made whole or not at all, checked before it is used, never overwritten."""

import errno
import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from campaign.adapters.ledger_errors import LedgerError, LedgerUnreadable, damaged, told
from campaign.adapters.ledger_schema import prepare
from campaign.adapters.private_files import (
    check_private_file,
    make_private_file,
    make_private_folder,
    remove_leftovers,
    sync_folder,
    unusable,
)
from campaign.core.sentence import Sentence, sentence

PATIENCE = 30.0
"""Seconds to wait for another process: what was just created must find its way into the file."""

_SMALLEST_PAGE = 512

_MAKING = "new-ledger-"
"""How the name of the folder begins in which a new ledger is made."""

_DAY = 24 * 3600.0
"""Seconds: what is that old no process is still making."""

_NO_LINKS = {errno.EPERM, errno.EACCES, errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}
"""How file systems say that they have no links. https://man7.org/linux/man-pages/man2/link.2.html

A disk that is full or broken says something else, and is not to be asked again.
"""


def open_file(path: Path) -> sqlite3.Connection:
    """Open the ledger, or make an empty one, readable by its owner alone.

    Raises:
        LedgerError: the file is damaged, of another program, of a newer version, or held.
        NotPrivate: the file or its folder is shared, a link, or cannot be used.
    """
    make_private_folder(path.parent)
    # Not only where one is made: after a killed making the next run makes it the same day.
    remove_leftovers(path.parent, prefix=_MAKING, age=_DAY)
    # The journal first: it is never there before the ledger, but stays where that is taken away.
    in_transaction = os.path.lexists(_journal(path))
    if not os.path.lexists(path):
        if in_transaction:
            raise damaged(path)
        _make(path)
    check_private_file(path)
    _check_whole(path)
    with told(path):
        connection = _connect(path)
        try:
            prepare(connection, path)
        except BaseException:
            connection.close()
            raise
    return connection


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, timeout=PATIENCE)
    connection.row_factory = sqlite3.Row
    return connection


def _make(path: Path) -> None:
    """Build a new one beside it, then put it in place: an empty file is never a new ledger.

    SQLite itself takes an empty file for a new database, also where it was a full one before.
    https://www.sqlite.org/fileformat2.html
    """
    try:
        with TemporaryDirectory(
            prefix=_MAKING, dir=path.parent, ignore_cleanup_errors=True
        ) as folder:
            new = Path(folder) / path.name
            make_private_file(new)
            with told(path), closing(_connect(new)) as connection:
                prepare(connection, path)
            _put_in_place(new, path)
    except OSError as error:
        raise unusable(path, error) from error


def _put_in_place(new: Path, path: Path) -> None:
    try:
        os.link(new, path)
    except FileExistsError:
        return  # another process was quicker, and its ledger is as good as ours
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if path.exists():
            return
        new.rename(path)
    sync_folder(path.parent)


def _check_whole(path: Path) -> None:
    """Before SQLite sees it: it would begin anew in an emptied file, and drop the old journal.

    Raises:
        LedgerUnreadable: nothing is there, or a broken page.
    """
    # The journal first: meanwhile another process may end its transaction.
    in_transaction = os.path.lexists(_journal(path))
    size = path.stat().st_size
    if size == 0 or (size % _SMALLEST_PAGE and not in_transaction):
        raise damaged(path)


def _journal(path: Path) -> Path:
    return path.with_name(f"{path.name}-journal")


def is_readable(path: Path) -> bool:
    """Whether a sound ledger is there; False where one could be rebuilt.

    Raises:
        LedgerError: there is one that only a newer version, or somebody else, can read.
    """
    if not os.path.lexists(path):
        return False
    try:
        open_file(path).close()
    except LedgerUnreadable:
        return False
    return True


def last_written(path: Path) -> datetime | None:
    """When the ledger or its journal last changed; None where there is none."""
    files = [each for each in (path, _journal(path)) if each.exists()]
    latest = max((each.stat().st_mtime for each in files), default=None)
    return None if latest is None else datetime.fromtimestamp(latest, UTC)


def set_aside(path: Path, *, at: datetime) -> Path | None:
    """Keep an unreadable ledger under a dated name, beside the place where it was.

    Raises:
        LedgerError: it cannot be moved.
    """
    kept = path.with_name(f"{path.name}.unreadable-{at:%Y%m%dT%H%M%SZ}")
    try:
        # The journal belongs to the old file alone, and goes first: without it the rest stays.
        for each, name in ((_journal(path), _journal(kept)), (path, kept)):
            if os.path.lexists(each):
                each.rename(name)
        sync_folder(path.parent)
    except OSError as error:
        raise LedgerError(
            sentence(
                "{path} cannot be moved aside: {words}. Nothing was rebuilt.",
                path=path,
                words=error.strerror or error,
            ),
            hint=Sentence("Fix the folder's permissions, then run the same command again."),
        ) from error
    return kept if kept.exists() else None
