"""The first words of a new campaign: the starter's texts with a name, a day and a place in them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter, ValidationError

from campaign.core.fields import Slug
from campaign.core.moment import check_zone
from campaign.errors import WrongUsage

DEFAULT_ZONE = "America/New_York"

LEAD = timedelta(weeks=3)
"""The least time to write, to ask others and to rehearse."""

_SATURDAY = 5
_OWN = {"zone": DEFAULT_ZONE, "starts": "2027-05-08", "ends": "2027-05-09", "name": "starter"}
"""What stands in the starter's own files, which are a valid campaign as they are."""


def check_name(name: str) -> str:
    """The name itself, if a campaign can have it.

    Raises:
        WrongUsage: it is no short name; the hint has one like it.
    """
    try:
        return TypeAdapter(Slug).validate_python(name)
    except ValidationError as error:
        said = error.errors(include_url=False)[0]["ctx"]
        raise WrongUsage(said["said"], hint=said["hint"]) from None


def choose_zone(name: str | None) -> str:
    """The zone itself, where a campaign file can have it; else the default."""
    try:
        return check_zone((name or "").removeprefix("Etc/"))
    except ValueError:
        return DEFAULT_ZONE


def fill_in(text: str, *, name: str, zone: str, now: datetime) -> str:
    """A text of the starter for a campaign of this name, on a Saturday a few weeks from now."""
    soonest = (now.astimezone(ZoneInfo(zone)) + LEAD).date()
    starts = soonest + timedelta(days=(_SATURDAY - soonest.weekday()) % 7)
    own = {
        "zone": zone,
        "starts": starts.isoformat(),
        "ends": (starts + timedelta(days=1)).isoformat(),
        "name": name,
    }
    for key, word in _OWN.items():
        text = text.replace(word, own[key])
    return text
