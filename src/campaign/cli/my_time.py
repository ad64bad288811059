"""Times as this person's clock shows them, and durations in words."""

from datetime import UTC, datetime

from campaign.cli.app import App
from campaign.cli.language import _, told
from campaign.core.moment import read_out_with_place, zone_name
from campaign.core.sentence import Sentence, counted


def both_clocks(app: App, moment: datetime) -> str:
    """A moment in UTC and, where that differs, in my own time."""
    utc = told(read_out_with_place(moment.astimezone(UTC)))
    here = moment.astimezone(app.my_zone)
    if not here.utcoffset():
        return utc
    mine = told(read_out_with_place(here))
    return _("{utc} (for you: {mine})").format(utc=utc, mine=mine)


def clock(app: App, at: datetime) -> str:
    """`2019-05-11 10:05:07 EDT`, in my own time."""
    mine = at.astimezone(app.my_zone)
    return f"{mine:%Y-%m-%d %H:%M:%S} {zone_name(mine)}"


def duration(seconds: float) -> str:
    """How long that is, in the language of this run."""
    return told(span(seconds))


def span(seconds: float) -> Sentence:
    """`45 seconds`, `20 minutes`, `3 hours`, `2 days`."""
    whole = max(1, round(seconds))
    if whole < 120:
        return counted("{count} second", "{count} seconds", whole)
    if whole < 7200:
        return counted("{count} minute", "{count} minutes", round(whole / 60))
    if whole < 172_800:
        return counted("{count} hour", "{count} hours", round(whole / 3600))
    return counted("{count} day", "{count} days", round(whole / 86_400))
