"""What the refusals of one run add up to: none is met twice, or worked around."""

from collections import Counter
from dataclasses import dataclass, field
from enum import Enum

from campaign.core.answer import Answer, Scope
from campaign.core.plan import Step, owner_of
from campaign.flow.checking import BLOCKED, CLOSED_DOORS

_UNHEARD_OF = "not_recognised"
"""The reason of a refusal in words that nobody knows."""

_OF_THE_TOKEN = ("missing", "token_not_sufficient")
"""Reasons that, from two repositories in one run, speak of the token and not of them."""


class Reach(Enum):
    """What is over after a refusal."""

    REPOSITORY = "repository"
    OWNER = "owner"
    RUN = "run"
    SIGN_IN = "sign_in"
    """The run, because the account or its token is refused."""


@dataclass
class Containment:
    """Remembers the refusals of one run."""

    sign_in_doubted: bool = False
    """Whether one of them was about the token."""
    _met: Counter[str] = field(default_factory=Counter)
    _unheard_of: Counter[str] = field(default_factory=Counter)
    """By GitHub's words: the same ones from two repositories speak of the account."""
    _shut_doors: Counter[str] = field(default_factory=Counter)

    def reach(self, step: Step, answer: Answer) -> Reach:
        """Take note of a refusal, and say how far it reaches."""
        self.sign_in_doubted |= answer.scope is Scope.SIGN_IN
        self._met[answer.reason] += 1
        owner = owner_of(step.access.name_now)
        self._shut_doors[owner] += answer.reason in CLOSED_DOORS
        again = answer.reason in _OF_THE_TOKEN and self._met[answer.reason] > 1
        if answer.scope is Scope.ACCOUNT or again:
            return Reach.SIGN_IN
        self._unheard_of[answer.message] += answer.reason == _UNHEARD_OF
        if answer.scope in (Scope.DRAFT, Scope.STRANGER) or self._unheard_of[answer.message] > 1:
            return Reach.RUN
        whole = answer.scope is Scope.ORGANISATION or answer.reason == BLOCKED
        return Reach.OWNER if whole or self._shut_doors[owner] > 1 else Reach.REPOSITORY
