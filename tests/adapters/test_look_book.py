"""The look book: private, bounded, and readable whatever happened to some of its lines."""

import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from campaign.adapters import look_book
from campaign.adapters.look_book import Kept, LookBook
from campaign.adapters.private_files import NotPrivate
from campaign.core.access import Reason, Verdict
from campaign.core.history import Glimpse, Look

NOON = datetime(2019, 5, 11, 12, 0, tzinfo=UTC)
ONE = Glimpse(repo="ant/one", verdict=Verdict.OPEN, reason=Reason.VIEWER_CAN_CREATE)


def look(minute: int = 0, *, account_id: int | None = 7, login: str | None = "ada") -> Look:
    """What was seen at this minute after noon."""
    at = NOON + timedelta(minutes=minute)
    return Look(at=at, account_id=account_id, login=login, seen=(ONE,))


@pytest.fixture
def book(tmp_path: Path) -> LookBook:
    """A book in a state folder that does not exist yet."""
    return LookBook(tmp_path / "state" / "looks.jsonl")


def test_what_is_added_is_read_in_its_order(book: LookBook) -> None:
    """With an account or without one, to the second."""
    looks = (look(0), look(1, account_id=None, login=None), look(2))
    for each in looks:
        book.add(each)
    assert book.read() == Kept(looks=looks, damaged=0)


def test_no_book_is_an_empty_one(book: LookBook) -> None:
    """Reading makes no file and no folder."""
    assert book.read() == Kept(looks=(), damaged=0)
    assert not book.path.parent.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_only_its_owner_may_read_it(book: LookBook) -> None:
    """0600 from the first moment, again when it was opened up, and after the oldest went."""
    book.add(look())
    assert stat.S_IMODE(book.path.stat().st_mode) == 0o600
    book.path.chmod(0o644)
    book.read()
    assert stat.S_IMODE(book.path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "damage",
    [
        b"{",
        b"\x00\xff\x00",
        b"[]",
        b"null",
        b'{"at":"2019-05-11T12:00:00","account":null,"login":null,"seen":[]}',
        b'{"at":"0001-01-01T00:00:00+14:00","account":null,"login":null,"seen":[]}',
        b'{"at":"2019-05-11T12:00:00Z","account":"7","login":null,"seen":[]}',
        b'{"at":"2019-05-11T12:00:00Z","account":true,"login":null,"seen":[]}',
        b'{"at":"2019-05-11T12:00:00Z","account":7,"login":[],"seen":[]}',
        b'{"at":"2019-05-11T12:00:00Z","account":7,"login":"a","seen":[["a/b","ajar","archived"]]}',
        b'{"at":"2019-05-11T12:00:00Z","account":7,"login":"a","seen":[["../x","open","error"]]}',
        b'{"at":"2019-05-11T12:00:00Z","account":7,"login":"a","seen":[["a/b"]]}',
        b'{"at":"2019-05-11T12:00:00Z","account":7,"login":"a","seen":[[1,"open","error"]]}',
        b'{"at":"2019-05-11T12:00:00Z","account":7,"login":"a","seen":7}',
        b"[" * 100_000,
        b'{"at":' + b"9" * 5000 + b"}",
    ],
)
def test_a_damaged_line_hides_no_other(damage: bytes, book: LookBook) -> None:
    """It is counted, and the looks before and after it are read."""
    book.add(look(0))
    with book.path.open("ab") as file:
        file.write(damage + b"\n")
    book.add(look(1))
    assert book.read() == Kept(looks=(look(0), look(1)), damaged=1)


def test_a_line_cut_short_takes_no_other_with_it(book: LookBook) -> None:
    """After a crash in the middle of writing, the next look begins a line of its own."""
    book.add(look(0))
    book.add(look(1))
    book.path.write_bytes(book.path.read_bytes()[:-20])
    book.add(look(2))
    assert book.read() == Kept(looks=(look(0), look(2)), damaged=1)


def test_beyond_the_most_the_oldest_go(book: LookBook, monkeypatch: pytest.MonkeyPatch) -> None:
    """A tenth at once; the newest always stay."""
    monkeypatch.setattr(look_book, "MOST_LOOKS", 20)
    for minute in range(21):
        book.add(look(minute))
    assert book.read().looks == tuple(look(minute) for minute in range(3, 21))
    assert list(book.path.parent.iterdir()) == [book.path]


def test_it_is_bounded_in_bytes_too(book: LookBook, monkeypatch: pytest.MonkeyPatch) -> None:
    """However much one look holds, the file does not grow without end."""
    book.add(look(0))
    monkeypatch.setattr(look_book, "MOST_BYTES", 10 * book.path.stat().st_size)
    for minute in range(1, 30):
        book.add(look(minute))
        assert book.path.stat().st_size <= look_book.MOST_BYTES
    assert look(29) in book.read().looks


def test_of_a_file_made_too_large_the_end_is_read(
    book: LookBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What somebody else wrote there cannot fill the memory."""
    book.add(look(0))
    monkeypatch.setattr(look_book, "MOST_BYTES", book.path.stat().st_size)
    book.path.write_bytes(b"x" * 10_000 + b"\n" + book.path.read_bytes())
    assert book.read().looks == (look(0),)


def test_runs_at_the_same_time_keep_each_others_looks(book: LookBook) -> None:
    """Four processes write at once, and no line is torn or lost."""
    program = (
        "import sys; from pathlib import Path; from tests.adapters.test_look_book import look;"
        " from campaign.adapters.look_book import LookBook;"
        " [LookBook(Path(sys.argv[1])).add(look(n)) for n in range(50)]"
    )
    runs = [subprocess.Popen([sys.executable, "-c", program, str(book.path)]) for _ in range(4)]
    assert [run.wait(120) for run in runs] == [0] * 4
    kept = book.read()
    assert (len(kept.looks), kept.damaged) == (200, 0)


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_is_not_followed(book: LookBook, tmp_path: Path) -> None:
    """A book planted by somebody else is neither read nor written."""
    book.path.parent.mkdir()
    victim = tmp_path / "victim"
    victim.write_text("precious")
    book.path.symlink_to(victim)
    with pytest.raises(NotPrivate):
        book.add(look())
    with pytest.raises(NotPrivate):
        book.read()
    assert victim.read_text() == "precious"
