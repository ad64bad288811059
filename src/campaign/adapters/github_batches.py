"""Repositories looked at through GraphQL, many in one query, one query after the other."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from campaign.adapters.github_facts import facts_from_graphql, kept_back
from campaign.adapters.github_hints import (
    is_cut_off,
    is_late,
    pause_asked,
    pause_due,
    pause_told,
    sso_address,
    told_by_github,
)
from campaign.adapters.github_line import Line
from campaign.adapters.github_query import facts_query, refused_fields, unknown_fields
from campaign.adapters.github_replies import check_whole_query, readable
from campaign.adapters.github_told import Told
from campaign.core.access import Found, RepoFacts
from campaign.core.answer import Reply
from campaign.core.sentence import Sentence
from campaign.errors import CampaignError, SignInNeeded

BATCH = 25
"""Repositories per GraphQL query: small enough for GitHub's resource limits so far."""

PATIENCE = 3
"""So many failures in a row are borne before the server counts as down."""

NOT_ASKED = Sentence("it was not asked any more, because the requests before had failed")

_SHAPES = (LookupError, TypeError, ValueError, AttributeError)

_Names = frozenset[str]


class NoGraphQL(Exception):
    """The server has no GraphQL at its address."""


def ask(line: Line, query: Mapping[str, object]) -> Reply:
    """Whatever comes back; raises NoGraphQL."""
    reply = line.ask(query)
    if reply.status == 404 and told_by_github(reply):
        raise NoGraphQL
    return reply


