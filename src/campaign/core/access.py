"""What is known about a repository (RepoFacts) and what follows from it (Access).

`judge` is a pure function of facts. Three verdicts, because a stranger cannot see everything:
a temporary interaction limit or a personal block shows itself only when somebody posts.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

RECENT = timedelta(days=7)
"""How old an outsider's issue may be to count as evidence that outsiders are let in."""


class Verdict(StrEnum):
    """May this account open an issue there?"""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class Reason(StrEnum):
    """Why a verdict was given; scripts compare these words."""

    VIEWER_CAN_CREATE = "viewer_can_create"
    COLLABORATOR = "collaborator"
    OUTSIDER_RECENTLY = "outsider_recently"
    ISSUES_DISABLED = "issues_disabled"
    ARCHIVED = "archived"
    LOCKED = "locked"
    DISABLED = "disabled"
    MISSING = "missing"
    COLLABORATORS_ONLY = "collaborators_only"
    VIEWER_CANNOT_CREATE = "viewer_cannot_create"
    REFUSED_BEFORE = "refused_before"
    OPTED_OUT = "opted_out"
    NO_EVIDENCE = "no_evidence"
    NOT_READABLE = "not_readable"
    ERROR = "error"


class Found(StrEnum):
    """Whether GitHub showed us the repository at all."""

    SEEN = "seen"
    MISSING = "missing"
    NOT_READABLE = "not_readable"
    ERROR = "error"


