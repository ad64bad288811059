"""What an answer says beside its content: what is left to spend, when and where to go next."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from campaign.adapters.github_facts import RATE_LIMITS
from campaign.adapters.wire import NO_ANSWER_IN_TIME, NOT_REACHED_IN_TIME, TOO_LARGE
from campaign.core.answer import Reply, Sent, read_refusal
from campaign.core.sentence import Sentence, sentence
from campaign.core.waits import MINUTE, nothing_left, until_reset

_LATE = ("no complete answer within", NO_ANSWER_IN_TIME)
"""How the wire says that the deadline of a whole request, or of one read, has passed."""


def is_late(reply: Reply) -> bool:
    """Whether the request took all the time it was given."""
    return reply.sent is Sent.NO_ANSWER and reply.problem.startswith(_LATE)


def may_pass(reply: Reply) -> bool:
    """Whether the same read may well be answered a moment later.

    A connection breaks, a server stumbles, a network wants a sign-in; what took all its time or
    was too large will do so again.
    """
    if reply.sent is not Sent.ANSWERED:
        return not reply.problem.startswith((*_LATE, NOT_REACHED_IN_TIME, TOO_LARGE))
    stumbled = reply.status in (500, 502, 503, 504)
    return stumbled or not told_by_github(reply) or not _may_be_json(reply)


def told_by_github(reply: Reply) -> bool:
    """Whether the answer is GitHub's own, good or bad."""
    return "x-github-request-id" in reply.headers


def is_cut_off(reply: Reply) -> bool:
    """Whether there is no way to GitHub at all, or somebody else stands in it."""
    if reply.sent is Sent.ANSWERED:
        return not told_by_github(reply)
    return reply.sent is Sent.NOT_SENT


def _may_be_json(reply: Reply) -> bool:
    return reply.status != 200 or reply.body.lstrip().startswith(("{", "["))


def why_not(reply: Reply) -> str:
    """Why this is no answer: in GitHub's words where there are any, else in a sentence of ours."""
    if reply.problem:
        return reply.problem
    if not told_by_github(reply):
        return sentence("HTTP {status}, without GitHub's request id", status=reply.status)
    if reply.status == 200:
        return Sentence("an answer of another shape")
    words, bare = read_refusal(reply).message, f"HTTP {reply.status}"
    return words if words != bare else sentence("HTTP {status}", status=reply.status)


def pause_asked(reply: Reply) -> timedelta | None:
    """How long GitHub asks us to stay away; None: it does not."""
    if reply.status in (403, 429) and told_by_github(reply):
        return read_refusal(reply).wait
    return None


def pause_told(reply: Reply, data: Mapping[str, Any]) -> timedelta | None:
    """The same for GraphQL, which may refuse with HTTP 200, the whole query or a part of it.

    https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api
    """
    limited = any(_is_limit(error) for error in data.get("errors") or [])
    return read_refusal(replace(reply, status=429)).wait if limited else None


def _is_limit(error: Mapping[str, Any]) -> bool:
    return error.get("type") in RATE_LIMITS or "secondary rate limit" in str(error.get("message"))


def pause_due(headers: Mapping[str, str]) -> timedelta | None:
    """How long nothing is left to spend, as of this answer; None: there is something left."""
    return (until_reset(headers) or MINUTE) if nothing_left(headers) else None


def budget_left(headers: Mapping[str, str]) -> int | None:
    """Requests or points that are left of this hour, as of this answer; None: not said."""
    told = headers.get("x-ratelimit-remaining", "")
    return int(told) if re.fullmatch(r"[0-9]{1,9}", told) else None


def points_used(headers: Mapping[str, str]) -> int | None:
    """Points of GraphQL that are used up in this hour, as of this answer; None: not said."""
    told = headers.get("x-ratelimit-used", "")
    of_graphql = headers.get("x-ratelimit-resource") == "graphql"
    return int(told) if of_graphql and re.fullmatch(r"[0-9]{1,9}", told) else None


def sso_address(headers: Mapping[str, str]) -> str:
    """Where an organisation wants the token authorised, if the answer says so.

    https://docs.github.com/en/rest/authentication/authenticating-to-the-rest-api
    """
    told = headers.get("x-github-sso", "")
    found = re.fullmatch(r"required; url=(https://[\w./:?=&%~+-]{1,500})", told, re.ASCII)
    return found[1] if found else ""
