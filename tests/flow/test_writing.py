"""A ledger that cannot be written: before a request nothing is sent, after it nothing is lost."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from typing import Any

import pytest
from tests.flow.conftest import Stage, ends, outcomes, said

from campaign.adapters import ledger_file
from campaign.adapters.ledger import Ledger
from campaign.adapters.ledger_errors import LedgerError
from campaign.core.marker import Key
from campaign.core.receipt import Posting
from campaign.errors import Exit
from campaign.rehearsal import mishaps
from campaign.rehearsal.faults import Fault
from campaign.rehearsal.wire import error


class FullDisk(Ledger):
    """Takes every intent, and cannot write what became of it."""

    def record_posted(self, key: Key, *, number: int, at: datetime) -> None:
        raise LedgerError("The ledger cannot be used: disk full.", hint="Free disk space.")

    def record_refused(self, key: Key, **_: Any) -> None:
        raise LedgerError("The ledger cannot be used: disk full.")

    def adopt(self, posting: Posting) -> None:
        raise LedgerError("The ledger cannot be used: disk full.")


def test_record_that_fails(stage: Stage) -> None:
    """Made but not written down: told as unknown with its number, nothing sent after it, and the
    next run finds it.
    """
    stage.ledger_kind = FullDisk
    run = stage.post()
    first = run.receipts[0]
    assert said(run.receipts) == ["unknown", "deferred", "deferred"]
    assert (first.reason, run.exit) == ("not_recorded", Exit.UNKNOWN)
    url = "https://github.com/ant/one/issues/1"
    assert (first.number, first.url) == (1, url)
    assert "made issue #1, in ant/one, but that could not be written" in first.message
    assert f"Keep this line: {url}" in first.message
    assert "disk full" in first.message
    assert (len(stage.creates()), stage.states()) == (1, {"ant/one": "intent"})
    stage.ledger_kind = Ledger
    again = stage.post()
    assert said(again.receipts) == ["already", "posted", "posted"]
    assert len(stage.issues()) == 3


def test_what_to_put_right_is_told_first(single: Stage) -> None:
    """Until then the next run fails as well; also where Ctrl-C fell into the request."""
    single.ledger_kind = FullDisk
    single.desk.interrupt = "undisturbed"
    run = single.post()
    assert (ends(run), run.exit) == ([("unknown", "not_recorded")], Exit.INTERRUPTED)
    assert run.receipts[0].message.startswith("Free disk space. GitHub made issue #1")
    assert run.receipts[0].number == 1


def test_refusal_that_cannot_be_recorded(single: Stage) -> None:
    """A refusal not written down is told in GitHub's words, and never becomes a second request."""
    single.ledger_kind = FullDisk
    single.go_wrong(Fault(then=error(410, "Issues has been disabled in this repository.")))
    run = single.post()
    assert run.exit is Exit.UNKNOWN
    assert "Issues has been disabled" in run.receipts[0].message
    single.ledger_kind = Ledger
    assert (outcomes(single.post()), len(single.creates())) == ({"ant/one": "unknown"}, 1)


def test_find_that_cannot_be_recorded(single: Stage) -> None:
    """An issue found after a lost answer, with no room to write it down: told, and found again."""
    single.ledger_kind = FullDisk
    single.go_wrong(mishaps.lose_answer())
    run = single.post()
    assert (outcomes(run), run.exit) == ({"ant/one": "unknown"}, Exit.UNKNOWN)
    assert "the connection was cut" in run.receipts[0].message
    assert "disk full" in run.receipts[0].message
    single.ledger_kind = Ledger
    assert (outcomes(single.post()), len(single.creates())) == ({"ant/one": "already"}, 1)


class NoIntent(Ledger):
    """A disk that was full from the start."""

    def claim(self, posting: object) -> bool:
        raise LedgerError("The ledger cannot be used: disk full.", hint="Free disk space.")


def test_intent_that_fails(stage: Stage) -> None:
    """Without an intent nothing is sent, to nobody; what to do about it is told."""
    stage.ledger_kind = NoIntent
    run = stage.post()
    assert ends(run) == [("deferred", "not_written")] * 3
    assert run.receipts[0].message == "The ledger cannot be used: disk full. Free disk space."
    assert (run.exit, stage.creates()) == (Exit.LIMITED, [])


def test_intent_that_fails_after_an_issue(stage: Stage) -> None:
    """What was posted before is told with its link."""

    class Counting(Ledger):
        def claim(self, posting: Posting) -> bool:
            if stage.creates():
                raise LedgerError("The ledger cannot be used: disk full.")
            return super().claim(posting)

    stage.ledger_kind = Counting
    run = stage.post()
    assert said(run.receipts) == ["posted", "deferred", "deferred"]
    assert run.receipts[0].url
    assert len(stage.creates()) == 1


def hold(connection: sqlite3.Connection) -> Callable[[], None]:
    """Another program takes the ledger for itself."""

    def begin() -> None:
        connection.execute("BEGIN IMMEDIATE")

    return begin


def test_ledger_held_before_the_request(single: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program holds it longer than our patience: deferred, no request, nothing intended;
    once it is free everything goes its way.
    """
    monkeypatch.setattr(ledger_file, "PATIENCE", 0.05)
    Ledger.open(single.ledger_path).close()
    with closing(sqlite3.connect(single.ledger_path, isolation_level=None)) as other:
        single.meanwhile = hold(other)
        run = single.post()
        assert ends(run) == [("deferred", "not_written")]
        assert "locked" in run.receipts[0].message
        assert (run.exit, single.creates()) == (Exit.LIMITED, [])
        other.execute("ROLLBACK")
    single.meanwhile = lambda: None
    assert outcomes(single.post()) == {"ant/one": "posted"}


def test_ledger_held_at_the_record(single: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Longer than our patience, after the issue was made: noted beside it, told with its number,
    and taken in by the next run without a look or a second request.
    """
    monkeypatch.setattr(ledger_file, "PATIENCE", 0.05)
    Ledger.open(single.ledger_path).close()
    other = sqlite3.connect(single.ledger_path, isolation_level=None, check_same_thread=False)
    with closing(other):
        single.at_create = hold(other)
        run = single.post()
        other.execute("ROLLBACK")
    assert (ends(run), run.exit) == ([("unknown", "not_recorded")], Exit.UNKNOWN)
    assert "GitHub made issue #1, in ant/one" in run.receipts[0].message
    assert len(list(single.folder.glob("ledger.db-note-*.json"))) == 1
    single.at_create = lambda: None
    single.world.list_lag = 3600
    assert outcomes(single.post()) == {"ant/one": "already"}
    assert (single.rows()["ant/one"].number, len(single.creates())) == (1, 1)
    assert list(single.folder.glob("ledger.db-note-*")) == []


def test_patience_is_long() -> None:
    """Half a minute at least: what was just created must find its way into the file."""
    assert ledger_file.PATIENCE >= 30
