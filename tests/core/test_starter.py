"""The first words of a new campaign: a name that is one, a Saturday in time, a zone that exists."""

from datetime import UTC, date, datetime, timedelta

import pytest

from campaign.core.starter import LEAD, check_name, choose_zone, fill_in
from campaign.errors import WrongUsage

MONDAY = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


def days(now: datetime, *, zone: str = "UTC") -> tuple[date, date]:
    """The first and the last day that the starter proposes."""
    text = fill_in("2027-05-08 2027-05-09", name="ours", zone=zone, now=now)
    first, last = map(date.fromisoformat, text.split())
    return first, last


@pytest.mark.parametrize("name", ["ours", "our-letter-2027", "2027", "a" * 64])
def test_a_short_name_is_taken_as_it_is(name: str) -> None:
    """What a file may call itself, a new one may."""
    assert check_name(name) == name


@pytest.mark.parametrize(
    ("name", "better"),
    [
        ("Our Letter", "our-letter"),
        ("ours.yaml", "ours-yaml"),
        ("../ours", "ours"),
        ("", "ours"),
        ("a" * 65, "a" * 64),
        ("ours\n", "ours"),
    ],
)
def test_another_name_is_answered_with_one_like_it(name: str, better: str) -> None:
    """No name leads to another folder, and whoever mistypes is told what to type."""
    with pytest.raises(WrongUsage) as caught:
        check_name(name)
    assert "is not a short name" in caught.value.message
    assert f"`{better}`" in caught.value.hint
    assert check_name(better) == better


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("America/Argentina/Ushuaia", "America/Argentina/Ushuaia"),
        ("UTC", "UTC"),
        ("Etc/UTC", "UTC"),
        ("EST5EDT", "America/New_York"),
        ("Etc/GMT+5", "America/New_York"),
        ("Europe/Nowhere", "America/New_York"),
        ("../../etc/passwd", "America/New_York"),
        ("", "America/New_York"),
        (None, "America/New_York"),
    ],
)
def test_the_zone_is_one_that_a_campaign_may_have(name: str | None, zone: str) -> None:
    """The place of this computer if the format takes it, else New York."""
    assert choose_zone(name) == zone


@pytest.mark.parametrize("weekday", range(7))
def test_the_day_is_the_first_saturday_after_three_weeks(weekday: int) -> None:
    """Enough time to write and to rehearse, on a day when people have time."""
    today = MONDAY + timedelta(days=weekday)
    first, last = days(today)
    assert f"{first:%A} {last:%A}" == "Saturday Sunday"
    assert LEAD <= first - today.date() < LEAD + timedelta(days=7)
    assert last - first == timedelta(days=1)


def test_today_is_the_day_of_the_place() -> None:
    """On Saturday evening in New York it is Sunday in Auckland."""
    evening = datetime(2026, 11, 7, 23, 0, tzinfo=UTC)
    assert days(evening, zone="America/New_York")[0] == date(2026, 11, 28)
    assert days(evening, zone="Pacific/Auckland")[0] == date(2026, 12, 5)


def test_a_name_that_looks_like_a_date_stays_whole() -> None:
    """Nothing is filled into what was filled in."""
    text = fill_in("starter on 2027-05-08", name="2027-05-09", zone="UTC", now=MONDAY)
    assert text == "2027-05-09 on 2026-11-28"