@dataclass(frozen=True, kw_only=True, slots=True)
class Sighting:
    """Somebody's issue, as evidence.

    `association` is GitHub's authorAssociation, which is computed now, not when the issue was
    opened, and shows private members of an organisation as NONE.
    """

    number: int
    at: datetime
    association: str
    by_person: bool
    """False for bots and for accounts that are gone."""

    @property
    def by_outsider(self) -> bool:
        return self.by_person and self.association == "NONE"


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnIssue:
    """An issue of the signed-in account; `state` is open or closed."""

    number: int
    state: str
    body: str
    author_id: int
    created_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class RepoFacts:
    """What GitHub said about one repository; None means: not said.

    `repo` is the name as the campaign file writes it, `name_now` the one in force.
    Fields follow https://docs.github.com/en/graphql/reference/objects#repository
    """

    repo: str
    found: Found = Found.SEEN
    problem: str = ""
    name_now: str = ""
    repo_id: int | None = None
    has_issues: bool | None = None
    archived: bool = False
    disabled: bool = False
    locked: bool = False
    lock_reason: str = ""
    permission: str | None = None
    can_create: bool | None = None
    policy: str | None = None
    recent: tuple[Sighting, ...] = ()
    own: tuple[OwnIssue, ...] = ()

    @property
    def last_outsider_issue(self) -> Sighting | None:
        outsiders = [seen for seen in self.recent if seen.by_outsider]
        return max(outsiders, key=lambda seen: seen.at, default=None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Cost:
    """What looking has cost so far; `points` are GraphQL's."""

    requests: int = 0
    points: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class EarlierRefusal:
    """My ledger's memory that this repository refused this account."""

    at: datetime
    message: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Access:
    """A verdict with its reason and the sentences that support it."""

    facts: RepoFacts
    verdict: Verdict
    reason: Reason
    evidence: tuple[str, ...]

    @property
    def repo(self) -> str:
        return self.facts.repo

    @property
    def name_now(self) -> str:
        return self.facts.name_now or self.facts.repo


# https://docs.github.com/en/graphql/reference/enums#repositorypermission
_INSIDERS = {"ADMIN", "MAINTAIN", "WRITE", "TRIAGE"}

_UNSEEN = {
    Found.MISSING: (Reason.MISSING, "GitHub shows no such repository to us: gone or private."),
    Found.NOT_READABLE: (Reason.NOT_READABLE, "GitHub refused to show it to this account."),
    Found.ERROR: (Reason.ERROR, "GitHub gave no usable answer."),
}


def judge(facts: RepoFacts, *, now: datetime, refusal: EarlierRefusal | None = None) -> Access:
    """Weigh the facts about one repository.

    Order of trust: what closes for certain, then the account's own standing, then
    `viewerCanCreateIssues`, then an outsider's recent issue, then nothing.
    """
    if facts.found is not Found.SEEN:
        reason, sentence = _UNSEEN[facts.found]
        verdict = Verdict.CLOSED if reason is Reason.MISSING else Verdict.UNKNOWN
        words = (sentence, f"GitHub's words: {facts.problem}") if facts.problem else (sentence,)
        return Access(facts=facts, verdict=verdict, reason=reason, evidence=words)
    closed = next(_closing(facts, refusal=refusal), None)
    if closed is not None:
        reason, sentence = closed
        moved = tuple(_moved(facts))
        return Access(
            facts=facts, verdict=Verdict.CLOSED, reason=reason, evidence=(sentence, *moved)
        )
    verdict, reason, evidence = _opening(facts, now=now)
    return Access(facts=facts, verdict=verdict, reason=reason, evidence=(*evidence, *_moved(facts)))


def _closing(facts: RepoFacts, *, refusal: EarlierRefusal | None) -> Iterator[tuple[Reason, str]]:
    """Every certain obstacle, the weightiest first."""
    if facts.disabled:
        yield Reason.DISABLED, "GitHub has disabled the repository."
    if facts.archived:
        yield Reason.ARCHIVED, "The repository is archived: nobody can write to it."
    if facts.locked:
        why = f" ({facts.lock_reason.lower().replace('_', ' ')})" if facts.lock_reason else ""
        yield Reason.LOCKED, f"GitHub has locked the repository{why}."
    if facts.has_issues is False:
        yield Reason.ISSUES_DISABLED, "Issues are switched off."
    if refusal is not None:
        at = f"{refusal.at:%Y-%m-%d %H:%M} UTC"
        yield Reason.REFUSED_BEFORE, f"It refused this account on {at}: “{refusal.message}”"
    barred = facts.can_create is False
    outside = facts.can_create is None and facts.permission not in _INSIDERS
    if facts.policy == "COLLABORATORS_ONLY" and (barred or outside):
        yield Reason.COLLABORATORS_ONLY, "Only collaborators may open issues (its policy)."
    if barred:
        yield Reason.VIEWER_CANNOT_CREATE, "GitHub says this account may not open an issue."


def _opening(facts: RepoFacts, *, now: datetime) -> tuple[Verdict, Reason, tuple[str, ...]]:
    outsider = facts.last_outsider_issue
    fresh = outsider is not None and now - outsider.at <= RECENT
    seen = (_outsider_sentence(outsider, now=now),) if outsider else ()
    if facts.permission in _INSIDERS:
        yours = f"This account has {facts.permission.lower()} access there."
        return Verdict.OPEN, Reason.COLLABORATOR, (yours,)
    if facts.can_create:
        says = "GitHub says this account may open an issue."
        caveat = () if fresh else ("A temporary limit cannot be seen from outside.",)
        return Verdict.OPEN, Reason.VIEWER_CAN_CREATE, (says, *seen, *caveat)
    if fresh:
        return Verdict.OPEN, Reason.OUTSIDER_RECENTLY, seen
    nothing = "Nothing tells whether outsiders may open an issue."
    return Verdict.UNKNOWN, Reason.NO_EVIDENCE, (nothing, *seen)


def _outsider_sentence(seen: Sighting, *, now: datetime) -> str:
    return f"An account without visible ties opened #{seen.number} {_ago(now - seen.at)}."


def _moved(facts: RepoFacts) -> Iterator[str]:
    if facts.name_now and facts.name_now.lower() != facts.repo.lower():
        yield f"It is now called {facts.name_now}."


def _ago(age: timedelta) -> str:
    minutes = max(0, int(age.total_seconds() // 60))
    for size, unit in ((1440, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size:
            count = minutes // size
            return f"{count} {unit}{'s' if count != 1 else ''} ago"
    return "just now"
