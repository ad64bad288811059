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
    re.compile(rf"\b{_MONTH}\.? {_DAY}(?! of \D){_YEAR}"),
    re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})\b"),
)

_IN_DIGITS = re.compile(r"\b(\d{1,2})([./])(\d{1,2})\2(\d{4})\b")
"""`7.5.2027` is a day and a month; of `05/07/2027` nobody knows which is which."""

_WEEKDAYS = (
    *("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    *("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    *("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    *("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"),
)
_BEFORE_A_DATE = re.compile(
    rf"(?<!\w)({'|'.join(_WEEKDAYS)})[,،]?\s(?:(?:the|el)\s)?$", re.IGNORECASE
)
_REACH = 20
"""Letters before a date in which its weekday can stand."""

_AT = r"\b(?:at|from|until|till|by|las|الساعة)\s"
_TIME = re.compile(
    rf"(?:{_AT})?"
    r"(?P<zoned>\b[0-9]{1,2}(?::[0-9]{2})?\s?(?:[ap]\.\s?m\.|[ap]m\b)(?:\s[A-Z]{2,4}\b)?"
    r"|\b[0-9]{1,2}:[0-9]{2}\s(?:UTC|GMT|[A-Z]{1,3}[SD]T|CET|EET|WET)\b)"
    rf"|{_AT}(?P<bare>[0-9]{{1,2}}:[0-9]{{2}}\b)",
    re.IGNORECASE,
)


def typed_times(text: str) -> tuple[str, ...]:
    """Every time of day with `am`, `pm` or a zone's abbreviation, or after a word such as `at`."""
    found = (each["zoned"] or each["bare"] for each in _TIME.finditer(text))
    return tuple(dict.fromkeys(found))


def contradictions(text: str, action: Schedule, *, known: Collection[str]) -> tuple[str, ...]:
    """Every date that seems to be the action's but is not, once.

    A date seems to be the action's when it is near it, or the same day of another year.

    Args:
        known: days of other things, as `2019-05-02`; a month or a year there excuses no day.
    """
    first, last = action.starts.date(), action.ends.date()

    def is_excused(day: date) -> bool:
        return first <= day <= last or day.isoformat() in known

    def seems_meant(day: date) -> bool:
        same_day = (day.month, day.day) == (first.month, first.day)
        return same_day or abs(day - first) <= NEAR

    dates = [*((said, (day,)) for _, said, day in _dates(text, near=first)), *_in_digits(text)]
    return tuple(
        dict.fromkeys(
            said
            for said, days in dates
            if not any(map(is_excused, days)) and any(map(seems_meant, days))
        )
    )


def wrong_weekdays(text: str, *, near: date) -> Iterator[tuple[str, str]]:
    """Every date beside a weekday that it is not, and the one it is, in English.

    Args:
        near: a date without a year is taken for the one closest to this day.
    """
    for start, said, day in _dates(text, near=near):
        before = _BEFORE_A_DATE.search(text[max(start - _REACH, 0) : start])
        if before and _weekday(before[1]) != day.weekday():
            yield f"{before[0]}{said}", _WEEKDAYS[day.weekday()]


def _weekday(name: str) -> int:
    # As the pattern reads it, to which `ſ` is an s and `ı` an i.
    same = (re.fullmatch(each, name, re.IGNORECASE) for each in _WEEKDAYS)
    return next(place for place, found in enumerate(same) if found) % 7


def _dates(text: str, *, near: date) -> Iterator[tuple[int, str, date]]:
    """Where each date stands, as it is written, and what it means; see `wrong_weekdays`."""
    for pattern in _DATES:
        for found in pattern.finditer(text):
            month = _NUMBERS.get(found["month"]) or int(found["month"])
            around = range(near.year - 1, near.year + 2)
            years = [int(found["year"])] if found["year"] else around
            days = filter(None, (_day(year, month, int(found["day"])) for year in years))
            if day := min(days, key=lambda each: abs(each - near), default=None):
                yield found.start(), found[0], day


def _in_digits(text: str) -> Iterator[tuple[str, tuple[date, ...]]]:
    """Dates in digits, with every day that each could mean."""
    for found in _IN_DIGITS.finditer(text):
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        days = [_day(year, second, first)]
        if found[2] == "/":
            days.append(_day(year, first, second))
        yield found[0], tuple(day for day in days if day)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
