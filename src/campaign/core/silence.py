"""What the newest issues say about the door: who was let in, and who has stopped coming.

A temporary limit cannot be seen from outside; its traces can. They mislead, too: GitHub shows
private members of an organisation as strangers, computes every tie as of now, and gives a
transferred issue a new number but its old date. So silence never closes a door: at most it says
that nobody knows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from campaign.core.access import Sighting
from campaign.core.sentence import Sentence, counted, sentence

RECENT = timedelta(days=7)
"""How old an outsider's issue may be to count as evidence that outsiders are let in."""

OUTSIDERS = 3
"""So many of their issues have to be known before they have a usual pace."""

INSIDERS = 3
"""So many issues and pull requests of people with ties make a silence of all others speak."""

TIMES = 5
"""A silence so many times the usual gap is no chance: of a steady trickle, one in 150."""

SHORTEST = timedelta(days=1)
"""A night is no silence."""

_DAY = timedelta(days=1)

_HOUR = timedelta(hours=1)

_MINUTE = timedelta(minutes=1)


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


def read_traces(issues: Sequence[Sighting], pulls: Sequence[Sighting], *, now: datetime) -> Traces:
    """Weigh them, in this order:

    1. Against: outsiders used to come at a pace that is known (OUTSIDERS), have been silent for
       TIMES that pace and at least for SHORTEST, while insiders opened INSIDERS or more.
       A pull request of an outsider breaks the silence: a limit would have kept it out, too.
    2. For: an outsider's issue not older than RECENT.
    3. Nothing otherwise. Bots, ghosts and transferred issues count for nothing at all.
    """
    every = [*issues, *pulls]
    here = [each for each in issues if not _came_from_elsewhere(each, every)]
    outsiders = sorted((each for each in here if each.by_outsider), key=lambda each: each.at)
    if not outsiders:
        return Traces(leaning=Leaning.NOTHING, said=_nobody(here))
    last = outsiders[-1]
    insiders = [each for each in (*here, *pulls) if each.by_insider and each.at > last.at]
    gap = (last.at - outsiders[0].at) / max(1, len(outsiders) - 1)
    silent = now - last.at > max(TIMES * gap, SHORTEST)
    broken = any(each.by_outsider and each.at > last.at for each in pulls)
    if len(outsiders) >= OUTSIDERS and len(insiders) >= INSIDERS and silent and not broken:
        return Traces(leaning=Leaning.AGAINST, said=(_silence(last, insiders, gap=gap),))
    leaning = Leaning.FOR if now - last.at <= RECENT else Leaning.NOTHING
    return Traces(leaning=leaning, said=(_seen(last, now=now),))


def _came_from_elsewhere(issue: Sighting, every: Iterable[Sighting]) -> bool:
    """A later number with an earlier date: it was opened in another repository.

    https://docs.github.com/en/issues/tracking-your-work-with-issues/administering-issues/transferring-an-issue-to-another-repository
    """
    return any(each.number < issue.number and each.at > issue.at for each in every)


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
            age // _DAY,
            **named,
        )
    if age >= _HOUR:
        return counted(
            "An account without visible ties opened #{number} on {date}, {count} hour ago.",
            "An account without visible ties opened #{number} on {date}, {count} hours ago.",
            age // _HOUR,
            **named,
        )
    return counted(
        "An account without visible ties opened #{number} on {date}, {count} minute ago.",
        "An account without visible ties opened #{number} on {date}, {count} minutes ago.",
        age // _MINUTE,
        **named,
    )


def _silence(last: Sighting, insiders: Sequence[Sighting], *, gap: timedelta) -> Sentence:
    named = {"number": last.number, "date": _date(last.at), "many": len(insiders)}
    if gap < _DAY / 2:
        return sentence(
            "After #{number} of {date} only people with ties opened issues and pull requests"
            " ({many}); before, others opened several issues a day. A temporary limit may be on.",
            **named,
        )
    return counted(
        "After #{number} of {date} only people with ties opened issues and pull requests"
        " ({many}); before, others opened one every day. A temporary limit may be on.",
        "After #{number} of {date} only people with ties opened issues and pull requests"
        " ({many}); before, others opened one every {count} days. A temporary limit may be on.",
        max(1, round(gap / _DAY)),
        **named,
    )


def _date(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d}"
