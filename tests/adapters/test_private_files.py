"""Files and folders that only their owner may read, from their first moment."""

import os
import shutil
import stat
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from campaign.adapters.private_files import (
    NotPrivate,
    check_private_file,
    make_private_file,
    make_private_folder,
    remove_leftovers,
    state_folder,
    sync_folder,
    unusable,
)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")

Make = Callable[[Path], None]


def mode(path: Path) -> int:
    """Who may do what."""
    return stat.S_IMODE(path.lstat().st_mode)


@pytest.mark.usefixtures("open_to_all")
def test_nobody_else_is_let_in_even_for_a_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The modes are there at creation, not set afterwards; for the folders above, too."""

    def never(*_: object) -> None:
        raise AssertionError("it was made with another mode first")

    monkeypatch.setattr(os, "fchmod", never)
    monkeypatch.setattr(os, "chmod", never)
    monkeypatch.setattr(Path, "chmod", never)
    folder = tmp_path / "a" / "b" / "c"
    make_private_folder(folder)
    make_private_file(folder / "file")
    assert {mode(each) for each in (folder, *folder.parents[:2])} == {0o700}
    assert mode(folder / "file") == 0o600


def test_what_was_open_is_shut(tmp_path: Path) -> None:
    """An older folder or file of ours that others could read is ours alone from now on."""
    (tmp_path / "folder").mkdir(mode=0o755)
    (tmp_path / "file").touch(mode=0o644)
    (tmp_path / "file").write_text("kept")
    make_private_folder(tmp_path / "folder")
    make_private_file(tmp_path / "file")
    assert (mode(tmp_path / "folder"), mode(tmp_path / "file")) == (0o700, 0o600)
    assert (tmp_path / "file").read_text() == "kept"


def test_a_folder_that_users_share_is_left_alone(tmp_path: Path) -> None:
    """Nobody's `--state-dir /tmp` may shut /tmp to everybody else."""
    tmp_path.chmod(0o1777)
    with pytest.raises(NotPrivate, match="share"):
        make_private_folder(tmp_path)
    assert mode(tmp_path) == 0o1777


@pytest.mark.parametrize("make", [make_private_folder, make_private_file])
@pytest.mark.parametrize("there", [True, False])
def test_a_link_is_refused(tmp_path: Path, make: Make, there: bool) -> None:
    """Whether or not it leads somewhere; and nothing is made at its other end."""
    target = tmp_path / "target"
    if there:
        make(target)
    (tmp_path / "link").symlink_to(target)
    with pytest.raises(NotPrivate) as error:
        make(tmp_path / "link")
    assert error.value.hint
    assert there or not target.exists()
    assert not there or "link" in error.value.message


@pytest.mark.parametrize("make", [make_private_folder, make_private_file])
def test_a_pipe_is_refused(tmp_path: Path, make: Make) -> None:
    """And not waited for."""
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(NotPrivate):
        make(tmp_path / "pipe")


def test_a_folder_is_no_file_and_a_file_no_folder(tmp_path: Path) -> None:
    """Each in words, not as Python's own error."""
    (tmp_path / "file").touch()
    with pytest.raises(NotPrivate, match="cannot be used: Is a directory"):
        make_private_file(tmp_path)
    for path in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(NotPrivate, match="cannot be used"):
            make_private_folder(path)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root can give files away")
@pytest.mark.parametrize("make", [make_private_folder, make_private_file])
def test_what_belongs_to_somebody_else_is_refused(tmp_path: Path, make: Make) -> None:
    """It may have been planted; its mode is not touched."""
    planted = tmp_path / "planted"
    make(planted)
    os.chown(planted, 65534, 65534)
    planted.chmod(0o777)
    with pytest.raises(NotPrivate, match="another user"):
        make(planted)
    assert mode(planted) == 0o777


def test_the_state_folder_is_the_systems(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where this system's programs keep such things."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert state_folder().name == "campaign"
    assert sys.platform != "linux" or state_folder() == tmp_path / "campaign"


def test_what_the_system_refuses_is_told_in_words() -> None:
    """Its reason, what was not done, and what can be done."""
    error = unusable(Path("/state/x"), OSError(28, "No space left on device"))
    assert error.message == "/state/x cannot be used: No space left on device. Nothing was sent."
    assert "--state-dir" in error.hint


def test_a_file_that_must_be_there_is_not_made(tmp_path: Path) -> None:
    """A check makes nothing, and takes away what others may do."""
    path = tmp_path / "ledger.db"
    with pytest.raises(NotPrivate, match="No such file"):
        check_private_file(path)
    assert not path.exists()
    path.touch(mode=0o644)
    check_private_file(path)
    assert mode(path) == 0o600


def test_a_folder_s_names_are_made_durable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By a sync of the folder itself; a folder that is not there is an error."""
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda fd: synced.append(os.fstat(fd).st_ino))
    sync_folder(tmp_path)
    assert synced == [tmp_path.stat().st_ino]
    with pytest.raises(OSError, match="No such file"):
        sync_folder(tmp_path / "none")


HOUR = 3600.0


def leave(path: Path, *, hours: float) -> Path:
    """A folder with a file in it, untouched for so long."""
    path.mkdir()
    (path / "file").touch()
    then = time.time() - hours * HOUR
    os.utime(path, (then, then))
    return path


def test_old_leftovers_of_that_name_are_removed(tmp_path: Path) -> None:
    """With all that is in them; a younger one may be in use, and another name is not meant."""
    old = leave(tmp_path / "new-a", hours=3)
    kept = {leave(tmp_path / "new-b", hours=1), leave(tmp_path / "mine", hours=3)}
    remove_leftovers(tmp_path, prefix="new-", age=2 * HOUR)
    assert not old.exists()
    assert set(tmp_path.iterdir()) == kept
    assert all((each / "file").exists() for each in kept)


def test_only_real_folders_are_leftovers(tmp_path: Path) -> None:
    """A file stays, and so does a link with all it leads to, also one within a leftover."""
    precious = leave(tmp_path / "precious", hours=3)
    (tmp_path / "new-file").touch()
    (tmp_path / "new-link").symlink_to(precious)
    (tmp_path / "new-nowhere").symlink_to(tmp_path / "none")
    old = tmp_path / "new-folder"
    old.mkdir()
    (old / "link").symlink_to(precious)
    remove_leftovers(tmp_path, prefix="new-", age=0)
    left = {"precious", "new-file", "new-link", "new-nowhere"}
    assert {each.name for each in tmp_path.iterdir()} == left
    assert (precious / "file").exists()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root can give files away")
def test_somebody_else_s_folder_is_no_leftover(tmp_path: Path) -> None:
    """Whatever its name and its age."""
    theirs = leave(tmp_path / "new-a", hours=3)
    os.chown(theirs, 65534, 65534)
    remove_leftovers(tmp_path, prefix="new-", age=0)
    assert (theirs / "file").exists()


def test_a_leftover_that_somebody_else_takes_away_is_no_trouble(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two processes may be at it at the same time."""
    old = leave(tmp_path / "new-a", hours=3)
    lstat = Path.lstat

    def be_quicker(path: Path) -> os.stat_result:
        if path == old and old.exists():
            shutil.rmtree(old)
        return lstat(path)

    monkeypatch.setattr(Path, "lstat", be_quicker)
    remove_leftovers(tmp_path, prefix="new-", age=0)
    assert not old.exists()
