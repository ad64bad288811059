"""Schedule: the window of an action, and a moment as its readers' clocks show it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, ValidationInfo, WithJsonSchema, field_validator

from campaign.core.fields import Part, refusal
from campaign.core.moment import WRITTEN, check_zone, read_moment, read_out, read_out_with_place
from campaign.core.sentence import Sentence

_Moment = Annotated[datetime, WithJsonSchema({"type": "string", "pattern": f"^{WRITTEN}$"})]


class Window(StrEnum):
    """Where a moment stands to the action."""

    BEFORE = "before"
    OPEN = "open"
    AFTER = "after"


@dataclass(frozen=True, kw_only=True, slots=True)
class Clocks:
    """One moment as three clocks show it: `Sat 11 May 2019, 10:00 EDT (America/New_York)`."""

    action: Sentence
    mine: Sentence
    utc: Sentence

    @property
    def is_mine_utc(self) -> bool:
        """Whether my clock would only repeat the line of UTC: `14:00 UTC (Etc/UTC)`."""
        return self.mine.startswith(self.utc)


class Schedule(Part):
    """When the action begins and ends, as moments in its own zone."""

    timezone: Annotated[str, AfterValidator(check_zone)]
    """The zone of the two times, named by a place, such as America/New_York, or UTC."""
    starts: _Moment
    """The first moment of the action, as YYYY-MM-DD HH:MM."""
    ends: _Moment
    """The moment the action is over, as YYYY-MM-DD HH:MM."""

    @field_validator("starts", "ends", mode="before")
    @classmethod
    def _read(cls, value: object, info: ValidationInfo) -> datetime:
        # Where the zone is at fault, the times are still looked at, as if in UTC.
        zone = ZoneInfo(info.data.get("timezone", "UTC"))
        if isinstance(value, datetime) and value.tzinfo:
            return value.astimezone(zone)
        if not isinstance(value, str):
            raise refusal("This is not a date and time.", "Write it as 2019-05-11 10:00.")
        return read_moment(value.strip(), zone)

    @field_validator("ends")
    @classmethod
    def _follows_the_start(cls, ends: datetime, info: ValidationInfo) -> datetime:
        starts = info.data.get("starts")
        if starts and _utc(ends) <= _utc(starts):
            raise refusal("The action ends before it has begun.", "`ends` must follow `starts`.")
        return ends

    @property
    def zone(self) -> ZoneInfo:
        """The action's time zone."""
        return ZoneInfo(self.timezone)

    @property
    def starts_text(self) -> str:
        """The start for reading: `Saturday 11 May 2019, 10:00 EDT`."""
        return read_out(self.starts)

    @property
    def ends_text(self) -> str:
        """The end for reading: `Sunday 12 May 2019, 10:00 EDT`."""
        return read_out(self.ends)

    @property
    def length(self) -> timedelta:
        """How long the action lasts, also where the clocks change meanwhile."""
        return _utc(self.ends) - _utc(self.starts)

    def state_at(self, moment: datetime) -> Window:
        """Whether the action is to come, on or over; at `ends` itself it is over."""
        if _utc(moment) < _utc(self.starts):
            return Window.BEFORE
        return Window.OPEN if _utc(moment) < _utc(self.ends) else Window.AFTER

    def starts_in(self, moment: datetime) -> timedelta:
        """The time left until the start; negative once it has begun."""
        return _utc(self.starts) - _utc(moment)

    def clocks(self, moment: datetime, *, mine: tzinfo) -> Clocks:
        """The moment in the action's zone, in the reader's own, and in UTC."""
        return Clocks(
            action=read_out_with_place(moment.astimezone(self.zone)),
            mine=read_out_with_place(moment.astimezone(mine)),
            utc=read_out_with_place(moment.astimezone(UTC)),
        )


def _utc(moment: datetime) -> datetime:
    # Two datetimes in one zone compare by their wall clocks, wrongly where those change.
    return moment.astimezone(UTC)
