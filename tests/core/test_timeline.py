"""Looks turned into stretches: nothing is claimed for a time in which nobody looked."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.core.access import Reason, Verdict
from campaign.core.history import Glimpse, Look
from campaign.core.timeline import SPEAKS_FOR, Stretch, bounds, timelines

NOON = datetime(2019, 5, 11, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
REASONS = {
    "o": (Verdict.OPEN, Reason.VIEWER_CAN_CREATE),
    "O": (Verdict.OPEN, Reason.COLLABORATOR),
    "c": (Verdict.CLOSED, Reason.ARCHIVED),
    "u": (Verdict.UNKNOWN, Reason.NO_EVIDENCE),
}


def minute(number: int) -> datetime:
    """So many minutes after noon."""
    return NOON + number * MINUTE


def look(at: int, letter: str, repo: str = "ant/one") -> Look:
    """At this minute, one repository was seen so."""
    verdict, reason = REASONS[letter]
    seen = (Glimpse(repo=repo, verdict=verdict, reason=reason),)
    return Look(at=minute(at), account_id=None, login=None, seen=seen)


def stretches(*looks: tuple[int, str]) -> tuple[Stretch, ...]:
    """The stretches that these looks at one repository make."""
    (row,) = timelines([look(*each) for each in looks], ["ant/one"])
    return row.stretches


def told(found: Sequence[Stretch]) -> list[tuple[str, int, int, int]]:
    """Verdict or `not looked`, and the minutes of start, last look and end."""
    return [
        (
            each.verdict.value if each.verdict else "not looked",
            (each.since - NOON) // MINUTE,
            (each.last_look - NOON) // MINUTE,
            (each.until - NOON) // MINUTE,
        )
        for each in found
    ]


def test_looks_of_one_answer_make_one_stretch() -> None:
    """It holds from the first to the last, and tells how often it was seen, and why."""
    (one,) = stretches((0, "o"), (10, "O"), (20, "o"))
    assert told([one]) == [("open", 0, 20, 20)]
    assert one.looks == 3
    assert one.reasons == (Reason.VIEWER_CAN_CREATE, Reason.COLLABORATOR)


def test_a_change_is_placed_between_two_looks() -> None:
    """The old answer was last seen before, and is drawn up to the look that saw the new one."""
    found = told(stretches((0, "o"), (10, "o"), (25, "c"), (30, "c"), (31, "u")))
    assert found == [("open", 0, 10, 25), ("closed", 25, 30, 31), ("unknown", 31, 31, 31)]


def test_a_long_silence_is_a_gap() -> None:
    """Where nobody looked for more than an hour, nothing is claimed, not even the same again."""
    assert told(stretches((0, "o"), (60, "o"), (121, "o"))) == [
        ("open", 0, 60, 60),
        ("not looked", 60, 121, 121),
        ("open", 121, 121, 121),
    ]


def test_the_order_of_writing_does_not_matter() -> None:
    """Two runs may have written into one file."""
    assert stretches((30, "c"), (0, "o"), (10, "o")) == stretches((0, "o"), (10, "o"), (30, "c"))


def test_names_are_compared_without_regard_to_case() -> None:
    """The row bears the name asked for; what was never seen has an empty row."""
    rows = timelines([look(0, "o", "Ant/ONE"), look(1, "o", "ant/other")], ["aNT/one", "ant/none"])
    assert [(row.repo, len(row.stretches)) for row in rows] == [("aNT/one", 1), ("ant/none", 0)]


def test_bounds_are_those_of_all_rows() -> None:
    """From the first look at any of them to the last; nothing where nobody looked."""
    rows = timelines([look(5, "o"), look(0, "c", "ant/two"), look(9, "c")], ["ant/one", "ant/two"])
    assert bounds(rows) == (minute(0), minute(9))
    with pytest.raises(ValueError, match="empty"):
        bounds(timelines([], ["ant/one"]))


@given(st.lists(st.tuples(st.integers(0, 2000), st.sampled_from("oOcu")), max_size=40))
def test_stretches_follow_each_other_without_holes(looks: list[tuple[int, str]]) -> None:
    """Each begins where the one before ends, differs from it, and every look is in one of them."""
    found = stretches(*looks)
    assert sum(each.looks for each in found) == len(looks)
    for before, after in pairwise(found):
        assert before.until == after.since
        assert before.verdict is not after.verdict
    for each in found:
        assert each.since <= each.last_look <= each.until
        if each.verdict is None:
            assert each.until - each.since > SPEAKS_FOR
