"""Timeline: looks at a repository turned into stretches of time in which one answer held."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from campaign.core.access import Reason, Verdict
from campaign.core.history import Glimpse, Look

SPEAKS_FOR = timedelta(hours=1)
"""How long a look speaks for the time after it, if the next one does not come sooner.

Settings change in seconds: beyond this, nobody looked.
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Stretch:
    """A time in which every look gave the same verdict; None: nobody looked.

    The verdict was seen from `since` to `last_look`; between there and `until` it changed, or
    nobody knows.
    """

    since: datetime
    last_look: datetime
    until: datetime
    verdict: Verdict | None
    reasons: tuple[Reason, ...] = ()
    """In the order in which they came, each once."""
    looks: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Timeline:
    """One repository's stretches, without holes, from its first look to its last."""

    repo: str
    stretches: tuple[Stretch, ...] = ()


def timelines(looks: Iterable[Look], repos: Sequence[str]) -> tuple[Timeline, ...]:
    """One timeline for each of the repositories; names are compared without regard to case."""
    seen: dict[str, list[tuple[datetime, Glimpse]]] = {repo.lower(): [] for repo in repos}
    for look in looks:
        for glimpse in look.seen:
            if glimpse.repo.lower() in seen:
                seen[glimpse.repo.lower()].append((look.at, glimpse))
    return tuple(Timeline(repo=repo, stretches=_stretches(seen[repo.lower()])) for repo in repos)


def _stretches(seen: list[tuple[datetime, Glimpse]]) -> tuple[Stretch, ...]:
    found: list[Stretch] = []
    for at, glimpse in sorted(seen, key=lambda each: each[0]):
        before = found[-1] if found else None
        if before and at - before.last_look > SPEAKS_FOR:
            gap = Stretch(since=before.last_look, last_look=at, until=at, verdict=None)
            found.append(gap)
        elif before and before.verdict is glimpse.verdict:
            found[-1] = _prolonged(before, at=at, reason=glimpse.reason)
            continue
        elif before:
            found[-1] = replace(before, until=at)
        found.append(_begun(at, glimpse))
    return tuple(found)


def _begun(at: datetime, glimpse: Glimpse) -> Stretch:
    return Stretch(
        since=at,
        last_look=at,
        until=at,
        verdict=glimpse.verdict,
        reasons=(glimpse.reason,),
        looks=1,
    )


def _prolonged(stretch: Stretch, *, at: datetime, reason: Reason) -> Stretch:
    known = stretch.reasons if reason in stretch.reasons else (*stretch.reasons, reason)
    return replace(stretch, last_look=at, until=at, reasons=known, looks=stretch.looks + 1)


def bounds(rows: Iterable[Timeline]) -> tuple[datetime, datetime]:
    """The first and the last look of all; raises ValueError where nobody ever looked."""
    every = [stretch for row in rows for stretch in row.stretches]
    return min(each.since for each in every), max(each.until for each in every)


def axis(rows: Iterable[Timeline]) -> tuple[datetime, datetime]:
    """What a picture of them shows: their bounds, and never less than a minute."""
    start, end = bounds(rows)
    return start, max(end, start + timedelta(minutes=1))
