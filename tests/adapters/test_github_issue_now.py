"""How each of my issues stands at GitHub: in one word, for strangers, and where it is now."""

from datetime import timedelta

import pytest

from campaign.adapters.github import GitHub
from campaign.errors import CampaignError
from campaign.rehearsal.accounts import User
from campaign.rehearsal.faults import Fault
from campaign.rehearsal.places import Issue, Repository
from campaign.rehearsal.server import StandIn
from campaign.rehearsal.wire import Reply, json_reply
from campaign.rehearsal.world import World


@pytest.fixture
def mine(world: World, repo: Repository, mia: User) -> Issue:
    """An issue of mine, an hour old."""
    return world.seed_issue(repo, by=mia, age=timedelta(hours=1), body="x", reactions=3)


def asked_about(world: World) -> list[str]:
    """The addresses of single issues that were asked for."""
    return [visit.path for visit in world.requests("GET") if "/issues/" in visit.path]


@pytest.mark.parametrize(
    ("happens", "state"),
    [
        ({}, "open"),
        ({"state": "closed"}, "closed"),
        ({"locked": True}, "locked"),
        ({"locked": True, "state": "closed"}, "locked"),
        ({"deleted": True}, "gone"),
    ],
)
def test_how_an_issue_stands(
    github: GitHub, mine: Issue, happens: dict[str, object], state: str
) -> None:
    """In one word, with its comments and reactions."""
    for name, value in happens.items():
        setattr(mine, name, value)
    now = github.issue("acme/nets", 1, account=github.account())
    assert now.state == state
    assert now.reactions == (0 if state == "gone" else 3)
    assert not now.closed_by_me


def test_who_closed_it(github: GitHub, world: World, mine: Issue, mia: User) -> None:
    """I did, or they did."""
    mine.state, mine.closed_by = "closed", mia
    assert github.issue("acme/nets", 1, account=github.account()).closed_by_me
    mine.closed_by = world.add_user("maintainer")
    world.comment(mine, mine.closed_by, "No.")
    now = github.issue("acme/nets", 1, account=github.account())
    assert (now.closed_by_me, now.comments) == (False, 1)


def test_an_issue_that_strangers_do_not_see(github: GitHub, mine: Issue, mia: User) -> None:
    """A flagged account is told nothing by GitHub, but by us."""
    mia.flagged = True
    now = github.issue("acme/nets", 1, account=github.account())
    assert (now.state, now.seen_by_strangers) == ("hidden", False)


def test_an_issue_that_could_not_be_looked_at_as_a_stranger(
    github: GitHub, world: World, mine: Issue, mia: User
) -> None:
    """Not known is told as that, neither as seen nor as hidden."""
    mia.flagged = True
    world.limits.leave(None, 0)
    now = github.issue("acme/nets", 1, account=github.account())
    assert (now.state, now.seen_by_strangers) == ("open", None)


def test_an_issue_after_a_new_name(
    github: GitHub, world: World, repo: Repository, mine: Issue
) -> None:
    """It is where it was, under the repository's new name."""
    world.move(repo, "other/ropes")
    assert github.issue("acme/nets", 1, account=github.account()).state == "open"


def test_an_issue_moved_elsewhere(
    github: GitHub, world: World, repo: Repository, mine: Issue
) -> None:
    """It is followed to there, by numbers alone, and told with its name and number of now."""
    other = world.add_repository("acme/attic")
    world.seed_issue(other)
    there = world.transfer_issue(mine, other)
    there.state = "closed"
    now = github.issue("acme/nets", 1, account=github.account())
    assert (now.state, now.name_now, now.number) == ("closed", "acme/attic", 2)
    assert now.seen_by_strangers is True
    assert asked_about(world) == [
        "/repos/acme/nets/issues/1",
        f"/repositories/{other.id}/issues/2",
        "/repos/acme/attic/issues/2",
    ]


