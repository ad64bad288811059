"""The stand-in's own record: every request that came, and every issue that was ever opened."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from campaign.rehearsal.wire import Request


@dataclass(eq=False, kw_only=True)
class Visit:
    """One request as it arrived."""

    request: Request
    login: str | None
    """Who signed it."""
    arrived: float
    """Seconds on the world's monotonic clock."""
    status: int | None = None
    """None: there was no answer, or only a broken one."""

    @property
    def method(self) -> str:
        """GET, POST or PATCH."""
        return self.request.method

    @property
    def path(self) -> str:
        """As it came, without the query."""
        return self.request.path

    @property
    def query(self) -> Mapping[str, str]:
        """The parameters."""
        return self.request.query

    @property
    def sent(self) -> Mapping[str, object]:
        """The JSON object in the request; empty where there is none."""
        try:
            document = json.loads(self.request.payload)
        except ValueError:
            return {}
        return document if isinstance(document, dict) else {}

    @property
    def title(self) -> str | None:
        """The title a create carried."""
        title = self.sent.get("title")
        return title if isinstance(title, str) else None

    @property
    def body(self) -> str | None:
        """The issue text a create carried."""
        body = self.sent.get("body")
        return body if isinstance(body, str) else None

    @property
    def body_sha256(self) -> str | None:
        """SHA-256 of the issue text as UTF-8."""
        body = self.body
        return None if body is None else hashlib.sha256(body.encode("utf-8")).hexdigest()


@dataclass(frozen=True, kw_only=True, slots=True)
class Birth:
    """An issue at the moment it was opened: later edits and deletions do not change this."""

    issue_id: int
    repository_id: int
    author_id: int | None
    title: str
    body: str
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Books:
    """What one campaign really did, whatever its own ledger says."""

    issues: int
    pairs: int
    """Distinct (author, repository) pairs among them."""
    by_repo: Mapping[str, int]

    @property
    def duplicates(self) -> int:
        """Issues beyond one per author and repository: the promise is that this is 0."""
        return self.issues - self.pairs


def audit(births: Iterable[Birth], *, slug: str, names: Mapping[int, str]) -> Books:
    """Count the issues that carry the marker of campaign `slug`; `names` by repository id."""
    marker = re.compile(rf"<!-- campaign:{re.escape(slug)} \S+ -->")
    ours = [birth for birth in births if marker.search(birth.body)]
    return Books(
        issues=len(ours),
        pairs=len({(birth.author_id, birth.repository_id) for birth in ours}),
        by_repo=dict(Counter(names[birth.repository_id] for birth in ours)),
    )
