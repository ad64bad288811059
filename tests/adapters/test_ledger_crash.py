"""The ledger among many processes, under a kill, on a full disk and in a folder shut to writing."""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from campaign.adapters.ledger import Ledger
from campaign.core.receipt import Posting, State

Make = Callable[..., Posting]

PEERS = 10

SHARED = """
import json, os, sys, time
from datetime import UTC, datetime
from pathlib import Path
from campaign.adapters.ledger import Ledger
from campaign.core.marker import Key
from campaign.core.receipt import Posting, State
from campaign.errors import CampaignError

path = Path(sys.argv[1])
now = datetime(2019, 5, 11, 14, tzinfo=UTC)

def posting(repo_id=7):
    key = Key(campaign="no-nets", repo_id=repo_id, account_id=42)
    return Posting(
        key=key, repo="acme/nets", name_now="acme/nets", login="mia", state=State.INTENT,
        title="No nets", body_sha256="ab" * 32, intended_at=now,
    )
"""


def start(script: str, path: Path) -> "subprocess.Popen[str]":
    """Another process that uses the ledger."""
    command = [sys.executable, "-c", SHARED + script, str(path)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def say(script: str, path: Path) -> Any:
    """What that process says at its end, as JSON."""
    with start(script, path) as process:
        said, _ = process.communicate(timeout=60)
    return json.loads(said)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the ledger is, or will be."""
    return tmp_path / "state" / "ledger.db"


# Many at once


def test_ten_processes_claim_one_posting(path: Path) -> None:
    """From an empty folder, all at the same moment: exactly one may send."""
    script = """
while not path.with_name("go").exists():
    time.sleep(0.001)
with Ledger.open(path) as ledger:
    print(json.dumps([ledger.claim(posting(n)) for n in range(1, 6)]))
"""
    path.parent.mkdir(mode=0o700)
    peers = [start(script, path) for _ in range(PEERS)]
    path.with_name("go").touch()
    claimed = [json.loads(peer.communicate(timeout=60)[0]) for peer in peers]
    assert [sum(each) for each in zip(*claimed, strict=True)] == [1] * 5


def test_ten_connections_claim_one_posting(path: Path, posting: Make) -> None:
    """The same within one process, again and again, the opening of a new file included."""
    rounds = 12
    barrier = threading.Barrier(PEERS)
    claimed: list[tuple[int, bool]] = []

    def peer() -> None:
        barrier.wait()
        with Ledger.open(path) as ledger:
            for number in range(1, rounds + 1):
                barrier.wait()
                claimed.append((number, ledger.claim(posting(number))))

    threads = [threading.Thread(target=peer) for _ in range(PEERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(claimed) == PEERS * rounds
    assert sorted(number for number, won in claimed if won) == list(range(1, rounds + 1))


# A kill


@pytest.mark.parametrize("step", ["claim", "record", "recover"])
def test_what_was_acknowledged_survives_a_kill(path: Path, posting: Make, step: str) -> None:
    """The process dies in the moment after the call returned; the row is there."""
    script = f"""
ledger = Ledger.open(path)
assert ledger.claim(posting())
if {step!r} == "record":
    ledger.record_posted(posting().key, number=12, at=now)
if {step!r} == "recover":
    ledger.recover()
os.kill(os.getpid(), 9)
"""
    with start(script, path) as process:
        assert process.wait(timeout=60) == -9
    with Ledger.open(path) as ledger:
        row = ledger.get(posting().key)
        assert row is not None
        ended = {"claim": State.INTENT, "record": State.POSTED, "recover": State.UNKNOWN}
        assert row.state is ended[step]
        assert not ledger.claim(posting())


def test_a_kill_within_a_commit_leaves_the_old_row(path: Path, posting: Make) -> None:
    """What was not acknowledged is rolled back by whoever opens the ledger next."""
    script = """
ledger = Ledger.open(path)
assert ledger.claim(posting())
ledger._connection.execute("PRAGMA cache_spill = OFF")
ledger._connection.execute("BEGIN IMMEDIATE")
ledger._connection.execute("UPDATE posting SET state = 'unknown', reason = 'half'")
os.kill(os.getpid(), 9)
"""
    with start(script, path) as process:
        assert process.wait(timeout=60) == -9
    assert path.with_name("ledger.db-journal").exists()
    with Ledger.open(path) as ledger:
        assert ledger.postings() == (posting(),)


def test_what_a_killed_making_left_is_gone_after_a_day(path: Path, posting: Make) -> None:
    """Not before: another process may still be making the ledger there."""
    script = """
os.link = lambda *_: os.kill(os.getpid(), 9)
Ledger.open(path)
"""
    with start(script, path) as process:
        assert process.wait(timeout=60) == -9
    (left,) = path.parent.iterdir()
    assert left.name.startswith("new-ledger-")
    for _ in range(2):
        with Ledger.open(path) as ledger:
            ledger.claim(posting())
        assert left.is_dir()
    yesterday = time.time() - 25 * 3600
    os.utime(left, (yesterday, yesterday))
    with Ledger.open(path) as ledger:
        assert ledger.postings() == (posting(),)
    assert [file.name for file in path.parent.iterdir()] == ["ledger.db"]


# No room


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such limits")
def test_a_full_disk_at_every_step(path: Path) -> None:
    """However much room is left: either the call succeeds, or it fails and changes nothing."""
    script = """
import resource

def limited(room, call):
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
    try:
        call()
    except CampaignError as error:
        return error.message
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, -1))
    return "done"

