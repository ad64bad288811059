"""A stand-in GitHub, the real client that talks to it, and a ledger on disk."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from campaign.adapters.github import GitHub
from campaign.adapters.ledger import Ledger
from campaign.core.marker import Key
from campaign.core.receipt import Posting, State
from campaign.rehearsal.accounts import User
from campaign.rehearsal.clock import PlayClock
from campaign.rehearsal.places import Repository
from campaign.rehearsal.server import StandIn
from campaign.rehearsal.world import World

DAY = datetime(2019, 5, 11, 14, 0, tzinfo=UTC)


@pytest.fixture
def world() -> World:
    """11 May 2019, 14:00 UTC, and nobody there yet."""
    return World(PlayClock(DAY))


@pytest.fixture
def mia(world: World) -> User:
    """A supporter with a classic token."""
    return world.add_user("mia")


@pytest.fixture
def repo(world: World) -> Repository:
    """A repository open to everybody."""
    return world.add_repository("acme/nets")


@pytest.fixture
def stand_in(world: World) -> Iterator[StandIn]:
    """GitHub for this test."""
    with StandIn(world) as github:
        yield github


@pytest.fixture
def client(stand_in: StandIn, world: World, mia: User) -> Iterator[Callable[..., GitHub]]:
    """Makes clients of the stand-in, signed in as mia unless told otherwise."""
    with ExitStack() as stack:

        def make(**settings: Any) -> GitHub:
            usual = {"api_url": stand_in.url, "token": mia.token, "timeout": 20, "may_write": True}
            settings = {**usual, "sleep": world.clock.sleep, **settings}
            return stack.enter_context(closing(GitHub(**settings)))

        yield make


@pytest.fixture
def github(client: Callable[..., GitHub]) -> GitHub:
    """The client as `post` uses it."""
    return client()


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """An empty ledger."""
    with Ledger.open(tmp_path / "state" / "ledger.db") as opened:
        yield opened


def make_posting(repo_id: int = 7, *, campaign: str = "no-nets", **more: Any) -> Posting:
    """The posting of account 42 in this repository."""
    usual = {
        "key": Key(campaign=campaign, repo_id=repo_id, account_id=42),
        "repo": "acme/nets",
        "name_now": "acme/nets",
        "login": "mia",
        "state": State.INTENT,
        "title": "No nets",
        "body_sha256": "ab" * 32,
        "intended_at": DAY,
    }
    return Posting(**{**usual, **more})


@pytest.fixture
def posting() -> Callable[..., Posting]:
    """Makes postings of account 42."""
    return make_posting


@pytest.fixture
def bring(ledger: Ledger) -> Callable[[Posting, State], None]:
    """Brings a new posting into a state, the honest way."""

    def go(posting: Posting, state: State) -> None:
        assert ledger.claim(posting)
        key = posting.key
        match state:
            case State.PLANNED:
                ledger.release(key, at=DAY, reason="not_sent", message="No network.")
            case State.POSTED:
                ledger.record_posted(key, number=12, at=DAY)
            case State.REFUSED:
                back = DAY + timedelta(hours=1)
                ledger.record_refused(key, at=DAY, reason="archived", message="No.", retry_at=back)
            case State.UNKNOWN:
                ledger.record_unknown(key, at=DAY, reason="no_answer", message="?")

    return go


@pytest.fixture
def open_to_all() -> Iterator[None]:
    """A system that lets everybody read and write new files."""
    before = os.umask(0)
    yield
    os.umask(before)
