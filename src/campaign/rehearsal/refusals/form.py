"""The form of a refusal: what is tried, at which step it is stopped, in which words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Flag, auto
from typing import Any

from campaign.rehearsal.accounts import Account, Organisation, Token, TokenKind, User
from campaign.rehearsal.places import Permission, Repository
from campaign.rehearsal.wire import Reply, error
from campaign.rehearsal.world import World


class Step(Flag):
    """Where in its work GitHub asks a question."""

    DOOR = auto()
    """Of every request: who is it, and may they speak at all?"""
    ME = auto()
    """Of a question about the account itself."""
    MINE = auto()
    """Of a question about what the account has done."""
    OWNER = auto()
    """Of a question about somebody's repositories."""
    REACH = auto()
    """Of every request about a repository, in REST and in GraphQL."""
    ISSUE = auto()
    """Of reading one issue by its number."""
    CREATE = auto()
    COMMENT = auto()
    EDIT = auto()
    WRITE = CREATE | COMMENT | EDIT


@dataclass(frozen=True, kw_only=True, slots=True)
class Attempt:
    """What is being tried, by whom, where."""

    world: World
    headers: Mapping[str, str]
    token: Token | None = None
    resource: str = "core"
    """The budget it is paid from; empty: it is free."""
    slug: str = ""
    repository: Repository | None = None
    owner: Account | None = None
    """Whose repositories are asked for, where it is not about one of them."""
    sent: object = None
    """The JSON of the request; an exception where it is no JSON."""

    @property
    def user(self) -> User | None:
        """Who is asking."""
        return self.token.user if self.token else None

    @property
    def author(self) -> User:
        """Who is writing, once somebody is known to be signed in."""
        if self.token is None:
            raise LookupError("an anonymous request has no author")
        return self.token.user

    @property
    def place(self) -> Repository:
        """The repository, once it is known to exist."""
        if self.repository is None:
            raise LookupError("there is no such repository")
        return self.repository

    @property
    def organisation(self) -> Organisation | None:
        """The organisation whose rules hold here."""
        owner = self.repository.owner if self.repository else self.owner
        return owner if isinstance(owner, Organisation) else None

    @property
    def permission(self) -> Permission | None:
        """What the user may do here."""
        return self.place.permission(self.user)

    def signed_with(self, *kinds: TokenKind) -> bool:
        """Whether the token is of one of these kinds."""
        return self.token is not None and self.token.kind in kinds

    def says(self, key: str) -> object:
        """One value of the JSON that was sent; None where there is none."""
        return self.sent.get(key) if isinstance(self.sent, dict) else None

    def fill(self, text: str) -> str:
        """Put the names of this attempt into `text`."""
        return text.format(
            org=self.organisation.login if self.organisation else "",
            login=self.user.login if self.user else "",
            id=self.user.id if self.user else 0,
            slug=self.slug,
        )


def _nothing(_: Attempt) -> Mapping[str, str]:
    return {}


def _never(_: World) -> bool:
    return False


@dataclass(frozen=True, kw_only=True, slots=True)
class Refusal:
    """One row: at which step, under which condition, with which words, known from where."""

    name: str
    step: Step
    status: int
    message: str
    """`{org}`, `{login}`, `{id}` and `{slug}` are filled in."""
    source: str
    when: Callable[[Attempt], bool]
    errors: tuple[Mapping[str, Any] | str, ...] = ()
    block: str = ""
    """The `block.reason` of a repository GitHub has shut."""
    page: bool = False
    """The answer is a page of text, not JSON."""
    headers: Callable[[Attempt], Mapping[str, str]] = _nothing
    graphql: str = "FORBIDDEN"
    """The error's type in GraphQL; empty: GraphQL does not refuse because of this."""
    graphql_message: str = ""
    """The text there, where it is another one."""
    foretold: Callable[[World], bool] = _never
    """Whether `viewerCanCreateIssues` is false because of this."""

    def reply(self, attempt: Attempt, *, docs: str) -> Reply:
        """The answer on the wire."""
        text = attempt.fill(self.message)
        if self.page:
            return Reply(
                status=self.status, headers={"content-type": "text/html"}, body=text.encode()
            )
        more: dict[str, Any] = {}
        if self.errors:
            more["errors"] = list(self.errors)
        if self.block:
            more["block"] = {"reason": self.block, "created_at": "2019-05-01T00:00:00Z"}
        return error(self.status, text, docs=docs, headers=self.headers(attempt), **more)