said = []
with Ledger.open(path) as ledger:
    for room in range(0, 40_000, 500):
        one = posting(room + 1)
        told = limited(room, lambda: ledger.claim(one))
        said.append(["claim", told, ledger.get(one.key) is not None])
        if told != "done":
            assert ledger.claim(one)
        told = limited(room, lambda: ledger.record_posted(one.key, number=1, at=now))
        said.append(["record", told, ledger.get(one.key).state == "posted"])
print(json.dumps(said))
"""
    said = say(script, path)
    assert {(step, told == "done", kept) for step, told, kept in said} == {
        ("claim", True, True),
        ("claim", False, False),
        ("record", True, True),
        ("record", False, False),
    }
    words = {told for _, told, _ in said if told != "done"}
    assert all("cannot be used" in each and "Nothing is posted" in each for each in words)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such limits")
def test_a_full_disk_at_the_first_start(path: Path) -> None:
    """No ledger can be made: said in words, and the next start finds no half-made one."""
    script = """
import resource
said = []
for room in range(0, 20_000, 512):
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
    try:
        Ledger.open(path).close()
        said.append("made")
        path.unlink()
    except CampaignError as error:
        said.append(error.message)
print(json.dumps(said))
"""
    said = say(script, path)
    assert said[-1] == "made"
    told = {each for each in said if each != "made"}
    assert all("cannot be used" in each and "rollback" not in each for each in told)
    with Ledger.open(path) as ledger:
        assert ledger.postings() == ()


# No right to write


STEP_DOWN = """
if os.geteuid() == 0:  # the rights of files do not bind root
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
"""

OPEN = f"{STEP_DOWN}\nLedger.open(path).close()\nprint(0)"

TRY = f"""{STEP_DOWN}
try:
    with Ledger.open(path) as ledger:
        said = [ledger.claim(posting())]
except CampaignError as error:
    said = [type(error).__name__, error.message]
print(json.dumps(said))
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """The folder of an ordinary user."""
    if sys.platform == "win32":
        pytest.skip("Windows keeps such rights elsewhere")
    with tempfile.TemporaryDirectory() as name:
        if os.geteuid() == 0:
            os.chown(name, 65534, 65534)
        yield Path(name)
        Path(name).chmod(0o700)


def test_a_folder_shut_to_writing(folder: Path) -> None:
    """Neither a first ledger nor a claim in an old one; the rows stay as they were."""
    path = folder / "ledger.db"
    folder.chmod(0o500)
    kind, told = say(TRY, path)
    assert (kind, "Permission denied" in told) == ("NotPrivate", True)
    folder.chmod(0o700)
    assert say(OPEN, path) == 0
    folder.chmod(0o500)
    kind, told = say(TRY, path)
    assert (kind, "Nothing is posted" in told) == ("LedgerError", True)
    folder.chmod(0o700)
    assert say(TRY, path) == [True]


def test_a_file_shut_to_writing(folder: Path) -> None:
    """Refused before anything is claimed."""
    path = folder / "ledger.db"
    assert say(OPEN, path) == 0
    path.chmod(0o400)
    assert say(TRY, path)[0] == "NotPrivate"
