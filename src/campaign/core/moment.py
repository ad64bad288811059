"""Local times with a zone: read from a campaign file without guessing, written for a reader."""

import re
from datetime import UTC, datetime
from difflib import get_close_matches
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from campaign.core.fields import quoted, refusal
from campaign.core.sentence import Sentence, sentence

WRITTEN = r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}"
"""How a campaign file writes a moment."""

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *(Sentence("January"), Sentence("February"), Sentence("March"), Sentence("April")),
    *(Sentence("May"), Sentence("June"), Sentence("July"), Sentence("August")),
    *(Sentence("September"), Sentence("October"), Sentence("November"), Sentence("December")),
)
"""English names, whatever the machine's locale."""

_SHORT_DAYS = (
    *(Sentence("Mon"), Sentence("Tue"), Sentence("Wed"), Sentence("Thu")),
    *(Sentence("Fri"), Sentence("Sat"), Sentence("Sun")),
)

_AREAS = (
    *("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Brazil"),
    *("Canada", "Chile", "Europe", "Indian", "Mexico", "Pacific", "US"),
)

_ABBREVIATIONS = {
    "America/New_York": "EST EDT ET EST5EDT Eastern",
    "America/Chicago": "CST CDT CT CST6CDT Central",
    "America/Denver": "MST MDT MT MST7MDT Mountain",
    "America/Los_Angeles": "PST PDT PT PST8PDT Pacific",
    "Europe/London": "BST GB GMT WET",
    "Europe/Berlin": "CET CEST MET MEST MEZ MESZ Central_European",
    "Europe/Athens": "EET EEST Eastern_European",
    "Europe/Moscow": "MSK",
    "Asia/Kolkata": "IST",
    "Asia/Tokyo": "JST",
    "Australia/Sydney": "AEST AEDT",
    "UTC": "Z ZULU UCT",
}
_MEANT = {
    short.lower(): name for name, shorts in _ABBREVIATIONS.items() for short in shorts.split()
}

_TIME = re.compile(r"(?:_standard|_daylight|_summer)?_time$")


def check_zone(name: str) -> str:
    """The IANA name of a place's time zone, or `UTC`; refuses abbreviations and fixed offsets,
    which do not know about daylight saving time.
    """
    if name != "UTC" and not _is_a_place(name):
        raise refusal(f"{quoted(name)} does not name a time zone.", _zone_hint(name))
    return name


def _is_a_place(name: str) -> bool:
    if not re.fullmatch(r"[A-Z][A-Za-z]+(/[A-Z][A-Za-z_-]+){1,2}", name):
        return False
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return name.partition("/")[0] in _AREAS


def _zone_hint(name: str) -> str:
    wanted = re.sub(r"\s+", "_", name.strip().lower())
    if place := _MEANT.get(_TIME.sub("", wanted)):
        return f"Name a place instead, such as {place}: it knows about daylight saving time."
    places = {zone.lower(): zone for zone in available_timezones() if _is_a_place(zone)}
    cities = {key.rpartition("/")[2]: zone for key, zone in sorted(places.items())}
    if near := get_close_matches(wanted, places, 1, 0.8) or get_close_matches(
        wanted, cities, 1, 0.8
    ):
        return f"Did you mean {places.get(near[0]) or cities[near[0]]}?"
    return "Use the name of a place, such as America/New_York or Europe/Berlin, or UTC."


def read_moment(text: str, zone: ZoneInfo) -> datetime:
    """The moment a clock in the zone shows `YYYY-MM-DD HH:MM`; refuses every other spelling, days
    that do not exist, and times that daylight saving skips or repeats.
    """
    wall = _read_wall_time(text)
    early, late = wall.replace(tzinfo=zone, fold=0), wall.replace(tzinfo=zone, fold=1)
    if early.utcoffset() == late.utcoffset():
        return early
    moments = sorted(each.astimezone(UTC) for each in (early, late))
    readings = " or ".join(_clock(each.astimezone(zone)) for each in moments)
    skipped = early.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != wall
    what = "does not exist" if skipped else "happens twice"
    raise refusal(
        f"{text} {what} in {zone.key}, because the clocks change: it could mean {readings}.",
        "Choose a time that is not within the hour of the change.",
    )


def _read_wall_time(text: str) -> datetime:
    if not re.fullmatch(WRITTEN, text):
        raise refusal(f"{quoted(text)} is not a date and time.", _time_hint(text))
    try:
        wall = datetime.strptime(text, "%Y-%m-%d %H:%M")
    except ValueError:
        raise refusal(f"There is no such date and time as {text}.", "Check each part.") from None
    if not 2000 <= wall.year < 2200:
        raise refusal(f"The year {wall.year} cannot be meant.", "Check the year.")
    return wall


def _time_hint(text: str) -> str:
    hint = "Write it as 2019-05-11 10:00, on a 24-hour clock"
    if re.search(r"[A-Za-z]{2,}|Z$|[+-][0-9]{2}:?[0-9]{2}$", text):
        return f"{hint}, without a zone: the zone stands once, as `timezone: America/New_York`."
    return f"{hint}."


def _clock(moment: datetime) -> str:
    return f"{moment:%H:%M} {zone_name(moment)}"


def zone_name(moment: datetime) -> str:
    """What the moment's zone is called just then: `EDT`, or `UTC-03:00` where it has no letters."""
    name, offset = moment.tzname() or "", f"{moment:%z}"
    return name if name[:1].isalpha() else f"UTC{offset[:3]}:{offset[3:5]}"


def read_out(moment: datetime) -> str:
    """`Saturday 11 May 2019, 10:00 EDT`, in the moment's own zone."""
    date = f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"
    return f"{_DAYS[moment.weekday()]} {date}, {_clock(moment)}"


def read_out_short(moment: datetime) -> Sentence:
    """`Sat 11 May 2019, 10:00 EDT`, in the moment's own zone."""
    return sentence(
        "{weekday} {day} {month} {year}, {time}",
        weekday=_SHORT_DAYS[moment.weekday()],
        day=moment.day,
        month=MONTHS[moment.month - 1],
        year=moment.year,
        time=_clock(moment),
    )


def read_out_with_place(moment: datetime) -> Sentence:
    """`Sat 11 May 2019, 10:00 EDT (America/New_York)`; the same where the zone has no place."""
    place = moment.tzinfo.key if isinstance(moment.tzinfo, ZoneInfo) else ""
    text = read_out_short(moment)
    return sentence("{moment} ({place})", moment=text, place=place) if "/" in place else text
