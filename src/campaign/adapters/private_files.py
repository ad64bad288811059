"""Files and folders that only their owner may read."""

import os
import stat
import tempfile
from pathlib import Path

import platformdirs

from campaign.errors import CampaignError


def state_folder() -> Path:
    """Where this system keeps a program's state, such as ~/.local/state/campaign."""
    return platformdirs.user_state_path("campaign", appauthor=False)


class NotPrivate(CampaignError):
    """A state file or folder that somebody else could have planted or can read."""


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
                f"{path} is a folder that users of this computer share.",
                hint="Name a folder of your own with --state-dir.",
            )
        if info.st_mode & 0o077:
            path.chmod(0o700)
    except OSError as error:
        raise unusable(path, error) from error


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
                    f"{path} is not an ordinary file.",
                    hint="Move it away, or name another folder with --state-dir.",
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
    if hasattr(os, "getuid") and info.st_uid != os.getuid():
        raise NotPrivate(
            f"{path} belongs to another user of this computer.",
            hint="Name a folder of your own with --state-dir.",
        )


def _link(path: Path) -> NotPrivate:
    return NotPrivate(
        f"{path} is a link. The state is only kept in real files and folders of your own.",
        hint="Name another folder with --state-dir.",
    )


def unusable(path: Path, error: OSError) -> NotPrivate:
    """What to say where the system does not let us make, read or write it."""
    return NotPrivate(
        f"{path} cannot be used: {error.strerror or error}. Nothing was posted.",
        hint="Free disk space, fix its permissions, or name another folder with --state-dir.",
    )
