"""Many repositories in one query: what happens to the rest where one part goes wrong."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import pytest
from tests.adapters.scripted_line import (
    GENUINE,
    LATE,
    NOW,
    Heavy,
    ScriptedLine,
    fault,
    look,
    node,
    said,
    told,
)

from campaign.adapters.github_batches import BATCH, PATIENCE, BatchLook, NoGraphQL
from campaign.adapters.github_line import Line
from campaign.core.access import Found
from campaign.core.answer import Reply, Sent
from campaign.errors import CampaignError, SignInNeeded

PASSING = {
    "a cut connection": Reply(sent=Sent.NO_ANSWER, headers={}, problem="the connection was cut"),
    "no connection": Reply(sent=Sent.NOT_SENT, headers={}, problem="no name"),
    "a stumble": said({"message": "Server Error"}, status=500),
    "a busy server": said({"message": "Unavailable"}, status=503),
    "a sign-in page": Reply(sent=Sent.ANSWERED, status=200, headers={}, body="<html>"),
    "no JSON": Reply(sent=Sent.ANSWERED, status=200, headers=GENUINE, body="<html>"),
    "nothing": said({}),
    "a list": said([]),
}


@pytest.mark.parametrize("kind", PASSING)
@pytest.mark.parametrize("turn", [1, 3])
def test_what_fails_once_is_asked_for_once_more(kind: str, turn: int) -> None:
    """After a short pause, and with as many as before."""
    line = ScriptedLine(lambda size, at: PASSING[kind] if at == turn else told(size))
    names = [f"o/r{index}" for index in range(4 * BATCH)]
    facts = BatchLook(cast("Line", line)).look(names, login="mia")
    assert {each.found for each in facts} == {Found.SEEN}
    assert (line.asked, line.rests) == ([BATCH] * 5, 1)


@pytest.mark.parametrize("kind", PASSING)
def test_what_fails_twice_fails_for_its_own_repositories(kind: str) -> None:
    """What is known stays known; who cannot be reached at all is asked for nothing more."""
    cut_off = kind in ("no connection", "a sign-in page")
    asked, found, _ = look(
        lambda size, at: PASSING[kind] if at in (2, 3) else told(size), 4 * BATCH
    )
    lost = 3 if cut_off else 1
    assert found == [
        *[Found.SEEN] * BATCH,
        *[Found.ERROR] * lost * BATCH,
        *[Found.SEEN] * (3 - lost) * BATCH,
    ]
    assert len(asked) == (3 if cut_off else 5)


@pytest.mark.parametrize("kind", PASSING)
def test_a_server_that_breaks_down_in_the_middle_is_left_alone(kind: str) -> None:
    """A few may fail by themselves; more in a row is the server. What is known is told."""
    asked, found, batches = look(
        lambda size, at: told(size) if at == 1 else PASSING[kind], 20 * BATCH
    )
    assert found == [*[Found.SEEN] * BATCH, *[Found.ERROR] * 19 * BATCH]
    assert len(asked) <= 1 + 2 * (PATIENCE + 1)
    assert batches.resume_at is None


def test_failures_that_are_not_in_a_row_are_no_breakdown() -> None:
    """Every second batch fails, twice; the others are told, to the last."""
    line = ScriptedLine(lambda size, at: told(size) if at % 3 == 1 else PASSING["a stumble"])
    names = [f"o/r{index}" for index in range(10 * BATCH)]
    facts = BatchLook(cast("Line", line)).look(names, login="mia")
    found = [each.found for each in facts[::BATCH]]
    assert found == [Found.SEEN, Found.ERROR] * 5


@pytest.mark.parametrize("kind", PASSING)
def test_a_server_that_never_answers_is_an_error(kind: str) -> None:
    """Nothing is known, so there is nothing to tell but that."""
    with pytest.raises(CampaignError) as raised:
        look(lambda *_: PASSING[kind], 20 * BATCH)
    assert raised.value.hint


def test_a_token_that_is_taken_away_in_the_middle_ends_the_look() -> None:
    """What it saw says nothing of what it may do now."""
    with pytest.raises(SignInNeeded):
        look(
            lambda size, at: (
                told(size) if at == 1 else said({"message": "Bad credentials"}, status=401)
            ),
            2 * BATCH,
        )


def refusing(refused: Mapping[str, Sequence[str]]) -> Heavy:
    """A server that keeps fields of these repositories from this token, and them with it."""
    server = Heavy(LATE)

    def answer(size: int, turn: int) -> Reply:
        query = server.line.queries[-1]
        asked = query["variables"]
        data: dict[str, Any] = {f"r{index}": node() for index in range(size)}
        errors = []
        for index in range(size):
            fields = refused.get(f"{asked[f'o{index}']}/{asked[f'n{index}']}", ())
            field = next((each for each in fields if each in query["query"]), None)
            if field:
                data[f"r{index}"] = None
                errors.append({"type": "FORBIDDEN", "path": [f"r{index}", field], "message": "No"})
        return said({"data": data, "errors": errors})

    server.line = ScriptedLine(answer)
    return server


def test_a_field_that_is_kept_back_is_done_without_in_that_repository_alone() -> None:
    """Asked for once more, without it, and told; the others have all of theirs."""
    server = refusing({"o/r3": ["viewerCanCreateIssues"]})
    batches = BatchLook(cast("Line", server.line))
    facts = batches.look([f"o/r{index}" for index in range(2 * BATCH)], login="mia")
    assert {each.found for each in facts} == {Found.SEEN}
    assert server.line.asked == [25, 1, 25]
    assert [each.repo for each in facts if each.left_out] == ["o/r3"]
    assert str(facts[3].left_out[0]) == (
        "GitHub keeps a part of its answer from this token here: viewerCanCreateIssues."
    )
    assert batches.unknown_fields == ()


def test_those_that_lack_the_same_field_are_asked_for_together() -> None:
    """And a token that may see it nowhere costs one request more for each batch."""
    names = [f"o/r{index}" for index in range(BATCH)]
    server = refusing(dict.fromkeys(names, ("watchers",)) | {"o/r1": ("isLocked", "isArchived")})
    facts = BatchLook(cast("Line", server.line)).look(names, login="mia")
    assert server.line.asked == [25, 24, 1, 1]
    assert all(each.found is Found.SEEN and each.left_out for each in facts)
    assert str(facts[1].left_out[0]).endswith(": isArchived, isLocked.")


def test_every_answer_is_counted() -> None:
    """The points of one that was thrown away have been taken all the same."""
    heavy = said(
        {
            "data": {"rateLimit": {"cost": 3}},
            "errors": [{"type": "RESOURCE_LIMITS_EXCEEDED", "path": ["r1"], "message": "No"}],
        }
    )
    cost = {"rateLimit": {"cost": 2}}
    line = ScriptedLine(lambda size, at: heavy if at == 1 else told(size, data=cost))
    BatchLook(cast("Line", line)).look(["o/r0", "o/r1"], login="mia")
    assert line.points == 3 + 2 + 2


def test_a_name_given_twice_is_asked_for_once() -> None:
    """And answered twice."""
    line = ScriptedLine(lambda size, _: told(size))
    facts = BatchLook(cast("Line", line)).look(["o/r", "o/q", "o/r"], login="mia")
    assert [each.repo for each in facts] == ["o/r", "o/q", "o/r"]
    assert line.asked == [2]


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
