"""The ledger's file: private from its first moment, durable, and never trusted when in doubt."""

import errno
import hashlib
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.unguarded import without

from campaign.adapters.ledger import Ledger
from campaign.adapters.ledger_errors import LedgerError, LedgerHeld, LedgerUnreadable
from campaign.adapters.ledger_file import PATIENCE
from campaign.adapters.ledger_schema import APPLICATION_ID, MIGRATIONS
from campaign.adapters.private_files import NotPrivate
from campaign.core.receipt import Posting, State
from campaign.errors import CampaignError, Exit

Make = Callable[..., Posting]

DAY = datetime(2019, 5, 11, 14, 0, tzinfo=UTC)


def pragma(connection: sqlite3.Connection, name: str) -> object:
    """A setting in force."""
    return connection.execute(f"PRAGMA {name}").fetchone()[0]


def digest(path: Path) -> str:
    """What a file holds."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a ledger would be; the folder is there already."""
    tmp_path.chmod(0o700)
    return tmp_path / "ledger.db"


@pytest.fixture
def filled(path: Path, posting: Make) -> Path:
    """A ledger with one posted issue, and nobody using it."""
    with Ledger.open(path) as ledger:
        assert ledger.claim(posting())
        ledger.record_posted(posting().key, number=12, at=DAY)
    return path


def check_refused(path: Path, words: str) -> None:
    """Opening it fails in these words, and leaves every byte as it was."""
    before = digest(path)
    with pytest.raises(LedgerError, match=words) as error:
        Ledger.open(path)
    assert str(path) in error.value.message
    assert error.value.hint
    assert digest(path) == before


# Durable and private


def test_the_settings_that_make_a_commit_last(ledger: Ledger) -> None:
    """A rollback journal with EXTRA: measured to lose no acknowledged write in a power cut."""
    settings = {
        "journal_mode": "delete",
        "synchronous": 3,
        "fullfsync": 1,
        "trusted_schema": 0,
        "busy_timeout": PATIENCE * 1000,
        "application_id": APPLICATION_ID,
        "user_version": len(MIGRATIONS),
    }
    assert {name: pragma(ledger._connection, name) for name in settings} == settings
    assert PATIENCE >= 30


@pytest.mark.usefixtures("open_to_all")
def test_nobody_else_can_read_it(tmp_path: Path, posting: Make) -> None:
    """Folder 0700, ledger and journal 0600, also where the system would let everybody in."""
    path = tmp_path / "state" / "campaign" / "ledger.db"
    with Ledger.open(path) as ledger:
        ledger._connection.execute("BEGIN IMMEDIATE")
        ledger._connection.execute("INSERT INTO move VALUES (1, '', 1, 1, '', '', '')")
        modes = {file.name: file.stat().st_mode & 0o777 for file in path.parent.iterdir()}
        ledger._connection.execute("ROLLBACK")
    assert modes == {"ledger.db": 0o600, "ledger.db-journal": 0o600}
    assert {folder.stat().st_mode & 0o777 for folder in path.parents[:2]} == {0o700}


def test_a_ledger_is_opened_again(filled: Path, posting: Make) -> None:
    """With all its rows, as often as one likes."""
    for _ in range(3):
        with Ledger.open(filled) as ledger:
            (row,) = ledger.postings()
            assert (row.state, row.number) == (State.POSTED, 12)
            assert not ledger.claim(posting())


def test_a_linked_ledger_is_refused(filled: Path) -> None:
    """Somebody else may have planted the link; what it leads to stays untouched."""
    link = filled.with_name("link.db")
    link.symlink_to(filled)
    nowhere = filled.with_name("nowhere.db")
    nowhere.symlink_to(filled.with_name("new.db"))
    before = digest(filled)
    for each in (link, nowhere):
        with pytest.raises(NotPrivate, match="is a link"):
            Ledger.open(each)
    assert digest(filled) == before
    assert not filled.with_name("new.db").exists()


# Not ours, or not whole


@pytest.mark.parametrize("mode", ["DELETE", "WAL"])
def test_another_programs_database_is_refused(path: Path, mode: str) -> None:
    """And not changed in a single byte."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA journal_mode = {mode}")
        connection.execute("CREATE TABLE bookmark (url TEXT)")
        connection.commit()
    check_refused(path, "not a ledger of campaign")


@pytest.mark.parametrize("pragma", ["application_id = 99", "user_version = 3"])
def test_another_programs_empty_database_is_refused(path: Path, pragma: str) -> None:
    """It has no table yet, but it says whose it is."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA {pragma}")
    check_refused(path, "not a ledger of campaign")


def test_a_newer_ledger_is_refused(filled: Path) -> None:
    """What a newer version wrote is not for an older one to change."""
    with closing(sqlite3.connect(filled)) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    check_refused(filled, "newer version")
    with pytest.raises(LedgerError) as error:
        Ledger.open(filled)
    assert not isinstance(error.value, LedgerUnreadable), "nobody should rebuild a sound ledger"


@pytest.mark.parametrize(
    "content", [b"x", b"SQLite format 3\0", b"My notes.\n" * 2000, b"\0" * 8192]
)
def test_garbage_is_refused(path: Path, content: bytes) -> None:
    """A file that is no database is never overwritten."""
    path.write_bytes(content)
    check_refused(path, "is damaged|not a ledger of campaign")


def test_a_ledger_cut_short_is_refused(filled: Path) -> None:
    """Wherever the cut is."""
    whole = filled.read_bytes()
    for length in [*range(1, 200, 7), *range(512, len(whole), 512), len(whole) - 1]:
        filled.write_bytes(whole[:length])
        check_refused(filled, "is damaged|not a ledger of campaign")


