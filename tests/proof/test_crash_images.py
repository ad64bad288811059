"""Whatever a power cut leaves of the ledger, it opens, and it has kept its word."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from tests.proof.crash_images import examine, first_loss
from tests.proof.crash_images_disk import SECTOR, Cut, Disk, Image
from tests.proof.crash_images_script import NAME, live, memory_folder, record
from tests.proof.crash_images_vfs import (
    BELOW,
    FolderSynced,
    Linked,
    Made,
    Removed,
    Step,
    Synced,
    Tracing,
    Truncated,
    Written,
    name_in,
)

from campaign.adapters.ledger import Ledger

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="NTFS keeps names by other rules")

HEADER = slice(0, 92)
"""Counts of changes and pages, all but SQLite's own version: sqlite.org/fileformat2.html"""

LIVE = """
import sys
from pathlib import Path
from random import Random
from tests.proof.crash_images_script import live
live(Path(sys.argv[1]), Random(int(sys.argv[2])), lambda ledger: None)
"""

CALL = re.compile(
    r"(?P<call>openat|pwrite64|ftruncate|fsync|fdatasync|unlink|link)\("
    r"(?:AT_FDCWD<[^>]*>, )?(?:\d+<(?P<open>[^>]*)>|\"(?P<named>[^\"]*)\")"
    r"(?P<rest>.*)\) += (?P<result>-?\d+)"
)


@pytest.fixture
def path() -> Iterator[Path]:
    """Where a ledger may come to be."""
    with memory_folder() as folder:
        yield folder / NAME


def by(seed: int) -> Random:
    """Chance that can be repeated."""
    return Random(seed)  # noqa: S311 - a play, not a secret


# The ledger


@pytest.mark.slow
def test_no_power_cut_is_one_too_many() -> None:
    """Of 5,000 images none is corrupt, and none has lost what was acknowledged."""
    report = examine({}, images=5000)
    assert (report.images, report.corrupt, report.lost) == (5000, 0, 0)
    assert report.distinct > 2000


@pytest.mark.parametrize(
    ("journal", "synchronous"),
    [("DELETE", "FULL"), ("WAL", "NORMAL"), ("DELETE", "NORMAL"), ("MEMORY", "EXTRA")],
)
def test_weaker_settings_are_found_out(journal: str, synchronous: str) -> None:
    """The search is able to find: Python's own default is among what it rejects."""
    lost = first_loss({"journal_mode": journal, "synchronous": synchronous}, images=1000)
    assert lost is not None
    assert "acknowledged and lost" in lost or "damaged" in lost


def test_no_sync_at_all_ends_in_damage() -> None:
    """Both kinds of fault are told apart."""
    report = examine({"synchronous": "OFF"}, images=500)
    assert report.corrupt
    assert report.lost


def test_as_good_settings_are_not_blamed() -> None:
    """A search that rejects everything would prove nothing."""
    assert first_loss({"journal_mode": "TRUNCATE", "synchronous": "FULL"}, images=500) is None


def test_the_same_seed_finds_the_same() -> None:
    """What was found once can be looked at again."""
    weak = {"journal_mode": "DELETE", "synchronous": "FULL"}
    found = [first_loss(weak, images=500, seed=seed) for seed in (1, 1, 2)]
    assert found[0] == found[1] != found[2]


# The recording


@pytest.mark.parametrize("seed", range(5))
def test_the_recorded_file_is_the_real_one(path: Path, seed: int) -> None:
    """After each call the recorded ledger and one on the interpreter's sqlite3 hold the same."""

    def life() -> list[object]:
        path.unlink(missing_ok=True)
        notes: list[object] = []

        def note(ledger: Ledger) -> None:
            data = path.read_bytes()
            notes.append((len(data), data[HEADER], ledger.postings()))

        live(path, by(seed), note)
        return notes

    honest = life()
    with closing(Tracing(path.parent, lambda step: None)) as tracing, tracing.used():
        assert life() == honest
    assert len(honest) > 10


