"""One line to GitHub: requests that PyGithub builds and signs, answers that are judged by us."""

import logging
import re
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from campaign.adapters.github_gate import Budget, Gate
from campaign.adapters.github_hints import budget_left, points_used
from campaign.adapters.github_replies import check
from campaign.adapters.github_speaker import new_speaker
from campaign.adapters.wire import Stop, Wire
from campaign.core.access import Cost
from campaign.core.answer import Reply, pause_needed
from campaign.core.waits import UNSHOWN, server_date, until_reset

MOMENT = 1.0
"""Seconds between two tries."""


class Line:
    """Sends one request at a time, keeps the server's clock, and counts what it costs.

    Reads share a connection; each write has its own.
    """

    def __init__(
        self,
        *,
        api_url: str,
        token: str | None,
        timeout: float,
        may_write: bool,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        told: Callable[[str, Reply], None] = lambda request, reply: None,
    ) -> None:
        # https://docs.python.org/3/howto/logging.html#configuring-logging-for-a-library
        logging.getLogger("github").handlers.clear()
        self.token = token
        self.points = 0
        self._points_used: int | None = None
        self._api_url = api_url
        self._timeout = timeout
        self._may_write = may_write
        self._monotonic = monotonic
        self._sleep = sleep
        self._told = told
        self._untold: list[tuple[str, Reply]] = []
        self._speaker = new_speaker(api_url, token)
        self._reads = self._new_wire()
        self._requests = 0
        self._budget = Budget.CORE
        self._gate = Gate(monotonic)
        self._free_at: float | None = None
        self._left: int | None = None
        self._resets_at: datetime | None = None
        self._server_time = datetime.now(UTC)
        self._heard_at = monotonic()
        self._asked_at = self._heard_at
        self._on_the_way = 0.0

    def close(self) -> None:
        """Let go of the connections."""
        self._reads.close()
        self._speaker.close()
        self._tell()

    @property
    def cost(self) -> Cost:
        return Cost(
            requests=self._requests,
            points=self.points,
            left=self._left,
            resets_at=self._resets_at,
        )

    def now(self) -> datetime:
        """The server's clock, as of its latest answer and the time since."""
        return self._server_time + timedelta(seconds=self._monotonic() - self._heard_at)

    @property
    def lag(self) -> timedelta:
        """By so much it may be later than `now` says: GitHub writes the Date before the answer."""
        return timedelta(seconds=self._on_the_way) + UNSHOWN

    def pause(self) -> timedelta | None:
        """How long to stay away from REST, and from what the latest signed request asked for."""
        said = self._free_at - self._monotonic() if self._free_at is not None else 0.0
        left = max(said, self._gate.left(budget=Budget.CORE))
        return timedelta(seconds=left) if left > 0 else None

    def checked(self, reply: Reply) -> Reply:
        """The reply itself, if it is a good answer; raises CampaignError."""
        return check(reply, now=self.now())

    def note_points(self, reply: Reply, *, said: int) -> None:
        """Count what a query has taken: by its answer, else by what is used up since the last one.

        One that GitHub gives up costs more than an answer, and nobody says how much more.
        https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api#timeouts
        """
        used = points_used(reply.headers)
        if said or used is None or self._points_used is None:
            self.points += said
        else:
            self.points += max(0, used - self._points_used)
        self._points_used = used

    def rest(self) -> None:
        """The short pause before a read that may have failed by chance is tried once more."""
        self._sleep(MOMENT)

    def read(self, path: str, *, signed: bool = True, known: str = "") -> Reply:
        """GET this path; 304 if the answer is the one of which `known` is the tag."""
        return self._send(self._reads, "GET", path, signed=signed, known=known)

    def read_in(
        self, repo: str, path: str, *, query: str = "", signed: bool = True, known: str = ""
    ) -> Reply:
        """Read what belongs to a repository: by its number where its name has changed."""
        reply = self.read(f"/repos/{repo}{path}{query}", signed=signed, known=known)
        # Of what the answer says only the number is taken: the address is composed by us.
        where = rf".*/repositories/([0-9]{{1,18}}){re.escape(path)}(\?.*)?"
        moved = re.fullmatch(where, reply.headers.get("location", ""))
        if reply.status != 301 or moved is None:
            return reply
        return self.read(f"/repositories/{moved[1]}{path}{query}", signed=signed, known=known)

    def ask(self, query: Mapping[str, object]) -> Reply:
        """One GraphQL query."""
        address = self._speaker.graphql_url
        return self._send(self._reads, "POST", address, query, budget=Budget.GRAPHQL)

    def write(self, path: str, body: Mapping[str, object]) -> Reply:
        """POST, once.

        On its own connection: one that was kept open may be closed by the server just now, and
        then nobody could say whether the request arrived.
        """
        wire = self._new_wire()
        try:
            return self._send(wire, "POST", path, body)
        finally:
            wire.close()

    def _new_wire(self) -> Wire:
        return Wire(
            base_url=self._api_url,
            graphql_url=self._speaker.graphql_url,
            timeout=self._timeout,
            may_write=self._may_write,
            told=self._heard,
        )

    def _heard(self, request: str, reply: Reply) -> None:
        self._requests += 1
        date = server_date(reply.headers)
        if date is not None:
            self._server_time, self._heard_at = date, self._monotonic()
            self._on_the_way = self._heard_at - self._asked_at
            reset = until_reset(reply.headers)
            self._left = budget_left(reply.headers)
            self._resets_at = date + reset if reset else None
        self._gate.hear(reply, budget=self._budget)
        if self._budget is not Budget.ANONYMOUS and reply.headers:
            pause = pause_needed(reply)
            self._free_at = self._monotonic() + pause.total_seconds() if pause else None
        self._untold.append((request, reply))

    def _tell(self) -> None:
        """Never between a created issue and its record: a listener that left may end the run."""
        while self._untold:
            self._told(*self._untold.pop(0))

    def _send(
        self,
        wire: Wire,
        verb: str,
        path: str,
        body: Mapping[str, object] | None = None,
        *,
        budget: Budget = Budget.CORE,
        signed: bool = True,
        known: str = "",
    ) -> Reply:
        """One request, unless GitHub has asked for a pause that is not over."""
        self._budget = budget if signed else Budget.ANONYMOUS
        held = self._gate.held(budget=self._budget)
        self._asked_at = self._monotonic()
        return held or self._request(wire, verb, path, body, signed=signed, known=known)

    def _request(
        self,
        wire: Wire,
        verb: str,
        path: str,
        body: Mapping[str, object] | None = None,
        *,
        signed: bool = True,
        known: str = "",
    ) -> Reply:
        """Send one request; whatever PyGithub makes of the answer, the wire has it."""
        speaker = self._speaker if signed else new_speaker(self._api_url, None)
        headers = {"Accept": "application/vnd.github+json", "Cache-Control": "no-cache"}
        if known:
            headers["If-None-Match"] = known
        try:
            with suppress(Stop, ValueError, OverflowError):
                speaker.requestJson(
                    verb,
                    path,
                    headers=headers,
                    input=body,
                    cnx=wire,  # type: ignore[arg-type]
                )
        finally:
            if not signed:
                speaker.close()
        if wire is self._reads:
            self._tell()
        return wire.reply
