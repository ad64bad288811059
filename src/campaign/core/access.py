"""What is known about a repository (RepoFacts) and what follows from it (Access).

Three verdicts, because a stranger cannot see everything: a temporary interaction limit or a
personal block shows itself only when somebody posts. How one is found: `core.verdict`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from campaign.core.sentence import Sentence

# https://docs.github.com/en/graphql/reference/enums#commentauthorassociation
_OUTSIDE = ("NONE", "FIRST_TIMER", "FIRST_TIME_CONTRIBUTOR")
_TIED = ("OWNER", "MEMBER", "COLLABORATOR", "CONTRIBUTOR")


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
    """Somebody's issue or pull request, as evidence.

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
        """A person without visible ties to the repository."""
        return self.by_person and self.association in _OUTSIDE

    @property
    def by_insider(self) -> bool:
        """A person whom a limit on interactions would let in, or might."""
        return self.by_person and self.association in _TIED

    def came_from_elsewhere(self, every: Iterable["Sighting"]) -> bool:
        """A later number with an earlier date: it was opened in another repository.

        https://docs.github.com/en/issues/tracking-your-work-with-issues/administering-issues/transferring-an-issue-to-another-repository
        """
        return any(each.number < self.number and each.at > self.at for each in every)


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnIssue:
    """An issue of the signed-in account; `state` is open or closed."""

    number: int
    state: str
    body: str
    author_id: int
    created_at: datetime
    title: str = ""
    """Empty where it was not asked for."""
    repo_id: int | None = None
    """Where it is, if the list is not of one repository."""
    name_now: str = ""
    """The full name of its repository now, if GitHub tells it with the issue."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Unlisted:
    """A number that a repository gave out, and that its list does not show.

    `issue` is what this number leads to now, perhaps in another repository; None: out of sight,
    because it was deleted, or moved to where this account sees nothing.
    """

    number: int
    issue: OwnIssue | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Whereabouts:
    """What has become of a repository, asked by its number: `name` is set where it was seen.

    Found.MISSING: gone, or private now. Found.ERROR: GitHub did not tell.
    """

    found: Found
    name: str = ""


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
    issues_since: datetime | None = None
    """How far back `recent` goes, where there are older ones that were not asked for."""
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
    authorize_at: str = ""
    """Where its organisation wants the token authorised before it shows anything."""
    left_out: tuple[Sentence, ...] = ()
    """What was not looked at, in words."""

    @property
    def last_outsider_issue(self) -> Sighting | None:
        """The newest one that was opened here by a person without visible ties."""
        every = (*self.recent, *self.recent_pulls)
        outsiders = [seen for seen in self.recent if seen.by_outsider]
        here = (seen for seen in outsiders if not seen.came_from_elsewhere(every))
        return max(here, key=lambda seen: seen.at, default=None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Owned:
    """What an owner has in public, as one list tells: nobody has looked at each of them yet."""

    repositories: tuple[RepoFacts, ...]
    hidden: int = 0
    """Entries of the list that GitHub keeps from this account."""


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
