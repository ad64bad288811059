"""My own issues at GitHub: finding them again, and where their repositories are."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from campaign.adapters.github import MOST_PAGES, PAGE, GitHub
from campaign.core.access import Found, Whereabouts
from campaign.rehearsal import mishaps
from campaign.rehearsal.accounts import User
from campaign.rehearsal.faults import Fault
from campaign.rehearsal.places import Issue, Repository
from campaign.rehearsal.server import StandIn
from campaign.rehearsal.wire import Reply, error, json_reply
from campaign.rehearsal.world import World

DAY = datetime(2019, 5, 11, 14, 0, tzinfo=UTC)


@pytest.fixture
def mine(world: World, repo: Repository, mia: User) -> Issue:
    """An issue of mine, an hour old."""
    return world.seed_issue(repo, by=mia, age=timedelta(hours=1), body="x", reactions=3)


def test_my_issues_since_then(
    github: GitHub, world: World, repo: Repository, mia: User, mine: Issue
) -> None:
    """Open and closed ones of mine that changed since; nobody else's, no pull request."""
    world.seed_issue(repo, by="stranger", age=timedelta(minutes=5))
    world.seed_issue(repo, by=mia, age=timedelta(days=9))
    world.seed_issue(repo, by=mia, age=timedelta(minutes=4), is_pull_request=True)
    world.seed_issue(repo, by=mia, age=timedelta(minutes=3), state="closed")
    account = github.account()
    found = github.own_issues(repo.id, account=account, since=DAY - timedelta(days=1))
    assert found is not None
    assert sorted((each.number, each.state) for each in found) == [(1, "open"), (5, "closed")]
    assert {each.author_id for each in found} == {mia.id}
    since = world.requests()[-1].query["since"]
    assert since == "2019-05-10T14:00:00Z"


@pytest.mark.parametrize("count", [0, PAGE - 1, PAGE, PAGE + 1, 2 * PAGE + 30])
def test_all_pages_are_read(
    github: GitHub, world: World, repo: Repository, mia: User, count: int
) -> None:
    """However many there are; the addresses of the pages are composed by us."""
    for _ in range(count):
        world.seed_issue(repo, by=mia, age=timedelta(minutes=1))
    account = github.account()
    found = github.own_issues(repo.id, account=account, since=DAY - timedelta(days=1))
    assert found is not None
    assert len({each.number for each in found}) == count
    assert len(world.requests("GET", "/issues")) == count // PAGE + 1


def test_a_list_without_an_end(
    github: GitHub, stand_in: StandIn, world: World, repo: Repository
) -> None:
    """A broken server that has always one page more is left at some point."""
    pull = {"number": 1, "pull_request": {}}
    endless = Fault(then=json_reply([pull] * PAGE), method="GET", path="/issues$").always()
    stand_in.plan(endless)
    assert github.own_issues(repo.id, account=github.account(), since=DAY) == ()
    assert len(world.requests("GET", "/issues")) == MOST_PAGES


PAGES = (
    json_reply({"message": "x"}),
    json_reply([7]),
    Reply(status=200, body=b"<html>", genuine=True),
    Reply(status=200, body=b"[]"),
    Reply(status=404, body=b'{"message": "Not Found"}', genuine=True),
    Reply(status=502, genuine=True),
    Reply(status=301, headers={"location": "/"}, genuine=True),
)


@pytest.mark.parametrize("page", PAGES)
def test_a_look_that_fails_is_no_information(
    github: GitHub, stand_in: StandIn, repo: Repository, page: Reply
) -> None:
    """Neither seen nor not seen: also where it is only the second page."""
    account = github.account()
    stand_in.plan(Fault(then=page, method="GET", path="/issues$"))
    assert github.own_issues(repo.id, account=account, since=DAY) is None
    stand_in.plan(mishaps.lose_request().at("GET", "/issues$"))
    assert github.own_issues(repo.id, account=account, since=DAY) is None


def test_my_issues_after_a_new_name(
    github: GitHub, world: World, repo: Repository, mia: User, mine: Issue
) -> None:
    """They are found by the repository's number; only the number is taken from the answer."""
    world.move(repo, "other/ropes")
    account = github.account()
    found = github.own_issues(repo.id, account=account, since=DAY - timedelta(days=1))
    assert [each.number for each in found or ()] == [1]
    query = world.requests()[-1].query
    assert world.requests()[-1].path == f"/repositories/{repo.id}/issues"
    assert (query["creator"], query["state"]) == ("mia", "all")


# Where a repository is now


def seen(name: str) -> Whereabouts:
    """It is there, and called so."""
    return Whereabouts(found=Found.SEEN, name=name)


def test_a_repository_by_its_number(github: GitHub, world: World, repo: Repository) -> None:
    """Its name of today, also after it has moved; that it is gone, where that is so."""
    assert github.whereabouts(repo.id) == seen("acme/nets")
    world.move(repo, "other/ropes")
    assert github.whereabouts(repo.id) == seen("other/ropes")
    world.delete(repo)
    assert github.whereabouts(repo.id) == Whereabouts(found=Found.MISSING)


