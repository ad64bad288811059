"""What GitHub's answer to the one POST proves: created, not created, or nothing."""

import json
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.core.answer import Answer, Proof, Reply, Scope, Sent, read_reply

REPO, REPO_ID = "palantir/blueprint", 70_000_001
REQUEST_ID = "C0DE:1:2:3:4"

MADE = {"number": 12, "repository_url": f"https://api.github.com/repos/{REPO}"}


def reply(status: int, body: object, **headers: str) -> Reply:
    """An answer of GitHub's; `_` in a header's name stands for `-`, None leaves one out."""
    named = {"x-github-request-id": REQUEST_ID, **headers}
    return Reply(
        sent=Sent.ANSWERED,
        status=status,
        headers={name.replace("_", "-"): value for name, value in named.items()},
        body=body if isinstance(body, str) else json.dumps(body),
    )


def stranger(status: int, body: object) -> Reply:
    """The same without GitHub's request id."""
    made = reply(status, body)
    return Reply(sent=made.sent, status=status, headers={}, body=made.body)


def read(answer: Reply) -> Answer:
    """The answer to a create in our repository."""
    return read_reply(answer, repo=REPO, repo_id=REPO_ID)


REFUSALS = (400, 401, 403, 404, 410, 415, 422, 429, 451)


@pytest.mark.parametrize("status", REFUSALS)
def test_what_proves_that_nothing_was_made(status: int) -> None:
    """Status, GitHub's request id, and a JSON object with a message: all three."""
    assert read(reply(status, {"message": "x"})).proof is Proof.NOT_CREATED
    for body in ("", "<html>", "[]", '{"message": 7}', '{"errors": ["x"]}', '"message"', "null"):
        assert read(reply(status, body)).proof is Proof.UNKNOWN, body
    unsigned = read(stranger(status, {"message": "x"}))
    assert (unsigned.proof, unsigned.scope) == (Proof.UNKNOWN, Scope.STRANGER)


@pytest.mark.parametrize("status", [301, 302, 303, 304, 307, 308])
def test_a_redirect_makes_nothing(status: int) -> None:
    """Not even one that looks like an issue; one that is not GitHub's is told apart."""
    answer = read(reply(status, MADE, location="https://evil.example/"))
    assert (answer.proof, answer.scope, answer.reason) == (
        Proof.NOT_CREATED,
        Scope.REPOSITORY,
        "moved",
    )
    portal = read(stranger(status, "<html>"))
    assert (portal.proof, portal.scope, portal.reason) == (
        Proof.NOT_CREATED,
        Scope.STRANGER,
        "not_github",
    )


def test_a_redirect_to_another_host_is_an_alarm() -> None:
    """Somebody between us and GitHub: nothing was made, and the run has to stop."""
    away = replace(reply(307, {"message": "Moved Permanently"}), problem="leads elsewhere")
    answer = read(away)
    assert (answer.proof, answer.scope, answer.reason, answer.message) == (
        Proof.NOT_CREATED,
        Scope.STRANGER,
        "not_github",
        "leads elsewhere",
    )


@pytest.mark.parametrize("signed", [True, False])
def test_every_other_answer_proves_nothing(signed: bool) -> None:
    """500, 502, 408, 409, 200, 202 and all the rest: unknown, also where an issue is described."""
    for status in set(range(100, 600)) - set(range(300, 400)) - {201, *REFUSALS}:
        for body in (MADE, {"message": "Repository was archived so is read-only."}):
            answer = read(reply(status, body) if signed else stranger(status, body))
            assert answer.proof is Proof.UNKNOWN, status
            assert (answer.scope is Scope.STRANGER) == (not signed and status < 500), status


def test_what_never_left() -> None:
    """No byte went out: nothing was made, and it may be tried again."""
    lost = Reply(sent=Sent.NOT_SENT, headers={}, problem="the server refused the connection")
    answer = read(lost)
    assert (answer.proof, answer.scope) == (Proof.NOT_CREATED, Scope.NETWORK)
    assert answer.message == "the server refused the connection"


def test_no_complete_answer() -> None:
    """Something went out, nothing complete came back: unknown."""
    answer = read(Reply(sent=Sent.NO_ANSWER, status=201, headers={}, body=json.dumps(MADE)))
    assert (answer.proof, answer.scope, answer.reason) == (
        Proof.UNKNOWN,
        Scope.NONE,
        "no_answer",
    )


