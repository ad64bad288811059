"""Repositories looked at one by one through REST: without a token, or where there is no GraphQL.

Without a token there are 60 requests an hour, and one of them is spent on every repository before
a second one is spent on any.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlencode

from campaign.adapters.github_cache import AnswerCache
from campaign.adapters.github_hints import sso_address
from campaign.adapters.github_line import Line
from campaign.adapters.github_query import OPT_OUT_FILE
from campaign.adapters.github_reader import FrugalReader
from campaign.adapters.github_replies import from_github, read_object
from campaign.adapters.github_rest_facts import (
    facts_from_rest,
    kept_of_issues,
    kept_of_repository,
    own_issues_from_rest,
    with_newest_issues,
)
from campaign.core.access import Found, RepoFacts
from campaign.core.account import Account
from campaign.core.answer import Reply, Scope, read_refusal
from campaign.core.sentence import Sentence

_NEWEST = "?" + urlencode({"state": "all", "sort": "created", "direction": "desc", "per_page": 10})

_SPARED = Sentence("Its newest issues were not looked at, to spare the hour's requests.")
_UNREADABLE = Sentence("Its newest issues could not be read.")

_ODD = "an answer of another shape"
_SHAPES = (LookupError, TypeError, ValueError, AttributeError, RecursionError)


class RestLook:
    """One look through REST at any number of repositories."""

    def __init__(self, line: Line, *, cache: AnswerCache, account: Account | None) -> None:
        self._line = line
        self._cache = cache
        self._account = account
        self._reader = FrugalReader(line, cache=cache, signed_in=account is not None)
        self.resume_at: datetime | None = None
        """When the look can go on, if a limit cut it short."""

    @property
    def free(self) -> int:
        """Requests that cost nothing."""
        return self._reader.free

    def look(self, repos: Sequence[str]) -> tuple[RepoFacts, ...]:
        """The facts about each; raises SignInNeeded or CampaignError where GitHub has no answer."""
        try:
            facts = [self._repository(repo) for repo in repos]
            if self._account is not None:
                facts = [self._for_account(each, self._account) for each in facts]
            return tuple(self._newest_issues(each) for each in facts)
        finally:
            self._cache.save()

    def _repository(self, repo: str) -> RepoFacts:
        reply = self._reader.read(repo, "", keep=kept_of_repository)
        if reply is None:
            return self._later(repo)
        if not from_github(reply):
            return self._trouble(repo, reply)
        try:
            return facts_from_rest(repo, json.loads(reply.body))
        except _SHAPES:
            self._reader.forget(repo, "")
            return RepoFacts(repo=repo, found=Found.ERROR, problem=_ODD)

    def _for_account(self, facts: RepoFacts, account: Account) -> RepoFacts:
        """With what must be known before this account posts: an opt-out, and its own issues."""
        if not _may_be_open(facts):
            return facts
        opt_out = self._reader.read(facts.name_now, f"/contents/{OPT_OUT_FILE}")
        query = urlencode({"creator": account.login, "state": "all", "per_page": 100})
        own = self._reader.read(facts.name_now, "/issues", query=f"?{query}")
        if opt_out is None or own is None:
            return self._later(facts.repo)
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
        reply = self._reader.read(
            facts.name_now, "/issues", query=_NEWEST, keep=kept_of_issues, is_extra=True
        )
        if reply is None:
            return replace(facts, left_out=(_SPARED,))
        if reply.status < 400:
            self._line.checked(reply)
        login = self._account.login if self._account else ""
        try:
            return with_newest_issues(facts, json.loads(reply.body), login=login)
        except _SHAPES:
            self._reader.forget(facts.name_now, "/issues", query=_NEWEST)
            return replace(facts, left_out=(_UNREADABLE,))

    def _later(self, repo: str) -> RepoFacts:
        self.resume_at = self._reader.closed_until
        return RepoFacts(repo=repo, found=Found.LATER)

    def _trouble(self, repo: str, reply: Reply) -> RepoFacts:
        """What an answer that shows no repository tells of it; raises as `look`."""
        if "x-github-request-id" not in reply.headers:
            self._line.checked(reply)
        answer = read_refusal(reply)
        if reply.status in (404, 410):
            return RepoFacts(repo=repo, found=Found.MISSING)
        if reply.status in (403, 451) and "block" in read_object(reply):
            return RepoFacts(repo=repo, disabled=True)
        if reply.status == 403 and answer.scope is not Scope.ACCOUNT:
            return RepoFacts(
                repo=repo,
                found=Found.NOT_READABLE,
                problem=answer.message,
                authorize_at=sso_address(reply.headers),
            )
        if reply.status < 500 and reply.status != 301:
            self._line.checked(reply)
        return RepoFacts(repo=repo, found=Found.ERROR, problem=answer.message)


def _may_be_open(facts: RepoFacts) -> bool:
    """Whether it is worth a further request."""
    shut = facts.archived or facts.disabled or facts.opted_out or facts.has_issues is False
    return facts.found is Found.SEEN and not shut
