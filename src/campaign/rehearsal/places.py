"""Where things happen in the stand-in world: repositories and the issues in them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

from campaign.rehearsal.accounts import Account, Organisation, User

OPT_OUT = ".github/campaign-opt-out"


class Permission(IntEnum):
    """What somebody may do in a repository (GraphQL RepositoryPermission)."""

    READ = 1
    TRIAGE = 2
    WRITE = 3
    MAINTAIN = 4
    ADMIN = 5


class CreationPolicy(StrEnum):
    """Who may open issues (GraphQL `issueCreationPolicy`; ljharb/repo-report#115)."""

    ALL = "ALL"
    COLLABORATORS_ONLY = "COLLABORATORS_ONLY"


class Limit(StrEnum):
    """A temporary interaction limit (GraphQL RepositoryInteractionLimit)."""

    NO_LIMIT = "NO_LIMIT"
    EXISTING_USERS = "EXISTING_USERS"
    CONTRIBUTORS_ONLY = "CONTRIBUTORS_ONLY"
    COLLABORATORS_ONLY = "COLLABORATORS_ONLY"


@dataclass(frozen=True, kw_only=True, slots=True)
class IssueTemplate:
    """A form or template a maintainer put into `.github/ISSUE_TEMPLATE`."""

    name: str
    filename: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ContactLink:
    """A "go elsewhere" link of the issue chooser."""

    name: str
    url: str
    about: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Comment:
    """A comment under an issue."""

    id: int
    author: User
    body: str
    created_at: datetime


@dataclass(eq=False, kw_only=True)
class Issue:
    """An issue or a pull request: both count on one series of numbers."""

    id: int
    number: int
    repository: "Repository"
    author: User | None
    """None: the account is gone, GitHub shows a ghost."""
    title: str
    body: str
    created_at: datetime
    updated_at: datetime
    is_pull_request: bool = False
    state: str = "open"
    state_reason: str | None = None
    closed_at: datetime | None = None
    closed_by: User | None = None
    locked: bool = False
    deleted: bool = False
    transferred_to: "Issue | None" = None
    reactions: int = 0
    comments: list[Comment] = field(default_factory=list)

    @property
    def gone(self) -> bool:
        """No list shows it any more."""
        return self.deleted or self.transferred_to is not None

    def by(self, login: str) -> bool:
        """Whether the account called `login` wrote it; logins ignore case."""
        return self.author is not None and self.author.login.lower() == login.lower()

    def visible_to(self, viewer: User | None) -> bool:
        """Only the author sees what a flagged account wrote (streamlink/streamlink#622)."""
        return self.author is None or not self.author.flagged or viewer is self.author


@dataclass(eq=False, kw_only=True)
class Repository:
    """A repository with every setting that decides whether a stranger may open an issue."""

    id: int
    owner: Account
    name: str
    created_at: datetime
    private: bool = False
    has_issues: bool = True
    has_discussions: bool = False
    archived_at: datetime | None = None
    disabled: bool = False
    """Shut by GitHub for its terms of service."""
    dmca: bool = False
    lock_reason: str | None = None
    """One of GraphQL's RepositoryLockReason, such as MIGRATING."""
    deleted: bool = False
    is_fork: bool = False
    creation_policy: CreationPolicy = CreationPolicy.ALL
    limit: Limit = Limit.NO_LIMIT
    limit_origin: str = "REPOSITORY"
    limit_expires_at: datetime | None = None
    collaborators: dict[User, Permission] = field(default_factory=dict)
    contributors: set[User] = field(default_factory=set)
    blank_issues: bool = True
    templates: tuple[IssueTemplate, ...] = ()
    contact_links: tuple[ContactLink, ...] = ()
    contributing: str = ""
    """Where the guidelines for contributors are, as `CONTRIBUTING.md`; empty: there are none."""
    opt_out_file: str | None = None
    """The text of `.github/campaign-opt-out`; None: there is no such file."""
    files: dict[str, str] = field(default_factory=dict)
    """Path to text of all other files, as on the default branch."""
    pushed_at: datetime | None = None
    """The latest push after it was made."""
    topics: tuple[str, ...] = ()
    stars: int = 0
    watchers: int = 0
    description: str = ""
    issues: dict[int, Issue] = field(default_factory=dict)

    @property
    def full_name(self) -> str:
        """`owner/name`, as it is called now."""
        return f"{self.owner.login}/{self.name}"

    @property
    def organisation(self) -> Organisation | None:
        """The owner, where the owner is an organisation."""
        return self.owner if isinstance(self.owner, Organisation) else None

    def push(self, path: str, text: str, *, at: datetime) -> None:
        """Somebody puts a file on the default branch."""
        if path == OPT_OUT:
            self.opt_out_file = text
        else:
            self.files[path] = text
        self.pushed_at = at

    def text_of(self, path: str) -> str | None:
        """The text of a file on the default branch; None where there is none."""
        if path == OPT_OUT and self.opt_out_file is not None:
            return self.opt_out_file
        return self.files.get(path)

    def knows(self, user: User) -> bool:
        """Whether `user` owns it, works in it, or belongs to the organisation that owns it."""
        member = self.organisation is not None and user in self.organisation.members
        return user is self.owner or user in self.collaborators or member

    def permission(self, user: User | None) -> Permission | None:
        """What `user` may do here; None: not even read."""
        if user is not None and user is self.owner:
            return Permission.ADMIN
        if user is not None and user in self.collaborators:
            return self.collaborators[user]
        return None if self.private else Permission.READ

    def excludes(self, user: User, now: datetime) -> bool:
        """Whether the interaction limit in force keeps `user` out.

        docs: limiting-interactions-in-your-repository.
        """
        if self.limit_expires_at is not None and now >= self.limit_expires_at:
            return False
        writes = (self.permission(user) or 0) >= Permission.WRITE
        known = writes or user in self.collaborators or user in self.contributors
        match self.limit:
            case Limit.NO_LIMIT:
                return False
            case Limit.EXISTING_USERS:
                return not known and now - user.created_at < timedelta(hours=24)
            case Limit.CONTRIBUTORS_ONLY:
                return not known
            case Limit.COLLABORATORS_ONLY:
                return not writes

    def association(self, issue: Issue) -> str:
        """The author's tie to this repository as it is now, not when the issue was opened.

        Private members of an organisation show as strangers (rust-lang/triagebot#2094).
        """
        user = issue.author
        if user is None:
            return "NONE"
        if user is self.owner:
            return "OWNER"
        if self.organisation is not None and self.organisation.members.get(user):
            return "MEMBER"
        if user in self.collaborators:
            return "COLLABORATOR"
        if user in self.contributors:
            return "CONTRIBUTOR"
        return "FIRST_TIME_CONTRIBUTOR" if issue.is_pull_request else "NONE"
