"""Numbers that a repository has given out and its list does not show: where they lead now.

Who maintains a repository may move an issue to another one; its address then leads on to there.
https://docs.github.com/en/issues/tracking-your-work-with-issues/administering-issues/transferring-an-issue-to-another-repository
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import islice
from urllib.parse import urlencode

from campaign.adapters.github_hints import told_by_github
from campaign.adapters.github_line import Line
from campaign.adapters.github_replies import from_github
from campaign.adapters.github_rest_facts import dates_from_rest, issue_from_rest
from campaign.core.access import Unlisted
from campaign.core.answer import Reply

PAGE = 100

MOST_PAGES = 10
"""A thousand issues and pull requests since then: further back nobody looks."""

MOST_NUMBERS = 10
"""Numbers that are asked about."""

MOST_MOVES = 3
"""Times that one issue is followed to another repository."""

_ELSEWHERE = re.compile(r".*/repositories/([0-9]{1,18})/issues/([0-9]{1,18})")


def unlisted_issues(
    line: Line, repo_id: int, *, since: datetime, until: datetime
) -> tuple[Unlisted, ...] | None:
    """What became of the numbers given out between these times that no list shows.

    Numbers are given out in the order of time, so those in question lie between the last one from
    before and the first one from after; at most MOST_NUMBERS of them, and a 404 after the last one
    that is listed counts as not given out yet. None: GitHub did not tell, or too much has come
    since.
    """
    listed = _listed(line, repo_id, since=since)
    if listed is None:
        return None
    found = []
    for number in islice(_unlisted_numbers(listed, since=since, until=until), MOST_NUMBERS):
        first = line.read(_address(repo_id, number))
        if first.status == 404 and told_by_github(first) and number > max(listed, default=0):
            break  # not given out yet
        last = followed(line, first)
        issue = issue_from_rest(last.body) if from_github(last) else None
        if issue is None and not _is_missing(last):
            return None
        found.append(Unlisted(number=number, issue=issue))
    return tuple(found)


def _listed(line: Line, repo_id: int, *, since: datetime) -> Mapping[int, datetime] | None:
    """Number → when it was given out, from the newest to the first one from before."""
    listed: dict[int, datetime] = {}
    for page in range(1, MOST_PAGES + 1):
        asked = {"state": "all", "sort": "created", "direction": "desc", "per_page": PAGE}
        reply = line.read(f"/repositories/{repo_id}/issues?{urlencode({**asked, 'page': page})}")
        dates = dates_from_rest(reply.body) if from_github(reply) else None
        if dates is None:
            return None
        listed |= dates
        if len(dates) < PAGE or min(dates.values()) < since:
            return listed
    return None


def _unlisted_numbers(
    listed: Mapping[int, datetime], *, since: datetime, until: datetime
) -> Iterator[int]:
    """Without an end where nothing came after.

    Whoever was moved here has a late number and an early date: the last one before is so by date.
    """
    end = min((each for each, at in listed.items() if at > until), default=None)
    before = ((at, each) for each, at in listed.items() if at < since and (not end or each < end))
    _, number = max(before, default=(since, 0))
    while end is None or number + 1 < end:
        number += 1
        if number not in listed:
            yield number


def _address(repo_id: int | str, number: int | str) -> str:
    return f"/repositories/{repo_id}/issues/{number}"


def _is_missing(reply: Reply) -> bool:
    """Whether GitHub itself says that there is nothing, or nothing any more, for this account.

    Where all issues are switched off it says 410, too: ossf/allstar#64, and that tells nothing.
    https://docs.github.com/en/rest/issues/issues#get-an-issue
    """
    told = told_by_github(reply) and "disabled" not in reply.body
    return told and reply.status in (404, 410)


def followed(line: Line, reply: Reply) -> Reply:
    """What is at the end of the way that the answer about one issue leads.

    Only numbers are taken from an answer, the address is ours.
    """
    for _ in range(MOST_MOVES):
        moved = _ELSEWHERE.fullmatch(reply.headers.get("location", ""))
        if reply.status != 301 or moved is None:
            break
        reply = line.read(_address(moved[1], moved[2]))
    return reply
