"""Each named fault, as a client meets it: what comes back, and whether the issue exists."""

import gzip
import http.client
import json
import socket
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from campaign.rehearsal import mishaps
from campaign.rehearsal.accounts import User
from campaign.rehearsal.faults import Fault
from campaign.rehearsal.places import Repository
from campaign.rehearsal.server import StandIn
from campaign.rehearsal.world import World

ISSUES = "/repos/palantir/blueprint/issues"
DRAFT = {"title": "A title", "body": "A body"}
RESET = datetime(2019, 5, 11, 14, 40, tzinfo=UTC)


def raw_post(github: StandIn, token: str, *, seconds: float) -> bytes:
    """Everything a create brings back within `seconds`, as it came."""
    data = json.dumps(DRAFT).encode()
    head = (
        f"POST {ISSUES} HTTP/1.1\r\nHost: x\r\nUser-Agent: test\r\nAuthorization: token {token}\r\n"
        f"Content-Length: {len(data)}\r\nConnection: close\r\n\r\n"
    )
    host, port = github.url.removeprefix("http://").split(":")
    received = b""
    end = time.monotonic() + seconds
    with socket.create_connection((host, int(port)), timeout=seconds) as connection:
        connection.sendall(head.encode() + data)
        while (left := end - time.monotonic()) > 0:
            connection.settimeout(left)
            try:
                piece = connection.recv(65_536)
            except TimeoutError:
                break
            if not piece:
                break
            received += piece
    return received


@pytest.mark.parametrize(
    ("fault", "created"), [(mishaps.lose_answer(), 1), (mishaps.lose_request(), 0)]
)
def test_lost(
    github: StandIn, client: Any, world: World, repo: Repository, fault: Fault, created: int
) -> None:
    """The connection is reset without a byte; only the books know what happened."""
    github.plan(fault)
    with pytest.raises(ConnectionError):
        client.post(ISSUES, DRAFT)
    assert len(world.births) == created
    assert [visit.status for visit in world.requests("POST")] == [None]


def test_lost_means_reset(github: StandIn, alice: User, repo: Repository) -> None:
    """The end is not polite: the network says "reset", not "finished"."""
    github.plan(mishaps.lose_answer())
    with pytest.raises(ConnectionResetError):
        raw_post(github, alice.token, seconds=2)


@pytest.mark.parametrize("created", [True, False])
@pytest.mark.parametrize(
    ("make", "status", "words", "genuine"),
    [
        (mishaps.bad_gateway, 502, b'{"message":"Server Error"}', True),
        (mishaps.gateway_timeout, 504, b"504 Gateway Time-out", True),
        (mishaps.server_error, 500, b"<!DOCTYPE html>", True),
        (mishaps.unavailable, 503, b"Service unavailable", True),
    ],
)
def test_trouble_at_github(
    github: StandIn,
    client: Any,
    world: World,
    repo: Repository,
    make: Callable[..., Fault],
    status: int,
    words: bytes,
    genuine: bool,
    created: bool,
) -> None:
    """The same answer, whether the issue exists or not."""
    github.plan(make(created=created))
    answer = client.post(ISSUES, DRAFT)
    assert answer.status == status
    assert words in answer.body
    assert ("x-github-request-id" in answer.headers) is genuine
    assert len(world.births) == created


