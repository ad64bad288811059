"""Limits, obeyed by every request: what GitHub has asked for time to breathe is not asked before.

https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#handle-rate-limit-errors-appropriately
"""

import json
import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum

from campaign.adapters.github_hints import told_by_github
from campaign.core.answer import Reply, pause_needed
from campaign.core.sentence import Sentence
from campaign.core.waits import nothing_left

TICK = 0.001
"""Seconds that do not count: sums of times are not exact."""

_NOTHING_LEFT = Sentence("no requests are left for now (x-ratelimit-remaining: 0)")


class Budget(Enum):
    """What GitHub counts by itself.

    https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
    """

    CORE = "core"
    GRAPHQL = "graphql"
    ANONYMOUS = "anonymous"


@dataclass(frozen=True, slots=True)
class _Pause:
    until: float
    said: Reply


class Gate:
    """Gives GitHub's answer again, with what is left of its time, until that is over."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._pauses: dict[Budget, _Pause] = {}

    def hear(self, reply: Reply, *, budget: Budget) -> None:
        """Note an answer: a limit on the pace shuts all, an hour that is used up only its own."""
        pause = pause_needed(reply)
        if pause is None or not told_by_github(reply):
            return
        own = nothing_left(reply.headers) or budget is Budget.ANONYMOUS
        told = _Pause(self._monotonic() + pause.total_seconds(), reply)
        for each in (budget,) if own else Budget:
            self._pauses[each] = told

    def held(self, *, budget: Budget) -> Reply | None:
        """The answer that holds back a request; None: it may leave."""
        pause, left = self._pauses.get(budget), self.left(budget=budget)
        return _again(pause.said, left) if pause and left > TICK else None

    def left(self, *, budget: Budget) -> float:
        """Seconds for which it is shut."""
        pause = self._pauses.get(budget)
        return max(0.0, pause.until - self._monotonic()) if pause else 0.0


def _again(said: Reply, left: float) -> Reply:
    """As a refusal, also where it was the last good answer of the hour."""
    headers = {**said.headers, "retry-after": str(math.ceil(left - TICK))}
    if said.status in (403, 429):
        return replace(said, headers=headers)
    body = json.dumps({"message": _NOTHING_LEFT})
    return replace(said, status=429, headers=headers, body=body, problem=_NOTHING_LEFT)
