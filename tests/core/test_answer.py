"""What GitHub's answer to the one POST proves: created, not created, or nothing."""

import json
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.core.answer import Answer, Asked, Proof, Reply, Scope, Sent, read_reply
from campaign.core.marker import WEB, Key, marker, marker_key

REPO, REPO_ID = "palantir/blueprint", 70_000_001
REQUEST_ID = "C0DE:1:2:3:4"

KEY = Key(campaign="no-nets", repo_id=REPO_ID, account_id=7)
TITLE = "No nets"
API = "https://api.github.com"
WHERE = f"{API}/repos/{REPO}"


def body_with(key: str) -> str:
    """A letter with this marker."""
    return f"Stop.\n\n{marker('no-nets', key)}"


MADE = {
    "number": 12,
    "url": f"{WHERE}/issues/12",
    "repository_url": WHERE,
    "title": TITLE,
    "body": body_with(marker_key(KEY)),
    "user": {"login": "mia", "id": 7},
}


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


def read(answer: Reply, *, api_url: str = API) -> Answer:
    """The answer to a create in our repository."""
    return read_reply(answer, Asked(key=KEY, repo=REPO, title=TITLE, api_url=api_url))


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
    ("api_url", "where"),
    [
        (API, WHERE),
        (f"{API}/", WHERE),
        (API, f"{API}/repos/{REPO.upper()}"),
        ("https://ghe.example/api/v3", f"https://ghe.example/api/v3/repos/{REPO}"),
        (API, f"{API}/repositories/{REPO_ID}"),
    ],
)
def test_created(api_url: str, where: str) -> None:
    """201 and a body that describes the issue that was sent, in the right repository."""
    body = {**MADE, "repository_url": where, "url": f"{where}/issues/12"}
    answer = read(reply(201, body), api_url=api_url)
    assert (answer.proof, answer.scope, answer.number) == (Proof.CREATED, Scope.NONE, 12)


def test_created_with_other_line_ends() -> None:
    """Nobody promises that a text comes back byte for byte: its marker is enough."""
    body = str(MADE["body"]).replace("\n", "\r\n")
    assert read(reply(201, {**MADE, "body": body})).proof is Proof.CREATED


def test_201_without_a_request_id() -> None:
    """Whatever it describes, it does not come from GitHub."""
    answer = read(stranger(201, MADE))
    assert (answer.proof, answer.scope, answer.reason) == (
        Proof.UNKNOWN,
        Scope.STRANGER,
        "not_github",
    )


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
    "no number": json.dumps({"repository_url": WHERE}),
    "a list of numbers": json.dumps({**MADE, "number": [12]}),
    "no place": json.dumps({"number": 12}),
    "a place that is no text": json.dumps({**MADE, "repository_url": [WHERE]}),
    "the number of another one": json.dumps({**MADE, "number": 3}),
    "the address of another one": json.dumps({**MADE, "url": f"{WHERE}/issues/3"}),
    "an address elsewhere": json.dumps({**MADE, "url": f"{WHERE}x/issues/12"}),
    "no address": json.dumps({**MADE, "url": None}),
    "another author": json.dumps({**MADE, "user": {"login": "mia", "id": 8}}),
    "no author": json.dumps({**MADE, "user": None}),
    "another title": json.dumps({**MADE, "title": "no nets"}),
    "no title": json.dumps({**MADE, "title": None}),
    "another text": json.dumps({**MADE, "body": "Stop."}),
    "the form's marker": json.dumps({**MADE, "body": body_with(WEB)}),
    "no text": json.dumps({**MADE, "body": None}),
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
        f"https://evil.example/x/repos/{REPO}",
        f"https://api.github.com.evil.example/repos/{REPO}",
        f"http://api.github.com/repos/{REPO}",
        f"{API}/api/v3/repos/{REPO}",
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


NO_ISSUE = "HTTP 201 with a body that does not describe the issue we sent"


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (502, {"message": "Server Error"}, "Server Error"),
        (500, "<html>", "HTTP 500"),
        (201, "", NO_ISSUE),
        (201, {**MADE, "repository_url": "https://api.github.com/repos/else/where"}, NO_ISSUE),
    ],
)
def test_an_unknown_outcome_can_be_traced(status: int, body: object, words: str) -> None:
    """GitHub's support finds a request by its id; where there is none, none is made up."""
    assert read(reply(status, body)).message == f"{words} (GitHub's request id: {REQUEST_ID})"
    unsigned = f"HTTP {status}, without GitHub's request id" if status == 201 else words
    assert read(stranger(status, body)).message == unsigned


def test_an_odd_request_id_does_no_harm() -> None:
    """It is foreign text like any other, and may be as long as headers can be."""
    odd = {"x_github_request_id": "\x1b[2J" + "9" * 10_000}
    named = {name.replace("_", "-"): value for name, value in odd.items()}
    message = read(replace(reply(502, {"message": "Server Error"}), headers=named)).message
    assert message.startswith("Server Error (GitHub's request id: ^[[2J999")
    assert len(message) < 200


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*MADE, "message", "errors", "code"]) | st.text(),
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
