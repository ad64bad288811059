"""Many repositories looked at in few requests: GraphQL with a token, REST without."""

from collections.abc import Sequence
from datetime import datetime

from campaign.adapters.github_facts import (
    facts_from_graphql,
    facts_from_rest,
    facts_query,
    unknown_field,
)
from campaign.adapters.github_line import Line
from campaign.adapters.github_replies import check_whole_query, is_too_heavy, read_object, readable
from campaign.core.access import Found, RepoFacts
from campaign.core.account import Account
from campaign.core.answer import read_refusal

BATCH = 25
"""Repositories per GraphQL query: small enough for GitHub's resource limits so far."""


class Looker:
    """Collects the facts about repositories, in the order asked for, none left out.

    Every look raises RateLimited, SignInNeeded or CampaignError where GitHub gives no answer.
    """

    def __init__(self, line: Line) -> None:
        self._line = line
        self.resume_at: datetime | None = None
        """When the latest look can go on, if a limit cut it short."""
        self._new_fields = True
        """False once the server has said that it does not know them."""

    def look(self, repos: Sequence[str], *, account: Account | None) -> tuple[RepoFacts, ...]:
        """The facts about each repository."""
        if account is None:
            return tuple(self._look_unsigned(repo) for repo in repos)
        facts: list[RepoFacts] = []
        for start in range(0, len(repos), BATCH):
            facts += self._look_at_batch(repos[start : start + BATCH], login=account.login)
        return tuple(facts)

    def _look_at_batch(self, repos: Sequence[str], *, login: str) -> list[RepoFacts]:
        query = facts_query(repos, login=login, with_new_fields=self._new_fields)
        reply = self._line.ask(query)
        if is_too_heavy(reply) and len(repos) > 1:
            middle = len(repos) // 2
            halves = (repos[:middle], repos[middle:])
            return [facts for half in halves for facts in self._look_at_batch(half, login=login)]
        data = read_object(self._line.checked(reply))
        with readable():
            if self._new_fields and unknown_field(data):
                self._new_fields = False
                return self._look_at_batch(repos, login=login)
            check_whole_query(data)
            # Null where an Enterprise server has no limits.
            self._line.points += (data["data"].get("rateLimit") or {}).get("cost", 0)
            return facts_from_graphql(repos, data)

    def _look_unsigned(self, repo: str) -> RepoFacts:
        reply = self._line.read_in(repo, "")
        if reply.status == 404:
            return RepoFacts(repo=repo, found=Found.MISSING)
        if reply.status in (403, 451) and "block" in read_object(reply):
            return RepoFacts(repo=repo, disabled=True)
        if reply.status == 301 or reply.status >= 500:
            return RepoFacts(repo=repo, found=Found.ERROR, problem=read_refusal(reply).message)
        data = read_object(self._line.checked(reply))
        with readable():
            return facts_from_rest(repo, data)
