"""The action's window: read without guessing, compared without surprises, shown three ways."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import ValidationError

from campaign.core.schedule import Schedule, Window

DAY = {
    "starts": "2019-05-11 10:00",
    "ends": "2019-05-12 10:00",
    "timezone": "America/New_York",
}
SCHEDULE = Schedule.model_validate(DAY)


def refusal(**changes: str) -> tuple[str, str, str]:
    """The key, message and hint of the one fault these changes make."""
    with pytest.raises(ValidationError) as caught:
        Schedule.model_validate({**DAY, **changes})
    (error,) = caught.value.errors()
    return str(error["loc"][0]), error["ctx"]["said"], error["ctx"]["hint"]


def test_times_are_in_the_zone_of_the_action() -> None:
    """Ten o'clock in New York in May is daylight time: 14:00 UTC."""
    assert SCHEDULE.starts.astimezone(UTC) == datetime(2019, 5, 11, 14, tzinfo=UTC)
    assert SCHEDULE.starts_text == "Saturday 11 May 2019, 10:00 EDT"
    assert SCHEDULE.ends_text == "Sunday 12 May 2019, 10:00 EDT"


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        (datetime(2019, 5, 11, 13, 59, 59, tzinfo=UTC), Window.BEFORE),
        (datetime(2019, 5, 11, 14, 0, 0, tzinfo=UTC), Window.OPEN),
        (datetime(2019, 5, 12, 13, 59, 59, tzinfo=UTC), Window.OPEN),
        (datetime(2019, 5, 12, 14, 0, 0, tzinfo=UTC), Window.AFTER),
        (datetime(2019, 5, 11, 15, 59, tzinfo=timezone(timedelta(hours=2))), Window.BEFORE),
    ],
)
def test_the_window_includes_its_start_and_excludes_its_end(
    moment: datetime, state: Window
) -> None:
    """A moment is before, in or after the window, whatever zone it is given in."""
    assert SCHEDULE.state_at(moment) is state


def test_a_moment_in_the_repeated_hour_is_not_taken_for_the_other() -> None:
    """In the hour that happens twice, a moment's offset counts, not what its clock shows."""
    zone = ZoneInfo("America/New_York")
    schedule = Schedule.model_validate(
        {**DAY, "starts": "2019-11-03 00:30", "ends": "2019-11-03 02:00"}
    )
    assert schedule.state_at(datetime(2019, 11, 3, 1, 30, tzinfo=zone, fold=1)) is Window.OPEN
    assert schedule.length == timedelta(hours=2, minutes=30)


def test_the_time_left_is_in_real_hours() -> None:
    """A countdown over the night of the clock change counts the hours that really pass."""
    zone = ZoneInfo("America/New_York")
    schedule = Schedule.model_validate(
        {**DAY, "starts": "2019-03-10 10:00", "ends": "2019-03-10 11:00"}
    )
    assert schedule.starts_in(datetime(2019, 3, 9, 10, tzinfo=zone)) == timedelta(hours=23)
    assert schedule.starts_in(datetime(2019, 3, 10, 11, tzinfo=zone)) == timedelta(hours=-1)


def test_three_clocks() -> None:
    """One moment is shown in the action's zone, in mine and in UTC, each with its own day."""
    moment = datetime(2019, 5, 11, 23, 30, tzinfo=UTC)
    clocks = SCHEDULE.clocks(moment, mine=ZoneInfo("Asia/Kolkata"))
    assert clocks.action == "Sat 11 May 2019, 19:30 EDT (America/New_York)"
    assert clocks.mine == "Sun 12 May 2019, 05:00 IST (Asia/Kolkata)"
    assert clocks.utc == "Sat 11 May 2019, 23:30 UTC"


def test_a_zone_without_a_name_is_shown_by_its_offset() -> None:
    """A reader whose system gives only an offset still reads a zone; so does São Paulo."""
    clocks = SCHEDULE.clocks(SCHEDULE.starts, mine=timezone(timedelta(hours=-3)))
    assert clocks.mine == "Sat 11 May 2019, 11:00 UTC-03:00"
    clocks = SCHEDULE.clocks(SCHEDULE.starts, mine=ZoneInfo("America/Sao_Paulo"))
    assert clocks.mine == "Sat 11 May 2019, 11:00 UTC-03:00 (America/Sao_Paulo)"


@pytest.mark.parametrize(
    ("zone", "wall", "what", "readings"),
    [
        ("America/New_York", "2019-03-10 02:30", "does not exist", "01:30 EST or 03:30 EDT"),
        ("America/New_York", "2019-11-03 01:30", "happens twice", "01:30 EDT or 01:30 EST"),
        ("Europe/Berlin", "2026-03-29 02:30", "does not exist", "01:30 CET or 03:30 CEST"),
        ("Europe/Berlin", "2026-10-25 02:30", "happens twice", "02:30 CEST or 02:30 CET"),
        # Half an hour is what this island changes its clocks by.
        (
            "Australia/Lord_Howe",
            "2026-10-04 02:15",
            "does not exist",
            "01:45 UTC+10:30 or 02:45 UTC+11:00",
        ),
        (
            "Australia/Lord_Howe",
            "2026-04-05 01:45",
            "happens twice",
            "01:45 UTC+11:00 or 01:45 UTC+10:30",
        ),
    ],
)
def test_a_time_that_the_clock_change_skips_or_repeats_is_refused(
    zone: str, wall: str, what: str, readings: str
) -> None:
    """Such a time could mean two moments: the message names both, the earlier one first."""
    key, message, hint = refusal(timezone=zone, starts=wall, ends="2030-01-01 10:00")
    assert key == "starts"
    assert message == (
        f"{wall} {what} in {zone}, because the clocks change: it could mean {readings}."
    )
    assert hint


