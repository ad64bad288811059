"""A line to GitHub on which every answer is written down beforehand, and the answers for it."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, cast

from campaign.adapters.github_batches import BatchLook
from campaign.adapters.github_line import Line
from campaign.adapters.github_replies import check
from campaign.core.access import Found
from campaign.core.answer import Reply, Sent

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
        self.queries: list[Mapping[str, Any]] = []
        self.rests = 0
        self.points = 0

    def ask(self, query: Mapping[str, Any]) -> Reply:
        self.queries.append(query)
        self.asked.append(str(query["query"]).count("...facts"))
        return self._answer(self.asked[-1], len(self.queries))

    def note_points(self, reply: Reply, *, said: int) -> None:
        self.points += said

    def rest(self) -> None:
        self.rests += 1

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


class Heavy:
    """A server that bears none of these repositories, alone or among others."""

    def __init__(self, reply: Reply, *names: str) -> None:
        self.line = ScriptedLine(self.answer)
        self.names = set(names)
        self._reply = reply

    def answer(self, size: int, turn: int) -> Reply:
        asked = self.line.queries[-1]["variables"]
        names = {f"{asked[f'o{index}']}/{asked[f'n{index}']}" for index in range(size)}
        return self._reply if names & self.names else told(size)
