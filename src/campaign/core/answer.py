"""What GitHub's answer to the one POST proves: created, not created, or unknown.

An allow-list: only answers known to be given before an issue is made count as "not created";
everything that is not understood is unknown. GitHub has no idempotency key for issues.
https://docs.github.com/en/rest/issues/issues#create-an-issue
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum


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
    """What went wrong on the way, in words, where `sent` is not ANSWERED."""


class Proof(StrEnum):
    """What an answer proves about the issue."""

    CREATED = "created"
    NOT_CREATED = "not_created"
    UNKNOWN = "unknown"


class Scope(StrEnum):
    """How far a refusal reaches."""

    NONE = "none"
    REPOSITORY = "repository"
    ORGANISATION = "organisation"
    ACCOUNT = "account"
    DRAFT = "draft"
    PAUSE = "pause"
    """A limit on the pace: come back later."""
    NETWORK = "network"
    """The request did not leave this machine."""
    STRANGER = "stranger"
    """The answer does not come from GitHub."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """A reply, understood."""

    proof: Proof
    scope: Scope = Scope.NONE
    reason: str
    message: str = ""
    """GitHub's own words."""
    number: int | None = None
    wait: timedelta | None = None
    """For Scope.PAUSE: how long GitHub asks us to stay away."""
    request_id: str = ""


_NOT_CREATED = {400, 401, 403, 404, 410, 415, 422, 429, 451}
_LONGEST_MESSAGE = 1000
_MINUTE = timedelta(seconds=60)
_LONGEST = timedelta(days=1)


def read_reply(reply: Reply, *, repo: str, repo_id: int) -> Answer:
    """Understand the reply to `POST /repos/{repo}/issues`.

    Args:
        repo: the full name the request was sent to, and `repo_id` its number: a 201 that speaks
            of another repository proves nothing.
    """
    if reply.sent is Sent.NOT_SENT:
        return Answer(
            proof=Proof.NOT_CREATED, scope=Scope.NETWORK, reason="not_sent", message=reply.problem
        )
    if reply.sent is Sent.NO_ANSWER:
        return Answer(proof=Proof.UNKNOWN, reason="no_answer", message=reply.problem)
    request_id = reply.headers.get("x-github-request-id", "")
    data = _json_object(reply.body)
    if reply.status == 201:
        return _read_created(data, repo=repo, repo_id=repo_id, request_id=request_id)
    if 300 <= reply.status < 400:
        return Answer(
            proof=Proof.NOT_CREATED,
            scope=Scope.REPOSITORY if request_id else Scope.STRANGER,
            reason="moved" if request_id else "not_github",
            message=_words(data) or f"HTTP {reply.status}",
            request_id=request_id,
        )
    if reply.status in _NOT_CREATED and request_id and isinstance(data.get("message"), str):
        return read_refusal(reply)
    if not request_id and reply.status < 500:
        return Answer(
            proof=Proof.UNKNOWN,
            scope=Scope.STRANGER,
            reason="not_github",
            message=f"HTTP {reply.status}, without GitHub's request id",
        )
    return Answer(
        proof=Proof.UNKNOWN,
        reason="unclear_answer",
        message=_words(data) or f"HTTP {reply.status}",
        request_id=request_id,
    )


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


def _read_created(
    data: Mapping[str, object], *, repo: str, repo_id: int, request_id: str
) -> Answer:
    number = data.get("number")
    where = data.get("repository_url")
    places = (f"/repos/{repo}".lower(), f"/repositories/{repo_id}")
    right_place = isinstance(where, str) and where.lower().endswith(places)
    if type(number) is int and 0 < number < 2**53 and right_place:
        return Answer(proof=Proof.CREATED, reason="created", number=number, request_id=request_id)
    reason = "wrong_repository" if isinstance(where, str) and not right_place else "unclear_answer"
    scope = Scope.STRANGER if reason == "wrong_repository" else Scope.NONE
    return Answer(
        proof=Proof.UNKNOWN,
        scope=scope,
        reason=reason,
        message="HTTP 201 with a body that does not describe the issue we sent",
        request_id=request_id,
    )


@dataclass(frozen=True, slots=True)
class _Rule:
    """One row of the table of refusals: the first row that fits decides."""

    statuses: frozenset[int]
    pattern: str
    scope: Scope
    reason: str

    def fits(self, status: int, words: str) -> bool:
        return status in self.statuses and re.search(self.pattern, words, re.IGNORECASE) is not None


def _rule(statuses: str, pattern: str, scope: Scope, reason: str) -> _Rule:
    return _Rule(frozenset(map(int, statuses.split())), pattern, scope, reason)


