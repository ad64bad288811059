"""How long GitHub asks us to stay away: by its headers, and by its own clock."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

MINUTE = timedelta(seconds=60)

_LONGEST = timedelta(days=1)


def asked_wait(headers: Mapping[str, str], *, unsaid: timedelta = MINUTE) -> timedelta:
    """How long to stay away: `retry-after`, else the reset of an empty budget, at least 60 s.

    `unsaid` is for an answer that names no time.
    https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
    """
    asked = _seconds(headers.get("retry-after", ""))
    if asked is not None:
        return min(max(asked, timedelta(seconds=1)), _LONGEST)
    if nothing_left(headers):
        return max(until_reset(headers) or MINUTE, MINUTE)
    return unsaid


def next_minute(moment: datetime) -> datetime:
    """Clocks for people show whole minutes: never one that is too early."""
    whole = moment.replace(second=0, microsecond=0)
    return whole if whole == moment else whole + MINUTE


def in_utc(moment: datetime) -> str:
    """In whole minutes, and never too early."""
    return f"{next_minute(moment).astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def nothing_left(headers: Mapping[str, str]) -> bool:
    """Whether this answer used up what could be asked for in this hour."""
    return headers.get("x-ratelimit-remaining") == "0"


def until_reset(headers: Mapping[str, str]) -> timedelta | None:
    """Time to `x-ratelimit-reset`, measured on the server's own clock; None if not said."""
    reset = _seconds(headers.get("x-ratelimit-reset", ""))
    date = server_date(headers)
    if reset is None or date is None:
        return None
    return min(datetime.fromtimestamp(0, UTC) + reset - date + timedelta(seconds=1), _LONGEST)


UNSHOWN = timedelta(seconds=1)
"""By so much it may be later than a server's clock tells, which shows whole seconds.
https://httpwg.org/specs/rfc9110.html#field.date
"""


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
