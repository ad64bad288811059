"""What the newest issues say about the door: who was let in, and who has stopped coming.

A temporary limit cannot be seen from outside; its traces can. They mislead, too: GitHub shows
private members of an organisation as strangers, computes every tie as of now, and gives a
transferred issue a new number but its old date. So silence never closes a door: at most it says
that nobody knows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from campaign.core.access import Sighting
from campaign.core.sentence import Sentence, counted, sentence

RECENT = timedelta(days=7)
"""How old an outsider's issue may be to count as evidence that outsiders are let in."""

FRESH = timedelta(days=1)
"""How old it may be for a door that needs no word of caution."""

OUTSIDERS = 3
"""So many of their issues have to be known before they have a usual pace."""

INSIDERS = 3
"""So many issues and pull requests of people with ties make a silence of all others speak."""

TIMES = 5
"""A silence so many times the usual gap is no chance: of a steady trickle, one in 150."""

SHORTEST = timedelta(days=1)
"""A night is no silence."""

LONGEST = timedelta(days=183)
"""No limit lasts for more than six months: whoever did not come before was not kept out by one.

https://docs.github.com/en/communities/moderating-comments-and-conversations/limiting-interactions-in-your-repository
"""

_DAY = timedelta(days=1)

_HOUR = timedelta(hours=1)

_MINUTE = timedelta(minutes=1)

_MAY_BE = Sentence("A temporary limit may be on.")


class Leaning(StrEnum):
    """Which way the newest issues point."""

    FOR = "for"
    AGAINST = "against"
    NOTHING = "nothing"


@dataclass(frozen=True, kw_only=True, slots=True)
class Traces:
    """What the newest issues and pull requests tell, with their dates."""

    leaning: Leaning
    said: tuple[Sentence, ...]
    is_fresh: bool = False
    """Whether an outsider was let in within FRESH: hardly time enough for a limit since."""


def read_traces(
    issues: Sequence[Sighting],
    pulls: Sequence[Sighting],
    *,
    now: datetime,
    since: datetime | None = None,
) -> Traces:
    """Weigh them, in this order:

    1. Against: outsiders have been silent for longer than is usual for them, while insiders opened
       INSIDERS issues and pull requests or more.
    2. For: an outsider's issue not older than RECENT.
    3. Nothing otherwise. Bots, ghosts and transferred issues count for nothing at all.

    Args:
        since: how far back the issues go, where there are older ones that were not asked for.
    """
    every = [*issues, *pulls]
    here = [each for each in issues if not each.came_from_elsewhere(every)]
    outsiders = sorted((each for each in here if each.by_outsider), key=_at)
    against = _silence(here, outsiders, pulls, now=now, since=since)
    if against:
        return Traces(leaning=Leaning.AGAINST, said=(*against, _MAY_BE))
    if not outsiders:
        return Traces(leaning=Leaning.NOTHING, said=_nobody(here))
    last = outsiders[-1]
    leaning = Leaning.FOR if now - last.at <= RECENT else Leaning.NOTHING
    said = (_seen(last, now=now),)
    return Traces(leaning=leaning, said=said, is_fresh=now - last.at <= FRESH)


def _silence(
    here: Sequence[Sighting],
    outsiders: Sequence[Sighting],
    pulls: Sequence[Sighting],
    *,
    now: datetime,
    since: datetime | None,
) -> tuple[Sentence, ...]:
    """What tells of a silence that is longer than usual; empty: nothing does."""
    # A limit would have kept an outsider's pull request out, too.
    last = max((*outsiders, *(each for each in pulls if each.by_outsider)), key=_at, default=None)
    busy = [each for each in (*here, *pulls) if each.by_insider and (not last or each.at > last.at)]
    if len(busy) < INSIDERS:
        return ()
    if last is None:
        crowded_out = since is not None and now - since <= LONGEST
        return _nobody(here) if crowded_out else ()
    gap = _usual_gap(outsiders, last=last, since=since)
    if gap is None or now - last.at <= max(TIMES * gap, SHORTEST):
        return ()
    before = (_pace(gap),) if len(outsiders) >= OUTSIDERS else ()
    return (_after(last, busy), *before)


def _usual_gap(
    outsiders: Sequence[Sighting], *, last: Sighting, since: datetime | None
) -> timedelta | None:
    """The time from one outsider to the next; None: too few are known.

    Where insiders have filled the list, so that it no longer shows enough outsiders, the next one
    is taken to stand right behind its end: otherwise each further insider's issue would make the
    door look more open.
    """
    if len(outsiders) >= OUTSIDERS:
        return (outsiders[-1].at - outsiders[0].at) / (len(outsiders) - 1)
    if since is not None:
        return max(timedelta(), last.at - since) / (OUTSIDERS - 1)
    return None


def _at(sighting: Sighting) -> datetime:
    return sighting.at


def _nobody(issues: Sequence[Sighting]) -> tuple[Sentence, ...]:
    if not issues:
        return ()
    oldest = min(each.at for each in issues)
    said = counted(
        "The newest issue, of {date}, is not by an account without visible ties.",
        "None of the newest {count} issues, since {date}, is by an account without visible ties.",
        len(issues),
        date=_date(oldest),
    )
    return (said,)


def _seen(last: Sighting, *, now: datetime) -> Sentence:
    age = max(timedelta(), now - last.at)
    named = {"number": last.number, "date": _date(last.at)}
    if age >= _DAY:
        return counted(
            "An account without visible ties opened #{number} on {date}, {count} day ago.",
            "An account without visible ties opened #{number} on {date}, {count} days ago.",
            (now.astimezone(last.at.tzinfo).date() - last.at.date()).days,
            **named,
        )
    if age >= _HOUR:
        return counted(
            "An account without visible ties opened #{number} on {date}, {count} hour ago.",
            "An account without visible ties opened #{number} on {date}, {count} hours ago.",
            age // _HOUR,
            **named,
        )
    if age < _MINUTE:
        return sentence(
            "An account without visible ties opened #{number} on {date}, just now.", **named
        )
    return counted(
        "An account without visible ties opened #{number} on {date}, {count} minute ago.",
        "An account without visible ties opened #{number} on {date}, {count} minutes ago.",
        age // _MINUTE,
        **named,
    )


def _after(last: Sighting, busy: Sequence[Sighting]) -> Sentence:
    return sentence(
        "After #{number} of {date} no account without visible ties opened an issue, while people"
        " with ties opened at least {many} issues and pull requests.",
        number=last.number,
        date=_date(last.at),
        many=len(busy),
    )


def _pace(gap: timedelta) -> Sentence:
    if gap < _DAY / 2:
        return Sentence("Before, others opened several issues a day.")
    return counted(
        "Before, others opened an issue every day.",
        "Before, others opened an issue every {count} days.",
        max(1, round(gap / _DAY)),
    )


def _date(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d}"
