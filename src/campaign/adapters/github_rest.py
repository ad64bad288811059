"""Repositories looked at one by one through REST: without a token, or where there is no GraphQL.

Without a token there are 60 requests an hour, and one of them is spent on every repository before
a second one is spent on any.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from campaign.adapters.github_batches import NOT_ASKED, PATIENCE
from campaign.adapters.github_cache import AnswerCache
from campaign.adapters.github_facts import UNREADABLE
from campaign.adapters.github_hints import is_cut_off, is_late, sso_address, told_by_github, why_not
from campaign.adapters.github_line import Line
from campaign.adapters.github_query import OPT_OUT_FILE
from campaign.adapters.github_reader import FrugalReader
from campaign.adapters.github_replies import from_github
from campaign.adapters.github_rest_facts import (
    facts_from_rest,
    kept_of_issues,
    kept_of_own,
    kept_of_repository,
    own_issues_from_rest,
    version_of,
    with_newest_issues,
)
from campaign.adapters.wire import TOO_LARGE
from campaign.core.access import Found, RepoFacts
from campaign.core.account import Account
from campaign.core.answer import Reply, Scope, read_refusal
from campaign.core.sentence import Sentence
from campaign.errors import CampaignError, SignInNeeded

NEWEST = (100, 20)
"""So many issues and pull requests tell of the silence of strangers; fewer where long texts make
the answer larger than we accept.
"""

_SPARED = Sentence("Its newest issues were not looked at, to spare the hour's requests.")

_ODD = Sentence("an answer of another shape")
_SHAPES = (LookupError, TypeError, ValueError, AttributeError, RecursionError)


class RestLook:
    """One look through REST at any number of repositories."""

    def __init__(self, line: Line, *, cache: AnswerCache, account: Account | None) -> None:
        self._line = line
        self._cache = cache
        self._account = account
        self._reader = FrugalReader(line, cache=cache, signed_in=account is not None)
        self._versions: dict[str, str] = {}
        """Repository → what changes when its files do."""
        self._failures = 0
        """How many there were in a row."""
        self._is_down = False
        self._failure: CampaignError | None = None
        self.resume_at: datetime | None = None
        """When the look can go on, if a limit cut it short."""

    @property
    def free(self) -> int:
        """Requests that cost nothing."""
        return self._reader.free

    def look(self, repos: Sequence[str]) -> tuple[RepoFacts, ...]:
        """The facts about each; whatever fails does so for its own repository.

        Raises:
            SignInNeeded: GitHub does not accept the token.
            CampaignError: GitHub has no answer for any of them.
        """
        try:
            facts = [self._repository(repo) for repo in repos]
            if self._account is not None:
                facts = [self._for_account(each, self._account) for each in facts]
            facts = [self._newest_issues(each) for each in facts]
        finally:
            self._cache.save()
        if self._failure is not None and all(each.found is Found.ERROR for each in facts):
            raise self._failure
        return tuple(facts)

    def _repository(self, repo: str) -> RepoFacts:
        reply = self._read(repo, "", keep=kept_of_repository)
        if reply is None:
            return self._unread(repo)
        if not from_github(reply):
            return self._trouble(repo, reply)
        try:
            data = json.loads(reply.body)
            self._versions[repo] = version_of(data)
            return facts_from_rest(repo, data)
        except _SHAPES:
            self._reader.forget(repo, "")
            return RepoFacts(repo=repo, found=Found.ERROR, problem=_ODD)

    def _for_account(self, facts: RepoFacts, account: Account) -> RepoFacts:
        """With what must be known before this account posts: an opt-out, and its own issues."""
        if not _may_be_open(facts):
            return facts
        opt_out = self._read(
            facts.name_now,
            f"/contents/{OPT_OUT_FILE}",
            keep=lambda data: {},
            version=self._versions.get(facts.repo, ""),
        )
        query = urlencode({"creator": account.login, "state": "all", "per_page": 100})
        own = self._read(facts.name_now, "/issues", query=f"?{query}", keep=kept_of_own)
        if opt_out is None or own is None:
            return self._unread(facts.repo)
        for reply in (opt_out, own):
            if not from_github(reply) and (reply is own or reply.status != 404):
                return self._trouble(facts.repo, reply)
        size, issues = own_issues_from_rest(own.body)
        if size is None:
            return RepoFacts(repo=facts.repo, found=Found.ERROR, problem=_ODD)
        return replace(facts, own=issues, opted_out=OPT_OUT_FILE if opt_out.status == 200 else "")

    def _newest_issues(self, facts: RepoFacts) -> RepoFacts:
        """With others' newest issues: evidence, and nothing more."""
        if not _may_be_open(facts):
            return facts
        for many in NEWEST:
            asked = {"state": "all", "sort": "created", "direction": "desc", "per_page": many}
            query = f"?{urlencode(asked)}"
            reply = self._read(
                facts.name_now, "/issues", query=query, keep=kept_of_issues, is_extra=True
            )
            if reply is None or reply.problem != TOO_LARGE:
                break
        if reply is None:
            return replace(facts, left_out=(UNREADABLE if self._is_down else _SPARED,))
        try:
            login = self._account.login if self._account else ""
            return with_newest_issues(facts, _list_in(reply), login=login, most=many)
        except _SHAPES:
            self._reader.forget(facts.name_now, "/issues", query=query)
            return replace(facts, left_out=(UNREADABLE,))

    def _read(self, repo: str, path: str, **settings: Any) -> Reply | None:
        """What the reader has; None also where there is no use in asking."""
        if self._is_down:
            return None
        reply = self._reader.read(repo, path, **settings)
        if reply is not None:
            self._note_failure(reply)
        return reply

    def _note_failure(self, reply: Reply) -> None:
        """A network that is cut off, or a server that hangs, is not asked for each repository."""
        if told_by_github(reply) or reply.problem == TOO_LARGE:
            self._failures = 0
            return
        self._failures += 1
        self._is_down = is_cut_off(reply) or is_late(reply) or self._failures > PATIENCE

    def _unread(self, repo: str) -> RepoFacts:
        """Not looked at: the budget has ended, or the requests before have failed."""
        if self._is_down:
            return RepoFacts(repo=repo, found=Found.ERROR, problem=NOT_ASKED)
        self.resume_at = self._reader.closed_until
        return RepoFacts(repo=repo, found=Found.LATER)

    def _trouble(self, repo: str, reply: Reply) -> RepoFacts:
        """What an answer that shows no repository tells of it; raises SignInNeeded."""
        if told_by_github(reply):
            if reply.status in (404, 410):
                return RepoFacts(repo=repo, found=Found.MISSING)
            if reply.status in (403, 451) and '"block"' in reply.body:
                return RepoFacts(repo=repo, disabled=True)
            if reply.status == 403 and read_refusal(reply).scope is not Scope.ACCOUNT:
                return RepoFacts(
                    repo=repo,
                    found=Found.NOT_READABLE,
                    problem=why_not(reply),
                    authorize_at=sso_address(reply.headers),
                )
        try:
            self._line.checked(reply)
        except SignInNeeded:
            raise
        except CampaignError as error:
            self._failure = error
        return RepoFacts(repo=repo, found=Found.ERROR, problem=why_not(reply))


def _list_in(reply: Reply) -> Any:
    """The JSON in a good answer; raises ValueError."""
    if not from_github(reply):
        raise ValueError("no list")
    return json.loads(reply.body)


def _may_be_open(facts: RepoFacts) -> bool:
    """Whether it is worth a further request."""
    shut = facts.archived or facts.disabled or facts.opted_out or facts.has_issues is False
    return facts.found is Found.SEEN and not shut