@pytest.mark.parametrize(
    "written",
    [
        "2019-05-11",
        "2019-05-11T10:00",
        "2019-05-11 10:00:00",
        "2019-05-11 10:00 EST",
        "2019-05-11 10:00Z",
        "2019-05-11 10:00+02:00",
        "2019-05-11 10am",
        "10am EST",
        "11.5.2019 10:00",
        "2019-5-11 10:00",
        "２０１９-05-11 10:00",
        "2019-05-11 10:00\n2019-05-11 10:00",
        "",
    ],
)
def test_a_moment_is_written_in_one_way(written: str) -> None:
    """Every other spelling is refused with the right one."""
    key, message, hint = refusal(starts=written)
    assert key == "starts"
    assert "is not a date and time" in message
    assert "2019-05-11 10:00" in hint


def test_a_zone_in_a_time_is_explained() -> None:
    """Who writes `10am EST`, as the action of 2019 did, learns where the zone goes."""
    assert "America/New_York" in refusal(starts="10am EST")[2]


@pytest.mark.parametrize(
    "written", ["2024-13-45 10:00", "2019-02-29 10:00", "2019-05-11 24:00", "2019-05-11 10:60"]
)
def test_a_moment_must_exist(written: str) -> None:
    """A day or hour that is on no calendar is refused."""
    assert "There is no such date and time" in refusal(starts=written)[1]


def test_an_absurd_year_is_refused() -> None:
    """A slip in the year does not pass for a date."""
    assert refusal(starts="0219-05-11 10:00")[1] == "The year 219 cannot be meant."


@pytest.mark.parametrize("ends", ["2019-05-11 10:00", "2019-05-11 09:59"])
def test_the_end_follows_the_start(ends: str) -> None:
    """A window that ends when or before it starts is refused at its end."""
    assert refusal(ends=ends)[:2] == ("ends", "The action ends before it has begun.")


@pytest.mark.parametrize(
    ("zone", "hint"),
    [
        ("EST", "America/New_York"),
        ("EST5EDT", "America/New_York"),
        ("PST8PDT", "America/Los_Angeles"),
        ("CET", "Europe/Berlin"),
        ("gmt", "Europe/London"),
        ("GMT+5", "America/New_York or Europe/Berlin"),
        ("Etc/GMT+5", "the name of a place"),
        ("+02:00", "the name of a place"),
        ("Pacific Time", "America/Los_Angeles"),
        ("Eastern Standard Time", "America/New_York"),
        ("Central European Time", "Europe/Berlin"),
        ("Mars Time", "Use the name of a place"),
        ("posix/America/New_York", "Did you mean America/New_York?"),
        ("right/Europe/Berlin", "Did you mean Europe/Berlin?"),
        ("America/new_york", "Did you mean America/New_York?"),
        ("Amerika/New York", "Did you mean America/New_York?"),
        ("berlin", "Did you mean Europe/Berlin?"),
        ("../../etc/passwd", "the name of a place"),
        ("America/../../../etc/passwd", "the name of a place"),
        ("", "the name of a place"),
    ],
)
def test_a_zone_is_named_by_a_place(zone: str, hint: str) -> None:
    """Abbreviations and fixed offsets are refused, with the name that was probably meant."""
    key, message, said = refusal(timezone=zone)
    assert key == "timezone"
    assert "does not name a time zone" in message
    assert hint in said


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires"])
def test_places_and_utc_are_zones(zone: str) -> None:
    """A place with any number of parts is a zone, and so is UTC."""
    assert Schedule.model_validate({**DAY, "timezone": zone}).zone == ZoneInfo(zone)


def test_a_faulty_zone_does_not_hide_faulty_times() -> None:
    """Zone and times are reported together."""
    with pytest.raises(ValidationError) as caught:
        Schedule.model_validate({"timezone": "EST", "starts": "10am", "ends": "2019-02-30 10:00"})
    assert [error["loc"][0] for error in caught.value.errors()] == ["timezone", "starts", "ends"]


def test_moments_can_be_given_as_datetimes() -> None:
    """A program may hand in moments with a zone; one without is refused."""
    schedule = Schedule(timezone="America/New_York", starts=SCHEDULE.starts, ends=SCHEDULE.ends)
    assert schedule == SCHEDULE
    with pytest.raises(ValidationError, match="not a date and time"):
        Schedule(timezone="UTC", starts=datetime(2019, 5, 11), ends=SCHEDULE.ends)


@given(
    wall=st.datetimes(min_value=datetime(2000, 1, 2), max_value=datetime(2099, 12, 30)),
    zone=st.sampled_from(["America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "UTC"]),
)
def test_an_accepted_moment_reads_as_it_was_written(wall: datetime, zone: str) -> None:
    """An accepted moment is exactly one: from the file to UTC and back it is the same."""
    written = f"{wall:%Y-%m-%d %H:%M}"
    try:
        day = Schedule.model_validate(
            {"timezone": zone, "starts": written, "ends": "2150-01-01 10:00"}
        )
    except ValidationError:
        assume(False)
        return
    back = day.starts.astimezone(UTC).astimezone(ZoneInfo(zone))
    assert f"{back:%Y-%m-%d %H:%M}" == written
