"""Days and times typed by hand into a text, where the schedule should speak.

Dates are read in the languages of the shipped campaigns: English, Spanish and Arabic.
"""

import re
from collections.abc import Collection, Iterator
from datetime import date, timedelta

from campaign.core.moment import MONTHS
from campaign.core.schedule import Schedule

NEAR = timedelta(days=60)
"""A date this close to the action is taken for the action's; others tell of something else."""

_SPANISH = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
    *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
)
_LEVANTINE = (
    *("كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران"),
    *("تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول"),
)
_EGYPTIAN = (
    *("يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو"),
    *("يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"),
)
_SHORT = tuple(name[:3] for name in MONTHS)
_NUMBERS = {
    "Sept": 9,
    **{
        name: number
        for names in (_SHORT, MONTHS, _SPANISH, _LEVANTINE, _EGYPTIAN)
        for number, name in enumerate(names, start=1)
    },
}

_MONTH = rf"(?P<month>{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})\b"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\b"
_YEAR = r"(?:,?(?: del?)? (?P<year>\d{4})\b)?"

_DATES = (
    re.compile(rf"\b{_DAY}(?: of| de)? {_MONTH}(?:/\w+)?{_YEAR}"),
    re.compile(rf"\b{_MONTH}\.? {_DAY}{_YEAR}"),
    re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})\b"),
)

_TIME = re.compile(
    r"\b[0-9]{1,2}(?::[0-9]{2})?\s?(?:[ap]\.\s?m\.|[ap]m\b)(?:\s[A-Z]{2,4}\b)?"
    r"|\b[0-9]{1,2}:[0-9]{2}\s(?:UTC|GMT|[A-Z]{1,3}[SD]T|CET|EET|WET)\b",
    re.IGNORECASE,
)


def typed_times(text: str) -> tuple[str, ...]:
    """Every time of day with `am`, `pm` or a zone's abbreviation, once."""
    return tuple(dict.fromkeys(found[0] for found in _TIME.finditer(text)))


def contradictions(text: str, action: Schedule, *, known: Collection[str]) -> tuple[str, ...]:
    """Every date that seems to be the action's but is not, once.

    A date seems to be the action's when it is near it, or the same day of another year.

    Args:
        known: days of other things, as `2019-05-02`; a month or a year there excuses no day.
    """
    first, last = action.starts.date(), action.ends.date()
    found = {
        said: day
        for said, day in _dates(text, year=first.year)
        if day.isoformat() not in known and not first <= day <= last
    }
    same_day = (first.month, first.day)
    return tuple(
        said
        for said, day in found.items()
        if abs(day - first) <= NEAR or (day.month, day.day) == same_day
    )


def _dates(text: str, *, year: int) -> Iterator[tuple[str, date]]:
    """Every date as it is written, with what it means; `year` is understood where none is."""
    for pattern in _DATES:
        for found in pattern.finditer(text):
            month = _NUMBERS.get(found["month"]) or int(found["month"])
            try:
                yield found[0], date(int(found["year"] or year), month, int(found["day"]))
            except ValueError:
                continue
