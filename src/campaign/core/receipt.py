"""A Posting is one issue on its way, a Receipt what a run says became of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from campaign.core.marker import Key


class State(StrEnum):
    """Where a posting stands in the ledger."""

    PLANNED = "planned"
    """Nothing of it exists at GitHub: it was never sent, or provably not accepted for now."""
    INTENT = "intent"
    """About to be sent: written down, durably, before the request leaves."""
    POSTED = "posted"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    """Sent, and no answer proves what became of it."""


MOVES = frozenset(
    {
        (State.PLANNED, State.INTENT),
        (State.REFUSED, State.INTENT),  # only once the refusal's time is over
        (State.INTENT, State.POSTED),
        (State.INTENT, State.REFUSED),
        (State.INTENT, State.PLANNED),  # only where the answer proves that nothing was made
        (State.INTENT, State.UNKNOWN),
        (State.UNKNOWN, State.POSTED),
        (State.UNKNOWN, State.PLANNED),  # only by a person's decision, after three looks in vain
        (State.PLANNED, State.POSTED),  # found at GitHub: posted from elsewhere since
        (State.REFUSED, State.POSTED),  # the same
    }
)
"""The legal moves of a posting. Nothing leaves POSTED, even when the issue is gone later."""


LOOKS_TO_DECIDE = 3
"""How often one must have looked in vain before a person may call an unknown posting unmade."""

DECIDED = "decided"
"""The reason of a posting that a person has called unmade."""


class Outcome(StrEnum):
    """What a run says of one chosen target."""

    POSTED = "posted"
    WOULD_POST = "would_post"
    ALREADY = "already"
    SKIPPED = "skipped"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    DEFERRED = "deferred"


@dataclass(frozen=True, kw_only=True, slots=True)
class Posting:
    """One row of the ledger. `repo` is the name as the campaign file writes it.

    Times are UTC. `retry_at` is set on a refusal that may be tried again from then on, and on what
    is planned where GitHub has asked for a pause until then.
    """

    key: Key
    repo: str
    name_now: str
    login: str
    state: State
    title: str
    body_sha256: str
    intended_at: datetime
    decided_at: datetime | None = None
    retry_at: datetime | None = None
    number: int | None = None
    reason: str = ""
    message: str = ""
    looks: int = 0
    """How often we looked for it in vain while it was unknown."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Receipt:
    """The end of one chosen target in one run."""

    repo: str
    outcome: Outcome
    number: int | None = None
    url: str | None = None
    reason: str = ""
    message: str = ""
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class IssueNow:
    """How a posted issue stands: open, closed, locked, gone, or hidden from strangers.

    `name_now` and `number` tell where it is now; without them, it is nowhere to be seen.
    """

    state: str
    seen_by_strangers: bool | None = None
    """None where GitHub did not tell, or where there is nothing to see."""
    name_now: str = ""
    number: int | None = None
    comments: int = 0
    reactions: int = 0
    closed_by_me: bool = False
