"""What an answer says beside its content: what is left to spend, when and where to go next."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from campaign.adapters.github_facts import RATE_LIMITS
from campaign.core.answer import Reply, read_refusal
from campaign.core.waits import MINUTE, nothing_left, until_reset


def pause_asked(reply: Reply) -> timedelta | None:
    """How long GitHub asks us to stay away; None: it does not."""
    if reply.status in (403, 429) and "x-github-request-id" in reply.headers:
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


def sso_address(headers: Mapping[str, str]) -> str:
    """Where an organisation wants the token authorised, if the answer says so.

    https://docs.github.com/en/rest/authentication/authenticating-to-the-rest-api
    """
    told = headers.get("x-github-sso", "")
    found = re.fullmatch(r"required; url=(https://[\w./:?=&%~+-]{1,500})", told, re.ASCII)
    return found[1] if found else ""
