"""A small world with a stand-in GitHub, and a client that hides nothing of what comes back."""

import http.client
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from campaign.rehearsal.accounts import User
from campaign.rehearsal.clock import PlayClock
from campaign.rehearsal.places import Repository
from campaign.rehearsal.server import StandIn
from campaign.rehearsal.world import World

DAY = datetime(2019, 5, 11, 14, 0, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back; header names are lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The decoded body."""
        return json.loads(self.body)


class Client:
    """One request, one connection; redirects are not followed."""

    def __init__(self, url: str, token: str | None) -> None:
        self.url = url
        self.token = token

    def send(
        self,
        method: str,
        path: str,
        *,
        sent: object = None,
        payload: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float = 5,
    ) -> Answer:
        """Send `sent` as JSON, or `payload` as it is."""
        sign = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        data = json.dumps(sent).encode() if sent is not None else payload
        connection = http.client.HTTPConnection(self.url.removeprefix("http://"), timeout=timeout)
        try:
            everything = {"User-Agent": "test", **sign, **(headers or {})}
            connection.request(method, path, body=data, headers=everything)
            response = connection.getresponse()
            names = {name.lower(): value for name, value in response.getheaders()}
            return Answer(status=response.status, headers=names, body=response.read())
        finally:
            connection.close()

    def get(self, path: str, **more: Any) -> Answer:
        """Read."""
        return self.send("GET", path, **more)

    def post(self, path: str, sent: object = None, **more: Any) -> Answer:
        """Create."""
        return self.send("POST", path, sent=sent, **more)

    def graphql(self, query: str, **variables: object) -> Answer:
        """Ask the other endpoint."""
        return self.post("/graphql", {"query": query, "variables": variables})


@pytest.fixture
def world() -> World:
    """11 May 2019, 14:00 UTC, and nobody there yet."""
    return World(PlayClock(DAY))


@pytest.fixture
def alice(world: World) -> User:
    """A supporter."""
    return world.add_user("alice")


@pytest.fixture
def repo(world: World) -> Repository:
    """A repository of an organisation."""
    return world.add_repository("palantir/blueprint")


@pytest.fixture
def github(world: World) -> Iterator[StandIn]:
    """The stand-in itself."""
    with StandIn(world) as stand_in:
        yield stand_in


@pytest.fixture
def connect(github: StandIn) -> Callable[[str | None], Client]:
    """Makes a client for any token."""
    return lambda token: Client(github.url, token)


@pytest.fixture
def client(github: StandIn, alice: User) -> Client:
    """Signed in as alice."""
    return Client(github.url, alice.token)


@pytest.fixture
def stranger(github: StandIn) -> Client:
    """Not signed in."""
    return Client(github.url, None)
