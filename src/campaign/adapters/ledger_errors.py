"""What to say where the ledger cannot be trusted, read or written."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from campaign.errors import CampaignError, Exit

_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_HELD = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)

_REBUILD = (
    "Restore it from a backup. Or let campaign make a new one from your issues at GitHub; the old"
    " file is kept: campaign settle CAMPAIGN --rebuild"
)


class LedgerError(CampaignError):
    """The ledger cannot be trusted or written; nothing may be posted after this."""


class LedgerHeld(LedgerError):
    """Another program holds it just now; coming back later is enough."""

    exit_code = Exit.LIMITED


class LedgerUnreadable(LedgerError):
    """It is damaged, or no ledger at all: one can be rebuilt in its place."""


def damaged(path: Path) -> LedgerUnreadable:
    """What to say of a file that was a ledger, or only bears its name."""
    return LedgerUnreadable(
        f"The ledger {path} is damaged. Nothing is posted on the word of a damaged ledger.",
        hint=_REBUILD,
    )


def foreign(path: Path) -> LedgerUnreadable:
    """What to say of another program's database."""
    return LedgerUnreadable(
        f"{path} is not a ledger of campaign. Nothing is posted without one.", hint=_REBUILD
    )


def newer(path: Path) -> LedgerError:
    """What to say of a ledger that a later version has written."""
    return LedgerError(
        f"{path} is a ledger of a newer version of campaign. Nothing is posted without it.",
        hint="Install the newest version, then run the same command again.",
    )


@contextmanager
def told(path: Path) -> Iterator[None]:
    """For the block that works with the file.

    Raises:
        LedgerError: whatever went wrong, in words.
    """
    try:
        yield
    except (sqlite3.Error, ValueError, OverflowError) as error:
        raise _in_words(path, error) from error


def _in_words(path: Path, error: Exception) -> LedgerError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in _DAMAGE:
        return damaged(path)
    said = f"The ledger {path} cannot be used: {error}. Nothing is posted without it."
    if code in _HELD:
        return LedgerHeld(said, hint="Another program holds it: end that, then come back.")
    return LedgerError(
        said,
        hint="Free disk space or fix the folder's permissions, then run the command again.",
    )
