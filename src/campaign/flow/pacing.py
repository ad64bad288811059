"""When the next issue may leave: a calm pace, GitHub's limits, and how long one may wait.

Everything is measured on the clock that never goes back.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

from campaign.core.waits import MINUTE
from campaign.errors import RateLimited
from campaign.flow.forge import Clock, Forge

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

    def keep(self) -> None:
        """Wait until the next issue may leave."""
        left = self._free_at - self.clock.monotonic() if self._free_at is not None else 0.0
        if left > 0:
            self.waiting.wait(left, why="keeping a calm pace between issues")

    def wait_for_limit(self, asked: timedelta, *, words: str) -> bool:
        """Wait as long as GitHub asks; False where it is too long, or the run's second limit."""
        self._limits += 1
        seconds = asked.total_seconds()
        if self._limits > 1 or seconds > self.max_wait:
            return False
        self.waiting.wait(seconds, why=f"GitHub asks for a pause: {words}")
        return True

    def stay_away(self, asked: timedelta) -> timedelta:
        """How long this run leaves GitHub alone: as long as asked, and longer with each limit.

        https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#handle-rate-limit-errors-appropriately
        """
        return max(asked, MINUTE * 2 ** (self._limits - 1)) if self._limits > 1 else asked

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
            f"GitHub's limit on requests ended the look at the repositories. {so}",
            hint=f"Run the same command again after {forge.resume_at:%Y-%m-%d %H:%M} UTC.",
        )
