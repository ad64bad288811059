"""What an answer says beside its content: budgets, pauses, and where to go."""

from datetime import timedelta

import pytest

from campaign.adapters.github_hints import (
    budget_left,
    may_pass,
    pause_asked,
    pause_due,
    pause_told,
    points_used,
    sso_address,
    why_not,
)
from campaign.adapters.wire import TOO_LARGE
from campaign.core.answer import Reply, Sent
from campaign.core.sentence import Sentence

DATE = {"date": "Sat, 11 May 2019 14:00:00 GMT"}
RESET = {**DATE, "x-ratelimit-reset": "1557586800"}
"""At 15:00."""


def refused(status: int, message: str, **headers: str) -> Reply:
    """A refusal of GitHub's; `_` stands for `-` in the names of its headers."""
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    body = f'{{"message": "{message}"}}'
    return Reply(
        sent=Sent.ANSWERED,
        status=status,
        headers={"x-github-request-id": "1", **DATE, **told},
        body=body,
    )


@pytest.mark.parametrize(
    ("reply", "seconds"),
    [
        (refused(429, "x"), 60),
        (refused(429, "x", retry_after="90"), 90),
        (refused(403, "You have exceeded a secondary rate limit."), 60),
        (refused(403, "API rate limit exceeded", x_ratelimit_remaining="0"), 60),
        (refused(403, "Whatever", retry_after="5"), 5),
        (refused(403, "Resource not accessible"), None),
        (refused(404, "Not Found", retry_after="5"), None),
        (Reply(sent=Sent.ANSWERED, status=429, headers={"retry-after": "5"}), None),
    ],
)
def test_a_pause_is_asked_for(reply: Reply, seconds: int | None) -> None:
    """By GitHub itself, in its words or its headers."""
    expected = None if seconds is None else timedelta(seconds=seconds)
    assert pause_asked(reply) == expected


@pytest.mark.parametrize(
    ("error", "limited"),
    [
        ({"type": "RATE_LIMIT"}, True),
        ({"type": "RATE_LIMITED", "path": ["r1"]}, True),
        ({"message": "You have exceeded a secondary rate limit and so on"}, True),
        ({"type": "FORBIDDEN", "message": "No."}, False),
        ({}, False),
    ],
)
def test_a_pause_is_told_within_a_good_answer(error: dict[str, object], limited: bool) -> None:
    """GraphQL refuses with HTTP 200."""
    pause = pause_told(refused(200, "", retry_after="30"), {"errors": [{}, error]})
    assert pause == (timedelta(seconds=30) if limited else None)
    assert pause_told(refused(200, ""), {}) is None


@pytest.mark.parametrize(
    ("headers", "pause"),
    [
        ({**RESET, "x-ratelimit-remaining": "0"}, timedelta(hours=1, seconds=1)),
        ({"x-ratelimit-remaining": "0"}, timedelta(seconds=60)),
        ({**RESET, "x-ratelimit-remaining": "1"}, None),
        (RESET, None),
        ({}, None),
    ],
)
def test_a_pause_is_due_where_nothing_is_left(
    headers: dict[str, str], pause: timedelta | None
) -> None:
    """Before GitHub has to ask for it."""
    assert pause_due(headers) == pause


@pytest.mark.parametrize(
    ("told", "left"),
    [("0", 0), ("4990", 4990), ("", None), ("-1", None), ("1e9", None), ("9" * 30, None)],
)
def test_what_is_left_is_a_sane_number(told: str, left: int | None) -> None:
    """Whatever a header says."""
    assert budget_left({"x-ratelimit-remaining": told}) == left
    assert budget_left({}) is None


@pytest.mark.parametrize(
    ("told", "address"),
    [
        (
            "required; url=https://github.com/orgs/acme/sso?authorization_request=A-b_1",
            "https://github.com/orgs/acme/sso?authorization_request=A-b_1",
        ),
        ("required; url=http://github.com/orgs/acme/sso", ""),
        ("required; url=https://github.com/\u202e", ""),
        ("required; url=https://github.com/a b", ""),
        ("required; url=https://github.com/" + "a" * 600, ""),
        ("partial-results; organizations=7,8", ""),
        ("", ""),
    ],
)
def test_where_a_token_is_authorised(told: str, address: str) -> None:
    """An address that can be shown, or none."""
    assert sso_address({"x-github-sso": told}) == address
    assert sso_address({}) == ""


def unanswered(problem: str, sent: Sent = Sent.NO_ANSWER) -> Reply:
    """No answer, in the wire's words."""
    return Reply(sent=sent, headers={}, problem=Sentence(problem))


def of_a_stranger(status: int) -> Reply:
    """A page without GitHub's request id."""
    return Reply(sent=Sent.ANSWERED, status=status, headers={}, body="<html>")


@pytest.mark.parametrize(
    ("reply", "passes"),
    [
        (unanswered("the connection was cut"), True),
        (unanswered("the server refused the connection", Sent.NOT_SENT), True),
        (unanswered("no complete answer within 30 seconds"), False),
        (unanswered("no answer in time"), False),
        (unanswered(TOO_LARGE), False),
        *((refused(status, "x"), True) for status in (500, 502, 503, 504)),
        *((refused(status, "x"), False) for status in (200, 301, 304, 401, 403, 404, 422, 429)),
        *((of_a_stranger(status), True) for status in (200, 302, 404, 511)),
        (Reply(sent=Sent.ANSWERED, status=200, headers={"x-github-request-id": "1"}), True),
    ],
)
def test_only_what_may_pass_is_worth_another_try(reply: Reply, *, passes: bool) -> None:
    """GitHub's word stands; what took all its time once takes it again."""
    assert may_pass(reply) is passes


@pytest.mark.parametrize(
    ("reply", "words", "ours"),
    [
        (unanswered("the connection was cut"), "the connection was cut", True),
        (of_a_stranger(200), "HTTP 200, without GitHub's request id", True),
        (refused(200, "x"), "an answer of another shape", True),
        (refused(503, ""), "HTTP 503", True),
        (refused(503, "Please wait."), "Please wait.", False),
    ],
)
def test_whose_words_they_are_is_never_forgotten(reply: Reply, words: str, *, ours: bool) -> None:
    """A sentence is ours, mere text is GitHub's, to be quoted."""
    assert why_not(reply) == words
    assert isinstance(why_not(reply), Sentence) is ours


@pytest.mark.parametrize(
    ("headers", "used"),
    [
        ({"x-ratelimit-used": "12", "x-ratelimit-resource": "graphql"}, 12),
        ({"x-ratelimit-used": "12", "x-ratelimit-resource": "core"}, None),
        ({"x-ratelimit-used": "-1", "x-ratelimit-resource": "graphql"}, None),
        ({"x-ratelimit-used": "9" * 99, "x-ratelimit-resource": "graphql"}, None),
        ({"x-ratelimit-used": "12"}, None),
        ({}, None),
    ],
)
def test_points_are_told_apart_from_requests(headers: dict[str, str], used: int | None) -> None:
    """Only GraphQL's are counted so."""
    assert points_used(headers) == used
