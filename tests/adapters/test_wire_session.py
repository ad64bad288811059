"""Connections: nothing from the environment, and what never left is known not to have."""

import socket
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from campaign.adapters.github import GitHub
from campaign.core.answer import Sent
from campaign.rehearsal.accounts import User
from campaign.rehearsal.places import Repository
from campaign.rehearsal.server import StandIn
from campaign.rehearsal.world import World


@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY", "ALL_PROXY", "https_proxy"])
def test_the_environment_has_no_say(
    client: Callable[..., GitHub],
    world: World,
    mia: User,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    name: str,
) -> None:
    """Neither a proxy nor a certificate file nor another address: the host is a constant."""
    with StandIn(World()) as trap:
        monkeypatch.setenv(name, trap.url)
        monkeypatch.setenv("GITHUB_API_URL", trap.url)
        monkeypatch.setenv("GH_HOST", trap.url.removeprefix("http://"))
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "none"))
        assert client().account().id == mia.id
        assert trap.world.requests() == []
    assert [visit.path for visit in world.requests()] == ["/user"]


def test_a_netrc_has_no_say(
    client: Callable[..., GitHub],
    stand_in: StandIn,
    world: World,
    repo: Repository,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """An unsigned request stays unsigned, a signed one keeps its own token."""
    netrc = tmp_path / "netrc"
    netrc.write_text(
        "machine 127.0.0.1 login root password s3cret\ndefault login x password s3cret"
    )
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    client(token=None).look([repo.full_name], account=None)
    github = client()
    github.account()
    unsigned, *_, signed = world.requests()
    assert "authorization" not in unsigned.request.headers
    assert signed.login == "mia"


def test_a_refused_connection(client: Callable[..., GitHub]) -> None:
    """Nothing was sent, provably."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        reply = client(api_url=f"http://127.0.0.1:{taken.getsockname()[1]}").create_issue(
            "o/r", title="t", body="b"
        )
    assert (reply.sent, reply.problem) == (Sent.NOT_SENT, "the server refused the connection")


def test_a_name_that_leads_nowhere(
    client: Callable[..., GitHub], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same."""

    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    with monkeypatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", unknown)
        reply = client(api_url="https://api.github.com").create_issue("o/r", title="t", body="b")
    assert (reply.sent, reply.problem) == (
        Sent.NOT_SENT,
        "the server's name could not be resolved",
    )


def test_a_name_that_takes_for_ever(
    client: Callable[..., GitHub], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The deadline covers the search for the name's address, too; nothing was sent."""
    asked, answered = threading.Event(), threading.Event()

    def wait(*_: object, **__: object) -> None:
        asked.set()
        answered.wait(60)
        raise socket.gaierror(-2, "Name or service not known")

    with monkeypatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", wait)
        github = client(api_url="https://api.github.com", timeout=0.5)
        reply = github.create_issue("o/r", title="t", body="b")
        assert asked.is_set()
        assert not answered.is_set()
        answered.set()
    assert (reply.sent, reply.problem) == (
        Sent.NOT_SENT,
        "no complete answer within 0.5 seconds",
    )


def test_a_connection_that_comes_too_late(
    client: Callable[..., GitHub], stand_in: StandIn, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is closed without a byte, and the next request is not disturbed by it."""
    late = threading.Event()
    connect = socket.socket.connect
    made: list[socket.socket] = []

    def wait(self: socket.socket, address: object) -> None:
        late.wait(60)
        connect(self, address)  # type: ignore[arg-type]
        made.append(self)

    github = client(timeout=0.5)
    with monkeypatch.context() as patch:
        patch.setattr(socket.socket, "connect", wait)
        assert github.create_issue("o/r", title="t", body="b").sent is Sent.NOT_SENT
        late.set()
        errand = [each for each in threading.enumerate() if type(each).__name__ == "_Errand"]
        for each in errand:
            each.join(20)
    assert [each.fileno() for each in made] == [-1]
    assert world.requests() == []
    world.add_repository("o/r")
    assert client().create_issue("o/r", title="t", body="b").status == 201


def test_a_server_without_tls(
    client: Callable[..., GitHub], stand_in: StandIn, world: World
) -> None:
    """Where the secure connection fails, no byte of the request is sent."""
    url = stand_in.url.replace("http://", "https://")
    reply = client(api_url=url).create_issue("o/r", title="t", body="b")
    assert (reply.sent, reply.problem) == (Sent.NOT_SENT, "the secure connection failed")
    assert world.requests() == []


def test_a_handshake_without_an_end(client: Callable[..., GitHub]) -> None:
    """The deadline counts from the first connection on."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = f"https://127.0.0.1:{silent.getsockname()[1]}"
        reply = client(api_url=url, timeout=0.5).create_issue("o/r", title="t", body="b")
    assert reply.sent is Sent.NOT_SENT


@pytest.mark.parametrize("token", ["ghp_s3cret\n", "ghp_s3cret\r\nX-Evil: 1", "ghp_s3cret\u20ac"])
def test_a_token_that_no_header_can_hold(
    client: Callable[..., GitHub], world: World, token: str
) -> None:
    """A library would print it in its error; here nothing is sent, and nothing repeated."""
    reply = client(token=token).create_issue("o/r", title="t", body="b")
    assert reply.sent is Sent.NOT_SENT
    assert "s3cret" not in repr(reply)
    assert world.requests() == []
