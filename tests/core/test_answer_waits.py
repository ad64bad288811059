"""How long GitHub asks us to stay away, by its headers and by its own clock."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.core.answer import Reply, Scope, Sent, pause_needed, read_refusal
from campaign.core.waits import server_date, until_reset

NOW = datetime(2019, 5, 11, 14, 0, tzinfo=UTC)
DATE = format_datetime(NOW, usegmt=True)
RESET = str(int((NOW + timedelta(minutes=40)).timestamp()))

MINUTE = timedelta(seconds=60)
DAY = timedelta(days=1)

LIMIT = '{"message": "You have exceeded a secondary rate limit."}'


def wait(body: str = LIMIT, status: int = 403, /, **headers: str) -> timedelta | None:
    """What an answer with these headers asks for; `_` stands for `-`."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return read_refusal(Reply(sent=Sent.ANSWERED, status=status, headers=named, body=body)).wait


@pytest.mark.parametrize(
    ("retry_after", "asked"),
    [
        ("60", MINUTE),
        (" 75 ", timedelta(seconds=75)),
        ("0060", MINUTE),
        ("3600", timedelta(hours=1)),
        ("1", timedelta(seconds=1)),
        ("0", timedelta(seconds=1)),
        ("99999999999", DAY),
        ("9" * 12, DAY),
        ("9" * 5000, DAY),
        ("0" * 5000 + "7", timedelta(seconds=7)),
        # Unreadable: a minute, as octokit/plugin-throttling.js does
        ("", MINUTE),
        ("soon", MINUTE),
        ("-5", MINUTE),
        ("1.5", MINUTE),
        ("1e9", MINUTE),
        ("60, 60", MINUTE),
        ("٣٠", MINUTE),
        ("Sat, 11 May 2019 15:00:00 GMT", MINUTE),
    ],
)
def test_retry_after(retry_after: str, asked: timedelta) -> None:
    """Taken at its word up to a day; a minute where it cannot be read."""
    assert wait(retry_after=retry_after) == asked


@pytest.mark.parametrize(
    ("reset", "asked"),
    [
        (RESET, timedelta(minutes=40, seconds=1)),
        # In the past: never a tight loop
        (str(int(NOW.timestamp()) - 1), MINUTE),
        ("0", MINUTE),
        ("99999999999", DAY),
        ("9" * 5000, DAY),
        ("many", MINUTE),
        ("1e999", MINUTE),
        ("", MINUTE),
    ],
)
def test_an_empty_budget_waits_for_its_reset(reset: str, asked: timedelta) -> None:
    """Measured on the server's clock, at least a minute, at most a day."""
    assert wait(date=DATE, x_ratelimit_remaining="0", x_ratelimit_reset=reset) == asked


def test_a_wrong_clock_of_ours_does_not_matter() -> None:
    """Without the server's own time a reset says nothing, whatever this computer believes."""
    assert wait(x_ratelimit_remaining="0", x_ratelimit_reset=RESET) == MINUTE


def test_retry_after_comes_first() -> None:
    """GitHub's order: `retry-after`, the reset of an empty budget, a minute."""
    headers = {"x_ratelimit_remaining": "0", "x_ratelimit_reset": RESET, "date": DATE}
    assert wait(**headers, retry_after="5") == timedelta(seconds=5)
    assert wait(**{**headers, "x_ratelimit_remaining": "17"}) == MINUTE
    assert wait() == MINUTE


@pytest.mark.parametrize(
    ("headers", "asked"),
    [({}, timedelta(minutes=2)), ({"retry_after": "7"}, timedelta(seconds=7))],
)
def test_too_quickly_lasts_minutes(headers: dict[str, str], asked: timedelta) -> None:
    """No header tells how long, as a rule: a minute was seen to be too short."""
    words = '{"message": "Validation Failed", "errors": ["was submitted too quickly"]}'
    assert wait(words, 422, **headers) == asked


SPENT = {"date": DATE, "x-ratelimit-remaining": "0", "x-ratelimit-reset": RESET}


@pytest.mark.parametrize(
    ("status", "headers", "needed"),
    [
        (200, SPENT, timedelta(minutes=40, seconds=1)),
        (404, SPENT, timedelta(minutes=40, seconds=1)),
        (200, {**SPENT, "x-ratelimit-remaining": "1"}, None),
        (200, {"x-ratelimit-remaining": "0"}, None),
        (200, {"retry-after": "60"}, None),
        (200, {}, None),
        (429, {"retry-after": "90"}, timedelta(seconds=90)),
        (403, {"retry-after": "90"}, timedelta(seconds=90)),
    ],
)
def test_a_pause_before_it_is_asked_for(
    status: int, headers: dict[str, str], needed: timedelta | None
) -> None:
    """A good answer can have spent the last of the hour; a limit named by any answer counts."""
    assert pause_needed(Reply(sent=Sent.ANSWERED, status=status, headers=headers)) == needed


@pytest.mark.parametrize(
    "headers", [{"retry_after": "90"}, {"x_ratelimit_remaining": "0"}, {"retry_after": ""}]
)
def test_headers_that_speak_of_a_limit(headers: dict[str, str]) -> None:
    """A 403 with them is a pause, whatever its words; another refusal is not."""
    words = '{"message": "No."}'
    assert wait(words, **headers) is not None
    assert wait(words, 404, **headers) is None
    assert wait(words) is None


@pytest.mark.parametrize(
    ("date", "read"),
    [
        (DATE, NOW),
        ("Sat, 11 May 2019 16:00:00 +0200", NOW),
        # Without a zone, and with the one that means "unknown": UTC, never this computer's
        ("Sat, 11 May 2019 14:00:00", NOW),
        ("Sat, 11 May 2019 14:00:00 -0000", NOW),
        ("", None),
        ("yesterday", None),
        ("Sat, 99 May 2019 14:00:00 GMT", None),
        ("Sat, 11 May 2019 14:00:00 +9999", None),
        ("Sat, 11 May 99999999999999999999 14:00:00 GMT", None),
        ("Fri, 31 Dec 9999 23:59:59 GMT", None),
        ("Sat, 01 Jan 0101 00:00:00 +0200", None),
    ],
)
def test_the_servers_date(date: str, read: datetime | None) -> None:
    """A believable time in UTC, or nothing."""
    assert server_date({"date": date}) == read
    assert read is None or server_date({"date": date}).tzinfo is UTC  # type: ignore[union-attr]
    assert server_date({}) is None


@given(date=st.text(max_size=60) | st.datetimes().map(format_datetime), reset=st.text(max_size=20))
def test_no_header_breaks_the_arithmetic(date: str, reset: str) -> None:
    """Whatever a header says, what follows from it can be added to a clock."""
    found = server_date({"date": date})
    assert found is None or found + 2 * DAY > found
    left = until_reset({"date": date, "x-ratelimit-reset": reset})
    assert left is None or left <= DAY
    headers = {"date": date, "x-ratelimit-reset": reset, "x-ratelimit-remaining": "0"}
    answer = read_refusal(Reply(sent=Sent.ANSWERED, status=429, headers=headers, body=LIMIT))
    assert answer.scope is Scope.PAUSE
    assert answer.wait is not None
    assert MINUTE <= answer.wait <= DAY