# Status first, then the beginning of the message; the threads show the words in the wild.
_RULES = (
    # https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
    _rule("403 429", r"API rate limit (already )?exceeded", Scope.PAUSE, "rate_limit"),
    _rule("403 429", r"secondary rate limit|abuse detection", Scope.PAUSE, "secondary_limit"),
    _rule("403 429", r"temporarily blocked from content creation", Scope.PAUSE, "secondary_limit"),
    _rule("429", r"", Scope.PAUSE, "rate_limit"),
    # cli/cli#4801: "was submitted too quickly"
    _rule("403 422", r"submitted too quickly", Scope.PAUSE, "too_quickly"),
    _rule("401", r"", Scope.ACCOUNT, "bad_credentials"),
    # utterance/utterances#534
    _rule("403", r"email address must be verified", Scope.ACCOUNT, "email_unverified"),
    _rule("403", r"not accessible by", Scope.ACCOUNT, "token_not_sufficient"),
    _rule("403", r"account (was|is|has been) suspended", Scope.ACCOUNT, "account_suspended"),
    # git-town/git-town#4609, fwouts/prmonitor#1042, aquasecurity/trivy#10567, aeonfun/aeon#1083
    _rule(
        "403",
        r"forbids access via|SAML enforcement|IP allow list|OAuth App access restrictions",
        Scope.ORGANISATION,
        "organisation_refuses",
    ),
    # k0shk0sh/FastHub#1782: interaction limits; orgs/community#199961: the creation policy
    _rule(
        "403 404 422",
        r"Interactions on this repository have been restricted|restricted to (prior|collaborators)",
        Scope.REPOSITORY,
        "interaction_limit",
    ),
    _rule("403 404 422", r"correct permissions to execute", Scope.REPOSITORY, "collaborators_only"),
    _rule("403", r"archived", Scope.REPOSITORY, "archived"),
    # caarlos0/fork-cleaner#99: GitHub's own decision, not the owner's
    _rule("403", r"Repository access blocked", Scope.REPOSITORY, "disabled"),
    _rule("403", r"blocked", Scope.REPOSITORY, "blocked"),
    _rule("410", r"", Scope.REPOSITORY, "issues_disabled"),
    _rule("451", r"", Scope.REPOSITORY, "disabled"),
    _rule("404", r"", Scope.REPOSITORY, "missing"),
    _rule("400 415", r"", Scope.DRAFT, "draft_refused"),
    _rule("422", r"too long|blank|missing|invalid request", Scope.DRAFT, "draft_refused"),
    _rule("422", r"spam", Scope.ACCOUNT, "called_spam"),
)


def read_refusal(reply: Reply) -> Answer:
    """Understand a refusal, of whichever request: how far it reaches, and why."""
    words = _words(_json_object(reply.body)) or f"HTTP {reply.status}"
    rule = next((rule for rule in _RULES if rule.fits(reply.status, words)), None)
    scope, reason = (rule.scope, rule.reason) if rule else (Scope.REPOSITORY, "not_recognised")
    if scope is not Scope.PAUSE and _pause_asked(reply):
        scope, reason = Scope.PAUSE, "rate_limit"
    return Answer(
        proof=Proof.NOT_CREATED,
        scope=scope,
        reason=reason,
        message=words,
        wait=_wait(reply.headers) if scope is Scope.PAUSE else None,
        request_id=reply.headers.get("x-github-request-id", ""),
    )


def _pause_asked(reply: Reply) -> bool:
    """A 403 whose headers speak of a limit is a limit, whatever its words."""
    return reply.status == 403 and (
        "retry-after" in reply.headers or reply.headers.get("x-ratelimit-remaining") == "0"
    )


def _wait(headers: Mapping[str, str]) -> timedelta:
    """How long to stay away: `retry-after`, else the reset of an empty budget, at least 60 s.

    https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
    """
    asked = _seconds(headers.get("retry-after", ""))
    if asked is not None:
        return min(max(asked, timedelta(seconds=1)), _LONGEST)
    if headers.get("x-ratelimit-remaining") == "0":
        return max(until_reset(headers) or _MINUTE, _MINUTE)
    return _MINUTE


def until_reset(headers: Mapping[str, str]) -> timedelta | None:
    """Time to `x-ratelimit-reset`, measured on the server's own clock; None if not said."""
    reset = _seconds(headers.get("x-ratelimit-reset", ""))
    date = server_date(headers)
    if reset is None or date is None:
        return None
    return min(datetime.fromtimestamp(0, UTC) + reset - date + timedelta(seconds=1), _LONGEST)


def server_date(headers: Mapping[str, str]) -> datetime | None:
    """The server's clock when it answered, from the `Date` header; None if not believable."""
    try:
        date = parsedate_to_datetime(headers.get("date", ""))
        date = date.replace(tzinfo=date.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return date if 1970 <= date.year < 9000 else None


def _seconds(text: str) -> timedelta | None:
    if not re.fullmatch(r"[0-9]+", text.strip()):
        return None
    digits = text.strip().lstrip("0")
    return timedelta(seconds=int(digits or 0) if len(digits) < 12 else 10**11)
