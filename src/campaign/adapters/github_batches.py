"""Repositories looked at through GraphQL, many in one query, one query after the other."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from campaign.adapters.github_facts import facts_from_graphql
from campaign.adapters.github_hints import pause_asked, pause_due, pause_told, sso_address
from campaign.adapters.github_line import Line
from campaign.adapters.github_query import facts_query, fields_to_drop
from campaign.adapters.github_replies import check_whole_query, read_object, readable
from campaign.adapters.wire import TOO_LARGE
from campaign.core.access import Found, RepoFacts
from campaign.core.answer import Reply, Sent, read_refusal

BATCH = 25
"""Repositories per GraphQL query: small enough for GitHub's resource limits so far."""

PATIENCE = 3
"""So many repositories in a row may be left without an answer before the server counts as down."""

# raycast/extensions#29578, Skydio/revup#271, liatrio/liatrio-otel-collector#71
_TOO_HEAVY = (
    "RESOURCE_LIMITS_EXCEEDED",
    "Timeout on validation of query",
    "Something went wrong while executing your query",
)

_LATE = ("no complete answer within", "no answer in time")
"""How the wire says that the deadline of a whole request, or of one read, has passed."""


class NoGraphQL(Exception):
    """The server has no GraphQL at its address."""


def ask(line: Line, query: Mapping[str, object]) -> Reply:
    """Whatever comes back; raises NoGraphQL."""
    reply = line.ask(query)
    if reply.status == 404 and "x-github-request-id" in reply.headers:
        raise NoGraphQL
    return reply


class BatchLook:
    """Looks through GraphQL; remembers what the server does not know."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._patience = PATIENCE
        self._has_answered = False
        self._failure: tuple[Reply, Mapping[str, Any]] | None = None
        self.unknown_fields: tuple[str, ...] = ()
        """Fields that this server does not know, or keeps from this token."""
        self.resume_at: datetime | None = None
        """When the latest look can go on, if a limit cut it short."""

    def look(self, repos: Sequence[str], *, login: str) -> tuple[RepoFacts, ...]:
        """The facts about each, in smaller batches where the server bears no larger one.

        Raises:
            NoGraphQL, SignInNeeded, CampaignError: GitHub gives no answer for any of them.
        """
        self.resume_at, self._failure = None, None
        self._patience, self._has_answered = PATIENCE, False
        facts: list[RepoFacts] = []
        size = BATCH
        while len(facts) < len(repos):
            batch = repos[len(facts) : len(facts) + size]
            if self.resume_at is not None:
                facts += _later(repos[len(facts) :])
                break
            answers = self._ask(batch, login=login)
            if answers is None:
                size = len(batch) // 2
            else:
                facts += answers
        if self._failure is not None and all(each.found is Found.ERROR for each in facts):
            self._give_up(*self._failure)
        if all(each.found is not Found.LATER for each in facts):
            self.resume_at = None  # the budget ended with the last of them
        return tuple(facts)

    def _ask(self, batch: Sequence[str], *, login: str) -> list[RepoFacts] | None:
        """One query; None: it was too heavy, ask for less."""
        query = facts_query(batch, login=login, without=self.unknown_fields)
        reply = ask(self._line, query)
        wait = pause_asked(reply)
        if wait is not None:
            self._stop(wait)
            return _later(batch)
        data = read_object(self._line.checked(reply)) if reply.status == 200 else {}
        with readable():
            if _is_too_heavy(reply, data):
                if len(batch) > 1:
                    return None
                if not data.get("data"):
                    return [self._without_answer(batch[0], reply, data)]
            self._line.checked(reply)
            return self._read(batch, reply, data, login=login)

    def _read(
        self, batch: Sequence[str], reply: Reply, data: Mapping[str, Any], *, login: str
    ) -> list[RepoFacts] | None:
        wait = pause_told(reply, data)
        new = [field for field in fields_to_drop(data) if field not in self.unknown_fields]
        if new and wait is None:
            self.unknown_fields += tuple(new)
            return self._ask(batch, login=login)
        wait = pause_due(reply.headers) if wait is None else wait
        if wait is not None:
            self._stop(wait)
            if not data.get("data"):
                return _later(batch)
        check_whole_query(data)
        # Null where an Enterprise server has no limits.
        self._line.points += (data["data"].get("rateLimit") or {}).get("cost", 0)
        self._patience, self._has_answered = PATIENCE, True
        return facts_from_graphql(batch, data, login=login, sso=sso_address(reply.headers))

    def _stop(self, wait: timedelta) -> None:
        self.resume_at = self._line.now() + wait

    def _without_answer(self, repo: str, reply: Reply, data: Mapping[str, Any]) -> RepoFacts:
        """The others may still have theirs; raises CampaignError where none has come for long."""
        self._failure = reply, data
        hangs = reply.problem.startswith(_LATE) and not self._has_answered
        if self._patience == 0 or hangs:  # each further try takes as long as the deadline
            self._give_up(reply, data)
        self._patience -= 1
        words = reply.problem or read_refusal(reply).message
        return RepoFacts(repo=repo, found=Found.ERROR, problem=words)

    def _give_up(self, reply: Reply, data: Mapping[str, Any]) -> None:
        """Raise what such an answer means where it is the answer to all."""
        self._line.checked(reply)
        check_whole_query(data)


def _later(repos: Sequence[str]) -> list[RepoFacts]:
    return [RepoFacts(repo=repo, found=Found.LATER) for repo in repos]


def _is_too_heavy(reply: Reply, data: Mapping[str, Any]) -> bool:
    """Whether GitHub, or we, might bear the answer to half the query.

    https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api#timeouts
    """
    if reply.sent is not Sent.ANSWERED:
        late = reply.sent is Sent.NO_ANSWER and reply.problem.startswith(_LATE)
        return late or reply.problem == TOO_LARGE
    told = (f"{error.get('type')} {error.get('message')}" for error in data.get("errors") or [])
    return reply.status in (502, 504) or any(sign in each for each in told for sign in _TOO_HEAVY)
