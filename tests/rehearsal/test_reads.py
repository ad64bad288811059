"""What the stand-in answers to REST requests that change nothing."""

import base64
import re
from typing import Any

from campaign.rehearsal.accounts import TokenKind, User
from campaign.rehearsal.places import Repository
from campaign.rehearsal.server import StandIn
from campaign.rehearsal.world import World

ISSUES = "/repos/palantir/blueprint/issues"


def test_who_am_i(client: Any, alice: User) -> None:
    """`/user` tells whose token it is."""
    answer = client.get("/user")
    assert (answer.status, answer.json["login"], answer.json["id"]) == (200, "alice", alice.id)
    assert answer.headers["x-oauth-scopes"] == "public_repo"


def test_who_am_i_without_a_token(stranger: Any) -> None:
    """Nobody is 401."""
    answer = stranger.get("/user")
    assert (answer.status, answer.json["message"]) == (401, "Requires authentication")


def test_who_is_an_installation(world: World, alice: User, connect: Any) -> None:
    """An installation token stands for no person."""
    token = world.add_token(alice, TokenKind.INSTALLATION).text
    assert connect(token).get("/user").status == 403


def test_every_answer_has_githubs_headers(client: Any, repo: Repository) -> None:
    """Date is the day of the play; limits and request id are there."""
    headers = client.get("/repos/palantir/blueprint").headers
    assert re.fullmatch("Sat, 11 May 2019 14:00:0[0-9] GMT", headers["date"])
    assert headers["x-ratelimit-limit"] == "5000"
    assert headers["x-ratelimit-remaining"] == "4999"
    assert headers["x-ratelimit-resource"] == "core"
    assert headers["x-github-request-id"]


def test_address_that_is_not_public(client: Any, alice: User) -> None:
    """`/user` shows an address only where the person has made it public."""
    assert client.get("/user").json["email"] == "alice@example.org"
    alice.email = ""
    assert client.get("/user").json["email"] is None


def test_repository(client: Any, world: World, repo: Repository, github: StandIn) -> None:
    """The facts the tool asks about are there; API addresses are the client's own."""
    repo.archived_at = world.clock.now()
    shape = client.get("/repos/palantir/blueprint").json
    assert (shape["id"], shape["full_name"]) == (repo.id, "palantir/blueprint")
    assert (shape["has_issues"], shape["archived"], shape["disabled"]) == (True, True, False)
    assert shape["owner"]["type"] == "Organization"
    assert shape["url"] == f"{github.url}/repos/palantir/blueprint"
    assert shape["html_url"] == "https://github.com/palantir/blueprint"


def test_permissions_only_for_whoever_is_signed_in(
    client: Any, stranger: Any, repo: Repository
) -> None:
    """A stranger is not told what it may do."""
    path = "/repos/palantir/blueprint"
    assert client.get(path).json["permissions"]["pull"] is True
    assert "permissions" not in stranger.get(path).json


def test_private_repository_is_missing(client: Any, repo: Repository) -> None:
    """What one may not see does not exist."""
    repo.private = True
    assert client.get("/repos/palantir/blueprint").status == 404


def test_rename_redirects_reading(
    client: Any, world: World, repo: Repository, github: StandIn
) -> None:
    """A read by the old name is 301 to the id, which answers."""
    world.move(repo, "palantir/plan")
    answer = client.get("/repos/palantir/blueprint/issues?state=all")
    path = f"/repositories/{repo.id}/issues?state=all"
    assert (answer.status, answer.headers["location"]) == (301, github.url + path)
    assert answer.json["message"] == "Moved Permanently"
    assert client.get(path).status == 200
    assert client.get(f"/repositories/{repo.id}").json["full_name"] == "palantir/plan"


def test_rename_redirects_where_owner_and_name_are_alike(client: Any, world: World) -> None:
    """`same/same` is cut in the right place."""
    repo = world.add_repository("same/same")
    world.move(repo, "same/other")
    location = client.get("/repos/same/same/issues").headers["location"]
    assert location.endswith(f"/repositories/{repo.id}/issues")


def test_etag_is_free(client: Any, repo: Repository) -> None:
    """A read that brings nothing new is 304, empty and costs nothing."""
    first = client.get(ISSUES)
    again = client.get(ISSUES, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status, again.body) == (304, b"")
    remaining = first.headers["x-ratelimit-remaining"]
    assert again.headers["x-ratelimit-remaining"] == remaining


def test_etag_changes_with_the_answer(client: Any, world: World, repo: Repository) -> None:
    """Something new is sent and paid for."""
    tag = client.get(ISSUES).headers["etag"]
    world.seed_issue(repo)
    answer = client.get(ISSUES, headers={"If-None-Match": tag})
    assert (answer.status, len(answer.json)) == (200, 1)


def test_etag_is_not_free_for_strangers(stranger: Any, world: World, repo: Repository) -> None:
    """Without a token 304 counts like any answer, unless the world says otherwise."""
    tag = {"If-None-Match": stranger.get(ISSUES).headers["etag"]}
    again = stranger.get(ISSUES, headers=tag)
    assert (again.status, again.headers["x-ratelimit-remaining"]) == (304, "58")
    world.unsigned_304_counts = False
    assert stranger.get(ISSUES, headers=tag).headers["x-ratelimit-remaining"] == "58"


def test_etag_belongs_to_the_token(client: Any, stranger: Any, repo: Repository) -> None:
    """Another reader has another tag; one of several tags is enough."""
    mine = client.get(ISSUES).headers["etag"]
    assert stranger.get(ISSUES, headers={"If-None-Match": mine}).status == 200
    assert client.get(ISSUES, headers={"If-None-Match": f'W/"other", {mine}'}).status == 304


def test_deleted_issue(client: Any, world: World, repo: Repository) -> None:
    """A deleted issue is 410 and in no list."""
    world.seed_issue(repo).deleted = True
    assert (client.get(f"{ISSUES}/1").status, client.get(ISSUES).json) == (410, [])


def test_transferred_issue(client: Any, world: World, repo: Repository, github: StandIn) -> None:
    """A transferred issue is 301 to its new place."""
    other = world.add_repository("palantir/plottable")
    world.transfer_issue(world.seed_issue(repo), other)
    answer = client.get(f"{ISSUES}/1")
    assert answer.status == 301
    path = answer.headers["location"].removeprefix(github.url)
    assert client.get(path).json["repository_url"].endswith("/palantir/plottable")


def test_unknown_issue(client: Any, repo: Repository) -> None:
    """There is no issue 7."""
    assert client.get(f"{ISSUES}/7").status == 404


def test_ghost(client: Any, world: World, repo: Repository) -> None:
    """An author who is gone shows as a ghost."""
    world.seed_issue(repo, by=None)
    assert client.get(f"{ISSUES}/1").json["user"]["login"] == "ghost"


def test_opt_out_file(client: Any, repo: Repository) -> None:
    """The file a maintainer may leave is 404 until it is there."""
    path = "/repos/palantir/blueprint/contents/.github/campaign-opt-out"
    assert client.get(path).status == 404
    repo.opt_out_file = "Please do not.\n"
    assert base64.b64decode(client.get(path).json["content"]) == b"Please do not.\n"


def test_unknown_path_is_noticed(client: Any, world: World) -> None:
    """An endpoint the tool has no business with is 404, and on the list of surprises."""
    for method, path in (("GET", "/user/keys"), ("DELETE", "/repos/a/b"), ("POST", "/gists")):
        assert client.send(method, path).status == 404
    assert world.unexpected == ["GET /user/keys", "DELETE /repos/a/b", "POST /gists"]
