"""One POST, whatever comes back: within the deadline, understood for what it proves."""

import gzip
import socket
import struct
import sys
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from campaign.adapters.github import GitHub
from campaign.core.answer import Asked, Proof, Reply, Sent, read_reply
from campaign.core.marker import Key, marker, marker_key
from campaign.errors import CampaignError
from campaign.rehearsal import mishaps, wire
from campaign.rehearsal.accounts import User
from campaign.rehearsal.faults import Fault
from campaign.rehearsal.places import Repository
from campaign.rehearsal.server import StandIn
from campaign.rehearsal.world import World

SLACK = 5.0
"""Seconds that a busy computer may need beyond a deadline."""

LIMIT = 1 << 20

KEY = Key(campaign="no-nets", repo_id=70_000_001, account_id=1_000_001)
"""Of mia's issue in acme/nets, as the stand-in numbers them."""

NO_ANSWER, ANSWERED = Sent.NO_ANSWER, Sent.ANSWERED
CREATED, NOT_CREATED, UNKNOWN = Proof.CREATED, Proof.NOT_CREATED, Proof.UNKNOWN

# name: fault, how far it got, status, what that proves, whether the issue exists
FAULTS: dict[str, tuple[Fault, Sent, int, Proof, bool]] = {
    "answer lost": (mishaps.lose_answer(), NO_ANSWER, 0, UNKNOWN, True),
    "request lost": (mishaps.lose_request(), NO_ANSWER, 0, UNKNOWN, False),
    "502, created": (mishaps.bad_gateway(created=True), ANSWERED, 502, UNKNOWN, True),
    "502": (mishaps.bad_gateway(created=False), ANSWERED, 502, UNKNOWN, False),
    "504, created": (mishaps.gateway_timeout(created=True), ANSWERED, 504, UNKNOWN, True),
    "500, a page": (mishaps.server_error(created=False), ANSWERED, 500, UNKNOWN, False),
    "503": (mishaps.unavailable(created=True), ANSWERED, 503, UNKNOWN, True),
    "cut short": (mishaps.cut_answer(), NO_ANSWER, 0, UNKNOWN, True),
    "two lengths": (mishaps.two_lengths(), NO_ANSWER, 0, UNKNOWN, True),
    "bad chunk": (mishaps.bad_chunk(), NO_ANSWER, 0, UNKNOWN, True),
    "invalid JSON": (mishaps.invalid_json(), ANSWERED, 201, UNKNOWN, True),
    "elsewhere": (mishaps.other_repository("else/where"), ANSWERED, 201, UNKNOWN, True),
    "odd limits": (mishaps.odd_limit_headers(), ANSWERED, 201, CREATED, True),
    "swollen": (mishaps.swollen_answer(), NO_ANSWER, 0, UNKNOWN, True),
    "bomb": (mishaps.compression_bomb(), NO_ANSWER, 0, UNKNOWN, True),
    "too many headers": (mishaps.swollen_headers(), NO_ANSWER, 0, UNKNOWN, True),
    "secondary limit": (mishaps.secondary_limit(), ANSWERED, 403, NOT_CREATED, False),
    "429": (mishaps.too_many_requests(), ANSWERED, 429, NOT_CREATED, False),
    "too quickly": (mishaps.submitted_too_quickly(), ANSWERED, 422, NOT_CREATED, False),
    "revoked": (mishaps.token_revoked(), ANSWERED, 401, NOT_CREATED, False),
    "portal": (mishaps.captive_portal(), ANSWERED, 200, UNKNOWN, False),
}

SILENT: dict[str, tuple[Fault, bool]] = {
    "hang": (mishaps.hang(created=False), False),
    "hang, created": (mishaps.hang(), True),
    "slow headers": (mishaps.slow_headers(), True),
    "slow body": (mishaps.slow_body(), True),
    "endless 100 Continue": (mishaps.endless_continue(), True),
    "endless 100 Continue, nothing made": (mishaps.endless_continue(created=False), False),
}


