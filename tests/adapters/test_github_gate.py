"""Limits: what GitHub has asked to be left alone with is not asked again before its time."""

import json

import pytest

from campaign.adapters.github_gate import Budget, Gate
from campaign.core.answer import Reply, Scope, Sent, read_refusal

GENUINE = {"x-github-request-id": "a:b", "date": "Sat, 11 May 2019 14:05:00 GMT"}
RESET = {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1557584100"}
"""Ten minutes after that."""


def told(status: int, **headers: str) -> Reply:
    """An answer of GitHub's."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    body = json.dumps({"message": "You have exceeded a secondary rate limit."})
    return Reply(sent=Sent.ANSWERED, status=status, headers=GENUINE | named, body=body)


class Clock:
    """Seconds that pass by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    """It stands still."""
    return Clock()


@pytest.fixture
def gate(clock: Clock) -> Gate:
    """It is open."""
    return Gate(clock)


@pytest.mark.parametrize("status", [403, 429])
@pytest.mark.parametrize("budget", [Budget.CORE, Budget.GRAPHQL])
def test_a_limit_shuts_everything(gate: Gate, clock: Clock, status: int, budget: Budget) -> None:
    """Lists, queries and a stranger's look wait until the time that was named, and no longer."""
    gate.hear(told(status, retry_after="60"), budget=budget)
    for each in Budget:
        assert gate.held(budget=each) is not None
    clock.now += 60
    for each in Budget:
        assert gate.held(budget=each) is None


def test_its_answer_is_given_again(gate: Gate, clock: Clock) -> None:
    """In GitHub's own words, with what is left of the time, in whole seconds."""
    gate.hear(told(429, retry_after="60"), budget=Budget.CORE)
    clock.now += 20.5
    again = gate.held(budget=Budget.CORE)
    assert again is not None
    answer = read_refusal(again)
    assert (answer.scope, answer.message) == (
        Scope.PAUSE,
        "You have exceeded a secondary rate limit.",
    )
    assert answer.wait is not None
    assert answer.wait.total_seconds() == 40


@pytest.mark.parametrize("status", [200, 201, 304, 403])
def test_an_hour_that_is_used_up_shuts_its_own(gate: Gate, clock: Clock, status: int) -> None:
    """What GitHub counts apart may go on; the rest waits for the reset, as after a refusal."""
    headers = {name.replace("-", "_"): value for name, value in RESET.items()}
    gate.hear(told(status, **headers), budget=Budget.GRAPHQL)
    assert gate.held(budget=Budget.CORE) is None
    again = gate.held(budget=Budget.GRAPHQL)
    assert again is not None
    assert (again.status in (403, 429), read_refusal(again).scope) == (True, Scope.PAUSE)
    clock.now += 601
    assert gate.held(budget=Budget.GRAPHQL) is None


def test_a_stranger_s_limit_is_the_stranger_s(gate: Gate) -> None:
    """Without the token one is counted by address: with it, the way is free."""
    gate.hear(told(429, retry_after="60"), budget=Budget.ANONYMOUS)
    assert gate.held(budget=Budget.ANONYMOUS) is not None
    assert gate.held(budget=Budget.CORE) is None


@pytest.mark.parametrize(
    "reply",
    [
        told(200),
        told(403),
        told(404, retry_after="60"),
        told(502, retry_after="60"),
        Reply(sent=Sent.NO_ANSWER, headers={}),
        Reply(sent=Sent.ANSWERED, status=429, headers={"retry-after": "9"}),
    ],
    ids=["good", "refused", "missing", "server error", "none", "not GitHub"],
)
def test_nothing_else_shuts_it(gate: Gate, reply: Reply) -> None:
    """Neither a good answer, nor another refusal, nor somebody who is not GitHub."""
    if reply.status == 403:
        reply = Reply(sent=Sent.ANSWERED, status=403, headers=GENUINE, body='{"message": "No"}')
    gate.hear(reply, budget=Budget.CORE)
    assert gate.held(budget=Budget.CORE) is None


def test_sums_of_times_are_not_exact(gate: Gate, clock: Clock) -> None:
    """Who has waited as long as was asked is let through."""
    gate.hear(told(429, retry_after="60"), budget=Budget.CORE)
    clock.now += 60 - 1e-9
    assert gate.held(budget=Budget.CORE) is None
