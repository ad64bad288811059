"""What to say where the ledger cannot be trusted, read or written."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from campaign.core.sentence import Sentence, sentence
from campaign.errors import CampaignError, Exit

_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_HELD = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)

_REBUILD = Sentence(
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
        sentence(
            "The ledger {path} is damaged. Nothing is posted on the word of a damaged ledger.",
            path=path,
        ),
        hint=_REBUILD,
    )


def foreign(path: Path) -> LedgerUnreadable:
    """What to say of another program's database."""
    return LedgerUnreadable(
        sentence("{path} is not a ledger of campaign. Nothing is posted without one.", path=path),
        hint=_REBUILD,
    )


def newer(path: Path) -> LedgerError:
    """What to say of a ledger that a later version has written."""
    return LedgerError(
        sentence(
            "{path} is a ledger of a newer version of campaign. Nothing is posted without it.",
            path=path,
        ),
        hint=Sentence("Install the newest version, then run the same command again."),
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
    said = sentence(
        "The ledger {path} cannot be used: {words}. Nothing is posted without it.",
        path=path,
        words=error,
    )
    if code in _HELD:
        return LedgerHeld(
            said, hint=Sentence("Another program holds it: end that, then come back.")
        )
    return LedgerError(
        said,
        hint=Sentence(
            "Free disk space or fix the folder's permissions, then run the command again."
        ),
    )
