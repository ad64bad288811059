"""GitHub, a Forge: who I am, what can be seen, my issues, and the one write."""

import re
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

from campaign.adapters.github_facts import exactly
from campaign.adapters.github_hints import told_by_github
from campaign.adapters.github_line import Line
from campaign.adapters.github_look import Looker
from campaign.adapters.github_replies import from_github, read_object, readable
from campaign.adapters.github_rest_facts import name_in, own_issues_from_rest
from campaign.adapters.github_unlisted import followed, unlisted_issues
from campaign.adapters.github_viewer import read_account, read_viewer
from campaign.adapters.wire import Forbidden
from campaign.core.access import Cost, Found, Owned, OwnIssue, RepoFacts, Unlisted, Whereabouts
from campaign.core.account import Account
from campaign.core.answer import Reply, Sent
from campaign.core.campaign import REPO
from campaign.core.receipt import IssueNow
from campaign.errors import CampaignError

PAGE = 100
"""Issues per page: the most that GitHub gives."""

MOST_PAGES = 50
"""Nobody opens so many issues in a day; only a broken server has no last page."""


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
        cache: Path | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        told: Callable[[str, Reply], None] = lambda request, reply: None,
    ) -> None:
        self.api_url = api_url
        self._line = Line(
            api_url=api_url,
            token=token,
            timeout=timeout,
            may_write=may_write,
            monotonic=monotonic,
            sleep=sleep,
            told=told,
        )
        self._names: dict[int, str] = {}
        """Repository number → name, as last seen."""
        # What was remembered never decides about a posting.
        remembered = None if may_write else cache
        self._looker = Looker(self._line, api_url=api_url, cache=remembered)

    def close(self) -> None:
        """Let go of the connections."""
        self._line.close()

    @property
    def cost(self) -> Cost:
        return self._line.cost

    def now(self) -> datetime:
        return self._line.now()

    @property
    def lag(self) -> timedelta:
        return self._line.lag

    def account(self) -> Account:
        return read_account(self._line)

    def viewer(self) -> Account:
        """The account for somebody who only looks: known also where REST's hour is used up."""
        return read_viewer(self._line)

    def look(self, repos: Sequence[str], *, account: Account | None) -> tuple[RepoFacts, ...]:
        seen = self._looker.look(repos, account=account)
        self._names |= {each.repo_id: each.name_now for each in seen if each.repo_id is not None}
        return seen

    def repositories_of(self, owner: str) -> Owned:
        return self._looker.repositories_of(owner)

    @property
    def unknown_fields(self) -> tuple[str, ...]:
        return self._looker.unknown_fields

    @property
    def free(self) -> int:
        return self._looker.free

    def create_issue(self, repo: str, *, title: str, body: str) -> Reply:
        try:
            return self._line.write(f"/repos/{repo}/issues", {"title": title, "body": body})
        except Forbidden as held_back:  # a name that leads elsewhere: no byte of it has left
            return Reply(sent=Sent.NOT_SENT, headers={}, problem=held_back.message)

    @property
    def resume_at(self) -> datetime | None:
        return self._looker.resume_at

    def pause(self) -> timedelta | None:
        return self._line.pause()

    def whereabouts(self, repo_id: int) -> Whereabouts:
        # By the name last seen, whose address is documented, then by number, which is not:
        # https://docs.github.com/en/rest/repos/repos#get-a-repository
        last = self._names.get(repo_id)
        for path in (*((f"/repos/{last}",) if last else ()), f"/repositories/{repo_id}"):
            reply = self._line.read(path)
            number, name = _identity(reply)
            if number == repo_id and re.fullmatch(REPO, name):
                return Whereabouts(found=Found.SEEN, name=name)
            if number in (None, repo_id) and reply.status not in (301, 404):
                return Whereabouts(found=Found.ERROR)
        # Here the answer is the one by number, to which no other repository can answer.
        gone = told_by_github(reply) and reply.status == 404
        return Whereabouts(found=Found.MISSING if gone else Found.ERROR)

    def own_issues(
        self, repo_id: int, *, account: Account, since: datetime | None
    ) -> tuple[OwnIssue, ...] | None:
        # By number, as GitHub's own links to the next page have it: a name may be taken again.
        # https://docs.github.com/en/rest/issues/issues#list-repository-issues
        # https://docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api
        asked = {"creator": account.login, **_changed(since)}
        there = f"/repositories/{repo_id}/issues"
        return _all_pages(asked, lambda query: self._line.read(f"{there}{query}"))

    def created_issues(self, *, since: datetime) -> tuple[OwnIssue, ...] | None:
        # https://docs.github.com/en/rest/issues/issues#list-issues-assigned-to-the-authenticated-user
        asked = {"filter": "created", **_changed(since)}
        return _all_pages(asked, lambda query: self._line.read(f"/issues{query}"))

    def unlisted_issues(
        self, repo_id: int, *, since: datetime, until: datetime
    ) -> tuple[Unlisted, ...] | None:
        return unlisted_issues(self._line, repo_id, since=since, until=until)

    def seen_by_strangers(self, repo: str, number: int) -> bool | None:
        reply = self._line.read_in(repo, f"/issues/{number}", signed=False)
        return {200: True, 404: False}.get(reply.status) if told_by_github(reply) else None

    def issue(self, repo: str, number: int, *, account: Account) -> IssueNow:
        # https://docs.github.com/en/rest/issues/issues#get-an-issue
        reply = followed(self._line, self._line.read(f"/repos/{repo}/issues/{number}"))
        if told_by_github(reply) and reply.status in (301, 404, 410):
            return IssueNow(state="gone")
        data = read_object(self._line.checked(reply))
        with readable():
            if data["user"]["id"] != account.id:  # of a repository that has taken the name
                return IssueNow(state="gone")
            name = name_in(data.get("repository_url"))
            number_now = exactly(int, data["number"]) if name else number
        seen = self.seen_by_strangers(name or repo, number_now)
        with readable():
            state = "locked" if data["locked"] else data["state"]
            return IssueNow(
                state="hidden" if seen is False else state,
                seen_by_strangers=seen,
                name_now=name or repo,
                number=number_now,
                comments=data["comments"],
                reactions=(data.get("reactions") or {}).get("total_count", 0),
                closed_by_me=(data.get("closed_by") or {}).get("id") == account.id,
            )


def _identity(reply: Reply) -> tuple[int | None, str]:
    """The number and the name of the repository that an answer describes, if it does."""
    with suppress(CampaignError):
        data = read_object(reply) if from_github(reply) else {}
        number, name = data.get("id"), data.get("full_name")
        if type(number) is int and isinstance(name, str):
            return number, name
    return None, ""


def _changed(since: datetime | None) -> dict[str, str]:
    return {} if since is None else {"since": f"{since.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"}


def _all_pages(
    asked: Mapping[str, str], read: Callable[[str], Reply]
) -> tuple[OwnIssue, ...] | None:
    """The issues of every page; None where one of them could not be read."""
    found: list[OwnIssue] = []
    for page in range(1, MOST_PAGES + 1):
        query = urlencode({**asked, "state": "all", "per_page": PAGE, "page": page})
        reply = read(f"?{query}")
        size, issues = own_issues_from_rest(reply.body) if from_github(reply) else (None, ())
        if size is None:
            return None
        found += issues
        if size < PAGE:
            break
    return tuple(found)
