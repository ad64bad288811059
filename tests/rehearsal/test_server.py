"""The socket side: loopback only, quiet, quick, and nothing left behind."""

import hashlib
import http.client
import json
import socket
import statistics
import threading
import time
from typing import Any

import pytest

from campaign.rehearsal.accounts import User
from campaign.rehearsal.books import Visit
from campaign.rehearsal.places import Repository
from campaign.rehearsal.server import StandIn
from campaign.rehearsal.world import World

ISSUES = "/repos/palantir/blueprint/issues"
DRAFT = {"title": "A title", "body": "A bödy"}


@pytest.mark.parametrize("host", ["8.8.8.8", "192.168.0.1", "localhost", ""])
def test_only_loopback(world: World, host: str) -> None:
    """Nobody else's computer may talk to the stand-in, and no name is looked up."""
    with pytest.raises(ValueError, match="only listens to this computer"):
        StandIn(world, host=host)


def test_chosen_port(world: World) -> None:
    """The address is where it was told to be."""
    with StandIn(world) as first:
        port = int(first.url.rpartition(":")[2])
    with StandIn(world, port=port) as second:
        assert second.url == f"http://127.0.0.1:{port}"


def test_nothing_left_behind(world: World, repo: Repository, alice: User) -> None:
    """Afterwards no thread runs, even where a client keeps its connection open."""
    before = threading.active_count()
    with StandIn(world) as github:
        connection = http.client.HTTPConnection(github.url.removeprefix("http://"))
        connection.request("GET", "/rate_limit", headers={"User-Agent": "test"})
        connection.getresponse().read()
        assert threading.active_count() == before + 2
    assert threading.active_count() == before
    connection.close()


def test_connection_is_kept(github: StandIn, alice: User, repo: Repository) -> None:
    """Several requests go through one connection."""
    connection = http.client.HTTPConnection(github.url.removeprefix("http://"), timeout=5)
    headers = {"User-Agent": "test", "Authorization": f"token {alice.token}"}
    for number in (1, 2, 3):
        connection.request("POST", ISSUES, json.dumps(DRAFT), headers)
        assert json.load(connection.getresponse())["number"] == number
    connection.close()


def test_quick(github: StandIn, alice: User, repo: Repository) -> None:
    """No write waits for another, as it would for 40 ms with Nagle's algorithm."""
    connection = http.client.HTTPConnection(github.url.removeprefix("http://"), timeout=5)
    headers = {"User-Agent": "test", "Authorization": f"token {alice.token}"}
    taken = []
    for _ in range(50):
        began = time.monotonic()
        connection.request("GET", ISSUES, headers=headers)
        connection.getresponse().read()
        taken.append(time.monotonic() - began)
    connection.close()
    assert statistics.median(taken) < 0.03


def test_far_away(world: World, alice: User) -> None:
    """Answers come as late as one likes: in real seconds, or in those of the play."""
    world.latency = 100
    with StandIn(world, latency=0.05) as github:
        connection = http.client.HTTPConnection(github.url.removeprefix("http://"), timeout=5)
        began = time.monotonic()
        connection.request("GET", "/rate_limit", headers={"User-Agent": "test"})
        connection.getresponse().read()
        connection.close()
    assert time.monotonic() - began >= 0.05
    assert world.clock.monotonic() >= 100


def test_many_at_once(github: StandIn, world: World, connect: Any, repo: Repository) -> None:
    """Twenty people posting together are twenty issues with twenty numbers."""
    tokens = [world.add_user(f"person{number}").token for number in range(20)]
    found: list[int] = []

    def post(token: str) -> None:
        found.append(connect(token).post(ISSUES, DRAFT).json["number"])

    threads = [threading.Thread(target=post, args=(token,)) for token in tokens]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == list(range(1, 21))


def answer_to(sent: bytes, github: StandIn) -> bytes:
    """What comes back where a client sends this, and then nothing more."""
    host, port = github.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def test_a_request_cut_anywhere_never_arrives(
    github: StandIn, alice: User, repo: Repository, world: World
) -> None:
    """A client that dies while sending gets no answer, makes no issue, and is not in the log."""
    body = json.dumps(DRAFT).encode()
    lines = (
        f"POST {ISSUES} HTTP/1.1",
        f"Content-Length: {len(body)}",
        "User-Agent: test",
        f"Authorization: token {alice.token}",
    )
    whole = "\r\n".join([*lines, "", ""]).encode() + body
    for end in range(len(whole)):
        assert answer_to(whole[:end], github) == b"", whole[:end]
    assert (world.log, world.births) == ([], [])
    assert answer_to(whole, github).startswith(b"HTTP/1.1 201 ")
    assert len(world.births) == 1


def test_a_read_cut_in_its_headers_never_arrives(github: StandIn, world: World) -> None:
    """No body is waited for, so that the empty line alone tells where the request ends."""
    whole = b"GET /rate_limit HTTP/1.1\r\nUser-Agent: test\r\n\r\n"
    for end in range(len(whole)):
        assert answer_to(whole[:end], github) == b"", whole[:end]
    assert world.log == []
    assert answer_to(whole, github).startswith(b"HTTP/1.1 200 ")


def test_log(client: Any, world: World, repo: Repository, alice: User) -> None:
    """Each request is on record: who, what, when, how it was answered."""
    client.get(f"{ISSUES}?state=all&creator=alice")
    world.clock.sleep(20)
    client.post(ISSUES, DRAFT)
    read, create = world.log
    assert (read.method, read.path, read.status, read.login) == ("GET", ISSUES, 200, "alice")
    assert read.query == {"state": "all", "creator": "alice"}
    assert (create.status, create.title, create.body) == (201, "A title", "A bödy")
    assert create.body_sha256 == hashlib.sha256("A bödy".encode()).hexdigest()
    assert 20 <= create.arrived - read.arrived < 25
    assert world.requests("POST", "/issues") == [create]


def test_log_of_no_create(client: Any, world: World) -> None:
    """A read carries no issue."""
    client.get("/user")
    (visit,) = world.requests()
    assert (visit.title, visit.body, visit.body_sha256) == (None, None, None)


def test_watch_sees_a_request_before_it_works(
    world: World, repo: Repository, alice: User, client: Any, github: StandIn
) -> None:
    """At arrival nothing has happened yet, and the world may still be changed."""
    seen: list[tuple[str, int]] = []

    def watch(visit: Visit) -> None:
        seen.append((visit.method, len(world.births)))
        repo.has_issues = False

    github.watch = watch
    assert client.post(ISSUES, DRAFT).status == 410
    assert seen == [("POST", 0)]


def test_fault_of_the_stand_in_is_not_hidden(world: World, alice: User) -> None:
    """What breaks inside is raised again at the end, not played as GitHub's trouble."""

    def watch(_: Visit) -> None:
        raise RuntimeError("broken inside")

    def meet() -> None:
        with StandIn(world, watch=watch) as github:
            connection = http.client.HTTPConnection(github.url.removeprefix("http://"), timeout=5)
            connection.request("GET", "/user", headers={"User-Agent": "test"})
            try:
                with pytest.raises(ConnectionError):
                    connection.getresponse()
            finally:
                connection.close()

    with pytest.raises(RuntimeError, match="broken inside"):
        meet()


def test_quiet(client: Any, repo: Repository, capfd: pytest.CaptureFixture[str]) -> None:
    """Nothing is printed."""
    client.get(ISSUES)
    client.get("/nothing/here")
    assert capfd.readouterr() == ("", "")
