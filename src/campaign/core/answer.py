"""What GitHub's answer to the one POST proves: created, not created, or unknown.

An allow-list: only answers known to be given before an issue is made count as "not created";
everything that is not understood is unknown. GitHub has no idempotency key for issues.
https://docs.github.com/en/rest/issues/issues#create-an-issue
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from campaign.core.marker import Key, bears_key
from campaign.core.refusals import RULES
from campaign.core.refusals import Scope as Scope
from campaign.core.sentence import Sentence, sentence
from campaign.core.text import printable_line
from campaign.core.waits import asked_wait, nothing_left, until_reset


class Sent(StrEnum):
    """How far the request got."""

    NOT_SENT = "not_sent"
    """No byte of it left: name not found, connection refused, TLS handshake failed."""
    NO_ANSWER = "no_answer"
    """Some of it may have arrived; no complete answer came back."""
    ANSWERED = "answered"


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """The bare facts of one request: header names are lower case."""

    sent: Sent
    status: int = 0
    headers: Mapping[str, str]
    body: str = ""
    problem: str = ""
    """What went wrong on the way, in words, where `sent` is not ANSWERED or the answer is not to be
    trusted.
    """


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """The issue that was asked for: a 201 that does not describe it proves nothing."""

    key: Key
    repo: str
    """The full name to which the request was sent."""
    title: str
    api_url: str

    @property
    def places(self) -> tuple[str, str]:
        """How the repository may be named in the answer, in small letters."""
        base = self.api_url.rstrip("/")
        named = (f"{base}/repos/{self.repo}", f"{base}/repositories/{self.key.repo_id}")
        return named[0].lower(), named[1].lower()


class Proof(StrEnum):
    """What an answer proves about the issue."""

    CREATED = "created"
    NOT_CREATED = "not_created"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """A reply, understood."""

    proof: Proof
    scope: Scope = Scope.NONE
    reason: str
    message: str = ""
    """GitHub's own words, or where there are none a sentence of ours."""
    number: int | None = None
    wait: timedelta | None = None
    """How long to stay away, where that is known."""


_NOT_CREATED = {400, 401, 403, 404, 410, 415, 422, 429, 451}
_LONGEST_MESSAGE = 1000
_LONGEST_ID = 100

MOVED = "moved"
"""The reason of a redirect, which is never followed: the repository has another name by now."""

_TOO_QUICKLY = timedelta(minutes=2)
"""Such a pause lasts minutes to an hour, and no header tells: cli/cli#4801."""


def read_reply(reply: Reply, asked: Asked) -> Answer:
    """Understand the reply to `POST /repos/{repo}/issues`."""
    if reply.sent is Sent.NOT_SENT:
        return Answer(
            proof=Proof.NOT_CREATED, scope=Scope.NETWORK, reason="not_sent", message=reply.problem
        )
    if reply.sent is Sent.NO_ANSWER:
        return Answer(proof=Proof.UNKNOWN, reason="no_answer", message=reply.problem)
    request_id = reply.headers.get("x-github-request-id", "")
    data = _json_object(reply.body)
    if reply.status == 201 and request_id:
        return _read_created(data, asked, request_id=request_id)
    if 300 <= reply.status < 400:
        return _read_redirect(reply, data, request_id=request_id)
    if reply.status in _NOT_CREATED and request_id and isinstance(data.get("message"), str):
        return read_refusal(reply)
    if not request_id and reply.status < 500:
        return Answer(
            proof=Proof.UNKNOWN,
            scope=Scope.STRANGER,
            reason="not_github",
            message=sentence("HTTP {status}, without GitHub's request id", status=reply.status),
        )
    words = _words(data) or f"HTTP {reply.status}"
    return Answer(
        proof=Proof.UNKNOWN, reason="unclear_answer", message=_traceable(words, request_id)
    )


def _read_redirect(reply: Reply, data: Mapping[str, object], *, request_id: str) -> Answer:
    """Nothing was made, and nothing is followed; one that leads to another host is an alarm."""
    if request_id and not reply.problem:
        scope, reason = Scope.REPOSITORY, MOVED
    else:
        scope, reason = Scope.STRANGER, "not_github"
    return Answer(
        proof=Proof.NOT_CREATED,
        scope=scope,
        reason=reason,
        message=reply.problem or _words(data) or f"HTTP {reply.status}",
    )