def create(github: GitHub) -> Reply:
    """The one write."""
    body = f"Stop.\n\n{marker('no-nets', marker_key(KEY))}"
    return github.create_issue("acme/nets", title="No nets", body=body)


def proof(reply: Reply, stand_in: StandIn) -> Proof:
    """What the answer proves."""
    asked = Asked(key=KEY, repo="acme/nets", title="No nets", api_url=stand_in.url)
    return read_reply(reply, asked).proof


@pytest.mark.parametrize("case", FAULTS)
def test_an_answer_that_is_none(
    github: GitHub, stand_in: StandIn, world: World, repo: Repository, mia: User, case: str
) -> None:
    """One request is seen, its outcome is understood, and no word of it holds the token."""
    fault, sent, status, proven, exists = FAULTS[case]
    stand_in.plan(fault)
    reply = create(github)
    assert (reply.sent, reply.status) == (sent, status)
    assert proof(reply, stand_in) is proven
    assert len(world.requests("POST")) == len(world.requests()) == 1
    assert len(world.births) == exists
    assert mia.token not in repr(reply)
    assert bool(reply.problem) == (sent is NO_ANSWER)


@pytest.mark.parametrize("case", SILENT)
def test_an_answer_without_an_end(
    client: Callable[..., GitHub], stand_in: StandIn, world: World, repo: Repository, case: str
) -> None:
    """At the deadline it is over: a timeout per read would never come."""
    fault, exists = SILENT[case]
    stand_in.plan(fault)
    started = time.monotonic()
    reply = create(client(timeout=0.5))
    assert 0.4 < time.monotonic() - started < 0.5 + SLACK
    assert reply.sent is NO_ANSWER
    assert reply.problem == "no complete answer within 0.5 seconds"
    assert proof(reply, stand_in) is UNKNOWN
    assert len(world.requests()) == 1
    assert len(world.births) == exists


def test_a_deadline_leaves_nothing_behind(
    client: Callable[..., GitHub], stand_in: StandIn, repo: Repository
) -> None:
    """No timer goes on running, and the next request has all its time."""
    stand_in.plan(mishaps.hang(created=False))
    github = client(timeout=0.5)
    create(github)
    assert create(github).status == 201
    timers = [each for each in threading.enumerate() if isinstance(each, threading.Timer)]
    for timer in timers:
        timer.join(SLACK)
        assert not timer.is_alive()