def test_a_page_of_zeros_is_refused(filled: Path) -> None:
    """A block that the disk lost, in any place."""
    whole = filled.read_bytes()
    for start in range(0, len(whole), 4096):
        filled.write_bytes(whole[:start] + bytes(4096) + whole[start + 4096 :])
        check_refused(filled, "is damaged|not a ledger of campaign")


def test_an_index_that_lost_its_row_is_refused(filled: Path) -> None:
    """The rows look sound, but a second claim would not meet the first."""
    with closing(sqlite3.connect(filled)) as connection:
        (root,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name LIKE 'sqlite_autoindex_posting%'"
        ).fetchone()
        size = int(str(pragma(connection, "page_size")))
    whole = bytearray(filled.read_bytes())
    start = (root - 1) * size
    # An index leaf without cells: https://www.sqlite.org/fileformat2.html#b_tree_pages
    whole[start + 3 : start + 7] = (0).to_bytes(2) + size.to_bytes(2)
    filled.write_bytes(whole)
    check_refused(filled, "is damaged")


def journal_of(path: Path) -> bytes:
    """The journal of a transaction that is under way."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO move VALUES (99, '', 1, 1, '', '', '')")
        journal = path.with_name("ledger.db-journal").read_bytes()
        connection.execute("ROLLBACK")
    return journal


def test_an_emptied_ledger_with_a_journal_is_refused(filled: Path) -> None:
    """SQLite would begin anew and throw the journal away; here somebody must look."""
    journal = filled.with_name("ledger.db-journal")
    saved = journal_of(filled)
    filled.write_bytes(b"")
    journal.write_bytes(saved)
    check_refused(filled, "is damaged")
    assert journal.read_bytes() == saved
    filled.unlink()
    with pytest.raises(LedgerError, match="is damaged"):
        Ledger.open(filled)


@pytest.mark.parametrize("size", [None, 0, 28, 512, 4096])
def test_an_empty_file_is_never_a_new_ledger(path: Path, size: int | None) -> None:
    """A new one appears whole: what is empty was emptied, with or without a journal."""
    path.touch(mode=0o600)
    if size is not None:
        path.with_name("ledger.db-journal").write_bytes(bytes(size))
    check_refused(path, "is damaged")


def test_damage_names_the_way_out(path: Path) -> None:
    """A backup, or the command that makes a new ledger of what GitHub shows."""
    path.touch(mode=0o600)
    with pytest.raises(LedgerUnreadable) as error:
        Ledger.open(path)
    assert "campaign settle CAMPAIGN --rebuild" in error.value.hint


@pytest.mark.parametrize("links", [True, False])
def test_a_new_ledger_appears_whole(
    path: Path, monkeypatch: pytest.MonkeyPatch, *, links: bool
) -> None:
    """Until then the place is empty, also on a file system without links; nothing is left over."""
    seen: list[bool] = []
    link = os.link

    def watch(*names: object) -> None:
        seen.append(path.exists())
        if not links:
            raise PermissionError(1, "Operation not permitted")
        link(*names)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "link", watch)
    with Ledger.open(path) as ledger:
        assert ledger.postings() == ()
    assert seen == [False]
    assert [file.name for file in path.parent.iterdir()] == ["ledger.db"]
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_disk_that_fails_is_not_asked_again(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a file system without links gets the new ledger by another way."""

    def fail(*_names: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "link", fail)
    with pytest.raises(NotPrivate, match=r"Input/output error\. Nothing was sent\."):
        Ledger.open(path)
    assert list(path.parent.iterdir()) == []


def test_a_ledger_that_another_process_was_quicker_to_make(
    path: Path, posting: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its rows stay: ours is thrown away."""
    link = os.link

    def be_quicker(*names: object) -> None:
        monkeypatch.setattr(os, "link", link)
        with Ledger.open(path) as other:
            assert other.claim(posting())
        link(*names)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "link", be_quicker)
    with Ledger.open(path) as ledger:
        assert ledger.postings() == (posting(),)
    assert [file.name for file in path.parent.iterdir()] == ["ledger.db"]


@pytest.mark.parametrize(
    ("column", "value"), [("intended_at", "yesterday"), ("decided_at", "11 May")]
)
def test_a_row_that_makes_no_sense_is_told(
    filled: Path, posting: Make, column: str, value: str
) -> None:
    """In the one kind of error callers wait for."""
    with without(filled, "fixed_posted") as connection:
        connection.execute(f"UPDATE posting SET {column} = ?", (value,))  # noqa: S608
    with Ledger.open(filled) as ledger, pytest.raises(LedgerError, match="cannot be used"):
        ledger.get(posting().key)


def test_a_ledger_that_another_process_holds(filled: Path, posting: Make) -> None:
    """After its patience nothing is claimed, and that is said; later it is as before."""
    with Ledger.open(filled) as ledger, closing(sqlite3.connect(filled)) as other:
        ledger._connection.execute("PRAGMA busy_timeout = 50")
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerHeld, match="locked") as held:
            ledger.claim(posting(8))
        assert held.value.exit_code is Exit.LIMITED
        other.rollback()
        assert ledger.get(posting(8).key) is None
        assert ledger.claim(posting(8))


def test_a_journal_that_is_none(filled: Path) -> None:
    """Told in words, like everything else that is in the way."""
    filled.with_name("ledger.db-journal").mkdir()
    with pytest.raises(CampaignError, match="cannot be used"):
        Ledger.open(filled)
