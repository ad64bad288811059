"""The look book: one line of JSON for each look at repositories, so that a check leaves a history.

It holds what GitHub shows to anybody who looks, and through whose account it was seen: no token.
"""

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from campaign.adapters.private_files import (
    make_private_file,
    make_private_folder,
    replace_file,
    unusable,
)
from campaign.core.access import Reason, Verdict
from campaign.core.campaign import repo_slug
from campaign.core.history import Glimpse, Look

MOST_LOOKS = 10_000
MOST_BYTES = 16 * 1024 * 1024
"""What the book may hold: beyond either, the oldest tenth goes."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """What the book holds, in the order of writing, and how many lines cannot be read any more."""

    looks: tuple[Look, ...]
    damaged: int


class LookBook:
    """The looks at one server, in a file that only its owner may read.

    Both methods raise NotPrivate where the file or its folder cannot be used.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def add(self, look: Look) -> None:
        """Write one look at the end.

        Two runs may write at once: each adds its line in one piece.
        """
        make_private_folder(self.path.parent)
        make_private_file(self.path)
        try:
            with self.path.open("rb+") as file:
                torn = file.seek(0, os.SEEK_END) > 0 and _last_byte(file.fileno()) != b"\n"
            with self.path.open("ab", buffering=0) as file:
                file.write(b"\n" * torn + _line(look))
            self._trim()
        except OSError as error:
            raise unusable(self.path, error) from error

    def read(self) -> Kept:
        """Every look that can be read; a damaged line does not hide the others."""
        if not os.path.lexists(self.path):
            return Kept(looks=(), damaged=0)
        make_private_file(self.path)
        try:
            lines = _lines(self.path)
        except OSError as error:
            raise unusable(self.path, error) from error
        looks = [_look(line) for line in lines if line.strip()]
        good = tuple(look for look in looks if look is not None)
        return Kept(looks=good, damaged=len(looks) - len(good))

    def _trim(self) -> None:
        lines = _lines(self.path)
        size = self.path.stat().st_size
        if len(lines) <= MOST_LOOKS and size <= MOST_BYTES:
            return
        # A tenth at once, so that not every look has to write the whole book again. What another
        # run adds in this very moment may be lost: one look of ten thousand.
        kept = lines[-MOST_LOOKS * 9 // 10 :]
        while sum(map(len, kept)) > MOST_BYTES * 9 // 10:
            kept = kept[len(kept) // 10 + 1 :]
        replace_file(self.path, b"".join(kept))


def _last_byte(descriptor: int) -> bytes:
    os.lseek(descriptor, -1, os.SEEK_END)
    return os.read(descriptor, 1)


def _lines(path: Path) -> list[bytes]:
    """The lines of a file; of one that somebody else made too large, its end."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - 2 * MOST_BYTES))
        return file.read(2 * MOST_BYTES).splitlines(keepends=True)


def _line(look: Look) -> bytes:
    seen = [[each.repo, each.verdict.value, each.reason.value] for each in look.seen]
    at = look.at.astimezone(UTC).isoformat(timespec="seconds")
    row = {"at": at, "account": look.account_id, "login": look.login, "seen": seen}
    return json.dumps(row, separators=(",", ":")).encode() + b"\n"


def _look(line: bytes) -> Look | None:
    """One line taken at its word as little as any other file: None where it is no look."""
    try:
        row = json.loads(line)
        return Look(
            at=_moment(row["at"]),
            account_id=_maybe(int, row["account"]),
            login=_maybe(str, row["login"]),
            seen=tuple(_glimpse(*each) for each in row["seen"]),
        )
    except (LookupError, TypeError, ValueError, AttributeError, RecursionError):
        return None


def _moment(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None or not 2000 <= at.year < 2200:
        raise ValueError("no moment that a look can have")
    return at.astimezone(UTC)


def _maybe(kind: type, value: Any) -> Any:
    if value is not None and type(value) is not kind:
        raise TypeError(f"this is no {kind.__name__}")
    return value


def _glimpse(repo: str, verdict: str, reason: str) -> Glimpse:
    return Glimpse(repo=repo_slug(repo), verdict=Verdict(verdict), reason=Reason(reason))