def test_an_issue_moved_after_a_new_name(
    github: GitHub, world: World, repo: Repository, mine: Issue
) -> None:
    """Both ways are followed, one after the other."""
    world.move(repo, "other/ropes")
    other = world.add_repository("other/attic")
    world.seed_issue(other)
    world.transfer_issue(mine, other)
    now = github.issue("acme/nets", 1, account=github.account())
    assert (now.state, now.name_now, now.number) == ("open", "other/attic", 2)


def test_an_issue_moved_out_of_sight(github: GitHub, world: World, mine: Issue) -> None:
    """Where this account sees nothing, it is gone."""
    attic = world.add_repository("acme/attic")
    world.transfer_issue(mine, attic)
    attic.private = True
    now = github.issue("acme/nets", 1, account=github.account())
    assert (now.state, now.name_now, now.number) == ("gone", "", None)


@pytest.mark.parametrize(
    "where",
    [
        "https://example.org/",
        "/repositories/1/issues/1/../../user",
        "https://example.org/repos/acme/attic/issues/2",
    ],
)
def test_an_address_that_leads_elsewhere_is_not_followed(
    github: GitHub, stand_in: StandIn, world: World, mine: Issue, where: str
) -> None:
    """It is gone, and nothing is asked there."""
    account = github.account()
    answer = Reply(status=301, headers={"location": where}, genuine=True)
    stand_in.plan(Fault(then=answer, method="GET", path="/issues/1$"))
    assert github.issue("acme/nets", 1, account=account).state == "gone"
    assert asked_about(world) == ["/repos/acme/nets/issues/1"]


def test_an_address_that_leads_to_somebody_else_s_issue(
    github: GitHub, stand_in: StandIn, world: World, mine: Issue
) -> None:
    """It is not told as mine."""
    other = world.add_repository("acme/attic")
    world.seed_issue(other, by="stranger")
    where = f"{stand_in.url}/repositories/{other.id}/issues/1"
    account = github.account()
    answer = Reply(status=301, headers={"location": where}, genuine=True)
    stand_in.plan(Fault(then=answer, method="GET", path="/acme/nets/issues/1$"))
    assert github.issue("acme/nets", 1, account=account).state == "gone"


@pytest.mark.parametrize("name", [None, 7, "https://example.org/", "x/repos/acme/..", "/acme/a\n"])
def test_a_name_of_now_that_is_none(
    github: GitHub, stand_in: StandIn, world: World, mia: User, mine: Issue, name: object
) -> None:
    """The issue stands where it was asked for: what is no owner/name is in no address of ours."""
    said = {
        **{"number": 9, "state": "open", "locked": False, "comments": 0},
        **{"user": {"id": mia.id}, "repository_url": name},
    }
    account = github.account()
    stand_in.plan(Fault(then=json_reply(said), method="GET", path="/issues/1$"))
    now = github.issue("acme/nets", 1, account=account)
    assert (now.state, now.name_now, now.number) == ("open", "acme/nets", 1)
    assert world.requests()[-1].path == "/repos/acme/nets/issues/1"


def test_the_number_in_a_repository_that_has_taken_the_name(
    github: GitHub, world: World, repo: Repository, mine: Issue
) -> None:
    """Somebody else's issue is not told as mine."""
    world.delete(repo)
    world.seed_issue(world.add_repository("acme/nets"))
    assert github.issue("acme/nets", 1, account=github.account()).state == "gone"


@pytest.mark.parametrize("said", [{}, {"locked": False}, {"locked": True}, [], {"reactions": 7}])
def test_an_issue_of_another_shape(
    github: GitHub, stand_in: StandIn, mine: Issue, said: object
) -> None:
    """No answer, and no traceback."""
    stand_in.plan(Fault(then=json_reply(said), method="GET", path="/issues/1$"))
    account = github.account()
    with pytest.raises(CampaignError, match="could not be read"):
        github.issue("acme/nets", 1, account=account)