@pytest.mark.parametrize(
    "where",
    [
        f"https://api.github.com/repos/{REPO}",
        f"https://api.github.com/repos/{REPO.upper()}",
        f"https://ghe.example/api/v3/repos/{REPO}",
        f"https://api.github.com/repositories/{REPO_ID}",
    ],
)
def test_created(where: str) -> None:
    """201 and a body that describes an issue in the right repository."""
    answer = read(reply(201, {**MADE, "repository_url": where}))
    assert (answer.proof, answer.scope, answer.number) == (Proof.CREATED, Scope.NONE, 12)


HOSTILE: Mapping[str, str] = {
    "empty": "",
    "a list": "[]",
    "a list of it": json.dumps([MADE]),
    "null": "null",
    "cut": json.dumps(MADE)[:-9],
    "deep": "[" * 100_000,
    "5,000 digits": json.dumps(MADE).replace("12", "9" * 5000),
    "a number as text": json.dumps({**MADE, "number": "12"}),
    "a bool": json.dumps({**MADE, "number": True}),
    "a fraction": json.dumps({**MADE, "number": 12.0}),
    "infinite": json.dumps({**MADE, "number": float("inf")}),
    "zero": json.dumps({**MADE, "number": 0}),
    "negative": json.dumps({**MADE, "number": -12}),
    "beyond any table": json.dumps({**MADE, "number": 2**53}),
    "no number": json.dumps({"repository_url": MADE["repository_url"]}),
    "a list of numbers": json.dumps({**MADE, "number": [12]}),
    "no place": json.dumps({"number": 12}),
    "a place that is no text": json.dumps({**MADE, "repository_url": [MADE["repository_url"]]}),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_201_without_a_believable_issue(case: str) -> None:
    """It was probably made, so it is unknown; the number is not taken from there."""
    answer = read(reply(201, HOSTILE[case]))
    assert (answer.proof, answer.scope, answer.reason, answer.number) == (
        Proof.UNKNOWN,
        Scope.NONE,
        "unclear_answer",
        None,
    )


@pytest.mark.parametrize(
    "where",
    [
        "https://api.github.com/repos/else/where",
        f"https://api.github.com/repos/x{REPO}",
        f"https://api.github.com/repos/{REPO}-fork",
        f"https://api.github.com/repositories/{REPO_ID}0",
        f"https://api.github.com/repositories/1{REPO_ID}",
        "",
    ],
)
def test_201_from_another_repository(where: str) -> None:
    """An issue somewhere else: unknown, and the run must stop (strands-labs/robots#1916)."""
    answer = read(reply(201, {**MADE, "repository_url": where}))
    assert (answer.proof, answer.scope, answer.reason) == (
        Proof.UNKNOWN,
        Scope.STRANGER,
        "wrong_repository",
    )


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["message", "errors", "number", "repository_url", "code"]) | st.text(),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


HEADERS = (
    *("x-github-request-id", "retry-after", "date"),
    *("x-ratelimit-reset", "x-ratelimit-remaining"),
)


@given(
    status=st.integers(100, 599),
    body=JSON.map(json.dumps) | st.text(max_size=50),
    headers=st.dictionaries(
        st.sampled_from(HEADERS),
        st.text(max_size=30) | st.integers().map(str) | st.just("0"),
    ),
)
def test_no_answer_breaks_the_reader(status: int, body: str, headers: dict[str, str]) -> None:
    """Whatever comes: an Answer whose words can be stored, and `created` only with a number."""
    answer = read(Reply(sent=Sent.ANSWERED, status=status, headers=headers, body=body))
    answer.message.encode()
    assert len(answer.message) <= 1000
    assert (answer.proof is Proof.CREATED) == (answer.number is not None)
    assert answer.proof is not Proof.CREATED or status == 201
    assert (answer.wait is not None) == (answer.scope is Scope.PAUSE)


def test_words_that_nobody_could_store() -> None:
    """JSON can spell half a character; and no message is longer than a screen."""
    assert read(reply(403, '{"message": "No\\ud800!"}')).message == "No?!"
    assert len(read(reply(403, {"message": "x" * 10**6})).message) == 1000
