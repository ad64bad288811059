"""The real client of GitHub, its requests taken by the stand-in in process."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

from tests.proof.simulator.clocks import MachineClock
from tests.proof.simulator.facts import answer, budget
from tests.proof.simulator.fate import Fate
from tests.proof.simulator.remembered import replacing
from tests.proof.simulator.standin import DEADLINE, DirectStandIn

from campaign.adapters import github, github_batches
from campaign.adapters.github import GitHub
from campaign.adapters.github_facts import facts_from_graphql
from campaign.adapters.github_line import Line
from campaign.adapters.wire import AWAY, Wire
from campaign.core.access import RepoFacts
from campaign.core.account import Account
from campaign.core.answer import Reply
from campaign.rehearsal import graphql
from campaign.rehearsal.refusals import Attempt
from campaign.rehearsal.wire import Request

BASE = "http://127.0.0.1"

_SMALLEST = {"query": "query { rateLimit { cost } }"}
"""Meets whatever the real look may meet at the door, and costs as much."""


class _Gate(Wire):
    """The real wire's gate before its connection: what the tool never asks for is held back."""

    def close(self) -> None:
        """It is used again, and has no connection."""


_GATE = _Gate(
    base_url=BASE,
    graphql_url=f"{BASE}/graphql",
    timeout=DEADLINE,
    may_write=True,
    told=lambda request, reply: None,
)


class DirectLine(Line):
    """The real line, from the request's path to the reply; PyGithub and the socket are left out."""

    def __init__(
        self, stand_in: DirectStandIn, *, token: str, clock: MachineClock, fate: Fate
    ) -> None:
        super().__init__(
            api_url=BASE,
            token=token,
            timeout=DEADLINE,
            may_write=True,
            monotonic=clock.monotonic,
            sleep=clock.sleep,
        )
        self.stand_in = stand_in
        self.fate = fate

    def _new_wire(self) -> Wire:
        return _GATE

    def headers(self, *, signed: bool = True) -> dict[str, str]:
        """What every request carries."""
        sign = {"authorization": f"token {self.token}"} if signed else {}
        return {"user-agent": "campaign", **sign}

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
        kind = "the create" if path.endswith("/issues") and verb == "POST" else "a read"
        self.fate.moment(f"before {kind}")
        path = path.removeprefix(BASE)
        headers = self.headers(signed=signed)
        payload = None if body is None else json.dumps(body)
        wire.request(verb, path, payload, headers)
        where, _, query = path.partition("?")
        reply = self.stand_in.take(
            Request(
                method=verb,
                path=where,
                query_string=query,
                headers=headers,
                payload=(payload or "").encode(),
                base=BASE,
            )
        )
        if 300 <= reply.status < 400 and wire._leads_away(reply.headers.get("location", "")):
            reply = replace(reply, problem=AWAY)
        self.fate.moment(f"after {kind}")
        self._heard(f"{verb} {path}", reply)
        if wire is self._reads:
            self._tell()
        return reply


class DirectGitHub(GitHub):
    """The real client over a direct line.

    What it would ask in GraphQL is looked up in the world; all that the real look does with limits
    and failures around it remains.
    """

    def __init__(
        self, stand_in: DirectStandIn, *, token: str, clock: MachineClock, fate: Fate
    ) -> None:
        self._direct = DirectLine(stand_in, token=token, clock=clock, fate=fate)
        with replacing((github, "Line", lambda **_: self._direct)):
            super().__init__(api_url=BASE, token=token, may_write=True)

    def look(self, repos: Sequence[str], *, account: Account | None) -> tuple[RepoFacts, ...]:
        world, headers = self._direct.stand_in.world, self._direct.headers()

        def read(batch: Sequence[str], *_: object, login: str, sso: str) -> list[RepoFacts]:
            attempt = Attempt(
                world=world, headers=headers, token=world.bearer(headers), resource="graphql"
            )
            return facts_from_graphql(batch, answer(batch, attempt), login=login, sso=sso)

        with replacing(
            (github_batches, "facts_query", lambda *_, **__: _SMALLEST),
            (github_batches, "facts_from_graphql", read),
            (graphql, "execute_sync", budget),
        ):
            return super().look(repos, account=account)
