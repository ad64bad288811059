"""GitHub through PyGithub: reads, and the one write, which is sent once and never again.

PyGithub builds and signs requests; its own retries, redirects and waits are switched off, since
they would send a POST up to eleven times (PyGithub/PyGithub#803). Every answer is judged by us.
"""

import logging
import re
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import github
from github import Auth

from campaign import __version__
from campaign.adapters.gh_token import HOW_TO_SIGN_IN
from campaign.adapters.github_facts import (
    facts_from_graphql,
    facts_from_rest,
    facts_query,
    own_issues_from_rest,
    unknown_field,
)
from campaign.adapters.github_replies import (
    check,
    check_whole_query,
    from_github,
    is_too_heavy,
    read_object,
    readable,
)
from campaign.adapters.wire import Stop, Wire
from campaign.core.access import Cost, Found, OwnIssue, RepoFacts
from campaign.core.account import Account
from campaign.core.answer import Reply, read_refusal, server_date
from campaign.core.receipt import IssueNow
from campaign.errors import SignInNeeded

BATCH = 25
"""Repositories per GraphQL query: small enough for GitHub's resource limits so far."""

PAGE = 100
"""Issues per page: the most that GitHub gives."""

MOST_PAGES = 50
"""Nobody opens so many issues in a day; only a broken server has no last page."""

_TOKEN_KINDS = {
    "ghp_": "classic token",
    "github_pat_": "fine-grained token",
    "gho_": "token of an app such as gh",
    "ghu_": "token of a GitHub App",
    "ghs_": "token of a workflow or installation",
}


