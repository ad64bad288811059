"""When a planned fault strikes, and what hanging means."""

import threading
import time
from typing import Any

import pytest

from campaign.rehearsal import mishaps
from campaign.rehearsal.faults import Act, Fault, Raw
from campaign.rehearsal.places import Repository
from campaign.rehearsal.server import StandIn
from campaign.rehearsal.world import World

ISSUES = "/repos/palantir/blueprint/issues"
DRAFT = {"title": "A title", "body": "A body"}


def test_hang_until_the_client_leaves(
    github: StandIn, client: Any, world: World, repo: Repository
) -> None:
    """No answer comes, though the issue is there."""
    github.plan(mishaps.hang())
    with pytest.raises(TimeoutError):
        client.post(ISSUES, DRAFT, timeout=0.1)
    assert len(world.births) == 1
    assert client.get(ISSUES).status == 200


@pytest.mark.parametrize("created", [True, False])
def test_hang_until_release(
    github: StandIn, client: Any, world: World, repo: Repository, created: bool
) -> None:
    """Released, the answer comes after all; where nothing was created before, it is now."""
    github.plan(mishaps.hang(created=created))
    timer = threading.Timer(0.1, github.release)
    timer.start()
    answer = client.post(ISSUES, DRAFT)
    timer.join()
    assert (answer.status, len(world.births)) == (201, 1)


def test_hang_does_not_create_for_a_client_that_left(
    github: StandIn, client: Any, world: World, repo: Repository
) -> None:
    """Whoever left before the request was carried out leaves nothing behind."""
    github.plan(mishaps.hang(created=False))
    with pytest.raises(TimeoutError):
        client.post(ISSUES, DRAFT, timeout=0.1)
    time.sleep(0.1)
    github.release()
    time.sleep(0.1)
    assert client.get(ISSUES).json == []


def test_fault_happens_as_often_as_planned(
    github: StandIn, client: Any, world: World, repo: Repository
) -> None:
    """After so many good ones, so many times, and then no more."""
    github.plan(Fault(then=mishaps.bad_gateway(created=False).then, times=2, skip=1))
    statuses = [client.post(ISSUES, DRAFT).status for _ in range(4)]
    assert statuses == [201, 502, 502, 201]


def test_fault_elsewhere(github: StandIn, client: Any, repo: Repository) -> None:
    """A fault can be moved to another kind of request, and leaves the rest alone."""
    github.plan(mishaps.bad_gateway(created=False).at("GET", "/issues$").after(1).always())
    assert client.post(ISSUES, DRAFT).status == 201
    assert [client.get(ISSUES).status for _ in range(3)] == [200, 502, 502]


def test_faults_follow_one_another(github: StandIn, client: Any, repo: Repository) -> None:
    """Two plans for the same request are played in their order."""
    github.plan(mishaps.bad_gateway(created=False), mishaps.too_many_requests())
    assert [client.post(ISSUES, DRAFT).status for _ in range(3)] == [502, 429, 201]


def test_spoiling_an_answer_needs_one(github: StandIn) -> None:
    """A fault that changes the honest answer must let it come about."""
    fault = Fault(then=lambda honest: Raw(lambda: [(0.0, bytes(honest))]))
    with pytest.raises(ValueError, match="honest"):
        fault.action(None)
    assert Fault(then=Act.RESET).action(None) is Act.RESET
