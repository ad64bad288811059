"""What is known about a repository (RepoFacts) and what follows from it (Access).

`judge` is a pure function of facts. Three verdicts, because a stranger cannot see everything:
a temporary interaction limit or a personal block shows itself only when somebody posts.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from campaign.core.sentence import Sentence, sentence

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
    LATER = "later"
    """Not looked at: a rate limit was reached before."""


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
    recent_pulls: tuple[Sighting, ...] = ()
    own: tuple[OwnIssue, ...] = ()
    limit: str | None = None
    """The interaction limit in force, as `interactionAbility` names it."""
    limit_ends: datetime | None = None
    visibility: str | None = None
    watchers: int | None = None
    """People whom every new issue notifies."""
    opted_out: str = ""
    """Where its maintainers ask campaigns to stay away, in words; empty: nowhere."""
    blank_issues: bool | None = None
    """Whether this account may open an issue without one of the forms."""
    forms: tuple[str, ...] = ()
    """The names of its issue forms and templates."""
    contact_links: tuple[tuple[str, str], ...] = ()
    """Where else its maintainers send people: name and address."""
    contributing: str = ""
    """The address of its guide for contributors."""

    @property
    def last_outsider_issue(self) -> Sighting | None:
        outsiders = [seen for seen in self.recent if seen.by_outsider]
        return max(outsiders, key=lambda seen: seen.at, default=None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Cost:
    """What looking has cost so far; `points` are GraphQL's."""

    requests: int = 0
    points: int = 0
    left: int | None = None
    """Requests or points that GitHub still grants until `resets_at`."""
    resets_at: datetime | None = None


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
    evidence: tuple[Sentence, ...]

    @property
    def repo(self) -> str:
        return self.facts.repo

    @property
    def name_now(self) -> str:
        return self.facts.name_now or self.facts.repo


# https://docs.github.com/en/graphql/reference/enums#repositorypermission
_INSIDERS = {"ADMIN", "MAINTAIN", "WRITE", "TRIAGE"}

_UNSEEN = {
    Found.MISSING: (
        Reason.MISSING,
        Sentence("GitHub shows no such repository to us: gone or private."),
    ),
    Found.NOT_READABLE: (
        Reason.NOT_READABLE,
        Sentence("GitHub refused to show it to this account."),
    ),
    Found.ERROR: (Reason.ERROR, Sentence("GitHub gave no usable answer.")),
    Found.LATER: (Reason.ERROR, Sentence("Not looked at: a rate limit was reached before.")),
}


def judge(facts: RepoFacts, *, now: datetime, refusal: EarlierRefusal | None = None) -> Access:
    """Weigh the facts about one repository.

    Order of trust: what closes for certain, then the account's own standing, then
    `viewerCanCreateIssues`, then an outsider's recent issue, then nothing.
    """
    if facts.found is not Found.SEEN:
        reason, said = _UNSEEN[facts.found]
        verdict = Verdict.CLOSED if reason is Reason.MISSING else Verdict.UNKNOWN
        more = sentence("GitHub's words: {words}", words=facts.problem)
        evidence = (said, more) if facts.problem else (said,)
        return Access(facts=facts, verdict=verdict, reason=reason, evidence=evidence)
    closed = next(_closing(facts, refusal=refusal), None)
    if closed is not None:
        reason, said = closed
        moved = tuple(_moved(facts))
        return Access(facts=facts, verdict=Verdict.CLOSED, reason=reason, evidence=(said, *moved))
    verdict, reason, words = _opening(facts, now=now)
    return Access(facts=facts, verdict=verdict, reason=reason, evidence=(*words, *_moved(facts)))


def _closing(
    facts: RepoFacts, *, refusal: EarlierRefusal | None
) -> Iterator[tuple[Reason, Sentence]]:
    """Every certain obstacle, the weightiest first."""
    if facts.disabled:
        yield Reason.DISABLED, Sentence("GitHub has disabled the repository.")
    if facts.archived:
        yield Reason.ARCHIVED, Sentence("The repository is archived: nobody can write to it.")
    if facts.locked:
        why = facts.lock_reason.lower().replace("_", " ")
        yield (
            Reason.LOCKED,
            sentence("GitHub has locked the repository ({why}).", why=why)
            if why
            else Sentence("GitHub has locked the repository."),
        )
    if facts.has_issues is False:
        yield Reason.ISSUES_DISABLED, Sentence("Issues are switched off.")
    if refusal is not None:
        at = f"{refusal.at:%Y-%m-%d %H:%M} UTC"
        refused = "It refused this account on {at}: “{words}”"
        yield Reason.REFUSED_BEFORE, sentence(refused, at=at, words=refusal.message)
    barred = facts.can_create is False
    outside = facts.can_create is None and facts.permission not in _INSIDERS
    if facts.policy == "COLLABORATORS_ONLY" and (barred or outside):
        policy = Sentence("Only collaborators may open issues (its policy).")
        yield Reason.COLLABORATORS_ONLY, policy
    if barred:
        says = Sentence("GitHub says this account may not open an issue.")
        yield Reason.VIEWER_CANNOT_CREATE, says


def _opening(facts: RepoFacts, *, now: datetime) -> tuple[Verdict, Reason, tuple[Sentence, ...]]:
    outsider = facts.last_outsider_issue
    fresh = outsider is not None and now - outsider.at <= RECENT
    seen = (_outsider_sentence(outsider, now=now),) if outsider else ()
    if facts.permission and facts.permission in _INSIDERS:
        yours = sentence("This account has {role} access there.", role=facts.permission.lower())
        return Verdict.OPEN, Reason.COLLABORATOR, (yours,)
    if facts.can_create:
        says = Sentence("GitHub says this account may open an issue.")
        caveat = () if fresh else (Sentence("A temporary limit cannot be seen from outside."),)
        return Verdict.OPEN, Reason.VIEWER_CAN_CREATE, (says, *seen, *caveat)
    if fresh:
        return Verdict.OPEN, Reason.OUTSIDER_RECENTLY, seen
    nothing = Sentence("Nothing tells whether outsiders may open an issue.")
    return Verdict.UNKNOWN, Reason.NO_EVIDENCE, (nothing, *seen)


def _outsider_sentence(seen: Sighting, *, now: datetime) -> Sentence:
    words = "An account without visible ties opened #{number} {ago}."
    return sentence(words, number=seen.number, ago=_ago(now - seen.at))


def _moved(facts: RepoFacts) -> Iterator[Sentence]:
    if facts.name_now and facts.name_now.lower() != facts.repo.lower():
        yield sentence("It is now called {name}.", name=facts.name_now)


def _ago(age: timedelta) -> str:
    minutes = max(0, int(age.total_seconds() // 60))
    for size, unit in ((1440, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size:
            count = minutes // size
            return f"{count} {unit}{'s' if count != 1 else ''} ago"
    return "just now"