def test_every_issue_has_a_connection_of_its_own(
    github: GitHub, repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that was kept open might be shut just now, and nobody could say what arrived."""
    connect = socket.socket.connect
    made = []

    def count(self: socket.socket, address: Any) -> None:
        made.append(address)
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", count)
    github.account()
    github.account()
    assert len(made) == 1
    assert [create(github).status for _ in range(2)] == [201, 201]
    assert len(made) == 3


@pytest.mark.parametrize(
    "fault",
    [mishaps.lose_request(), mishaps.too_many_requests(retry_after=3), mishaps.cut_answer()],
)
def test_a_read_is_one_request_too(
    github: GitHub, stand_in: StandIn, world: World, fault: Fault
) -> None:
    """Whether and when to ask again is for others to decide."""
    stand_in.plan(fault.at("GET", "^/user$").always())
    started = time.monotonic()
    with pytest.raises(CampaignError):
        github.account()
    assert len(world.requests()) == 1
    assert time.monotonic() - started < 3


@contextmanager
def tearing_server(*, after: int) -> Iterator[str]:
    """Takes so many bytes of a request, then tears the connection."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            left = after
            while left > 0:
                left -= len(connection.recv(left))
            linger = struct.pack("ii", 1, 0)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            connection.close()

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        thread.join(SLACK)


@pytest.mark.skipif(sys.platform == "win32", reason="sockets are torn in another way there")
@pytest.mark.parametrize("after", [1, 100, 2_000, 60_000])
def test_a_request_cut_on_its_way(client: Callable[..., GitHub], after: int) -> None:
    """Some of it arrived: unknown, however little it was."""
    with tearing_server(after=after) as url:
        github = client(api_url=url)
        reply = github.create_issue("acme/nets", title="No nets", body="x" * 60_000)
    assert reply.sent is NO_ANSWER


# Redirects


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("port", ["same", "other"])
def test_a_redirect_is_not_followed(
    github: GitHub, stand_in: StandIn, world: World, repo: Repository, status: int, port: str
) -> None:
    """Neither here nor elsewhere: one request, and the token goes nowhere else."""
    with StandIn(World()) as trap:
        target = stand_in if port == "same" else trap
        location = f"{target.url}/repos/acme/nets/issues"
        stand_in.plan(mishaps.redirect(location, status=status).always())
        reply = create(github)
        assert (reply.sent, reply.status) == (ANSWERED, status)
        assert proof(reply, stand_in) is NOT_CREATED
        assert bool(reply.problem) == (port == "other"), "an alarm where it leads away"
        assert trap.world.requests() == []
    assert len(world.requests()) == 1
    assert not world.births


def test_a_loop_is_one_request(
    github: GitHub, stand_in: StandIn, world: World, repo: Repository
) -> None:
    """A library alone was seen to send 972."""
    stand_in.plan(mishaps.redirect_loop(f"{stand_in.url}/repos/acme/nets/issues"))
    assert create(github).status == 301
    assert len(world.requests()) == 1


@pytest.mark.parametrize(
    "location", ["http://[", "//", "", "file:///etc/passwd", "gopher://x/%0d%0a", "\u00ff", "/x y"]
)
def test_a_redirect_to_nonsense_is_a_redirect(
    github: GitHub, stand_in: StandIn, repo: Repository, location: str
) -> None:
    """Where it leads is never looked at."""
    headers = {"location": location, "x-github-request-id": "C0DE"}
    stand_in.plan(Fault(then=wire.Reply(status=302, headers=headers)))
    reply = create(github)
    assert (reply.status, proof(reply, stand_in)) == (302, NOT_CREATED)


# Size


@pytest.mark.parametrize("status", [201, 200, 302, 403])
@pytest.mark.parametrize("layers", [1, 2])
def test_a_bomb_needs_no_memory(
    github: GitHub, stand_in: StandIn, repo: Repository, status: int, layers: int
) -> None:
    """A hundred megabytes behind a small answer, whatever its status, are never unpacked."""
    body = bytes(100 << 20)
    for _ in range(layers):
        body = gzip.compress(body, 1, mtime=0)
    headers = {
        "content-encoding": ", ".join(["gzip"] * layers),
        "location": f"{stand_in.url}/x",
        "x-github-request-id": "C0DE",
    }
    stand_in.plan(Fault(then=wire.Reply(status=status, headers=headers, body=body)))
    tracemalloc.start()
    try:
        reply = create(github)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert reply.sent is NO_ANSWER
    assert reply.problem == "the answer is larger than 1 MiB"
    assert peak < 30 << 20


@pytest.mark.parametrize(("size", "sent"), [(LIMIT, ANSWERED), (LIMIT + 1, NO_ANSWER)])
def test_the_largest_answer(
    github: GitHub, stand_in: StandIn, repo: Repository, size: int, sent: Sent
) -> None:
    """One MiB of decoded bytes, and not one more."""
    body = gzip.compress(b" " * size)
    headers = {"content-encoding": "gzip"}
    stand_in.plan(Fault(then=wire.Reply(status=201, headers=headers, body=body)))
    reply = create(github)
    assert reply.sent is sent
    assert len(reply.body) == (size if sent is ANSWERED else 0)


def test_what_is_no_utf8_is_read_all_the_same(
    github: GitHub, stand_in: StandIn, repo: Repository
) -> None:
    """Broken letters are replaced, not choked on."""
    stand_in.plan(Fault(then=wire.Reply(status=201, body=b'{"number": "\xff\xfe"}')))
    assert create(github).body == '{"number": "\ufffd\ufffd"}'
