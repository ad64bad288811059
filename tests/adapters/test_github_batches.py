"""Many repositories in one query: what happens to the rest where one part goes wrong."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, cast

import pytest

from campaign.adapters.github_batches import BATCH, PATIENCE, BatchLook, NoGraphQL
from campaign.adapters.github_line import Line
from campaign.adapters.github_replies import check
from campaign.core.access import Found
from campaign.core.answer import Reply, Sent
from campaign.errors import CampaignError

NOW = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
Answer = Callable[[int, int], Reply]
"""How many repositories are asked for, and the how many-th query it is → what comes back."""

GENUINE = {"x-github-request-id": "1"}
LATE = Reply(sent=Sent.NO_ANSWER, headers={}, problem="no complete answer within 30 seconds")


class ScriptedLine:
    """A line on which every answer is written down beforehand; it waits for nothing."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self.asked: list[int] = []
        self.points = 0

    def ask(self, query: Mapping[str, Any]) -> Reply:
        self.asked.append(str(query["query"]).count("...facts"))
        return self._answer(self.asked[-1], len(self.asked))

    def checked(self, reply: Reply) -> Reply:
        return check(reply, now=NOW)

    def now(self) -> datetime:
        return NOW


def look(answer: Answer, count: int) -> tuple[list[int], list[Found], BatchLook]:
    """The sizes of the queries, and what became of each repository."""
    line = ScriptedLine(answer)
    batches = BatchLook(cast("Line", line))
    facts = batches.look([f"o/r{index}" for index in range(count)], login="mia")
    assert [each.repo for each in facts] == [f"o/r{index}" for index in range(count)]
    return line.asked, [each.found for each in facts], batches


def node() -> dict[str, Any]:
    """The least that makes a repository seen."""
    return {"databaseId": 7, "nameWithOwner": "o/r", "own": {"nodes": []}, "optOut": None}


def told(count: int, **more: Any) -> Reply:
    """A good answer about so many repositories."""
    data = {f"r{index}": node() for index in range(count)}
    return said({"data": {**data, **more.pop("data", {})}, **more})


def said(document: object, *, status: int = 200, headers: Mapping[str, str] = GENUINE) -> Reply:
    """An answer holding this document."""
    return Reply(sent=Sent.ANSWERED, status=status, headers=headers, body=json.dumps(document))


def fault(message: str, **more: Any) -> Reply:
    """An answer of nothing but an error."""
    return said({"data": None, "errors": [{"message": message, **more}]})


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


@pytest.mark.parametrize("kind", HEAVY)
def test_what_is_too_heavy_is_asked_for_in_smaller_parts(kind: str) -> None:
    """Until the server bears it; it is not tried again with more."""
    asked, found, _ = look(lambda size, _: HEAVY[kind] if size > 6 else told(size), 20)
    assert asked == [20, 10, 5, 5, 5, 5]
    assert found == [Found.SEEN] * 20


HANGING = ("our own deadline", "a read that took too long")
FIRST = [(kind, 3) for kind in HEAVY if kind not in HANGING]


@pytest.mark.parametrize(
    ("kind", "turn"), [*FIRST, *((kind, turn) for kind in HEAVY for turn in (4, 6))]
)
def test_one_repository_too_heavy_alone_does_not_end_the_look(kind: str, turn: int) -> None:
    """It has no answer, the others have theirs: be it the first, unless nothing ever comes."""
    asked, found, _ = look(lambda size, at: HEAVY[kind] if at in (1, 2, turn) else told(size), 4)
    assert asked == [4, 2, 1, 1, 1, 1]
    assert found == [Found.ERROR if at == turn - 3 else Found.SEEN for at in range(4)]


@pytest.mark.parametrize("kind", HEAVY)
@pytest.mark.parametrize(("count", "sizes"), [(1, []), (2, [2]), (50, [25, 12, 6, 3])])
def test_a_server_that_bears_nothing_is_left_alone(kind: str, count: int, sizes: list[int]) -> None:
    """After a few tries it is said; nobody is asked fifty times, and nobody waits for hours."""
    line = ScriptedLine(lambda size, turn: HEAVY[kind])
    with pytest.raises(CampaignError) as raised:
        BatchLook(cast("Line", line)).look(["o/r"] * count, login="mia")
    assert raised.value.hint
    tries = 1 if kind in HANGING else PATIENCE + 1
    assert line.asked == [*sizes, *[1] * min(tries, count)]


