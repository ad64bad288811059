"""Values → machine output: the JSON documents that scripts read. Keys are added, never changed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from campaign.cli.streams import DOCUMENT
from campaign.core.campaign import Campaign
from campaign.core.draft import Draft
from campaign.core.receipt import Posting, Receipt
from campaign.errors import Exit, Fault
from campaign.flow.following import Followed

if TYPE_CHECKING:
    from campaign.rehearsal.play import Balance


def write(schema: str, **keys: object) -> None:
    """Print one document, and nothing else, on stdout."""
    DOCUMENT.write({"schema": f"campaign.{schema}/1", **keys})


def utc(moment: datetime | None) -> str | None:
    """A time as `2019-05-11T14:00:00Z`."""
    return None if moment is None else f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def fault(each: Fault) -> Mapping[str, object]:
    """One fault, or advice with its `id`; `file` only where it is not the campaign file itself."""
    keys = {
        "line": each.line,
        "column": each.column,
        "path": each.path,
        "message": each.message,
        "hint": each.hint,
    }
    more = {"file": each.file, "id": each.advice}
    return {**keys, **{key: value for key, value in more.items() if value}}


def draft(each: Draft) -> Mapping[str, object]:
    """One rendered issue."""
    return {
        "repo": each.repo,
        "title": each.title,
        "body": each.body,
        "marker": each.marker,
        "url": each.url,
    }


def receipt(each: Receipt) -> Mapping[str, object]:
    """The end of one chosen target."""
    return {
        "repo": each.repo,
        "outcome": each.outcome.value,
        "number": each.number,
        "url": each.url,
        "reason": each.reason,
        "message": each.message,
        "at": utc(each.at),
    }


def post(
    receipts: Sequence[Receipt],
    *,
    campaign: Campaign,
    login: str,
    dry_run: bool,
    resume_at: datetime | None,
    code: Exit,
    sightings: Mapping[str, bool | None] = MappingProxyType({}),
) -> Mapping[str, object]:
    """What one run of `post` or `settle` did.

    Args:
        sightings: repository → whether strangers see the issue posted there in this run.
    """
    return {
        "campaign": campaign.slug,
        "viewer": login,
        "dry_run": dry_run,
        "results": [
            {**receipt(each), "seen_by_strangers": sightings.get(each.repo)} for each in receipts
        ],
        "resume_at": utc(resume_at),
        "exit": int(code),
    }


def issue(each: Followed) -> Mapping[str, Any]:
    """How one posted issue stands."""
    row = each.posting
    return {
        "campaign": row.key.campaign,
        "repo": row.repo,
        "number": row.number,
        "url": each.url,
        "posted_at": utc(row.decided_at),
        "state": each.now.state,
        "comments": each.now.comments,
        "reactions": each.now.reactions,
        "closed_by_me": each.now.closed_by_me,
        "seen_by_strangers": each.now.seen_by_strangers,
    }


def doubt(row: Posting) -> Mapping[str, object]:
    """An issue that may exist."""
    return {
        "campaign": row.key.campaign,
        "repo": row.repo,
        "login": row.login,
        "sent_at": utc(row.intended_at),
    }


def campaigns(rows: Iterable[tuple[Campaign, str]]) -> list[Mapping[str, object]]:
    """Campaigns with where they were found."""
    return [
        {
            "campaign": each.slug,
            "title": each.title,
            "state": each.outcome.state.value,
            "starts": utc(each.action.starts) if each.action else None,
            "ends": utc(each.action.ends) if each.action else None,
            "targets": len(each.targets),
            "languages": list(each.languages),
            "path": path,
        }
        for each, path in rows
    ]


def balance(each: "Balance") -> Mapping[str, object]:
    """The end of a rehearsal."""
    return {
        "scene": each.scene,
        "supporters": each.supporters,
        "posted": each.posted,
        "refused": each.refused,
        "unknown": each.unknown,
        "duplicates": each.duplicates,
        "lost": each.lost,
        "requests": each.requests,
        "by_repo": [
            {"repo": repo, "issues": issues} for repo, issues in sorted(each.by_repo.items())
        ],
    }
