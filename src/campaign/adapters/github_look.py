"""Many repositories looked at in few requests: GraphQL with a token, REST without."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from campaign.adapters.github_batches import BatchLook, NoGraphQL
from campaign.adapters.github_cache import AnswerCache
from campaign.adapters.github_line import Line
from campaign.adapters.github_owner import owned_from_graphql, owned_from_rest
from campaign.adapters.github_rest import RestLook
from campaign.core.access import Owned, RepoFacts
from campaign.core.account import Account


class Looker:
    """Collects the facts about repositories, in the order asked for, none left out.

    Every look raises SignInNeeded or CampaignError where GitHub gives no answer. A rate limit
    raises nothing: what is known is kept, the rest is Found.LATER, and `resume_at` says when.
    """

    def __init__(self, line: Line, *, api_url: str, cache: Path | None = None) -> None:
        """Look through this line.

        Args:
            cache: the folder where answers of REST are kept for the next time.
        """
        self._line = line
        self._api_url = api_url
        self._cache = cache
        self._batches = BatchLook(line)
        self._has_graphql = True
        self.resume_at: datetime | None = None
        """When the latest look can go on, if a limit cut it short."""
        self.free = 0
        """Requests so far that cost nothing, because nothing had changed."""

    @property
    def unknown_fields(self) -> tuple[str, ...]:
        """What this server does not know, or keeps from this token: verdicts rest on less."""
        return self._batches.unknown_fields if self._has_graphql else ("GraphQL",)

    def look(self, repos: Sequence[str], *, account: Account | None) -> tuple[RepoFacts, ...]:
        """The facts about each repository."""
        if account is not None and self._has_graphql:
            try:
                facts = self._batches.look(repos, login=account.login)
            except NoGraphQL:
                self._has_graphql = False
            else:
                self.resume_at = self._batches.resume_at
                return facts
        return self._look_through_rest(repos, account=account)

    def _look_through_rest(
        self, repos: Sequence[str], *, account: Account | None
    ) -> tuple[RepoFacts, ...]:
        reader = "anonymous" if account is None else str(account.id)
        cache = AnswerCache(self._cache, api_url=self._api_url, reader=reader)
        look = RestLook(self._line, cache=cache, account=account)
        facts = look.look(repos)
        self.resume_at = look.resume_at
        self.free += look.free
        return facts

    def repositories_of(self, owner: str) -> Owned:
        """The public repositories of an account or organisation, as their list tells of them.

        Raises:
            RateLimited, SignInNeeded, CampaignError: GitHub gives no answer, or knows no such name.
        """
        if self._line.token is not None and self._has_graphql:
            try:
                return owned_from_graphql(owner, self._line)
            except NoGraphQL:
                self._has_graphql = False
        return owned_from_rest(owner, self._line)