def test_a_server_that_breaks_down_in_the_middle_is_left_alone() -> None:
    """A few repositories may fail by themselves; more in a row is the server."""
    line = ScriptedLine(lambda size, turn: told(size) if turn == 1 else LATE)
    with pytest.raises(CampaignError):
        BatchLook(cast("Line", line)).look(["o/r"] * 4 * BATCH, login="mia")
    assert line.asked == [25, 25, 12, 6, 3, *[1] * (PATIENCE + 1)]


def test_a_body_may_say_what_it_likes() -> None:
    """Words in somebody's issue are no error of GitHub's."""
    own = {"number": 1, "state": "OPEN", "body": "RESOURCE_LIMITS_EXCEEDED", "author": None}
    mine = {**node(), "own": {"nodes": [{**own, "createdAt": "2026-01-01T00:00:00Z"}]}}
    asked, found, _ = look(lambda size, _: told(size, data={"r0": mine}), 3)
    assert (asked, found) == ([3], [Found.SEEN] * 3)


@pytest.mark.parametrize("kind", ["RATE_LIMIT", "RATE_LIMITED", None])
def test_a_limit_in_the_middle_of_one_answer(kind: str | None) -> None:
    """What came is kept; what did not is for later, as is all the rest."""
    words = "You have exceeded a secondary rate limit."
    errors = [{"type": kind or "RATE_LIMIT", "path": ["r1"], "message": words}]
    headers = {**GENUINE, "retry-after": "70"}

    def answer(size: int, _: int) -> Reply:
        data = {f"r{index}": node() for index in range(size)} | {"r1": None}
        return said({"data": data, "errors": errors}, headers=headers)

    asked, found, batches = look(answer, BATCH + 2)
    assert asked == [BATCH]
    assert found == [Found.SEEN, Found.LATER, *[Found.SEEN] * (BATCH - 2), *[Found.LATER] * 2]
    assert batches.resume_at == NOW.replace(minute=1, second=10)


@pytest.mark.parametrize(
    "reply",
    [
        fault("API rate limit already exceeded for user ID 7.", type="RATE_LIMIT"),
        fault("You have exceeded a secondary rate limit. Please wait a few minutes."),
        said({"message": "You have exceeded a secondary rate limit."}, status=403),
        said({"message": "API rate limit exceeded for 1.2.3.4"}, status=429),
    ],
)
def test_a_limit_without_a_time_is_a_minute(reply: Reply) -> None:
    """As GitHub's documentation asks."""
    asked, found, batches = look(lambda size, turn: reply, 3)
    assert (asked, found) == ([3], [Found.LATER] * 3)
    assert batches.resume_at == NOW.replace(minute=1)


def test_a_server_without_graphql_is_told_apart() -> None:
    """404 at its address, said by GitHub's own server; anybody else's is a stranger's."""
    with pytest.raises(NoGraphQL):
        look(lambda size, _: said({"message": "Not Found"}, status=404), 1)
    with pytest.raises(CampaignError, match="does not come from GitHub"):
        look(lambda size, _: said({}, status=404, headers={}), 1)


def test_a_server_that_knows_less_and_less() -> None:
    """Each field goes once; a server that will not be pleased is not asked for ever."""
    lacking = ["isLocked", "watchers", "pullRequests"]

    def answer(size: int, turn: int) -> Reply:
        if turn > len(lacking):
            return told(size)
        return fault(f"Field '{lacking[turn - 1]}' doesn't exist on type 'Repository'")

    asked, found, batches = look(answer, 1)
    assert (len(asked), found) == (4, [Found.SEEN])
    assert batches.unknown_fields == tuple(lacking)
    with pytest.raises(CampaignError, match="isLocked"):
        look(lambda size, _: fault("Field 'isLocked' doesn't exist on type 'Repository'"), 1)
