"""Lists of issues: filters, pages, lag, and who sees what."""

import re
from datetime import timedelta
from typing import Any

import pytest

from campaign.rehearsal.accounts import User
from campaign.rehearsal.places import Repository
from campaign.rehearsal.server import StandIn
from campaign.rehearsal.world import World

ISSUES = "/repos/palantir/blueprint/issues"


def numbers(answer: Any) -> list[int]:
    """The numbers of the issues in a list."""
    return [issue["number"] for issue in answer.json]


def test_list_defaults(client: Any, world: World, repo: Repository) -> None:
    """Open ones, newest first, pull requests among them and marked."""
    world.seed_issue(repo, age=timedelta(days=3))
    world.seed_issue(repo, age=timedelta(days=1), is_pull_request=True)
    world.seed_issue(repo, age=timedelta(days=2), state="closed")
    answer = client.get(ISSUES)
    assert numbers(answer) == [2, 1]
    assert ["pull_request" in issue for issue in answer.json] == [True, False]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("state=all", [3, 2, 1]),
        ("state=closed", [3]),
        ("creator=ALICE&state=all", [2]),
        ("creator=nobody&state=all", []),
        ("state=all&direction=asc", [1, 2, 3]),
        ("state=all&sort=updated", [1, 3, 2]),
        ("state=all&since=2019-05-11T00:00:00Z", [1]),
        ("state=all&per_page=1&page=2", [2]),
    ],
)
def test_list_filters(
    client: Any, world: World, repo: Repository, alice: User, query: str, expected: list[int]
) -> None:
    """Each parameter does what GitHub's documentation says; `since` looks at updates."""
    now = world.clock.now()
    world.seed_issue(repo, age=timedelta(days=9), updated_at=now)
    world.seed_issue(repo, age=timedelta(days=8), by=alice)
    world.seed_issue(repo, age=timedelta(days=7), state="closed")
    assert numbers(client.get(f"{ISSUES}?{query}")) == expected


@pytest.mark.parametrize("query", ["state=any", "sort=size", "direction=up", "since=yesterday"])
def test_list_refuses_nonsense(client: Any, repo: Repository, query: str) -> None:
    """A parameter GitHub does not know is 422."""
    assert client.get(f"{ISSUES}?{query}").status == 422


def test_list_pages(client: Any, world: World, repo: Repository, github: StandIn) -> None:
    """Following `next` shows every issue once; a page never holds more than a hundred."""
    for _ in range(230):
        world.seed_issue(repo)
    path: str | None = f"{ISSUES}?per_page=500&direction=asc"
    seen: list[int] = []
    while path:
        answer = client.get(path)
        assert len(answer.json) <= 100
        seen += numbers(answer)
        found = re.search(r'<([^>]+)>; rel="next"', answer.headers.get("link", ""))
        path = found[1].removeprefix(github.url) if found else None
    assert seen == list(range(1, 231))


def test_one_page_has_no_links(client: Any, repo: Repository) -> None:
    """Nothing to follow, no header."""
    assert "link" not in client.get(ISSUES).headers


def test_list_lags(client: Any, world: World, repo: Repository, alice: User) -> None:
    """A new issue is in no list at first, though it can be read by its number."""
    world.list_lag = 480
    world.open_issue(repo, alice, title="t", body="")
    mine = f"{ISSUES}?creator=alice"
    assert numbers(client.get(mine)) == []
    assert client.get(f"{ISSUES}/1").status == 200
    world.clock.sleep(481)
    assert numbers(client.get(mine)) == [1]


def test_list_is_empty_where_issues_are_off(client: Any, world: World, repo: Repository) -> None:
    """Switched-off issues are 200 and nothing: an empty list proves nothing."""
    world.seed_issue(repo)
    repo.has_issues = False
    answer = client.get(ISSUES)
    assert (answer.status, answer.json) == (200, [])


def test_flagged_account_is_seen_by_itself_only(
    client: Any, stranger: Any, world: World, repo: Repository, alice: User
) -> None:
    """The author sees all go well; everybody else gets nothing and 404."""
    alice.flagged = True
    world.open_issue(repo, alice, title="t", body="")
    assert (numbers(client.get(ISSUES)), client.get(f"{ISSUES}/1").status) == ([1], 200)
    assert (numbers(stranger.get(ISSUES)), stranger.get(f"{ISSUES}/1").status) == ([], 404)
