"""Queries that are too heavy: divided where they are, and as large as ever everywhere else."""

from typing import cast

import pytest
from tests.adapters.scripted_line import LATE, Heavy, ScriptedLine, fault, look, said, told

from campaign.adapters.github_batches import BATCH, BatchLook
from campaign.adapters.github_line import Line
from campaign.core.access import Found
from campaign.core.answer import Reply, Sent
from campaign.errors import CampaignError

HEAVY = {
    "our own deadline": LATE,
    "a read that took too long": Reply(
        sent=Sent.NO_ANSWER, headers={}, problem="no answer in time"
    ),
    "an answer beyond our limit": Reply(
        sent=Sent.NO_ANSWER, headers={}, problem="the answer is larger than 1 MiB"
    ),
    "a gateway": said({"message": "Bad gateway"}, status=502),
    "a gateway's patience": said({"message": "Timeout"}, status=504),
    "a validation": fault("Timeout on validation of query"),
    "a limit on resources": fault("Too much.", type="RESOURCE_LIMITS_EXCEEDED"),
    "ten seconds": fault("Something went wrong while executing your query. It may be a timeout."),
}


HANGING = ("our own deadline", "a read that took too long")


@pytest.mark.parametrize("kind", HEAVY)
def test_what_is_too_heavy_is_asked_for_in_smaller_parts(kind: str) -> None:
    """Until the server bears it; after two such batches they are smaller from the start."""
    asked, found, _ = look(lambda size, _: HEAVY[kind] if size > 12 else told(size), 4 * BATCH)
    assert asked == [*[25, 12, 13, 6, 7] * 2, *[12] * 4, 2]
    assert found == [Found.SEEN] * 4 * BATCH


@pytest.mark.parametrize(("limit", "most"), [(1, 75), (2, 40), (6, 25), (12, 15)])
def test_a_server_that_bears_little_is_asked_for_little(limit: int, most: int) -> None:
    """It is not tried again and again what it has shown not to bear."""
    asked, found, _ = look(lambda size, _: HEAVY["a gateway"] if size > limit else told(size), 60)
    assert found == [Found.SEEN] * 60
    assert len(asked) <= most


def test_an_answer_that_holds_nothing_but_limits_is_none() -> None:
    """Though it has a shape, it is a failure, and such a server is left alone, too."""
    words = "Resource limits for this query exceeded."
    error = {"type": "RESOURCE_LIMITS_EXCEEDED", "path": ["r0"], "message": words}
    said_so = said({"data": {"rateLimit": {"cost": 1}, "r0": None}, "errors": [error]})
    line = ScriptedLine(lambda *_: said_so)
    with pytest.raises(CampaignError, match="Resource limits"):
        BatchLook(cast("Line", line)).look([f"o/r{each}" for each in range(60)], login="mia")
    assert len(line.asked) <= 10


FIRST = [(kind, 0) for kind in HEAVY if kind not in HANGING]


@pytest.mark.parametrize(
    ("kind", "place"), [*FIRST, *((kind, place) for kind in HEAVY for place in (3, 12, 24, 249))]
)
def test_one_heavy_repository_costs_a_few_requests_once(kind: str, place: int) -> None:
    """Its batch alone is divided; later looks ask for it by itself, and for the rest as ever."""
    names = [f"o/r{index}" for index in range(250)]
    server = Heavy(HEAVY[kind], names[place])
    batches = BatchLook(cast("Line", server.line))
    found = {each.repo: each.found for each in batches.look(names, login="mia")}
    assert found.pop(names[place]) is Found.ERROR
    assert set(found.values()) == {Found.SEEN}
    assert len(server.line.asked) <= 10 + 10
    server.line.asked.clear()
    batches.look(names, login="mia")
    retried = kind not in (*HANGING, "an answer beyond our limit")
    assert server.line.asked == [*[25] * 9, 24, *[1] * (1 + retried)]


def test_a_heavy_repository_that_recovers_is_told_again() -> None:
    """Asked for by itself, it is answered as soon as the server can."""
    names = [f"o/r{index}" for index in range(4)]
    server = Heavy(HEAVY["a gateway"], names[1])
    batches = BatchLook(cast("Line", server.line))
    assert batches.look(names, login="mia")[1].found is Found.ERROR
    server.names.clear()
    assert [each.repo for each in batches.look(names, login="mia")] == names
    assert server.line.asked[-2:] == [3, 1]
    batches.look(names, login="mia")
    assert server.line.asked[-1] == 4


def test_a_server_that_is_down_makes_nobody_heavy() -> None:
    """Those that were asked for last when it broke down are not to blame."""
    names = [f"o/r{index}" for index in range(2 * BATCH)]
    server = Heavy(HEAVY["a gateway"])
    batches = BatchLook(cast("Line", server.line))
    server.names = set(names[BATCH:])
    assert {each.found for each in batches.look(names, login="mia")} == {Found.SEEN, Found.ERROR}
    server.names.clear()
    batches.look(names, login="mia")
    assert server.line.asked[-2:] == [25, 25]


@pytest.mark.parametrize("kind", HEAVY)
@pytest.mark.parametrize("count", [1, 2, 50])
def test_a_server_that_bears_nothing_is_left_alone(kind: str, count: int) -> None:
    """After a few tries it is said; nobody is asked fifty times, and nobody waits for hours."""
    line = ScriptedLine(lambda size, turn: HEAVY[kind])
    with pytest.raises(CampaignError) as raised:
        BatchLook(cast("Line", line)).look([f"o/r{each}" for each in range(count)], login="mia")
    assert raised.value.hint
    assert len(line.asked) <= (5 if kind in HANGING else 10)
