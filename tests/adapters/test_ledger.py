"""What the ledger lets happen to a posting, and what it remembers of it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from campaign.adapters.ledger import Ledger
from campaign.adapters.ledger_errors import LedgerError
from campaign.core.receipt import Posting, State

DAY = datetime(2019, 5, 11, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)

Make = Callable[..., Posting]
Bring = Callable[[Posting, State], None]


def state(ledger: Ledger, posting: Posting) -> State:
    """Where it stands."""
    row = ledger.get(posting.key)
    assert row is not None
    return row.state


# Claims


def test_an_intent_is_written_down_whole(ledger: Ledger, posting: Make) -> None:
    """Everything that is known before the request leaves can be read again."""
    assert ledger.claim(posting())
    assert ledger.get(posting().key) == posting()
    assert ledger.postings() == (posting(),)


@pytest.mark.parametrize(
    ("before", "claimed"),
    [
        (State.PLANNED, True),
        (State.INTENT, False),
        (State.POSTED, False),
        (State.REFUSED, False),
        (State.UNKNOWN, False),
    ],
)
def test_who_may_be_sent_again(
    ledger: Ledger, posting: Make, bring: Bring, before: State, claimed: bool
) -> None:
    """Only what provably was not made; every other claim is refused and changes nothing."""
    bring(posting(), before)
    row = ledger.get(posting().key)
    later = posting(intended_at=DAY + timedelta(seconds=1), title="Another", name_now="acme/new")
    assert ledger.claim(later) is claimed
    assert ledger.get(later.key) == (later if claimed else row)


@pytest.mark.parametrize(
    ("retry_at", "asked", "claimed"),
    [
        (DAY + HOUR, DAY + HOUR, True),
        (DAY + HOUR, DAY + HOUR - timedelta(microseconds=1), False),
        (DAY + HOUR, DAY + 2 * HOUR, True),
        (None, DAY + timedelta(days=9999), False),
    ],
)
def test_a_refusal_holds_until_its_time_is_over(
    ledger: Ledger, posting: Make, retry_at: datetime | None, asked: datetime, claimed: bool
) -> None:
    """Not a microsecond earlier; and for ever where there is no such time."""
    assert ledger.claim(posting())
    ledger.record_refused(posting().key, at=DAY, reason="blocked", message="No.", retry_at=retry_at)
    assert ledger.claim(posting(intended_at=asked)) is claimed


def test_a_claim_forgets_the_refusal_before_it(ledger: Ledger, posting: Make, bring: Bring) -> None:
    """The row tells of the present try alone."""
    bring(posting(), State.REFUSED)
    later = posting(intended_at=DAY + 2 * HOUR)
    assert ledger.claim(later)
    assert ledger.get(later.key) == later


@pytest.mark.parametrize("part", ["campaign", "repo_id", "account_id"])
def test_every_part_of_the_key_counts(
    ledger: Ledger, posting: Make, bring: Bring, part: str
) -> None:
    """Another campaign, repository or account is another posting."""
    bring(posting(), State.POSTED)
    key = posting().key
    parts = {"campaign": key.campaign, "repo_id": key.repo_id, "account_id": key.account_id}
    other = type(key)(**{**parts, part: "other" if part == "campaign" else 99})  # type: ignore[arg-type]
    assert ledger.get(other) is None
    assert ledger.claim(posting(key=other))


# Records


def test_what_is_recorded_can_be_read(ledger: Ledger, posting: Make, bring: Bring) -> None:
    """Number, time, reason, GitHub's words, and when to come back."""
    for repo_id, name in enumerate(State, start=1):
        bring(posting(repo_id), name)
    rows = {row.state: row for row in ledger.postings()}
    assert rows[State.POSTED].number == 12
    assert rows[State.REFUSED].retry_at == DAY + HOUR
    assert (rows[State.REFUSED].reason, rows[State.REFUSED].message) == ("archived", "No.")
    assert rows[State.UNKNOWN].reason == "no_answer"
    assert rows[State.PLANNED].message == "No network."
    assert {row.decided_at for row in rows.values()} == {DAY, None}
    assert rows[State.INTENT].decided_at is None


