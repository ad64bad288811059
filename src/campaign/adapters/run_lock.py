"""One run at a time: a lock of the operating system, freed by it when its holder dies."""

import errno
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import FileIO
from pathlib import Path

from campaign.adapters.private_files import make_private_file, make_private_folder, unusable
from campaign.core.sentence import Sentence, sentence
from campaign.errors import CampaignError

_HELD = (errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, errno.EDEADLK)
"""What systems say of a lock that another process has; Windows says the last two."""


class AlreadyRunning(CampaignError):
    """Another run of this user holds the lock; nothing was done."""


@contextmanager
def run_lock(path: Path) -> Iterator[None]:
    """Hold the lock while the block runs.

    Raises:
        AlreadyRunning: another process holds it, named with its start and process number.
        NotPrivate: the lock's file cannot be kept.
    """
    make_private_folder(path.parent)
    make_private_file(path)
    with path.open("r+b", buffering=0) as file:
        if not _lock(file, path):
            raise AlreadyRunning(
                _held_by(path),
                hint=Sentence(
                    "Wait for it to end, or end it in its own window, then run this again."
                ),
            )
        try:
            _sign(file)
        except OSError as error:
            raise unusable(path, error) from error
        yield


def _lock(file: FileIO, path: Path) -> bool:
    """False where somebody else holds it; a file system without locks is another matter."""
    try:
        _try_lock(file.fileno())
    except OSError as error:
        if error.errno in _HELD:
            return False
        raise unusable(path, error) from error
    return True


def _sign(file: FileIO) -> None:
    since = datetime.now(UTC).isoformat(timespec="seconds")
    about = json.dumps({"since": since, "pid": os.getpid()})
    # The first byte is the one that Windows locks, and a locked byte cannot be read there.
    file.truncate(0)
    file.write(b"\n" + about.encode())


def _held_by(path: Path) -> Sentence:
    try:
        with path.open("rb") as file:
            file.seek(1)
            about = json.loads(file.read(200))
        return sentence(
            "Another run of campaign is at work, since {time}, process {number}. Nothing was done"
            " here.",
            time=about["since"],
            number=int(about["pid"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return Sentence("Another run of campaign is at work. Nothing was done here.")


if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _try_lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
