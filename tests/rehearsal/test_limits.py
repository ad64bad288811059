"""How much the stand-in takes from one person, by the clock of the play."""

from typing import Any

from campaign.rehearsal.accounts import User
from campaign.rehearsal.places import Repository
from campaign.rehearsal.world import World

ISSUES = "/repos/palantir/blueprint/issues"
DRAFT = {"title": "A title", "body": "A body"}


def test_limits_on_content_by_the_clock(client: Any, world: World, repo: Repository) -> None:
    """80 a minute go through, the next one does not, a minute later it does."""
    answers = [client.post(ISSUES, DRAFT).status for _ in range(81)]
    assert answers == [201] * 80 + [403]
    world.clock.sleep(60)
    assert client.post(ISSUES, DRAFT).status == 201


def test_limit_on_content_of_an_hour(client: Any, world: World, repo: Repository) -> None:
    """The hour's limit holds however slow one is, for issues and comments together."""
    world.limits.content_per_hour = 3
    statuses = []
    for path in (ISSUES, f"{ISSUES}/1/comments", ISSUES, ISSUES):
        statuses.append(client.post(path, DRAFT).status)
        world.clock.sleep(600)
    assert statuses == [201, 201, 201, 403]
    world.clock.sleep(1200)
    assert client.post(ISSUES, DRAFT).status == 201


def test_primary_limit_comes_back(client: Any, world: World, alice: User) -> None:
    """Used up is 403 with remaining 0; after `reset` it works again."""
    world.limits.leave(alice.id, 1)
    assert client.get("/user").headers["x-ratelimit-remaining"] == "0"
    refused = client.get("/user")
    assert (refused.status, refused.headers["x-ratelimit-remaining"]) == (403, "0")
    assert client.get("/rate_limit").json["resources"]["core"]["remaining"] == 0
    world.clock.sleep(float(refused.headers["x-ratelimit-reset"]) - world.clock.now().timestamp())
    world.clock.sleep(1)
    assert client.get("/user").status == 200


def test_anonymous_budget_is_sixty(stranger: Any, repo: Repository) -> None:
    """Whoever is not signed in shares sixty requests an hour."""
    headers = stranger.get(ISSUES).headers
    assert (headers["x-ratelimit-limit"], headers["x-ratelimit-remaining"]) == ("60", "59")


def test_asking_for_the_limits_is_free(client: Any) -> None:
    """`/rate_limit` costs nothing and knows both budgets."""
    resources = [client.get("/rate_limit").json["resources"] for _ in range(3)][-1]
    assert (resources["core"]["used"], resources["graphql"]["used"]) == (0, 0)
