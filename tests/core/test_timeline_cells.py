"""A timeline as a row of cells: what held longest, and nothing that was seen left out."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from campaign.core.access import Reason, Verdict
from campaign.core.history import Glimpse, Look
from campaign.core.timeline import axis, timelines
from campaign.core.timeline_cells import cells

NOON = datetime(2019, 5, 11, 12, 0, tzinfo=UTC)
VERDICTS = {"o": Verdict.OPEN, "c": Verdict.CLOSED, "u": Verdict.UNKNOWN}


def row(looks: dict[int, str], *, width: int, minutes: int | None = None) -> str:
    """The cells of these looks, by their minutes, as letters; a point where nobody looked."""
    seen = [
        Look(
            at=NOON + timedelta(minutes=minute),
            account_id=None,
            login=None,
            seen=(Glimpse(repo="a/b", verdict=VERDICTS[letter], reason=Reason.NO_EVIDENCE),),
        )
        for minute, letter in looks.items()
    ]
    (timeline,) = timelines(seen, ["a/b"])
    start, end = axis([timeline])
    end = end if minutes is None else NOON + timedelta(minutes=minutes)
    found = cells(timeline, start=min(start, NOON), end=end, width=width)
    return "".join(each.value[0] if each else "." for each in found)


def test_each_cell_shows_its_time() -> None:
    """Ten minutes open, ten closed, in cells of two minutes."""
    looks = {minute: "o" if minute < 10 else "c" for minute in range(21)}
    assert row(looks, width=10) == "ooooo" + "ccccc"


def test_what_held_longest_in_a_cell_wins_it() -> None:
    """In cells of ten minutes: seven minutes open win the first, six minutes closed lose it."""
    assert row({minute: "o" if minute < 7 else "c" for minute in range(41)}, width=4) == "occc"
    assert row({minute: "o" if minute < 13 else "c" for minute in range(41)}, width=4) == "occc"
    assert row({minute: "o" if minute < 17 else "c" for minute in range(41)}, width=4) == "oocc"


def test_what_wins_no_cell_is_shown_beside() -> None:
    """Closed from 7 to 14: less than half of two cells, and still it is there."""
    looks = {minute: "c" if 7 <= minute < 14 else "o" for minute in range(41)}
    assert row(looks, width=4) == "ocoo"


def test_an_answer_too_short_for_a_cell_is_seen() -> None:
    """A door that opened for a minute of ten hours."""
    looks = dict.fromkeys(range(0, 601, 10), "c") | {301: "o", 302: "c"}
    assert row(looks, width=20).count("o") == 1


def test_a_gap_is_empty_and_a_single_look_fills_its_cell() -> None:
    """Looked at once in the morning and once in the evening, with nothing claimed between."""
    assert row({0: "o", 600: "c"}, width=10) == "o........c"


def test_what_lies_outside_is_empty() -> None:
    """A repository that was looked at later than others, and not to the end."""
    assert row({30: "o", 40: "o"}, width=6, minutes=60) == "...o.."


def test_two_short_answers_share_the_room_there_is() -> None:
    """Closed for a minute, then open once: neither hides the other."""
    assert row({0: "c", 1: "o", 62: "o"}, width=40).startswith("co")


@given(st.dictionaries(st.integers(0, 30), st.sampled_from("ocu"), min_size=1, max_size=8))
def test_every_answer_has_a_cell(looks: dict[int, str]) -> None:
    """With room enough, no verdict that was ever given is missing in the picture."""
    shown = row({100 * hour: letter for hour, letter in looks.items()}, width=60)
    assert len(shown) == 60
    assert "".join(shown.split(".")) == "".join(looks[hour] for hour in sorted(looks))
