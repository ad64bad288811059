"""Numbers that no list shows: which of them are asked about, and what GitHub says of each."""

from datetime import UTC, datetime, timedelta

import pytest

from campaign.adapters.github import GitHub
from campaign.adapters.github_unlisted import MOST_MOVES, MOST_NUMBERS, MOST_PAGES, PAGE
from campaign.core.access import Unlisted
from campaign.rehearsal import mishaps
from campaign.rehearsal.accounts import User
from campaign.rehearsal.faults import Fault
from campaign.rehearsal.places import Issue, Repository
from campaign.rehearsal.server import StandIn
from campaign.rehearsal.wire import Reply, error, json_reply
from campaign.rehearsal.world import World

DAY = datetime(2019, 5, 11, 14, 0, tzinfo=UTC)
SINCE, UNTIL = DAY - timedelta(hours=2), DAY - timedelta(hours=1, minutes=50)
ONE = r"/issues/[0-9]+$"


@pytest.fixture
def attic(world: World) -> Repository:
    """Another repository, with three issues."""
    place = world.add_repository("acme/attic")
    for _ in range(3):
        world.seed_issue(place)
    return place


def then(world: World, repo: Repository, by: User | None = None) -> Issue:
    """An issue of the time that is asked about."""
    return world.seed_issue(repo, by=by, age=timedelta(hours=2), body="x")


def ask(github: GitHub, repo: Repository) -> tuple[Unlisted, ...] | None:
    """What became of the numbers of that time."""
    return github.unlisted_issues(repo.id, since=SINCE, until=UNTIL)


def numbers(world: World) -> list[int]:
    """The numbers that were asked about, those of other repositories too."""
    visits = (visit.path.rpartition("/issues/") for visit in world.requests("GET"))
    return [int(number) for _, found, number in visits if found]


def test_a_moved_issue_where_it_is_now(
    github: GitHub, world: World, repo: Repository, attic: Repository, mia: User
) -> None:
    """Its old address leads on: number, author, text, time and repository are of there."""
    mine = then(world, repo, mia)
    world.transfer_issue(mine, attic)
    (found,) = ask(github, repo) or ()
    assert (found.number, found.issue is not None) == (1, True)
    assert found.issue is not None
    assert (found.issue.number, found.issue.name_now) == (4, "acme/attic")
    assert (found.issue.author_id, found.issue.body) == (mia.id, "x")
    assert found.issue.created_at == mine.created_at.replace(microsecond=0)


def test_an_issue_that_the_list_shows_late(
    github: GitHub, world: World, repo: Repository, mia: User
) -> None:
    """It is where it was."""
    then(world, repo, mia)
    world.list_lag = 9 * 3600
    (found,) = ask(github, repo) or ()
    assert found.issue is not None
    assert (found.issue.number, found.issue.name_now) == (1, "acme/nets")


def test_only_numbers_of_that_time(github: GitHub, world: World, repo: Repository) -> None:
    """Not what was given out before or after; and nothing that the list shows."""
    for age in (9, 8, 7):
        world.seed_issue(repo, age=timedelta(hours=age))
    repo.issues[2].deleted = True
    for _ in range(4):
        then(world, repo)
    repo.issues[5].deleted = True
    for age in (1, 1):
        world.seed_issue(repo, age=timedelta(hours=age))
    repo.issues[9].deleted = True
    assert ask(github, repo) == (Unlisted(number=5, issue=None),)
    assert numbers(world) == [5]


def test_the_end_is_where_nothing_was_given_out(
    github: GitHub, world: World, repo: Repository, attic: Repository
) -> None:
    """The newest ones may be those that have gone."""
    world.seed_issue(repo, age=timedelta(hours=9))
    then(world, repo).deleted = True
    world.transfer_issue(then(world, repo), attic)
    found = ask(github, repo) or ()
    assert [(each.number, each.issue is None) for each in found] == [(2, True), (3, False)]
    assert numbers(world) == [2, 3, 4, 4]


def test_whoever_was_moved_here_hides_nothing(
    github: GitHub, world: World, repo: Repository, attic: Repository
) -> None:
    """An issue from elsewhere has a late number and an early date: mine is found all the same."""
    world.seed_issue(repo, age=timedelta(hours=9))
    world.transfer_issue(then(world, repo), attic)
    world.seed_issue(repo, age=timedelta(hours=1))
    world.seed_issue(repo, age=timedelta(hours=900))
    (found,) = ask(github, repo) or ()
    assert (found.number, found.issue is not None) == (2, True)


