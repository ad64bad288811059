"""Words that somebody wrote and has not posted yet: one small private file for each campaign."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from campaign.adapters.plain_file import Unreadable, read_bytes
from campaign.adapters.private_files import make_private_folder, replace_file, unusable

LIMIT = 1024 * 1024
"""Bytes that are read back: far more than any issue takes."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """Words from an earlier run, and when they were written (UTC)."""

    words: str
    written_at: datetime


class StatementDraft:
    """The place of one campaign's unposted words, in the state folder."""

    def __init__(self, folder: Path, *, slug: str) -> None:
        self.path = folder / f"statement-{slug}.txt"

    def load(self) -> Kept | None:
        """What was kept; None where there is nothing, or nothing that can be read."""
        try:
            words = read_bytes(self.path, limit=LIMIT).decode("utf-8")
            written_at = datetime.fromtimestamp(self.path.stat().st_mtime, UTC)
        except (Unreadable, UnicodeDecodeError, OSError):
            return None
        return Kept(words=words, written_at=written_at) if words.strip() else None

    def keep(self, words: str) -> None:
        """Write them down, readable by their owner alone, in place of earlier ones.

        Raises:
            NotPrivate: the state folder cannot be used; what was kept before is unchanged.
        """
        make_private_folder(self.path.parent)
        try:
            replace_file(self.path, words.encode("utf-8", "replace"))
        except OSError as error:
            raise unusable(self.path, error) from error

    def remove(self) -> None:
        """Forget them; nothing happens where there are none."""
        try:
            self.path.unlink(missing_ok=True)
        except OSError as error:
            raise unusable(self.path, error) from error
