"""The ledger against a model of it: whatever is asked in whatever order, both agree."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from campaign.adapters.ledger import Ledger
from campaign.adapters.ledger_errors import LedgerError
from campaign.core.marker import Key
from campaign.core.receipt import MOVES, Posting, State

DAY = datetime(2019, 5, 11, 14, 0, tzinfo=UTC)
NEVER = datetime.max.replace(tzinfo=UTC)

PLACES = st.integers(1, 3)

DECISION = (State.UNKNOWN, State.PLANNED)
"""A person's alone."""


def posting(place: int, *, at: datetime, number: int | None = None) -> Posting:
    """Account 42's in this repository."""
    return Posting(
        key=Key(campaign="no-nets", repo_id=place, account_id=42),
        repo="acme/nets",
        name_now="acme/nets",
        login="mia",
        state=State.INTENT,
        title="No nets",
        body_sha256="ab",
        intended_at=at,
        number=number,
    )


class Model(RuleBasedStateMachine):
    """A dictionary of states, and the real thing."""

    @initialize()
    def begin(self) -> None:
        self.folder = TemporaryDirectory()
        self.path = Path(self.folder.name) / "ledger.db"
        self.ledger = Ledger.open(self.path)
        self.now = DAY
        self.states: dict[int, State] = {}
        self.numbers: dict[int, int] = {}
        self.held_until: dict[int, datetime] = {}
        self.looks: dict[int, int] = {}

    @rule(place=PLACES)
    def claim(self, place: int) -> None:
        before = self.states.get(place)
        free = before in (None, State.PLANNED)
        free = free or (before is State.REFUSED and self.held_until[place] <= self.now)
        assert self.ledger.claim(posting(place, at=self.now)) is free
        if free:
            self.states[place], self.looks[place] = State.INTENT, 0

    @rule(place=PLACES, number=st.integers(1, 10**6))
    def record_posted(self, place: int, number: int) -> None:
        if self._record(place, State.POSTED, self.ledger.record_posted, number=number):
            self.numbers[place] = number

    @rule(place=PLACES, hours=st.none() | st.integers(0, 3))
    def record_refused(self, place: int, hours: int | None) -> None:
        retry_at = None if hours is None else self.now + timedelta(hours=hours)
        more = {"reason": "no", "message": "No.", "retry_at": retry_at}
        if self._record(place, State.REFUSED, self.ledger.record_refused, **more):
            self.held_until[place] = retry_at or NEVER

    @rule(place=PLACES)
    def release(self, place: int) -> None:
        self._record(place, State.PLANNED, self.ledger.release, reason="x", message="x")

    @rule(place=PLACES)
    def record_unknown(self, place: int) -> None:
        self._record(place, State.UNKNOWN, self.ledger.record_unknown, reason="x", message="x")

    @rule(place=PLACES, number=st.integers(1, 10**6))
    def adopt(self, place: int, number: int) -> None:
        self.ledger.adopt(posting(place, at=self.now, number=number))
        if self.states.get(place) not in (State.POSTED, State.INTENT):
            self.states[place], self.numbers[place] = State.POSTED, number

    @rule(place=PLACES)
    def look(self, place: int) -> None:
        self.ledger.record_look(posting(place, at=self.now).key)
        if self.states.get(place) is State.UNKNOWN:
            self.looks[place] = self.looks.get(place, 0) + 1

    @rule(place=PLACES)
    def decide(self, place: int) -> None:
        key, old = posting(place, at=self.now).key, self.states.get(place)
        looked = old is State.UNKNOWN and self.looks.get(place, 0) >= 3
        if looked or old in (State.INTENT, State.PLANNED):
            self.ledger.call_unmade(key, at=self.now)
            self.states[place] = State.PLANNED
        else:
            with pytest.raises(LedgerError):
                self.ledger.call_unmade(key, at=self.now)

    @rule()
    def recover(self) -> None:
        self.ledger.recover()
        for place, state in self.states.items():
            if state is State.INTENT:
                self.states[place] = State.UNKNOWN

    @rule(minutes=st.integers(0, 90))
    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule()
    @precondition(lambda self: len(self.states) > 1)
    def end_and_begin_again(self) -> None:
        self.ledger.close()
        self.ledger = Ledger.open(self.path)

    def _record(self, place: int, new: State, record: Callable[..., None], **more: Any) -> bool:
        """Legal moves succeed, all others fail; what is not posted may be worded anew."""
        old = self.states.get(place)
        legal = (old, new) in MOVES - {DECISION} or (old is new and old is not State.POSTED)
        key = posting(place, at=self.now).key
        if not legal:
            with pytest.raises(LedgerError):
                record(key, at=self.now, **more)
            return False
        record(key, at=self.now, **more)
        self.states[place] = new
        return True

    @invariant()
    def agrees(self) -> None:
        rows = {row.key.repo_id: row for row in self.ledger.postings()}
        assert {place: row.state for place, row in rows.items()} == self.states
        posted = {place: row.number for place, row in rows.items() if row.number is not None}
        assert posted == self.numbers

    def teardown(self) -> None:
        self.ledger.close()
        self.folder.cleanup()


@pytest.mark.slow
def test_the_ledger_agrees_with_its_model() -> None:
    """A hundred lives of a ledger, each with dozens of calls."""
    lives = settings(max_examples=100, stateful_step_count=40, deadline=None)
    run_state_machine_as_test(Model, settings=lives)
