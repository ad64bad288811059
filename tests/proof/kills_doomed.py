"""The real ledger, client and sockets of a process that may die at any point.

Nothing in `src/` knows of this: the process wraps its own.
"""

import http.client
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar, Self

import urllib3.connection
from tests.proof.kills_points import Fate, Point

from campaign.adapters.github import GitHub
from campaign.adapters.ledger import Ledger
from campaign.core.access import OwnIssue
from campaign.core.account import Account
from campaign.core.answer import Reply
from campaign.core.marker import Key
from campaign.core.receipt import Posting


class DoomedLedger(Ledger):
    """The real ledger, whose process may die at any step."""

    fate: ClassVar[Fate]

    @classmethod
    def open(cls, path: Path) -> Self:
        with cls.fate.within(Point.IN_OPENING):
            return super().open(path)

    def claim(self, posting: Posting) -> bool:
        self.fate.at(Point.BEFORE_INTENT)
        with self.fate.within(Point.IN_INTENT):
            claimed = super().claim(posting)
        self.fate.at(Point.AFTER_INTENT)
        return claimed

    def record_posted(self, key: Key, *, number: int, at: datetime) -> None:
        with self._recording():
            super().record_posted(key, number=number, at=at)

    def adopt(self, posting: Posting) -> None:
        with self._recording(found=True):
            super().adopt(posting)

    def record_refused(self, key: Key, **more: Any) -> None:
        with self._recording():
            super().record_refused(key, **more)

    def record_unknown(self, key: Key, **more: Any) -> None:
        with self._recording():
            super().record_unknown(key, **more)

    def release(self, key: Key, **more: Any) -> None:
        with self._recording():
            super().release(key, **more)

    def record_look(self, key: Key) -> None:
        with self._recording(found=True):
            super().record_look(key)

    def recover(self) -> None:
        with self.fate.within(Point.IN_RECOVERY):
            super().recover()

    @contextmanager
    def _recording(self, *, found: bool = False) -> Iterator[None]:
        with self.fate.within(Point.IN_RECONCILE if found else Point.IN_RECORD):
            yield
        if not found:
            self.fate.at(Point.AFTER_RECORD)


class CarelessLedger(DoomedLedger):
    """A planted bug: the intent is written down only when the answer is known."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        super().__init__(connection, path)
        self._claimed: dict[Key, Posting] = {}

    def claim(self, posting: Posting) -> bool:
        self._claimed[posting.key] = posting
        return self.get(posting.key) is None

    def record_posted(self, key: Key, *, number: int, at: datetime) -> None:
        if key in self._claimed:
            super().claim(self._claimed[key])
        super().record_posted(key, number=number, at=at)


class DoomedGitHub(GitHub):
    """The real client, whose process may die around its requests."""

    fate: Fate

    def create_issue(self, repo: str, *, title: str, body: str) -> Reply:
        with self.fate.around_create():
            reply = super().create_issue(repo, title=title, body=body)
        self.fate.at(Point.AFTER_BODY)
        return reply

    def own_issues(
        self, repo_id: int, *, account: Account, since: datetime | None
    ) -> tuple[OwnIssue, ...] | None:
        self.fate.at(Point.BEFORE_LOOK)
        issues = super().own_issues(repo_id, account=account, since=since)
        self.fate.at(Point.AFTER_LOOK)
        return issues


def doom_the_sockets(fate: Fate) -> None:
    """From now on this process may die within the request that makes an issue."""
    connection, response = http.client.HTTPConnection, http.client.HTTPResponse
    send = connection.send

    def at(point: Point) -> Callable[..., None]:
        return lambda *_: fate.at(point)

    def half(self: Any, data: bytes) -> None:
        if not data.startswith(b"POST "):  # the body, after the head
            fate.at(Point.MID_SEND, lambda: send(self, data[: len(data) // 2]))

    def doom(
        kind: type,
        name: str,
        *,
        before: Callable[..., None] = _pass,
        after: Callable[..., None] = _pass,
    ) -> None:
        honest = getattr(kind, name)

        def doomed(*given: Any) -> Any:
            if fate.creating:
                before(*given)
            answer = honest(*given)
            if fate.creating:
                after(*given)
            return answer

        setattr(kind, name, doomed)

    doom(urllib3.connection.HTTPConnection, "connect", after=at(Point.AFTER_CONNECT))
    doom(connection, "send", before=half)
    doom(connection, "getresponse", before=at(Point.AFTER_SEND))
    doom(response, "_read_status", after=at(Point.AFTER_STATUS))
    doom(response, "begin", after=at(Point.AFTER_HEAD))


def _pass(*_: object) -> None:
    """Nothing happens."""
