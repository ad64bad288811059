"""Times as this person's clock shows them, and durations in words."""

from datetime import UTC, datetime

from campaign.cli.app import App
from campaign.cli.language import _, ngettext
from campaign.core.moment import read_out_short, zone_name


def both_clocks(app: App, moment: datetime) -> str:
    """A moment in UTC and, where that differs, in my own time."""
    utc = read_out_short(moment.astimezone(UTC))
    mine = read_out_short(moment.astimezone(app.my_zone))
    return utc if mine == utc else _("{utc} (for you: {mine})").format(utc=utc, mine=mine)


def clock(app: App, at: datetime) -> str:
    """`2019-05-11 10:05:07 EDT`, in my own time."""
    mine = at.astimezone(app.my_zone)
    return f"{mine:%Y-%m-%d %H:%M:%S} {zone_name(mine)}"


def duration(seconds: float) -> str:
    """`45 seconds`, `20 minutes`, `3 hours`, `2 days`."""
    whole = max(1, round(seconds))
    if whole < 120:
        return ngettext("{n} second", "{n} seconds", whole).format(n=whole)
    if whole < 7200:
        return ngettext("{n} minute", "{n} minutes", round(whole / 60)).format(n=round(whole / 60))
    if whole < 172_800:
        hours = round(whole / 3600)
        return ngettext("{n} hour", "{n} hours", hours).format(n=hours)
    return ngettext("{n} day", "{n} days", round(whole / 86_400)).format(n=round(whole / 86_400))
