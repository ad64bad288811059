"""The state of the stand-in GitHub: who and what exists, and what has happened so far."""

import itertools
import threading
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from campaign.rehearsal.accounts import Account, User
from campaign.rehearsal.books import Birth, Books, Visit, audit
from campaign.rehearsal.clock import PlayClock
from campaign.rehearsal.limits import Limits
from campaign.rehearsal.people import YEARS, People
from campaign.rehearsal.places import Comment, Issue, Repository
from campaign.rehearsal.switches import Switches
from campaign.rehearsal.wire import Request


class World(People, Switches):
    """Everything a play needs: set it up, let requests change it, look at it afterwards.

    People and repositories are objects whose attributes a scene may set at any time. Whoever
    reads or changes more than one thing holds `lock`.
    """

    def __init__(self, clock: PlayClock | None = None) -> None:
        People.__init__(self, clock or PlayClock())
        Switches.__init__(self)
        self.lock = threading.RLock()
        self.limits = Limits(self.clock)
        self.log: list[Visit] = []
        self.unexpected: list[str] = []
        """Requests GitHub would not understand: a test that ends with one here has found a bug."""
        self.births: list[Birth] = []
        self._names: dict[str, Repository] = {}
        self._repositories: dict[int, Repository] = {}
        # Far apart, and from people's, so that an id of one kind never passes for another.
        self._repository_ids = itertools.count(70_000_001)
        self._issue_ids = itertools.count(440_000_001)
        self._request_ids = itertools.count(1)

    # Repositories

    def add_repository(self, full_name: str, **settings: Any) -> Repository:
        """A new repository; the owner becomes an organisation unless a person has that login.

        `settings` are attributes of Repository. An old name that led elsewhere leads here now.
        """
        login, _, name = full_name.partition("/")
        repository = Repository(
            id=next(self._repository_ids),
            owner=self.account(login) or self.add_organisation(login),
            name=name,
            **{"created_at": self.clock.now() - YEARS, **settings},
        )
        self._repositories[repository.id] = repository
        self._names[full_name.lower()] = repository
        return repository

    def add_repositories(self, *full_names: str) -> Sequence[Repository]:
        """Several repositories at once."""
        return [self.add_repository(full_name) for full_name in full_names]

    def find(self, full_name: str) -> Repository | None:
        """The repository this name leads to, now or through a rename; None if it is gone."""
        repository = self._names.get(full_name.lower())
        return None if repository is None or repository.deleted else repository

    def find_by_id(self, repository_id: int) -> Repository | None:
        """The same by number, which survives every rename."""
        repository = self._repositories.get(repository_id)
        return None if repository is None or repository.deleted else repository

    def repositories_of(self, owner: Account) -> Sequence[Repository]:
        """Everything `owner` has, oldest first."""
        return [r for r in self._repositories.values() if r.owner is owner and not r.deleted]

    def repositories_near(self, account: Account) -> Sequence[Repository]:
        """Everything `account` has or helps with, oldest first."""
        there = (each for each in self._repositories.values() if not each.deleted)
        return [r for r in there if r.owner is account or account in r.collaborators]

    def move(self, repository: Repository, full_name: str) -> None:
        """Rename or transfer: the old name keeps leading here until it is taken again."""
        login, _, name = full_name.partition("/")
        repository.owner = self.account(login) or self.add_organisation(login)
        repository.name = name
        self._names[full_name.lower()] = repository

    def delete(self, repository: Repository) -> None:
        """Remove it; `add_repository` with the same name makes another one with another id."""
        repository.deleted = True

    # Issues

    def seed_issue(
        self,
        repository: Repository,
        *,
        by: User | str | None = "stranger",
        age: timedelta = timedelta(days=1),
        **settings: Any,
    ) -> Issue:
        """An issue opened `age` ago; `settings` are attributes of Issue."""
        author = None if by is None else self.person(by)
        return self._open(repository, author, at=self.clock.now() - age, **settings)

    def open_issue(self, repository: Repository, author: User, *, title: str, body: str) -> Issue:
        """What a create that GitHub accepts does."""
        self.limits.note_content(author.id)
        return self._open(repository, author, at=self.clock.now(), title=title, body=body)

    def _open(
        self, repository: Repository, author: User | None, *, at: datetime, **settings: Any
    ) -> Issue:
        issue = self._number(repository, author=author, created_at=at, **settings)
        self.births.append(
            Birth(
                issue_id=issue.id,
                repository_id=repository.id,
                author_id=author.id if author else None,
                title=issue.title,
                body=issue.body,
                at=at,
            )
        )
        return issue

    def _number(self, repository: Repository, *, created_at: datetime, **settings: Any) -> Issue:
        number = len(repository.issues) + 1
        defaults = {"title": f"Issue {number}", "body": "", "updated_at": created_at}
        issue = Issue(
            id=next(self._issue_ids),
            number=number,
            repository=repository,
            created_at=created_at,
            **{**defaults, **settings},
        )
        repository.issues[number] = issue
        return issue

    def transfer_issue(self, issue: Issue, repository: Repository) -> Issue:
        """Move an issue elsewhere: it gets a new number there and is in no list here.

        Its comments go with it, and its address leads on to there (docs:
        transferring-an-issue-to-another-repository).
        """
        kept = {"title": issue.title, "body": issue.body, "author": issue.author}
        new = self._number(repository, created_at=issue.created_at, comments=issue.comments, **kept)
        issue.transferred_to = new
        return new

    def comment(self, issue: Issue, author: User, body: str) -> Comment:
        """Add a comment."""
        now = self.clock.now()
        comment = Comment(id=next(self._issue_ids), author=author, body=body, created_at=now)
        issue.comments.append(comment)
        issue.updated_at = now
        self.limits.note_content(author.id)
        return comment

    def listed(self, repository: Repository, viewer: User | None) -> Sequence[Issue]:
        """What a list shows `viewer` now: new issues appear after `list_lag` seconds only.

        Lags of seconds to minutes were seen (judell/bram#252, getsentry/sentry-cocoa#8144).
        """
        seen_since = self.clock.now() - timedelta(seconds=self.list_lag)
        return [
            issue
            for issue in repository.issues.values()
            if issue.created_at <= seen_since and not issue.gone and issue.visible_to(viewer)
        ]

    def created_by(self, user: User) -> Sequence[Issue]:
        """What lists show `user` of their own issues and pull requests, wherever they are."""
        places = [each for each in self._repositories.values() if not each.deleted]
        return [i for place in places for i in self.listed(place, user) if i.author is user]

    # Records

    def arrive(self, request: Request) -> Visit:
        """Write a request into the log; its status follows when an answer is sent."""
        token = self.bearer(request.headers)
        visit = Visit(
            request=request,
            login=token.user.login if token else None,
            arrived=self.clock.monotonic(),
        )
        self.log.append(visit)
        return visit

    def next_request_id(self) -> str:
        """A new x-github-request-id, in GitHub's look."""
        number = next(self._request_ids)
        return f"C0DE:{0x2C6B0 + number:X}:{0x1A2B3C + number:X}:{0x1F2E3D + number:X}:5CD6B1A0"

    def requests(self, method: str | None = None, ending: str = "") -> Sequence[Visit]:
        """The requests so far, by method and by how the path ends."""
        with self.lock:
            return [
                visit
                for visit in self.log
                if method in (None, visit.method) and visit.path.endswith(ending)
            ]

    def books(self, slug: str) -> Books:
        """What campaign `slug` really did here."""
        with self.lock:
            names: Mapping[int, str] = {i: r.full_name for i, r in self._repositories.items()}
            return audit(self.births, slug=slug, names=names)