def _traceable(words: str, request_id: str) -> str:
    """With the id by which GitHub's support finds a request: octokit/plugin-request-log.js#382."""
    if not request_id:
        return words
    number = printable_line(request_id, limit=_LONGEST_ID)
    return sentence("{words} (GitHub's request id: {id})", words=words, id=number)


def _json_object(body: str) -> dict[str, object]:
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def _words(data: Mapping[str, object]) -> str:
    """GitHub's message, with what stands in `errors[]`: the real reason is often only there."""
    words = [data.get("message")]
    errors = data.get("errors")
    for error in errors if isinstance(errors, list) else []:
        words.append(_detail(error) if isinstance(error, dict) else error)
    told = ": ".join(word for word in words if isinstance(word, str) and word)
    # Half a surrogate pair, which JSON can spell, can neither be stored nor shown.
    return told[:_LONGEST_MESSAGE].encode("utf-8", "replace").decode()


def _detail(error: Mapping[str, object]) -> object:
    """https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api#validation-failed"""
    return error.get("message") or f"{error.get('field', '')} {error.get('code', '')}".strip()


_OTHER_ISSUE = Sentence("HTTP 201 with a body that does not describe the issue we sent")


def _read_created(data: Mapping[str, object], asked: Asked, *, request_id: str) -> Answer:
    where = data.get("repository_url")
    right_place = isinstance(where, str) and where.lower() in asked.places
    number = _number_in(data, asked)
    if right_place and number is not None:
        return Answer(proof=Proof.CREATED, reason="created", number=number)
    reason = "wrong_repository" if isinstance(where, str) and not right_place else "unclear_answer"
    scope = Scope.STRANGER if reason == "wrong_repository" else Scope.NONE
    return Answer(
        proof=Proof.UNKNOWN,
        scope=scope,
        reason=reason,
        message=_traceable(_OTHER_ISSUE, request_id),
    )


def _number_in(data: Mapping[str, object], asked: Asked) -> int | None:
    """The number of an issue of mine with this title and this marker, if it is described so.

    Of the body the marker is enough: nobody promises that line ends come back as they were sent.
    https://docs.github.com/en/rest/issues/issues#create-an-issue
    """
    match data:
        case {"number": int(number), "url": str(url), "user": {"id": author}, "body": str(body)}:
            numbered = type(number) is int and 0 < number < 2**53
            there = url.lower() in [f"{place}/issues/{number}" for place in asked.places]
            mine = author == asked.key.account_id and bears_key(body, key=asked.key)
            if numbered and there and mine and data.get("title") == asked.title:
                return number
    return None


def read_refusal(reply: Reply) -> Answer:
    """Understand a refusal, of whichever request: how far it reaches, and why."""
    words = _words(_json_object(reply.body)) or f"HTTP {reply.status}"
    rule = next((rule for rule in RULES if rule.fits(reply.status, words)), None)
    scope, reason = (rule.scope, rule.reason) if rule else (Scope.REPOSITORY, "not_recognised")
    if scope is not Scope.PAUSE and _pause_needed(reply):
        scope, reason = Scope.PAUSE, "rate_limit"
    return Answer(
        proof=Proof.NOT_CREATED,
        scope=scope,
        reason=reason,
        message=words,
        wait=_wait(reply.headers, reason) if scope is Scope.PAUSE else None,
    )


def _pause_needed(reply: Reply) -> bool:
    """A 403 whose headers speak of a limit is a limit, whatever its words."""
    return reply.status == 403 and ("retry-after" in reply.headers or nothing_left(reply.headers))


def _wait(headers: Mapping[str, str], reason: str) -> timedelta:
    return (
        asked_wait(headers, unsaid=_TOO_QUICKLY) if reason == "too_quickly" else asked_wait(headers)
    )


def pause_needed(reply: Reply) -> timedelta | None:
    """How long to stay away, by an answer that refused for a limit or spent the last of one."""
    if reply.status in (403, 429):
        return read_refusal(reply).wait
    return until_reset(reply.headers) if nothing_left(reply.headers) else None
