"""What the three REST endpoints that change something do."""

from datetime import timedelta
from typing import Any

import pytest

from campaign.rehearsal.accounts import User
from campaign.rehearsal.places import Permission, Repository
from campaign.rehearsal.server import StandIn
from campaign.rehearsal.world import World

ISSUES = "/repos/palantir/blueprint/issues"
DRAFT = {"title": "A title", "body": "A body"}


def test_create(client: Any, repo: Repository, alice: User, github: StandIn) -> None:
    """201 with everything that identifies the issue."""
    answer = client.post(ISSUES, DRAFT)
    shape = answer.json
    assert answer.status == 201
    assert answer.headers["location"] == shape["url"] == f"{github.url}{ISSUES}/1"
    assert shape["html_url"] == "https://github.com/palantir/blueprint/issues/1"
    assert shape["repository_url"] == f"{github.url}/repos/palantir/blueprint"
    assert (shape["number"], shape["title"], shape["body"]) == (1, "A title", "A body")
    assert (shape["user"]["login"], shape["user"]["id"]) == ("alice", alice.id)
    assert shape["author_association"] == "NONE"
    assert repo.issues[1].id == shape["id"]


def test_create_keeps_every_byte(client: Any, repo: Repository) -> None:
    """The text is kept as it was sent: any script, any line ending."""
    body = "سلام\r\n\t<!-- campaign:x y -->\n\u200d👩\u200d💻"
    assert client.post(ISSUES, {"title": "t", "body": body}).json["body"] == body


def test_create_at_the_limits(client: Any, repo: Repository) -> None:
    """256 and 65,536 characters are still accepted, counted as characters."""
    assert client.post(ISSUES, {"title": "é" * 256, "body": "ü" * 65_536}).status == 201


def test_create_without_a_body(client: Any, repo: Repository) -> None:
    """A body is optional."""
    assert client.post(ISSUES, {"title": "t"}).json["body"] is None


def test_create_drops_what_outsiders_may_not_set(client: Any, repo: Repository) -> None:
    """Labels and assignees are ignored without a word."""
    extras = {"labels": ["bug"], "assignees": ["alice"], "milestone": 1}
    answer = client.post(ISSUES, DRAFT | extras)
    assert answer.status == 201
    assert (answer.json["labels"], answer.json["assignees"]) == ([], [])


def test_create_refuses_half_a_surrogate_pair(client: Any, repo: Repository) -> None:
    """Text that is no Unicode is no JSON."""
    assert client.send("POST", ISSUES, payload=rb'{"title": "\ud800"}').status == 400


def test_create_by_an_old_name(client: Any, world: World, repo: Repository) -> None:
    """307, a body that names the id, and no issue."""
    world.move(repo, "palantir/plan")
    answer = client.post(ISSUES, DRAFT)
    path = f"/repositories/{repo.id}/issues"
    assert (answer.status, answer.json["message"]) == (307, "Moved Permanently")
    assert answer.json["url"] == answer.headers["location"]
    assert answer.json["url"].endswith(path)
    assert not repo.issues


def test_create_by_id(client: Any, repo: Repository) -> None:
    """A client that follows the redirect does create an issue: that is the trap."""
    assert client.post(f"/repositories/{repo.id}/issues", DRAFT).status == 201


def test_author_closes(client: Any, world: World, repo: Repository, alice: User) -> None:
    """An author closes an own issue as not planned and edits it."""
    world.open_issue(repo, alice, title="t", body="b")
    change = {"state": "closed", "state_reason": "not_planned", "body": "withdrawn"}
    answer = client.send("PATCH", f"{ISSUES}/1", sent=change)
    shape = answer.json
    assert (answer.status, shape["state"], shape["state_reason"]) == (200, "closed", "not_planned")
    assert (shape["closed_by"]["login"], shape["title"], shape["body"]) == (
        "alice",
        "t",
        "withdrawn",
    )
    reopened = client.send("PATCH", f"{ISSUES}/1", sent={"state": "open"}).json
    assert (reopened["state"], reopened["closed_at"]) == ("open", None)


def test_stranger_may_not_close(client: Any, world: World, repo: Repository, alice: User) -> None:
    """Somebody else's issue is theirs, unless one may triage."""
    world.seed_issue(repo)
    change = {"state": "closed"}
    answer = client.send("PATCH", f"{ISSUES}/1", sent=change)
    assert (answer.status, answer.json["message"]) == (403, "Must have admin rights to Repository.")
    repo.collaborators[alice] = Permission.TRIAGE
    assert client.send("PATCH", f"{ISSUES}/1", sent=change).status == 200


@pytest.mark.parametrize("change", [{"state": "gone"}, {"state": "closed", "state_reason": "x"}])
def test_close_refuses_nonsense(
    client: Any, world: World, repo: Repository, alice: User, change: dict[str, str]
) -> None:
    """A state GitHub does not know is 422."""
    world.open_issue(repo, alice, title="t", body="b")
    assert client.send("PATCH", f"{ISSUES}/1", sent=change).status == 422


def test_comment(client: Any, world: World, repo: Repository) -> None:
    """A comment is counted and touches the issue."""
    issue = world.seed_issue(repo, age=timedelta(days=2))
    answer = client.post(f"{ISSUES}/1/comments", {"body": "Thank you."})
    assert (answer.status, answer.json["body"]) == (201, "Thank you.")
    assert client.get(f"{ISSUES}/1").json["comments"] == 1
    assert world.clock.now() - issue.updated_at < timedelta(hours=1)


def test_comment_on_a_locked_issue(client: Any, world: World, repo: Repository) -> None:
    """A locked conversation is over."""
    world.seed_issue(repo, locked=True)
    assert client.post(f"{ISSUES}/1/comments", {"body": "x"}).status == 403