def test_an_empty_repository(github: GitHub, world: World, repo: Repository) -> None:
    """Nothing was given out."""
    assert ask(github, repo) == ()
    assert numbers(world) == [1]


def test_issues_switched_off(github: GitHub, world: World, repo: Repository) -> None:
    """GitHub tells nothing of any number then."""
    then(world, repo)
    repo.has_issues = False
    assert ask(github, repo) is None
    assert numbers(world) == [1]


def test_most_numbers(github: GitHub, world: World, repo: Repository) -> None:
    """No more than a few are asked about."""
    for _ in range(MOST_NUMBERS + 5):
        then(world, repo).deleted = True
    world.seed_issue(repo, age=timedelta(hours=1))
    assert len(ask(github, repo) or ()) == MOST_NUMBERS


@pytest.mark.parametrize("count", [PAGE - 1, PAGE, PAGE + 1])
def test_what_has_come_since(github: GitHub, world: World, repo: Repository, count: int) -> None:
    """Pages are read until one reaches back that far."""
    then(world, repo).deleted = True
    for _ in range(count):
        world.seed_issue(repo, age=timedelta(hours=1))
    assert ask(github, repo) == (Unlisted(number=1, issue=None),)
    assert len(world.requests("GET", "/issues")) == count // PAGE + 1


def test_too_much_has_come_since(github: GitHub, stand_in: StandIn, repo: Repository) -> None:
    """Then it is not looked for."""
    page = json_reply(
        [{"number": each, "created_at": "2019-05-11T14:00:00Z"} for each in range(PAGE)]
    )
    stand_in.plan(Fault(then=page, method="GET", path="/issues$").always())
    assert ask(github, repo) is None
    assert len(stand_in.world.requests("GET", "/issues")) == MOST_PAGES


def test_a_moved_issue_out_of_sight(
    github: GitHub, world: World, repo: Repository, attic: Repository
) -> None:
    """It may be where this account sees nothing."""
    world.transfer_issue(then(world, repo), attic)
    attic.private = True
    assert ask(github, repo) == (Unlisted(number=1, issue=None),)


def test_moved_from_place_to_place(github: GitHub, world: World, repo: Repository) -> None:
    """It is followed a few times, and not for ever."""
    issue = then(world, repo)
    for move in range(MOST_MOVES):
        issue = world.transfer_issue(issue, world.add_repository(f"acme/attic-{move}"))
    (found,) = ask(github, repo) or ()
    assert found.issue is not None
    assert found.issue.name_now == f"acme/attic-{MOST_MOVES - 1}"
    world.transfer_issue(issue, world.add_repository("acme/cellar"))
    assert ask(github, repo) is None


@pytest.mark.parametrize(
    "said",
    [
        error(403, "Forbidden"),
        error(500, "Server Error"),
        json_reply({"number": 1}),
        json_reply([]),
        Reply(status=200, body=b"<html>", genuine=True),
        Reply(status=404, body=b"<html>Not here</html>"),
        Reply(status=301, headers={"location": "https://example.org/"}, genuine=True),
        Reply(
            status=301, headers={"location": "/repositories/1/issues/1/../../user"}, genuine=True
        ),
        mishaps.captive_portal().then,
    ],
)
def test_no_answer_about_a_number(
    github: GitHub, stand_in: StandIn, world: World, repo: Repository, said: Reply
) -> None:
    """Then GitHub did not tell, and nothing else is asked."""
    then(world, repo)
    then(world, repo).deleted = True
    then(world, repo)
    stand_in.plan(Fault(then=said, method="GET", path=ONE))
    assert ask(github, repo) is None
    assert len(numbers(world)) == 1


def test_no_list(github: GitHub, stand_in: StandIn, world: World, repo: Repository) -> None:
    """Without a list nobody knows what it does not show."""
    stand_in.plan(mishaps.bad_gateway(created=False).at("GET", "/issues$"))
    assert ask(github, repo) is None
    assert numbers(world) == []


def test_a_stranger_s_404_tells_nothing(
    github: GitHub, stand_in: StandIn, world: World, repo: Repository, mia: User
) -> None:
    """A page of the network is not GitHub's word that no such number was given out."""
    then(world, repo, mia).deleted = True
    stand_in.plan(Fault(then=Reply(status=404, body=b"{}")).at("GET", ONE))
    assert ask(github, repo) is None