@pytest.mark.parametrize("seed", range(3))
def test_the_recorded_steps_are_the_system_calls(path: Path, seed: int) -> None:
    """The interpreter's sqlite3 asks the kernel for the same writes and syncs in the same order."""
    strace = shutil.which("strace")
    if not strace or subprocess.run([strace, "true"], capture_output=True).returncode:
        pytest.skip("system calls cannot be traced here")
    folder = path.parent / "state"
    calls = path.parent / "calls"
    wanted = "trace=openat,pwrite64,ftruncate,fsync,fdatasync,unlink,link,linkat"
    traced = [strace, "-f", "-y", "-s", "0", "-e", wanted, "-o", str(calls)]
    alive = [sys.executable, "-c", LIVE, str(folder / NAME), str(seed)]
    subprocess.run([*traced, *alive], check=True, timeout=60)
    recorded = record({}, random=by(seed), folder=path.parent / "recorded", pragmas={})
    expected = [without_data(step) for step in recorded if isinstance(step, Step)]
    assert list(steps(calls.read_text(), folder)) == expected
    assert len(expected) > 100


def without_data(step: Step) -> object:
    """The step, and how much it writes instead of what."""
    return (step.name, step.offset, len(step.data)) if isinstance(step, Written) else step


def steps(traced: str, folder: Path) -> Iterator[object]:
    """What system calls did with the files of the folder, and of the one below."""
    there: set[str] = set()
    for line in traced.splitlines():
        found = CALL.search(line)
        if found is None or found["result"].startswith("-"):
            continue
        place = Path(found["open"] or found["named"])
        if place == folder or folder in place.parents:
            yield from step(found["call"], found["rest"], place, folder, there)


def step(call: str, rest: str, place: Path, folder: Path, there: set[str]) -> Iterator[object]:
    """The step of one system call; `there` are the journals that exist."""
    name = name_in(folder, place)
    numbers = [int(word) for word in re.findall(r"(?<=, )\d+", rest)]
    match call:
        case "openat" if "O_CREAT" in rest and name.endswith("-journal") and name not in there:
            there.add(name)
            yield Made(name)
        case "pwrite64":
            size, offset = numbers
            yield (name, offset, size)
        case "ftruncate":
            yield Truncated(name, numbers[0])
        case "unlink":
            there.discard(name)
            yield Removed(name)
        case "link":
            yield Linked(name, place.name)
        case "fsync" | "fdatasync" if "." not in place.name:
            yield FolderSynced("" if place == folder else BELOW)
        case "fsync" | "fdatasync":
            yield Synced(name)


# The disk


def images(*done: Step, start: Image | None = None) -> set[tuple[tuple[str, bytes], ...]]:
    """What power cuts may leave after these steps; holes read as zeros."""
    disk = Disk(start or {})
    for step in done:
        disk.take(step)
    found = set()
    for seed in range(200):
        cut = Cut(random=by(seed), kept=0.5, filler=b"\0", grown=False)
        found.add(tuple(sorted(disk.after(cut).items())))
    return found


def test_what_was_synced_stays() -> None:
    """One image only, once the file and its folder are synced."""
    done = (Made("a"), Written("a", 0, b"new"), Synced("a"), FolderSynced(""))
    assert images(*done) == {(("a", b"new"),)}


def test_a_synced_file_without_a_synced_folder_may_have_no_name() -> None:
    """Its bytes are safe, and nobody finds them."""
    assert images(Made("a"), Written("a", 0, b"new"), Synced("a")) == {(), (("a", b"new"),)}


def test_a_removed_file_may_come_back() -> None:
    """Until the folder is synced: this is how a journal undoes what was acknowledged."""
    assert images(Removed("a"), start={"a": b"old"}) == {(), (("a", b"old"),)}
    assert images(Removed("a"), FolderSynced(""), start={"a": b"old"}) == {()}


def test_a_write_may_be_torn_between_sectors() -> None:
    """Each sector is old or new, never half."""
    old, new = b"o" * SECTOR, b"n" * SECTOR
    left = images(Written("a", 0, new * 2), start={"a": old * 2})
    assert left == {(("a", one + two),) for one in (old, new) for two in (old, new)}


def test_a_file_may_keep_its_old_end() -> None:
    """A new length is lost or kept as a whole."""
    assert images(Truncated("a", 1), start={"a": b"old"}) == {(("a", b"o"),), (("a", b"old"),)}