class BatchLook:
    """Looks through GraphQL; remembers what the server does not know, and what is too heavy."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._heavy: _Names = frozenset()
        """Those that were too much even alone: the next look asks for them so, and last."""
        self.unknown_fields: tuple[str, ...] = ()
        """Fields that this server does not know."""
        self.resume_at: datetime | None = None
        """When the latest look can go on, if a limit cut it short."""

    def look(self, repos: Sequence[str], *, login: str) -> tuple[RepoFacts, ...]:
        """The facts about each, in smaller batches where the server bears no larger one.

        Whatever fails does so for its own repositories; the others have their answers.

        Raises:
            NoGraphQL: there is none.
            SignInNeeded: GitHub does not accept the token, or not any more.
            CampaignError: GitHub gives no answer for any of them.
        """
        self.resume_at = None
        look = _OneLook(self._line, login=login, unknown=self.unknown_fields)
        look.at_all([repo for repo in dict.fromkeys(repos) if repo not in self._heavy])
        for repo in dict.fromkeys(repos):
            if repo in self._heavy:
                look.at([repo])
        self.unknown_fields = look.unknown
        facts = tuple(look.facts[repo] for repo in repos)
        found = {each.found for each in facts}
        if look.failure is not None and found == {Found.ERROR}:
            raise look.failure
        if not look.is_down:
            self._heavy = look.heavy
        if Found.LATER in found:  # otherwise the budget ended with the last of them
            self.resume_at = look.resume_at
        return facts


class _OneLook:
    """What one look has found so far, and what it has met."""

    def __init__(self, line: Line, *, login: str, unknown: tuple[str, ...]) -> None:
        self._line = line
        self._login = login
        self._has_answered = False
        self._failures = 0
        """How many there were in a row."""
        self._most = BATCH
        self.unknown = unknown
        self.facts: dict[str, RepoFacts] = {}
        self.heavy: _Names = frozenset()
        self.is_down = False
        self.failure: CampaignError | None = None
        self.resume_at: datetime | None = None

    def at_all(self, repos: Sequence[str]) -> None:
        """Ask for all of these, as many at once as the server bears.

        One batch that has to be divided may hold a heavy repository; two in a row mean that the
        server bears less than we thought.
        """
        divided = 0
        while repos:
            size = self._most
            batch, repos = repos[:size], repos[size:]
            divided = 0 if self.at(batch) else divided + 1
            if divided == 2 and size == self._most:
                self._most, divided = max(1, size // 2), 0

    def at(
        self, repos: Sequence[str], *, without: _Names = frozenset(), is_part: bool = False
    ) -> bool:
        """Ask for these, and for each half where that is too much; whether it was not.

        Args:
            without: fields that are kept from this token here.
            is_part: they were asked for before, among others.
        """
        if self._skips(repos):
            return True
        if len(repos) > self._most:
            self._divide(repos, without=without)
            return False
        told = self._ask(repos, without=without, is_part=is_part)
        if told.is_too_heavy and len(repos) > 1:
            half = len(repos) // 2
            if self._divide(repos, without=without) == 2:
                self._most = min(self._most, (half + 1) // 2)
            return False
        try:
            self._take(repos, told, without=without)
        except _SHAPES:
            self._fail(repos, told)
        return True

    def _divide(self, repos: Sequence[str], *, without: _Names) -> int:
        """Ask for each half; how many of them were too much as well."""
        half = len(repos) // 2
        parts = repos[:half], repos[half:]
        return sum(not self.at(part, without=without, is_part=True) for part in parts)

    def _skips(self, repos: Sequence[str]) -> bool:
        """Note that these are not asked for, if there is no use in asking; whether it is so."""
        if self.resume_at is not None:
            self._note(RepoFacts(repo=repo, found=Found.LATER) for repo in repos)
        elif self.is_down:
            self._note(_error(repo, NOT_ASKED) for repo in repos)
        else:
            return False
        return True

    def _ask(self, repos: Sequence[str], *, without: _Names, is_part: bool) -> Told:
        query = facts_query(repos, login=self._login, without={*self.unknown, *without})
        told = self._send(query)
        in_vain = told.is_too_heavy and (is_part or len(repos) > 1)
        if told.may_pass and not in_vain:
            self._line.rest()
            told = self._send(query)
        return told

    def _send(self, query: Mapping[str, object]) -> Told:
        told = Told(ask(self._line, query))
        self._line.note_points(told.reply, said=told.cost)
        return told

    def _take(self, repos: Sequence[str], told: Told, *, without: _Names) -> None:
        """Note what an answer says: the facts, or why there are none."""
        wait = pause_asked(told.reply)
        wait = pause_told(told.reply, told.data) if wait is None else wait
        if wait is None and told.is_good:
            wait = pause_due(told.reply.headers)
        unknown = [each for each in unknown_fields(told.data) if each not in self.unknown]
        if wait is not None:
            self.resume_at = self._line.now() + wait
        if told.is_good:
            self._note_answers(repos, told, without=without)
        elif wait is not None:
            self._skips(repos)
        elif unknown:
            self.unknown += tuple(unknown)
            self.at(repos, without=without)
        else:
            self._fail(repos, told)

    def _note_answers(self, repos: Sequence[str], told: Told, *, without: _Names) -> None:
        """What was kept back for one field is asked for again without it, and without others."""
        sso = sso_address(told.reply.headers)
        facts = facts_from_graphql(repos, told.data, login=self._login, sso=sso)
        if told.is_too_heavy and all(each.found is Found.ERROR for each in facts):
            self._fail(repos, told)
            return
        self._failures, self._has_answered = 0, True
        refused = refused_fields(told.data)
        again: dict[_Names, list[str]] = {}
        for index, each in enumerate(facts):
            fields = refused.get(f"r{index}", frozenset()) - without
            if fields:
                again.setdefault(fields, []).append(each.repo)
            else:
                self._note([kept_back(each, without)])
        for fields, some in again.items():
            self.at(some, without=without | fields)

    def _fail(self, repos: Sequence[str], told: Told) -> None:
        """No answer for these; raises SignInNeeded."""
        self.failure = self._meaning(told)
        self._failures += 1
        # Each further try would take as long as the deadline.
        hangs = is_late(told.reply) and not self._has_answered
        self.is_down = hangs or is_cut_off(told.reply) or self._failures > PATIENCE
        if told.is_too_heavy:
            self.heavy |= frozenset(repos)
        self._note(_error(repo, told.words) for repo in repos)

    def _meaning(self, told: Told) -> CampaignError:
        """What such an answer means where it is the answer to all; raises SignInNeeded."""
        try:
            self._line.checked(told.reply)
            with readable():
                check_whole_query({"errors": told.data["errors"][:1]})
        except SignInNeeded:
            raise
        except CampaignError as error:
            return error
        return CampaignError(told.words)

    def _note(self, facts: Iterable[RepoFacts]) -> None:
        self.facts |= {each.repo: each for each in facts}


def _error(repo: str, why: str) -> RepoFacts:
    return RepoFacts(repo=repo, found=Found.ERROR, problem=why)
