"""Files and folders that only their owner may read."""

import os
import shutil
import stat
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import platformdirs

from campaign.core.sentence import Sentence, sentence
from campaign.errors import CampaignError


def state_folder() -> Path:
    """Where this system keeps a program's state, such as ~/.local/state/campaign."""
    return platformdirs.user_state_path("campaign", appauthor=False)


class NotPrivate(CampaignError):
    """A state file or folder that somebody else could have planted or can read."""


_OWN_FOLDER = Sentence("Name a folder of your own with --state-dir.")


def make_private_folder(path: Path) -> None:
    """Make the folder with mode 0700, or check that an existing one is ours and nobody else's.

    Raises:
        NotPrivate: it is a link, is shared, belongs to somebody else, or cannot be made.
    """
    try:
        # https://specifications.freedesktop.org/basedir/latest/: the folders above, too
        for folder in (*reversed(path.parents), path):
            if not folder.is_dir():
                folder.mkdir(mode=0o700, exist_ok=True)
                sync_folder(folder.parent)
        info = path.lstat()
        _check_owner(path, info)
        if info.st_mode & stat.S_ISVTX:
            raise NotPrivate(
                sentence("{path} is a folder that users of this computer share.", path=path),
                hint=_OWN_FOLDER,
            )
        if info.st_mode & 0o077:
            path.chmod(0o700)
    except OSError as error:
        raise unusable(path, error) from error


def remove_leftovers(folder: Path, *, prefix: str, age: float) -> None:
    """Remove the folders of our own in it whose names begin so and that are `age` seconds old.

    Links are neither followed nor removed. What cannot be removed now stays for another time.
    """
    # Another process may just be taking its own away.
    with suppress(OSError):
        for path in folder.glob(f"{prefix}*"):
            info = path.lstat()
            old = time.time() - info.st_mtime >= age
            if old and stat.S_ISDIR(info.st_mode) and not _is_foreign(info):
                shutil.rmtree(path, ignore_errors=True)


def make_private_file(path: Path) -> None:
    """Make the file with mode 0600 from its first moment, or check an existing one.

    Raises:
        NotPrivate: it is a link or no ordinary file, belongs to somebody else, or cannot be
            opened for writing.
    """
    _open(path, os.O_CREAT)


def check_private_file(path: Path) -> None:
    """The same for a file that must be there already."""
    _open(path, 0)


def _open(path: Path, flags: int) -> None:
    flags |= os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        if path.is_symlink():
            raise _link(path)
        descriptor = os.open(path, flags, 0o600)
        try:
            info = os.fstat(descriptor)
            _check_owner(path, info)
            if not stat.S_ISREG(info.st_mode):
                raise NotPrivate(
                    sentence("{path} is not an ordinary file.", path=path),
                    hint=Sentence("Move it away, or name another folder with --state-dir."),
                )
            if info.st_mode & 0o077 and hasattr(os, "fchmod"):
                os.fchmod(descriptor, 0o600)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise unusable(path, error) from error


def sync_folder(folder: Path) -> None:
    """Make the names in it as durable as the files; raises OSError. Windows needs no such thing."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace_file(path: Path, data: bytes) -> None:
    """Put new content in the file's place, whole or not at all, for its owner alone.

    https://docs.python.org/3/library/tempfile.html#tempfile.mkstemp

    Raises:
        OSError: there is no room or no right to; the old content is still there.
    """
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _check_owner(path: Path, info: os.stat_result) -> None:
    if stat.S_ISLNK(info.st_mode):
        raise _link(path)
    if _is_foreign(info):
        raise NotPrivate(
            sentence("{path} belongs to another user of this computer.", path=path),
            hint=_OWN_FOLDER,
        )


def _is_foreign(info: os.stat_result) -> bool:
    return hasattr(os, "getuid") and info.st_uid != os.getuid()


def _link(path: Path) -> NotPrivate:
    return NotPrivate(
        sentence(
            "{path} is a link. The state is only kept in real files and folders of your own.",
            path=path,
        ),
        hint=Sentence("Name another folder with --state-dir."),
    )


def unusable(path: Path, error: OSError) -> NotPrivate:
    """What to say where the system does not let us make, read or write it."""
    return NotPrivate(
        sentence(
            "{path} cannot be used: {words}. Nothing was sent.",
            path=path,
            words=error.strerror or error,
        ),
        hint=Sentence(
            "Free disk space, fix its permissions, or name another folder with --state-dir."
        ),
    )
