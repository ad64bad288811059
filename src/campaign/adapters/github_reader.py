"""REST reads that spend as little as they can: fresh answers are used again, others by their tag.

https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from campaign.adapters.github_cache import AnswerCache, Known
from campaign.adapters.github_hints import (
    budget_left,
    may_pass,
    pause_asked,
    pause_due,
    told_by_github,
)
from campaign.adapters.github_line import Line
from campaign.adapters.github_replies import from_github
from campaign.core.answer import Reply, Sent

RESERVE = 10
"""Anonymous requests an hour that are left to `status`, and to others behind the same address."""

_LONGEST_FRESH = timedelta(minutes=5)

_NOTHING_FRESH = timedelta(minutes=1)
"""For which nothing stays nothing where GitHub does not say: as long as it says of other answers.

https://datatracker.ietf.org/doc/html/rfc9110#section-15.1 lets such answers be remembered.
"""

_LONGEST_REFUSAL = 2000
"""Characters; longer ones are no words of GitHub's."""


class FrugalReader:
    """Reads of one look; stops asking where the budget ends."""

    def __init__(self, line: Line, *, cache: AnswerCache, signed_in: bool) -> None:
        self._line = line
        self._cache = cache
        self._signed_in = signed_in
        self._left: int | None = None
        self._has_asked = False
        self.free = 0
        """Requests that GitHub has not counted, because nothing had changed."""
        self.closed_until: datetime | None = None
        """Until when there is no budget, once that is known."""

    def read(
        self,
        repo: str,
        path: str,
        *,
        query: str = "",
        keep: Callable[[Any], Any] | None = None,
        version: str = "",
        is_extra: bool = False,
    ) -> Reply | None:
        """The answer, or the remembered one if it still holds; None: the budget forbids asking.

        Args:
            keep: which part of the answer to remember; without it nothing is.
            version: while it is the same, what was not there is not there; empty: for a minute.
            is_extra: rather go without than take the last of an anonymous budget.
        """
        address = f"/repos/{repo}{path}{query}"
        known = self._cache.get(address) if keep else None
        if known and self._holds(known, version=version):
            return _again(known)
        if self.closed_until is not None or (is_extra and self._is_scarce()):
            return None
        tag = known.etag if known and known.status == 200 else ""
        reply = self._ask(repo, path, query=query, tag=tag)
        wait = pause_asked(reply)
        self._note_budget(reply, wait=wait)
        if wait is not None:
            return None
        if known and tag and reply.status == 304 and told_by_github(reply):
            self._remember(address, reply, etag=known.etag, body=known.body)
            return _again(known)
        if keep and from_github(reply) and "etag" in reply.headers:
            reply = replace(reply, body=_cut(reply.body, keep))
            self._remember(address, reply, etag=reply.headers["etag"], body=reply.body)
        if keep and _shows_nothing(reply):
            self._remember_nothing(address, reply, version=version)
        return reply

    def _ask(self, repo: str, path: str, *, query: str, tag: str) -> Reply:
        """GitHub's answer, or the second one where the first may have failed by chance."""
        reply = self._line.read_in(repo, path, query=query, known=tag)
        if may_pass(reply):
            self._line.rest()
            reply = self._line.read_in(repo, path, query=query, known=tag)
        return reply

    def forget(self, repo: str, path: str, *, query: str = "") -> None:
        """Drop a remembered answer that makes no sense."""
        self._cache.drop(f"/repos/{repo}{path}{query}")

    def _holds(self, known: Known, *, version: str) -> bool:
        """Settings change in seconds: whoever may post asks for what is there by its tag."""
        if known.status == 200:
            return not self._signed_in and self._is_fresh(known)
        return known.etag == version if version else self._is_fresh(known)

    def _is_scarce(self) -> bool:
        """Also where every other answer was fresh: then nobody knows what is left."""
        if self._signed_in:
            return False
        return self._left <= RESERVE if self._left is not None else not self._has_asked

    def _is_fresh(self, known: Known) -> bool:
        left = known.fresh_until - self._line.now().timestamp()
        # Much longer than it was ever given: this computer's clock is wrong.
        return 0 < left < 2 * _LONGEST_FRESH.total_seconds()

    def _note_budget(self, reply: Reply, *, wait: timedelta | None) -> None:
        left = budget_left(reply.headers)
        # Signed in, it is free by the documentation; otherwise only if the budget says so.
        if reply.status == 304 and (self._signed_in or left == self._left):
            self.free += 1
        self._left, self._has_asked = left, True
        wait = pause_due(reply.headers) if wait is None else wait
        if wait is not None:
            self.closed_until = self._line.now() + wait

    def _remember(self, address: str, reply: Reply, *, etag: str, body: str) -> None:
        good_for = _freshness(reply.headers) or timedelta()
        until = (self._line.now() + good_for).timestamp() if good_for else 0.0
        self._cache.put(address, Known(etag=etag, body=body, fresh_until=until))

    def _remember_nothing(self, address: str, reply: Reply, *, version: str) -> None:
        good_for = _freshness(reply.headers)
        until = self._line.now() + (_NOTHING_FRESH if good_for is None else good_for)
        known = Known(
            etag=version,
            body=reply.body if len(reply.body) < _LONGEST_REFUSAL else "{}",
            fresh_until=until.timestamp(),
            status=reply.status,
        )
        self._cache.put(address, known)


def _again(known: Known) -> Reply:
    """The remembered answer in the place of GitHub's, which is the same."""
    genuine = {"x-github-request-id": "remembered"}
    return Reply(sent=Sent.ANSWERED, status=known.status, headers=genuine, body=known.body)


def _shows_nothing(reply: Reply) -> bool:
    """GitHub's word that nothing is there, or that it shows it to nobody: not a limit's."""
    if not told_by_github(reply):
        return False
    blocked = reply.status == 403 and '"block"' in reply.body
    return blocked or reply.status in (404, 410, 451)


def _cut(body: str, keep: Callable[[Any], Any]) -> str:
    """The part to remember; all of it where it has another shape than GitHub's."""
    try:
        return json.dumps(keep(json.loads(body)))
    except (LookupError, TypeError, ValueError, AttributeError, RecursionError):
        return body


def _freshness(headers: Mapping[str, str]) -> timedelta | None:
    """https://datatracker.ietf.org/doc/html/rfc9111#section-5.2.2.1; GitHub says a minute."""
    told = re.search(r"\bmax-age=([0-9]{1,9})\b", headers.get("cache-control", ""))
    return min(timedelta(seconds=int(told[1])), _LONGEST_FRESH) if told else None
