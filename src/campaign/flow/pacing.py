"""When the next issue may leave: a calm pace, GitHub's limits, and how long one may wait.

The pace is measured on the clock that never goes back; the end of a pause that GitHub named, on
GitHub's.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from campaign.core.receipt import State
from campaign.core.sentence import Sentence, sentence
from campaign.core.waits import MINUTE, in_utc
from campaign.errors import RateLimited
from campaign.flow.forge import Clock, Forge, Ledger

RETRY_SECONDS = 5.0
"""Before a request that did not leave this computer is tried again."""

JITTER = 0.25
"""How much of the pace chance may add: people are not metronomes."""


class Waiting(Protocol):
    """Somebody who can wait, and show that they do."""

    def wait(self, seconds: float, *, why: str) -> None: ...


@dataclass(kw_only=True)
class Pacer:
    """Keeps the issues of one account apart, and waits for a limit once.

    `pace` and `max_wait`, the longest single wait for a limit, are seconds; `jitter` gives a number
    from 0 to 1.
    """

    clock: Clock
    waiting: Waiting
    pace: float
    max_wait: float
    jitter: Callable[[], float]
    _free_at: float | None = field(default=None, init=False)
    _limits: int = field(default=0, init=False)

    def sent(self, *, seconds_ago: float = 0.0) -> None:
        """An issue has left; the next one waits its turn."""
        gap = self.pace * (1 + JITTER * self.jitter())
        self._free_at = self.clock.monotonic() - seconds_ago + gap

    @property
    def left(self) -> timedelta:
        """How long until the next issue may leave."""
        return timedelta(seconds=self._seconds_left())

    def keep(self) -> None:
        """Wait until the next issue may leave."""
        left = self._seconds_left()
        if left > 0:
            self.waiting.wait(left, why=Sentence("keeping a calm pace between issues"))

    def _seconds_left(self) -> float:
        if self._free_at is None:
            return 0.0
        return max(0.0, self._free_at - self.clock.monotonic())

    def meet_limit(self, asked: timedelta) -> timedelta:
        """How long this run leaves GitHub alone: as long as asked, and longer with each limit.

        https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#handle-rate-limit-errors-appropriately
        """
        self._limits += 1
        return max(asked, MINUTE * 2 ** (self._limits - 1)) if self._limits > 1 else asked

    def wait_for_limit(self, asked: timedelta, *, words: str) -> bool:
        """Wait as long as GitHub asks; False where it is too long, or the run's second limit."""
        seconds = asked.total_seconds()
        if self._limits > 1 or seconds > self.max_wait:
            return False
        self.waiting.wait(seconds, why=sentence("GitHub asks for a pause: {words}", words=words))
        return True

    def wait_briefly(self, *, why: str) -> bool:
        """Give the network a moment; False where nobody wants to wait."""
        if self.max_wait < RETRY_SECONDS:
            return False
        self.waiting.wait(RETRY_SECONDS, why=why)
        return True


def check_whole_look(forge: Forge, *, so: str) -> None:
    """Stop where a limit cut the latest look short: the rest is neither open nor closed.

    Raises:
        RateLimited: says when to come back; `so` says what was not done.
    """
    if forge.resume_at is not None:
        raise RateLimited(
            sentence("GitHub's limit on requests ended the look at the repositories. {so}", so=so),
            hint=sentence(
                "Run the same command again after {time}.",
                time=in_utc(forge.resume_at),
            ),
        )


CLOCKS_DIFFER = timedelta(minutes=2)
"""How far this computer's clock may be behind GitHub's without being called wrong."""


def check_not_before(ledger: Ledger, *, now: datetime, account_id: int | None = None) -> None:
    """Stop where GitHub has answered an issue of an earlier run with a pause that is not over.

    A time that lies in the future by a clock which is wrong holds nobody back for ever.

    Args:
        account_id: who asks; None, before GitHub has told it: anybody on this computer.

    Raises:
        RateLimited: says when to come back.
    """
    pauses = [
        row.retry_at
        for row in ledger.postings(account_id=account_id)
        if row.state is State.PLANNED and row.retry_at is not None and row.decided_at is not None
        if row.decided_at - CLOCKS_DIFFER <= now < row.retry_at
    ]
    if pauses:
        raise RateLimited(
            Sentence(
                "GitHub has asked an earlier run for a pause, which is not over. Nothing was sent."
            ),
            hint=sentence("Run the same command again after {time}.", time=in_utc(max(pauses))),
        )
