"""Notes beside the ledger: written where it cannot be, taken in by the next run, then gone."""

import json
import os
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.adapters.test_ledger_crash import say

from campaign.adapters.ledger import Ledger
from campaign.adapters.ledger_errors import LedgerError
from campaign.adapters.ledger_rows import row_of
from campaign.core.receipt import Posting, State

DAY = datetime(2019, 5, 11, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)

Make = Callable[..., Posting]
Bring = Callable[[Posting, State], None]


@pytest.fixture
def held(ledger: Ledger) -> Callable[[], Any]:
    """For the block in which another program holds the ledger."""

    @contextmanager
    def hold() -> Iterator[None]:
        ledger._connection.execute("PRAGMA busy_timeout = 20")
        with closing(sqlite3.connect(ledger.path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
            other.execute("ROLLBACK")

    return hold


def notes(ledger: Ledger) -> list[Path]:
    """The notes that lie there."""
    return sorted(ledger.path.parent.glob("ledger.db-note-*"))


RECORDS: dict[str, tuple[Callable[[Ledger, Posting], None], State, str]] = {
    "posted": (lambda at, p: at.record_posted(p.key, number=12, at=DAY), State.POSTED, ""),
    "unknown": (
        lambda at, p: at.record_unknown(p.key, at=DAY, reason="no_answer", message="Cut."),
        State.UNKNOWN,
        "Cut.",
    ),
    "refused": (
        lambda at, p: at.record_refused(
            p.key, at=DAY, reason="archived", message="No.", retry_at=None
        ),
        State.UNKNOWN,
        "No.",
    ),
    "released": (
        lambda at, p: at.release(p.key, at=DAY, reason="rate_limit", message="Later."),
        State.UNKNOWN,
        "Later.",
    ),
}


@pytest.mark.usefixtures("open_to_all")
@pytest.mark.parametrize("name", RECORDS)
def test_a_record_that_fails_is_noted(
    ledger: Ledger, posting: Make, held: Callable[[], Any], name: str
) -> None:
    """Privately, and told; the next run takes it in: posted as posted, all else as unknown."""
    record, ends, words = RECORDS[name]
    assert ledger.claim(posting())
    with held(), pytest.raises(LedgerError, match="is noted in") as error:
        record(ledger, posting())
    (note,) = notes(ledger)
    assert str(note) in error.value.message
    assert note.stat().st_mode & 0o777 == 0o600
    ledger.recover()
    (row,) = ledger.postings()
    assert (row.state, row.message) == (ends, words)
    assert row.number == (12 if ends is State.POSTED else None)
    assert notes(ledger) == []
    ledger.recover()
    assert ledger.postings() == (row,)


def test_a_note_is_whole_and_durable_before_it_bears_its_name(
    ledger: Ledger, posting: Make, held: Callable[[], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its content is synced before the name, the name before the call returns."""
    synced: list[str] = []
    fsync = os.fsync

    def watch(descriptor: int) -> None:
        synced.append(", ".join(path.suffix for path in notes(ledger)))
        fsync(descriptor)

    assert ledger.claim(posting())
    monkeypatch.setattr(os, "fsync", watch)
    with held(), pytest.raises(LedgerError):
        ledger.record_posted(posting().key, number=12, at=DAY)
    assert synced == [".part", ".json"]
    (note,) = notes(ledger)
    assert json.loads(note.read_bytes())["number"] == 12


@pytest.mark.parametrize("before", [None, State.PLANNED, State.INTENT, State.UNKNOWN])
def test_a_note_of_a_posting_the_ledger_has_lost(
    ledger: Ledger, posting: Make, held: Callable[[], Any], before: State | None
) -> None:
    """A backup was put back, or a new ledger made: the issue is known all the same."""
    assert ledger.claim(posting())
    with held(), pytest.raises(LedgerError):
        ledger.record_posted(posting().key, number=12, at=DAY)
    (note,) = notes(ledger)
    with Ledger.open(ledger.path.with_name("other.db")) as other:
        if before:
            assert other.claim(posting())
        if before is State.PLANNED:
            other.release(posting().key, at=DAY, reason="x", message="x")
        if before is State.UNKNOWN:
            other.record_unknown(posting().key, at=DAY, reason="x", message="x")
        note.rename(note.with_name(note.name.replace("ledger.db", "other.db")))
        other.recover()
        (row,) = other.postings()
        assert (row.state, row.number) == (State.POSTED, 12)


@pytest.fixture
def doubt(ledger: Ledger, posting: Make) -> Posting:
    """A posting of which only a note knows: the ledger was restored from a backup."""
    lost = posting(intended_at=DAY + 2 * HOUR, name_now="acme/new", title="New")
    with Ledger.open(ledger.path.with_name("lost.db")) as other:
        other._connection.execute("PRAGMA busy_timeout = 20")
        assert other.claim(lost)
        with closing(sqlite3.connect(other.path, isolation_level=None)) as program:
            program.execute("BEGIN IMMEDIATE")
            with pytest.raises(LedgerError):
                other.record_unknown(lost.key, at=DAY, reason="no_answer", message="Cut.")
    (note,) = ledger.path.parent.glob("lost.db-note-*")
    note.rename(note.with_name(note.name.replace("lost.db", "ledger.db")))
    return replace(lost, state=State.UNKNOWN, decided_at=DAY, reason="no_answer", message="Cut.")


def try_before(ledger: Ledger, posting: Posting, how: str) -> None:
    """What a backup says of an earlier try."""
    if how == "planned since":
        posting = replace(posting, intended_at=DAY + 3 * HOUR)
    if how != "nothing":
        assert ledger.claim(posting)
    match how:
        case "planned" | "planned since":
            ledger.release(posting.key, at=DAY, reason="rate_limit", message="Later.")
        case "refused":
            again = DAY + HOUR
            ledger.record_refused(
                posting.key, at=DAY, reason="locked", message="No.", retry_at=again
            )
        case "unknown":
            ledger.record_unknown(posting.key, at=DAY, reason="no_answer", message="Gone.")
            ledger.record_look(posting.key)


@pytest.mark.parametrize(
    "backup", ["nothing", "planned", "planned since", "refused", "intent", "unknown"]
)
def test_a_note_of_a_doubt_the_ledger_has_lost(
    ledger: Ledger, posting: Make, doubt: Posting, backup: str
) -> None:
    """Whatever a restored ledger says of an earlier try, the issue may exist: it is unknown since
    the note's own intent, looked for by nobody, and not sent again; then the note may go.
    """
    try_before(ledger, posting(), backup)
    ledger.recover()
    assert ledger.postings() == (doubt,)
    assert notes(ledger) == []
    assert not ledger.claim(posting(intended_at=DAY + timedelta(days=9)))


def test_a_note_stays_where_no_row_holds_it(ledger: Ledger, posting: Make, doubt: Posting) -> None:
    """What is refused for ever is never sent again; the doubt is kept all the same."""
    assert ledger.claim(posting())
    ledger.record_refused(doubt.key, at=DAY, reason="blocked", message="No.", retry_at=None)
    before = ledger.postings()
    ledger.recover()
    assert ledger.postings() == before
    assert len(notes(ledger)) == 1


@pytest.mark.usefixtures("doubt")
def test_a_doubt_is_taken_in_once(ledger: Ledger, posting: Make) -> None:
    """A note that could not be removed does not open again what was decided about it."""
    (note,) = notes(ledger)
    content = note.read_bytes()
    ledger.recover()
    for _ in range(3):
        ledger.record_look(posting().key)
    ledger.call_unmade(posting().key, at=DAY + 9 * HOUR)
    note.write_bytes(content)
    ledger.recover()
    assert [row.state for row in ledger.postings()] == [State.PLANNED]


def test_an_issue_from_a_note_counts_for_the_pace(
    ledger: Ledger, posting: Make, held: Callable[[], Any]
) -> None:
    """The row tells when the noted issue was sent, not when an earlier try was."""
    later = posting(intended_at=DAY + HOUR)
    assert ledger.claim(later)
    with held(), pytest.raises(LedgerError):
        ledger.record_posted(later.key, number=12, at=DAY + HOUR)
    (note,) = notes(ledger)
    with Ledger.open(ledger.path.with_name("other.db")) as other:
        assert other.claim(posting())
        other.release(later.key, at=DAY, reason="rate_limit", message="Later.")
        note.rename(note.with_name(note.name.replace("ledger.db", "other.db")))
        other.recover()
        (row,) = other.postings()
        assert (row.state, row.intended_at) == (State.POSTED, DAY + HOUR)


@pytest.mark.parametrize("ends", [State.POSTED, State.REFUSED])
def test_a_note_does_not_overrule_the_ledger(
    ledger: Ledger, posting: Make, held: Callable[[], Any], bring: Bring, ends: State
) -> None:
    """What was recorded after all stays as it is: a note of a doubt changes no certainty."""
    assert ledger.claim(posting())
    with held(), pytest.raises(LedgerError):
        ledger.record_unknown(posting().key, at=DAY, reason="no_answer", message="Cut.")
    if ends is State.POSTED:
        ledger.record_posted(posting().key, number=5, at=DAY)
    else:
        ledger.record_refused(posting().key, at=DAY, reason="x", message="", retry_at=None)
    before = ledger.postings()
    ledger.recover()
    assert (ledger.postings(), notes(ledger)) == (before, [])


def good(posting: Posting) -> dict[str, Any]:
    """A note's content."""
    return row_of(posting, State.POSTED) | {"number": 12}


SPOILT: dict[str, Any] = {
    "nothing": b"",
    "no JSON": b"{",
    "deep": b"[" * 100_000,
    "a list": [],
    "no key": {"repo_id": None},
    "another type": {"repo_id": "7"},
    "a truth": {"account_id": True},
    "no number": {"number": None},
    "a number too large": {"number": 2**63},
    "a number below none": {"number": -1},
    "half a pair": {"message": "\ud800"},
    "a list of words": {"reason": ["x"]},
    "no time": {"intended_at": "yesterday"},
    "no state": {"state": "done"},
    "one more": {"colour": "red"},
}


@pytest.mark.parametrize("name", SPOILT)
def test_a_note_that_makes_no_sense_is_left_alone(ledger: Ledger, posting: Make, name: str) -> None:
    """It neither keeps the ledger from working nor is it thrown away."""
    spoilt = SPOILT[name]
    if isinstance(spoilt, dict):
        spoilt = good(posting()) | spoilt
    content = spoilt if isinstance(spoilt, bytes) else json.dumps(spoilt).encode()
    note = ledger.path.with_name("ledger.db-note-0.json")
    note.write_bytes(content)
    assert ledger.claim(posting())
    ledger.recover()
    assert [row.state for row in ledger.postings()] == [State.UNKNOWN]
    assert note.read_bytes() == content


def test_a_linked_note_is_left_alone(ledger: Ledger, posting: Make, tmp_path: Path) -> None:
    """Somebody else may have planted it."""
    elsewhere = tmp_path / "elsewhere.json"
    elsewhere.write_text(json.dumps(good(posting())))
    ledger.path.with_name("ledger.db-note-0.json").symlink_to(elsewhere)
    ledger.recover()
    assert ledger.postings() == ()
    assert elsewhere.exists()


def test_a_note_of_another_server_s_ledger_is_left_alone(ledger: Ledger, posting: Make) -> None:
    """One folder holds the ledgers of several servers, whose numbers say nothing to each other."""
    note = ledger.path.with_name("ledger-127.0.0.1-80.db-note-0.json")
    note.write_text(json.dumps(good(posting())))
    ledger.recover()
    assert ledger.postings() == ()
    assert note.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such limits")
def test_a_full_disk_at_the_record(tmp_path: Path) -> None:
    """Where the ledger has no room, a note may have; where nothing has, the words say it all; and
    whichever it is, the row is an intent until the next run.
    """
    script = """
import resource
path.parent.mkdir(mode=0o700)
said = []
with Ledger.open(path) as ledger:
    for room in (0, 300, 2000):
        one = posting(room + 1)
        assert ledger.claim(one)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
        try:
            ledger.record_posted(one.key, number=12, at=now)
        except CampaignError as error:
            said.append([room, "noted" in error.message, ledger.get(one.key).state])
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, -1))
    left = len(list(path.parent.glob("*.part")))
    ledger.recover()
    said.append([left, *(row.state for row in ledger.postings())])
print(json.dumps(said))
"""
    said = say(script, tmp_path / "state" / "ledger.db")
    assert said == [
        [0, False, "intent"],
        [300, False, "intent"],
        [2000, True, "intent"],
        [0, "unknown", "unknown", "posted"],
    ]