class GitHub:
    """A Forge. Without a token it can only look, and sees less; without `may_write`, only read.

    Every read raises RateLimited, SignInNeeded or CampaignError where GitHub gives no answer.
    """

    def __init__(
        self,
        *,
        api_url: str,
        token: str | None,
        timeout: float = 30,
        may_write: bool = False,
        monotonic: Callable[[], float] = time.monotonic,
        told: Callable[[str, Reply], None] = lambda request, reply: None,
    ) -> None:
        # https://docs.python.org/3/howto/logging.html#configuring-logging-for-a-library
        logging.getLogger("github").handlers.clear()
        self._api_url = api_url
        self._token = token
        self._timeout = timeout
        self._may_write = may_write
        self._monotonic = monotonic
        self._told = told
        self._untold: list[tuple[str, Reply]] = []
        self._github = _speaker(api_url, token)
        self._reads = self._new_wire()
        self._requests = 0
        self._points = 0
        self._new_fields = True
        """False once the server has said that it does not know them."""
        self._server_time = datetime.now(UTC)
        self._heard_at = monotonic()

    def close(self) -> None:
        """Let go of the connections."""
        self._reads.close()
        self._github.close()
        self._tell()

    @property
    def cost(self) -> Cost:
        return Cost(requests=self._requests, points=self._points)

    def now(self) -> datetime:
        return self._server_time + timedelta(seconds=self._monotonic() - self._heard_at)

    def account(self) -> Account:
        if self._token is None:
            raise SignInNeeded("There is no GitHub token to act with.", hint=HOW_TO_SIGN_IN)
        reply = self._checked(self._request(self._reads, "GET", "/user"))
        data = read_object(reply)
        scopes = reply.headers.get("x-oauth-scopes")
        kinds = (kind for prefix, kind in _TOKEN_KINDS.items() if self._token.startswith(prefix))
        with readable():
            return Account(
                login=data["login"],
                id=data["id"],
                name=data.get("name") or "",
                created_at=datetime.fromisoformat(data["created_at"]),
                token_kind=next(kinds, "token"),
                scopes=None if scopes is None else tuple(scopes.replace(",", " ").split()),
            )

    def look(self, repos: Sequence[str], *, account: Account | None) -> tuple[RepoFacts, ...]:
        if account is None:
            return tuple(self._look_unsigned(repo) for repo in repos)
        facts: list[RepoFacts] = []
        for start in range(0, len(repos), BATCH):
            facts += self._look_at_batch(repos[start : start + BATCH], login=account.login)
        return tuple(facts)

    def create_issue(self, repo: str, *, title: str, body: str) -> Reply:
        # Its own connection: one that was kept open may be closed by the server just now,
        # and then nobody could say whether the request arrived.
        wire = self._new_wire()
        try:
            return self._request(
                wire, "POST", f"/repos/{repo}/issues", {"title": title, "body": body}
            )
        finally:
            wire.close()

    def own_issues(
        self, repo: str, *, account: Account, since: datetime
    ) -> tuple[OwnIssue, ...] | None:
        stamp = f"{since.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        asked = {"creator": account.login, "state": "all", "since": stamp, "per_page": PAGE}
        found: list[OwnIssue] = []
        for page in range(1, MOST_PAGES + 1):
            query = urlencode(asked | {"page": page})
            reply = self._read_in(repo, "/issues", query=f"?{query}")
            size, issues = own_issues_from_rest(reply.body) if from_github(reply) else (None, ())
            if size is None:
                return None
            found += issues
            if size < PAGE:
                break
        return tuple(found)

    def issue(self, repo: str, number: int, *, account: Account) -> IssueNow:
        # https://docs.github.com/en/rest/issues/issues#get-an-issue
        reply = self._read_in(repo, f"/issues/{number}")
        if reply.status in (301, 404, 410):
            return IssueNow(state="gone")
        data = read_object(self._checked(reply))
        stranger = self._read_in(repo, f"/issues/{number}", signed=False)
        with readable():
            state = "locked" if data["locked"] else data["state"]
            return IssueNow(
                state="hidden" if stranger.status == 404 else state,
                comments=data["comments"],
                reactions=(data.get("reactions") or {}).get("total_count", 0),
                closed_by_me=(data.get("closed_by") or {}).get("id") == account.id,
            )

    def _look_at_batch(self, repos: Sequence[str], *, login: str) -> list[RepoFacts]:
        query = facts_query(repos, login=login, with_new_fields=self._new_fields)
        reply = self._request(self._reads, "POST", self._github.requester.graphql_url, query)
        if is_too_heavy(reply) and len(repos) > 1:
            middle = len(repos) // 2
            halves = (repos[:middle], repos[middle:])
            return [facts for half in halves for facts in self._look_at_batch(half, login=login)]
        data = read_object(self._checked(reply))
        with readable():
            if self._new_fields and unknown_field(data):
                self._new_fields = False
                return self._look_at_batch(repos, login=login)
            check_whole_query(data)
            # Null where an Enterprise server has no limits.
            self._points += (data["data"].get("rateLimit") or {}).get("cost", 0)
            return facts_from_graphql(repos, data)

    def _look_unsigned(self, repo: str) -> RepoFacts:
        reply = self._read_in(repo, "")
        if reply.status == 404:
            return RepoFacts(repo=repo, found=Found.MISSING)
        if reply.status in (403, 451) and "block" in read_object(reply):
            return RepoFacts(repo=repo, disabled=True)
        if reply.status == 301 or reply.status >= 500:
            return RepoFacts(repo=repo, found=Found.ERROR, problem=read_refusal(reply).message)
        data = read_object(self._checked(reply))
        with readable():
            return facts_from_rest(repo, data)

    def _new_wire(self) -> Wire:
        return Wire(
            base_url=self._api_url,
            graphql_url=self._github.requester.graphql_url,
            timeout=self._timeout,
            may_write=self._may_write,
            told=self._heard,
        )

    def _heard(self, request: str, reply: Reply) -> None:
        self._requests += 1
        date = server_date(reply.headers)
        if date is not None:
            self._server_time, self._heard_at = date, self._monotonic()
        self._untold.append((request, reply))

    def _tell(self) -> None:
        """Never between a created issue and its record: a listener that left may end the run."""
        while self._untold:
            self._told(*self._untold.pop(0))

    def _read_in(self, repo: str, path: str, *, query: str = "", signed: bool = True) -> Reply:
        """Read what belongs to a repository: by its number where its name has changed."""
        reply = self._request(self._reads, "GET", f"/repos/{repo}{path}{query}", signed=signed)
        # Of what the answer says only the number is taken: the address is composed by us.
        where = rf".*/repositories/([0-9]{{1,18}}){re.escape(path)}(\?.*)?"
        moved = re.fullmatch(where, reply.headers.get("location", ""))
        if reply.status != 301 or moved is None:
            return reply
        address = f"/repositories/{moved[1]}{path}{query}"
        return self._request(self._reads, "GET", address, signed=signed)

    def _request(
        self,
        wire: Wire,
        verb: str,
        path: str,
        body: Mapping[str, object] | None = None,
        *,
        signed: bool = True,
    ) -> Reply:
        """Send one request; whatever PyGithub makes of the answer, the wire has it."""
        speaker = self._github if signed else _speaker(self._api_url, None)
        try:
            with suppress(Stop, ValueError, OverflowError):
                speaker.requester.requestJson(
                    verb,
                    path,
                    headers={"Accept": "application/vnd.github+json", "Cache-Control": "no-cache"},
                    input=body,
                    cnx=wire,  # type: ignore[arg-type]
                )
        finally:
            if not signed:
                speaker.close()
        if wire is self._reads:
            self._tell()
        return wire.reply

    def _checked(self, reply: Reply) -> Reply:
        return check(reply, now=self.now())


def _speaker(api_url: str, token: str | None) -> github.Github:
    """PyGithub without its retries, waits and look-ups."""
    return github.Github(
        auth=Auth.Token(token) if token else None,
        base_url=api_url,
        user_agent=f"campaign/{__version__}",
        retry=None,
        lazy=True,
        seconds_between_requests=0,
        seconds_between_writes=0,
        api_version="2022-11-28",
    )