def test_times_are_kept_exactly_and_in_utc(ledger: Ledger, posting: Make) -> None:
    """Whatever zone they are given in."""
    there = timezone(timedelta(hours=5, minutes=45))
    at = datetime(2019, 5, 11, 23, 59, 59, 999_999, tzinfo=there)
    assert ledger.claim(posting(intended_at=at))
    row = ledger.get(posting().key)
    assert row is not None
    assert row.intended_at == at
    assert row.intended_at.utcoffset() == timedelta(0)


def test_rows_are_found_by_campaign_and_account(ledger: Ledger, posting: Make) -> None:
    """Oldest first, all of them if nothing is asked for."""
    rows = (posting(3), posting(1), posting(2, campaign="other"))
    assert all(ledger.claim(row) for row in rows)
    assert ledger.postings() == rows
    assert ledger.postings(campaign="no-nets") == rows[:2]
    assert ledger.postings(campaign="no-nets", account_id=42) == rows[:2]
    assert ledger.postings(account_id=1) == ledger.postings(campaign="none") == ()


def test_looks_are_counted_while_the_outcome_is_unknown(
    ledger: Ledger, posting: Make, bring: Bring
) -> None:
    """And for nothing else: not seeing an issue proves nothing."""
    for repo_id, name in enumerate(State, start=1):
        bring(posting(repo_id), name)
        ledger.record_look(posting(repo_id).key)
        ledger.record_look(posting(repo_id).key)
    looks = {row.state: row.looks for row in ledger.postings()}
    assert looks == {name: 2 if name is State.UNKNOWN else 0 for name in State}


def test_recover_calls_open_intents_unknown(ledger: Ledger, posting: Make, bring: Bring) -> None:
    """What a killed run left, and nothing else; doing it twice changes nothing more."""
    for repo_id, name in enumerate(State, start=1):
        bring(posting(repo_id), name)
    before = {row.key: row for row in ledger.postings()}
    for _ in range(2):
        ledger.recover()
        for row in ledger.postings():
            if before[row.key].state is State.INTENT:
                assert (row.state, row.reason) == (State.UNKNOWN, "interrupted")
            else:
                assert row == before[row.key]


@pytest.mark.parametrize("before", [*State, None])
def test_an_issue_found_at_github_is_known_from_then_on(
    ledger: Ledger, posting: Make, bring: Bring, before: State | None
) -> None:
    """Whatever this ledger thought of it: it exists, and is never sent (again)."""
    if before:
        bring(posting(), before)
    if before is State.INTENT:
        ledger.recover()
    ledger.adopt(posting(number=34, decided_at=DAY + HOUR, reason="found"))
    row = ledger.get(posting().key)
    assert row is not None
    assert row.state is State.POSTED
    assert row.number == (12 if before is State.POSTED else 34)
    assert not ledger.claim(posting(intended_at=DAY + 999 * HOUR))


@pytest.mark.parametrize("record", ["record_posted", "record_refused", "release", "record_unknown"])
def test_nothing_is_recorded_of_what_was_never_claimed(
    ledger: Ledger, posting: Make, record: str
) -> None:
    """A posting that vanished is an alarm, not a shrug."""
    more: dict[str, Any] = {"reason": "x", "message": "x"}
    if record == "record_posted":
        more = {"number": 1}
    if record == "record_refused":
        more["retry_at"] = None
    with pytest.raises(LedgerError, match="lost a posting"):
        getattr(ledger, record)(posting().key, at=DAY, **more)
    assert ledger.postings() == ()


@pytest.mark.parametrize(
    ("record", "value"),
    [
        ("record_posted", {"number": 2**63}),
        ("record_posted", {"number": -(2**70)}),
        ("record_unknown", {"reason": "no_answer", "message": "half a pair \ud800"}),
    ],
)
def test_what_sqlite_cannot_hold_is_refused(
    ledger: Ledger, posting: Make, record: str, value: dict[str, Any]
) -> None:
    """In the one kind of error callers wait for; the row stays as it was."""
    assert ledger.claim(posting())
    with pytest.raises(LedgerError):
        getattr(ledger, record)(posting().key, at=DAY, **value)
    assert state(ledger, posting()) is State.INTENT
    ledger.record_posted(posting().key, number=1, at=DAY)
