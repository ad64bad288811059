"""Sending: the intent first, one request, a calm pace, and again only what was not made."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.flow.conftest import DAY, Stage, outcomes, said

from campaign.adapters.ledger import Ledger
from campaign.adapters.ledger_schema import LedgerError
from campaign.core.marker import Key
from campaign.errors import Exit
from campaign.rehearsal import mishaps
from campaign.rehearsal.faults import Fault
from campaign.rehearsal.wire import error


def test_sends_the_bytes_of_the_plan(stage: Stage) -> None:
    """What the plan showed is what arrives, byte for byte, and what GitHub keeps."""
    stage.post(statement="Because of my own street: grüße, 💚, `code`, <b>.\r\nSecond line.")
    assert stage.plan is not None
    shown = {step.repo: (step.draft.title, step.draft.body) for step in stage.plan.steps}
    kept = {issue.repository.full_name: (issue.title, issue.body) for issue in stage.issues()}
    sent = [(visit.title, visit.body) for visit in stage.creates()]
    assert kept == shown
    assert sent == list(shown.values())


def test_sends_title_and_body_and_nothing_else(single: Stage) -> None:
    """No labels, no assignees."""
    single.post()
    assert set(single.creates()[0].sent) == {"title", "body"}


def test_intent_is_on_disk_first(stage: Stage) -> None:
    """When a request arrives, the file already holds its intent."""
    stage.post()
    assert stage.seen_at_creates == ["intent"] * 3


def test_token_stays_in_its_header(stage: Stage) -> None:
    """The token is in no path, no body, no other header, and not in the ledger."""
    stage.go_wrong(mishaps.lose_answer())
    stage.post()
    for visit in stage.world.log:
        headers = {k: v for k, v in visit.request.headers.items() if k != "authorization"}
        assert stage.me.token not in f"{visit.request.path}{visit.request.query_string}{headers}"
        assert stage.me.token.encode() not in visit.request.payload
    assert stage.me.token.encode() not in stage.ledger_path.read_bytes()


@pytest.mark.parametrize("retry_after", [60, None, 90])
def test_pause(single: Stage, retry_after: int | None) -> None:
    """The limit is waited for, a minute at least where none is named; then one more try."""
    single.go_wrong(mishaps.secondary_limit(retry_after=retry_after))
    run = single.post()
    assert run.exit is Exit.DONE
    first, second = single.creates()
    assert second.arrived - first.arrived >= (retry_after or 60)
    assert "GitHub asks for a pause" in single.desk.reasons[0]


def test_second_pause_ends_the_run(stage: Stage) -> None:
    """One pause in a run, whichever repositories ask for it; the rest waits for another run."""
    stage.go_wrong(mishaps.secondary_limit(), mishaps.secondary_limit().after(1))
    run = stage.post()
    assert said(run.receipts) == ["posted", "deferred", "deferred"]
    assert run.exit is Exit.LIMITED
    assert len(stage.creates()) == 3


def test_long_limit_is_not_waited_for(single: Stage) -> None:
    """429 for an hour: nobody sleeps, and the time to come back is told."""
    single.go_wrong(mishaps.too_many_requests(retry_after=3600))
    run = single.post()
    assert single.desk.waits == []
    assert run.exit is Exit.LIMITED
    assert run.resume_at is not None
    assert timedelta(minutes=59) < run.resume_at - DAY < timedelta(minutes=61)


def test_budget_used_up(single: Stage) -> None:
    """With the hour's requests used up, the time to come back is the hour's end."""
    single.go_wrong(mishaps.primary_exhausted(reset=DAY + timedelta(minutes=40)))
    run = single.post()
    assert run.resume_at is not None
    assert abs(run.resume_at - DAY - timedelta(minutes=40)) < timedelta(seconds=5)


def test_no_pause_without_patience(single: Stage) -> None:
    """With --max-wait 0 a pause of a minute is left for another run."""
    single.go_wrong(mishaps.secondary_limit())
    run = single.post(max_wait=0)
    assert (outcomes(run), single.desk.waits) == ({"ant/one": "deferred"}, [])


def test_nobody_there(stage: Stage) -> None:
    """A refused connection is no doubt: three tries, then the run is deferred; all stays free."""
    stage.meanwhile = stage.vanish
    run = stage.post()
    assert said(run.receipts) == ["deferred"] * 3
    assert {receipt.reason for receipt in run.receipts} == {"not_sent"}
    assert run.exit is Exit.LIMITED
    assert stage.states() == {stage.order[0]: "planned"}
    assert stage.desk.reasons.count("the request did not leave; trying again") == 2


def test_somebody_there_again(single: Stage) -> None:
    """The second try reaches a GitHub that is back, and makes one issue."""
    single.meanwhile = single.vanish
    single.desk.on_wait = single.come_back
    run = single.post()
    assert (outcomes(run), len(single.issues())) == ({"ant/one": "posted"}, 1)


class FullDisk(Ledger):
    """Takes every intent, and cannot write what became of it."""

    def record_posted(self, key: Key, *, number: int, at: datetime, reason: str = "") -> None:
        raise LedgerError("The ledger cannot be used: disk full.")

    def record_refused(self, key: Key, **_: Any) -> None:
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
    assert "made issue #1, in ant/one" in first.message
    assert "disk full" in first.message
    assert (len(stage.creates()), stage.states()) == (1, {"ant/one": "intent"})
    stage.ledger_kind = Ledger
    again = stage.post()
    assert said(again.receipts) == ["already", "posted", "posted"]
    assert len(stage.issues()) == 3


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
        raise LedgerError("The ledger cannot be used: disk full.")


def test_intent_that_fails(single: Stage) -> None:
    """Without an intent nothing is sent."""
    single.ledger_kind = NoIntent
    with pytest.raises(LedgerError):
        single.post()
    assert single.creates() == []


def test_taken_meanwhile(single: Stage) -> None:
    """A key that was claimed after the plan is not sent."""

    def rival() -> None:
        single.meanwhile = lambda: None
        single.post()

    single.meanwhile = rival
    run = single.post()
    assert (outcomes(run), run.receipts[0].reason) == ({"ant/one": "skipped"}, "claimed")
    assert len(single.issues()) == 1