@pytest.mark.parametrize(
    ("fault", "status", "message", "headers"),
    [
        (mishaps.secondary_limit(), 403, "You have exceeded", {"retry-after": "60"}),
        (mishaps.secondary_limit(retry_after=None), 403, "You have exceeded", {}),
        (
            mishaps.secondary_limit(retry_after="soon"),
            403,
            "You have exceeded",
            {"retry-after": "soon"},
        ),
        (mishaps.too_many_requests(), 429, "You have exceeded", {"retry-after": "3600"}),
        (
            mishaps.primary_exhausted(reset=RESET),
            403,
            "API rate limit exceeded",
            {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1557585600"},
        ),
        (mishaps.submitted_too_quickly(), 422, "Validation Failed", {}),
        (mishaps.token_revoked(), 401, "Bad credentials", {}),
    ],
)
def test_refusals_in_the_middle_of_a_run(
    github: StandIn,
    client: Any,
    world: World,
    repo: Repository,
    fault: Fault,
    status: int,
    message: str,
    headers: dict[str, str],
) -> None:
    """GitHub's status, words and headers; nothing was created."""
    github.plan(fault)
    answer = client.post(ISSUES, DRAFT)
    assert answer.status == status
    assert answer.json["message"].startswith(message)
    assert headers.items() <= answer.headers.items()
    assert ("retry-after" in answer.headers) is ("retry-after" in headers)
    assert answer.headers["x-github-request-id"]
    assert not world.births


def test_submitted_too_quickly_says_so_in_the_details(
    github: StandIn, client: Any, repo: Repository
) -> None:
    """The text that tells it from an invalid issue is in `errors`."""
    github.plan(mishaps.submitted_too_quickly())
    (error,) = client.post(ISSUES, DRAFT).json["errors"]
    assert error["message"] == "was submitted too quickly"


def test_cut_answer(github: StandIn, client: Any, world: World, repo: Repository) -> None:
    """A good head, half a body."""
    github.plan(mishaps.cut_answer())
    with pytest.raises(http.client.IncompleteRead):
        client.post(ISSUES, DRAFT)
    assert len(world.births) == 1


def test_two_lengths(github: StandIn, alice: User, world: World, repo: Repository) -> None:
    """Two lengths that cannot both be true."""
    github.plan(mishaps.two_lengths())
    received = raw_post(github, alice.token, seconds=2)
    assert received.startswith(b"HTTP/1.1 201 Created\r\n")
    assert received.count(b"content-length:") == 2
    assert len(world.births) == 1


def test_bad_chunk(github: StandIn, client: Any, world: World, repo: Repository) -> None:
    """A chunk whose length is no number."""
    github.plan(mishaps.bad_chunk())
    with pytest.raises(http.client.IncompleteRead):
        client.post(ISSUES, DRAFT)
    assert len(world.births) == 1


def test_invalid_json(github: StandIn, client: Any, world: World, repo: Repository) -> None:
    """201, complete, and unreadable."""
    github.plan(mishaps.invalid_json())
    answer = client.post(ISSUES, DRAFT)
    assert answer.status == 201
    with pytest.raises(json.JSONDecodeError):
        answer.json  # noqa: B018
    assert len(world.births) == 1


def test_other_repository(github: StandIn, client: Any, world: World, repo: Repository) -> None:
    """201 whose every address is somewhere else."""
    github.plan(mishaps.other_repository("else/where"))
    answer = client.post(ISSUES, DRAFT)
    assert answer.status == 201
    assert answer.json["repository_url"].endswith("/repos/else/where")
    assert answer.json["html_url"] == "https://github.com/else/where/issues/1"
    assert [birth.repository_id for birth in world.births] == [repo.id]


def test_other_repository_leaves_a_refusal_alone(
    github: StandIn, client: Any, repo: Repository
) -> None:
    """It names no repository that could be another one."""
    repo.has_issues = False
    github.plan(mishaps.other_repository("else/where"))
    answer = client.post(ISSUES, DRAFT)
    assert (answer.status, "repository_url" in answer.json) == (410, False)


def test_odd_limit_headers(github: StandIn, client: Any, world: World, repo: Repository) -> None:
    """A good answer whose limits are no numbers."""
    github.plan(mishaps.odd_limit_headers())
    answer = client.post(ISSUES, DRAFT)
    assert (answer.status, answer.headers["x-ratelimit-remaining"]) == (201, "many")


def test_swollen_answer(github: StandIn, client: Any, repo: Repository) -> None:
    """The issue at the end of megabytes."""
    github.plan(mishaps.swollen_answer(megabytes=2))
    answer = client.post(ISSUES, DRAFT)
    assert len(answer.body) > 2 << 20
    assert answer.json["number"] == 1


def test_compression_bomb(github: StandIn, client: Any, repo: Repository) -> None:
    """Small on the wire, large when unpacked."""
    github.plan(mishaps.compression_bomb(megabytes=2))
    answer = client.post(ISSUES, DRAFT)
    assert answer.headers["content-encoding"] == "gzip"
    assert len(answer.body) < 20_000
    assert len(gzip.decompress(answer.body)) > 2 << 20


def test_swollen_headers(github: StandIn, client: Any, repo: Repository) -> None:
    """More headers than the standard library's client bears."""
    github.plan(mishaps.swollen_headers())
    with pytest.raises(http.client.HTTPException, match="headers"):
        client.post(ISSUES, DRAFT)


@pytest.mark.parametrize("make", [mishaps.slow_headers, mishaps.slow_body])
def test_slow(
    github: StandIn, alice: User, world: World, repo: Repository, make: Callable[..., Fault]
) -> None:
    """Bytes keep coming, and no end."""
    github.plan(make(seconds=0.01))
    received = raw_post(github, alice.token, seconds=0.3)
    assert received.startswith(b"HTTP/1.1 201 Created\r\n")
    assert received.endswith(b"   ")
    assert len(world.births) == 1


def test_endless_continue(github: StandIn, alice: User, world: World, repo: Repository) -> None:
    """Many answers that are none."""
    github.plan(mishaps.endless_continue())
    received = raw_post(github, alice.token, seconds=0.3)
    assert received.count(b"HTTP/1.1 100 Continue\r\n\r\n") > 3
    assert b"201" not in received


def test_captive_portal(github: StandIn, client: Any, world: World, repo: Repository) -> None:
    """Somebody else answers: 200, a page, no request id."""
    github.plan(mishaps.captive_portal())
    answer = client.post(ISSUES, DRAFT)
    assert (answer.status, answer.headers["content-type"]) == (200, "text/html")
    assert "x-github-request-id" not in answer.headers
    assert not world.births


def test_redirect_loop(github: StandIn, client: Any, world: World, repo: Repository) -> None:
    """Each time 301 to where it came from."""
    github.plan(mishaps.redirect_loop(github.url + ISSUES))
    answers = [client.post(ISSUES, DRAFT) for _ in range(3)]
    assert {answer.status for answer in answers} == {301}
    assert answers[0].headers["location"] == github.url + ISSUES
    assert not world.births


def test_redirect_elsewhere(github: StandIn, client: Any, repo: Repository) -> None:
    """307 to another host."""
    github.plan(mishaps.redirect("https://example.org/x"))
    answer = client.post(ISSUES, DRAFT)
    assert (answer.status, answer.headers["location"]) == (307, "https://example.org/x")
