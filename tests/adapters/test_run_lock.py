"""One run at a time, by a lock that dies with its holder."""

import errno
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from campaign.adapters.private_files import NotPrivate
from campaign.adapters.run_lock import AlreadyRunning, run_lock

if sys.platform != "win32":
    import fcntl

HOLD = """
import sys, time
from pathlib import Path
from campaign.adapters.run_lock import run_lock
with run_lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the lock is."""
    return tmp_path / "state" / "run.lock"


@pytest.fixture
def hold(path: Path) -> Iterator[Callable[[], "subprocess.Popen[str]"]]:
    """Starts another process that holds the lock."""
    started: list[subprocess.Popen[str]] = []

    def start() -> "subprocess.Popen[str]":
        command = [sys.executable, "-c", HOLD, str(path)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        started.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def test_a_second_run_is_told_who_holds_it(
    path: Path, hold: Callable[[], "subprocess.Popen[str]"]
) -> None:
    """Since when and in which process; and that nothing was done."""
    holder = hold()
    with pytest.raises(AlreadyRunning) as error, run_lock(path):
        pytest.fail("two runs at once")
    told = re.fullmatch(
        r"Another run of campaign is at work, since (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00),"
        r" process (\d+)\. Nothing was done here\.",
        error.value.message,
    )
    assert told is not None
    assert int(told[2]) == holder.pid
    assert error.value.hint


def test_a_killed_holder_frees_it(path: Path, hold: Callable[[], "subprocess.Popen[str]"]) -> None:
    """At once, and without any flag."""
    holder = hold()
    holder.send_signal(signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)
    holder.wait()
    with run_lock(path):  # AlreadyRunning would be the failure
        assert path.exists()


def test_it_is_free_again_after_its_block(path: Path) -> None:
    """However the block ends, and as often as one likes."""
    for _ in range(2):
        with pytest.raises(KeyError), run_lock(path):
            raise KeyError
    mine = pytest.raises(AlreadyRunning, match=f"process {os.getpid()}")
    with run_lock(path), mine, run_lock(path):
        pytest.fail("two runs at once")


@pytest.mark.usefixtures("open_to_all")
def test_its_file_is_private(path: Path) -> None:
    """Nobody else may hold it, or read who does."""
    with run_lock(path):
        assert path.stat().st_mode & 0o777 == 0o600
        assert path.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"\n", b"\nnull", b"\n[]", b'\n"x"', b"\n{}", b'\n{"since": 1, "pid": "x"}'),
        *(b"\n" + b"[" * 5000, b"\n\xff\xfe", b'\n{"pid": 1}'),
    ],
)
def test_a_holder_that_cannot_be_named(
    path: Path, content: bytes, hold: Callable[[], "subprocess.Popen[str]"]
) -> None:
    """The lock counts, not what its file says."""
    hold()
    path.write_bytes(content)
    with pytest.raises(AlreadyRunning, match=r"at work\. Nothing"), run_lock(path):
        pytest.fail("two runs at once")


def test_a_linked_lock_is_refused(path: Path, tmp_path: Path) -> None:
    """What the link leads to is not emptied."""
    precious = tmp_path / "precious"
    precious.write_text("kept")
    path.parent.mkdir()
    path.symlink_to(precious)
    with pytest.raises(NotPrivate, match="is a link"), run_lock(path):
        pytest.fail("a planted lock")
    assert precious.read_text() == "kept"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows locks in another way")
@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOLCK, "cannot be used: No locks available"),
        (errno.EOPNOTSUPP, "cannot be used: Operation not supported"),
        (errno.EIO, "cannot be used"),
    ],
)
def test_a_file_system_without_locks_is_told_apart(
    path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    """Nobody else is at work there: said as what it is, and nothing begins."""

    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(fcntl, "flock", refuse)
    with pytest.raises(NotPrivate, match=words), run_lock(path):
        pytest.fail("began without a lock")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows locks in another way")
@pytest.mark.parametrize("number", [errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES])
def test_every_way_to_say_that_it_is_held(
    path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """Systems differ in the word for it."""

    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(fcntl, "flock", refuse)
    with pytest.raises(AlreadyRunning), run_lock(path):
        pytest.fail("two runs at once")


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such limits")
def test_a_full_disk_is_told_in_words(path: Path) -> None:
    """Without the lock nothing begins."""
    script = """
import resource, sys
from pathlib import Path
from campaign.adapters.private_files import NotPrivate
from campaign.adapters.run_lock import run_lock
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
try:
    with run_lock(Path(sys.argv[1])):
        print("began")
except NotPrivate as error:
    print(error.message)
"""
    command = [sys.executable, "-c", script, str(path)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, timeout=60, check=True)
    assert "cannot be used: File too large. Nothing was sent." in done.stdout
