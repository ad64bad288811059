"""`GET /issues`: one's own issues, as far as GitHub shows them in one list."""

from typing import Any

import pytest

from campaign.rehearsal.accounts import TokenKind, User
from campaign.rehearsal.places import Permission, Repository
from campaign.rehearsal.world import World

MINE = "/issues?filter=created&state=all"


@pytest.fixture
def near(repo: Repository, alice: User) -> Repository:
    """A repository that alice helps with."""
    repo.collaborators[alice] = Permission.TRIAGE
    return repo


def places(answer: Any) -> list[tuple[str, int]]:
    """Repository and number of each issue in the list."""
    return [(issue["repository"]["full_name"], issue["number"]) for issue in answer.json]


def test_own_issues_of_every_near_repository(
    client: Any, world: World, near: Repository, alice: User
) -> None:
    """Own ones, newest first, pull requests marked; nobody else's, and none at strangers'."""
    home = world.add_repository("alice/home")
    member = world.add_repository("club/site")
    assert member.organisation is not None
    member.organisation.members[alice] = False
    world.seed_issue(near)
    for place in (near, home, member, world.add_repository("far/away")):
        world.open_issue(place, alice, title="t", body="b")
        world.clock.sleep(1)
    world.seed_issue(home, by=alice, is_pull_request=True)
    answer = client.get(MINE)
    assert answer.status == 200
    assert places(answer) == [
        ("club/site", 1),
        ("alice/home", 1),
        ("palantir/blueprint", 2),
        ("alice/home", 2),
    ]
    assert ["pull_request" in issue for issue in answer.json] == [False, False, False, True]


def test_far_repositories_where_the_world_says_so(
    client: Any, world: World, repo: Repository, alice: User
) -> None:
    """What is unclear about GitHub is a switch: issues at strangers' may be in the list."""
    world.open_issue(repo, alice, title="t", body="")
    assert places(client.get(MINE)) == []
    world.created_list_reaches_public = True
    assert places(client.get(MINE)) == [("palantir/blueprint", 1)]


def test_defaults(client: Any, world: World, near: Repository, alice: User) -> None:
    """Without parameters: open ones that somebody is assigned to, and that is nobody."""
    world.open_issue(near, alice, title="t", body="")
    world.seed_issue(near, by=alice, state="closed")
    assert client.get("/issues").json == []
    assert places(client.get("/issues?filter=created")) == [("palantir/blueprint", 1)]


def test_lag_and_since(client: Any, world: World, near: Repository, alice: User) -> None:
    """The list lags like any other, and `since` looks at updates."""
    world.list_lag = 60
    issue = world.open_issue(near, alice, title="t", body="")
    assert places(client.get(MINE)) == []
    world.clock.sleep(61)
    assert len(places(client.get(f"{MINE}&since=2019-05-11T14:00:00Z"))) == 1
    assert places(client.get(f"{MINE}&since=2019-05-11T15:00:00Z")) == []
    world.clock.sleep(7200)
    issue.updated_at = world.clock.now()
    assert len(places(client.get(f"{MINE}&since=2019-05-11T15:00:00Z"))) == 1


def test_pages(client: Any, world: World, near: Repository, alice: User) -> None:
    """A hundred on a page, the rest on the next."""
    for _ in range(101):
        world.seed_issue(near, by=alice)
    first = client.get(f"{MINE}&per_page=100")
    assert len(first.json) == 100
    assert 'rel="next"' in first.headers["link"]
    assert len(client.get(f"{MINE}&per_page=100&page=2").json) == 1


def test_only_for_whoever_is_signed_in(
    client: Any, stranger: Any, connect: Any, world: World, alice: User
) -> None:
    """A stranger gets 404, a wrong token 401, a workflow's token 403."""
    installation = world.add_token(alice, TokenKind.INSTALLATION).text
    answers = [
        each.get(MINE).status for each in (stranger, connect("nobody"), connect(installation))
    ]
    assert answers == [404, 401, 403]
    assert world.unexpected == []


def test_organisations_keep_theirs_back(
    client: Any, world: World, near: Repository, alice: User
) -> None:
    """Issues a token may not reach are missing; for single sign-on the head says whose."""
    world.open_issue(near, alice, title="t", body="")
    assert near.organisation is not None
    near.organisation.members[alice] = True
    near.organisation.enforces_saml = True
    answer = client.get(MINE)
    assert (answer.status, answer.json) == (200, [])
    assert answer.headers["x-github-sso"] == f"partial-results; organizations={near.owner.id}"
    near.organisation.enforces_saml = False
    near.organisation.shuts_out_addresses = True
    answer = client.get(MINE)
    assert (answer.json, "x-github-sso" in answer.headers) == ([], False)


def test_gone_issues(client: Any, world: World, near: Repository, alice: User) -> None:
    """Deleted ones, and those of deleted or switched-off trackers, are in no list."""
    issue = world.open_issue(near, alice, title="t", body="")
    issue.deleted = True
    assert places(client.get(MINE)) == []
    issue.deleted, near.has_issues = False, False
    assert places(client.get(MINE)) == []
    near.has_issues = True
    world.delete(near)
    assert places(client.get(MINE)) == []


@pytest.mark.parametrize("query", ["filter=mine", "filter=created&state=any"])
def test_refuses_nonsense(client: Any, query: str) -> None:
    """A value GitHub does not know is 422."""
    assert client.get(f"/issues?{query}").status == 422


def test_other_filters_are_noticed(client: Any, world: World) -> None:
    """What nobody here plays is on the list of surprises."""
    client.get("/issues?filter=mentioned")
    assert world.unexpected == ["GET /issues?filter=mentioned"]
