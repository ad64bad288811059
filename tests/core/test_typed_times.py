"""Days and times in prose: which of them speak of the action, and which do not."""

from datetime import date

import pytest

from campaign.core.schedule import Schedule
from campaign.core.typed_times import contradictions, typed_times, wrong_weekdays

ACTION = Schedule.model_validate(
    {"starts": "2019-05-11 10:00", "ends": "2019-05-12 10:00", "timezone": "America/New_York"}
)


@pytest.mark.parametrize(
    "text",
    [
        "May 13",
        "May 13th, 2019",
        "13 May 2019",
        "13th of May",
        "2019-05-13",
        "10 Jul",
        "Apr. 1, 2019",
        "11 May 2018",
        "13 de mayo de 2019",
        "13 de mayo",
        "1 de julio del 2019",
        "13 أيار 2019",
        "13 أيار/مايو 2019",
        "13 مايو",
        "١٣ مايو ٢٠١٩",
        "05/13/2019",
        "13/05/2019",
        "06/07/2019",
        "13.5.2019",
    ],
)
def test_dates_are_found_however_they_are_written(text: str) -> None:
    """With or without a year, in three languages, also the right day in a wrong year."""
    assert contradictions(f"It is on {text}.", ACTION, known=()) == (text,)


@pytest.mark.parametrize(
    "text",
    [
        "May 11",
        "12 May 2019",
        "2019-05-11",
        "May 2019",
        "24 January 2026",
        "31 February",
        "2019-13-45",
        "you may 13",
        "Mayday 13",
        "2 May 2019",
        "11 de mayo de 2019",
        "12 أيار/مايو",
        "24 كانون الثاني/يناير 2026",
        "24 de enero de 2026",
        "13 de mayor altura",
        "05/11/2019",
        "12/05/2019",
        "11.5.2019",
        "45/45/2019",
        "May 5 of us speak",
    ],
)
def test_other_dates_are_left_alone(text: str) -> None:
    """Days of the action, days far from it, known days and what is no date pass."""
    assert contradictions(f"It is on {text}.", ACTION, known=["2019-05-02"]) == ()


def test_a_month_that_is_known_excuses_no_day_in_it() -> None:
    """A source of May 2019 does not speak of the thirteenth."""
    assert contradictions("13 May 2019", ACTION, known=["2019-05", "2019"]) == ("13 May 2019",)


@pytest.mark.parametrize(
    "text", ["10am", "10 AM EST", "10:30 p.m.", "10 p. m.", "10:00 EDT", "9:00 UTC", "10:00"]
)
def test_times_are_found_however_they_are_written(text: str) -> None:
    """Every time that a reader elsewhere could take for another is found."""
    assert typed_times(f"At {text}, here.") == (text,)
    assert typed_times(f"A las {text}, aquí.") == (text,)


@pytest.mark.parametrize(
    "text", ["I am", "10:00", "chapter 10:00", "the 10 amendments", "3 pmol", "ratio 1:20"]
)
def test_other_numbers_are_left_alone(text: str) -> None:
    """A number is not a time."""
    assert typed_times(text) == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Friday, 11 May 2019", ("Friday, 11 May 2019", "Saturday")),
        ("Fri May 11", ("Fri May 11", "Saturday")),
        ("viernes, 11 de mayo", ("viernes, 11 de mayo", "Saturday")),
        ("viernes 11 de mayo", ("viernes 11 de mayo", "Saturday")),
        ("الجمعة 11 مايو 2019", ("الجمعة 11 مايو 2019", "Saturday")),
        ("ſunday 11 May", ("ſunday 11 May", "Saturday")),
        ("Frıday 11 May", ("Frıday 11 May", "Saturday")),
    ],
)
def test_a_weekday_that_is_not_the_dates(text: str, found: tuple[str, str]) -> None:
    """Who believes the weekday comes on the wrong day."""
    assert list(wrong_weekdays(f"Come on {text}!", near=date(2019, 5, 11))) == [found]


@pytest.mark.parametrize(
    "text", ["Saturday, 11 May 2019", "Sat May 11", "sábado 11 de mayo", "11 May", "السبت 11 مايو"]
)
def test_a_weekday_that_is_the_dates(text: str) -> None:
    """The right weekday, or none, is nothing to speak of."""
    assert list(wrong_weekdays(f"Come on {text}!", near=date(2019, 5, 11))) == []


def test_a_date_without_a_year_is_the_next_to_the_action() -> None:
    """Around New Year the day after it belongs to the next year, and the day before to the last."""
    assert list(wrong_weekdays("until Saturday 2 January", near=date(2026, 12, 31))) == []
    assert list(wrong_weekdays("since Thursday 31 December", near=date(2027, 1, 1))) == []
