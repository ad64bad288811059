"""Posting ↔ row: how a posting is written down, and read again."""

import sqlite3
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from campaign.core.marker import Key
from campaign.core.receipt import Posting, State

COLUMNS = (
    "campaign, repo_id, account_id, repo, name_now, login, state, title, body_sha256,"
    " intended_at, decided_at, retry_at, number, reason, message, looks"
)

_KEY = ("campaign", "repo_id", "account_id")

Value = str | int | None
"""What stands in a column."""


def row_of(posting: Posting, state: State) -> dict[str, Value]:
    """A posting as it is written down in this state."""
    return {
        **asdict(posting.key),
        "repo": posting.repo,
        "name_now": posting.name_now,
        "login": posting.login,
        "state": state.value,
        "title": posting.title,
        "body_sha256": posting.body_sha256,
        "intended_at": text_of(posting.intended_at),
        "decided_at": text_of(posting.decided_at),
        "retry_at": text_of(posting.retry_at),
        "number": posting.number,
        "reason": posting.reason,
        "message": posting.message,
        "looks": posting.looks,
    }


def posting_of(row: sqlite3.Row | Mapping[str, Any]) -> Posting:
    """The same back again; raises LookupError, TypeError or ValueError where it makes no sense."""
    values = dict(row)
    key = Key(**{name: values.pop(name) for name in _KEY})
    return Posting(
        key=key,
        state=State(values.pop("state")),
        intended_at=datetime.fromisoformat(values.pop("intended_at")),
        decided_at=_time(values.pop("decided_at")),
        retry_at=_time(values.pop("retry_at")),
        **values,
    )


def text_of(moment: datetime | None) -> str | None:
    """A time in UTC, to the microsecond, in letters that sort like times."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds") if moment else None


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