def test_a_repository_by_the_name_last_seen(github: GitHub, world: World, repo: Repository) -> None:
    """One request to the documented address; by number only where the name leads elsewhere."""
    github.look(["acme/nets"], account=github.account())
    before = len(world.log)
    assert github.whereabouts(repo.id) == seen("acme/nets")
    assert [visit.path for visit in world.log[before:]] == ["/repos/acme/nets"]
    world.move(repo, "acme/ropes")
    assert github.whereabouts(repo.id) == seen("acme/ropes")
    world.add_repository("acme/nets")
    assert github.whereabouts(repo.id) == seen("acme/ropes")
    world.delete(repo)
    assert github.whereabouts(repo.id) == Whereabouts(found=Found.MISSING)


@pytest.mark.parametrize(
    "said",
    [
        error(403, "Forbidden"),
        error(500, "Server Error"),
        Reply(status=404, body=b"<html>Not here</html>"),
        Reply(status=301, headers={"location": "/repositories/1"}, genuine=True),
    ],
)
def test_gone_is_told_by_github_alone(
    github: GitHub, stand_in: StandIn, world: World, repo: Repository, said: Reply
) -> None:
    """A repository counts as gone where GitHub itself has nothing under its number."""
    github.look(["acme/nets"], account=github.account())
    world.delete(repo)
    world.add_repository("acme/nets")
    stand_in.plan(Fault(then=said, method="GET", path="/repositories/"))
    assert github.whereabouts(repo.id) == Whereabouts(found=Found.ERROR)
    assert github.whereabouts(repo.id) == Whereabouts(found=Found.MISSING)


def test_a_limit_is_not_asked_twice(github: GitHub, stand_in: StandIn, repo: Repository) -> None:
    """Where GitHub does not tell by name, it is left in peace."""
    github.look(["acme/nets"], account=github.account())
    stand_in.plan(mishaps.secondary_limit(retry_after=90).at("GET", "/repos/"))
    assert github.whereabouts(repo.id) == Whereabouts(found=Found.ERROR)
    assert not stand_in.world.requests("GET", f"/repositories/{repo.id}")


@pytest.mark.parametrize(
    "said",
    [
        json_reply({"id": 70_000_001, "full_name": "acme/nets/../../user/keys"}),
        json_reply({"id": 70_000_001, "full_name": "acme/.."}),
        json_reply({"id": 70_000_001, "full_name": "acme/nets\n"}),
        json_reply({"id": 70_000_001, "full_name": 7}),
        json_reply({}),
        json_reply(["acme/nets"]),
        Reply(status=200, body=b"<html>", genuine=True),
        json_reply({"id": 7, "full_name": "acme/nets"}),
        json_reply({"id": "70000001", "full_name": "acme/nets"}),
        Reply(status=200, body=b'{"id": 70000001, "full_name": "acme/nets"}'),
        Reply(status=301, headers={"location": "/repositories/1"}, genuine=True),
    ],
)
def test_a_name_that_is_none(
    github: GitHub, stand_in: StandIn, repo: Repository, said: Reply
) -> None:
    """What is no owner/name enters no request: GitHub did not tell."""
    stand_in.plan(Fault(then=said, method="GET", path="/repositories/"))
    assert github.whereabouts(repo.id) == Whereabouts(found=Found.ERROR)


def test_all_my_issues_with_their_repositories(
    github: GitHub, world: World, repo: Repository, mine: Issue
) -> None:
    """The list of everything tells where each of them is."""
    world.created_list_reaches_public = True
    found = github.created_issues(since=DAY - timedelta(days=1))
    assert [(each.number, each.repo_id) for each in found or ()] == [(1, repo.id)]


# What is left to spend


def test_the_pause_that_an_answer_asks_for(
    client: Callable[..., GitHub], stand_in: StandIn, world: World, mia: User, repo: Repository
) -> None:
    """The latest signed answer counts, whatever it was; an unsigned one has a budget of its own."""
    now = [0.0]
    github = client(monotonic=lambda: now[0])
    github.account()
    assert github.pause() is None
    stand_in.plan(mishaps.secondary_limit(retry_after=90).at("GET", "/repositories/"))
    github.whereabouts(repo.id)
    assert github.pause() == timedelta(seconds=90)
    now[0] = 60.0
    assert github.pause() == timedelta(seconds=30)
    asked = len(world.log)
    github.whereabouts(repo.id)
    assert (github.pause(), len(world.log)) == (timedelta(seconds=30), asked)
    now[0] = 90.0
    github.whereabouts(repo.id)
    assert github.pause() is None
    world.limits.leave(None, 1)
    world.seed_issue(repo, by="owen")
    github.seen_by_strangers("acme/nets", 1)
    assert github.pause() is None
    world.limits.leave(mia.id, 1)
    github.whereabouts(repo.id)
    assert github.pause() is not None
