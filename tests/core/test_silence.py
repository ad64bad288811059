"""What the newest issues say about the door, with everything that is known to mislead."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.core.access import Sighting
from campaign.core.silence import RECENT, SHORTEST, Leaning, Traces, read_traces

NOW = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
FOR, AGAINST, NOTHING = Leaning.FOR, Leaning.AGAINST, Leaning.NOTHING

Seen = tuple[Sighting, ...]


def by(association: str, *days: float, person: bool = True, number: int = 0) -> Seen:
    """Things opened so many days ago, with numbers in the order of time unless one is given."""
    return tuple(
        Sighting(
            number=number or round(10**6 - day * 100),
            at=NOW - timedelta(days=day),
            association=association,
            by_person=person,
        )
        for day in days
    )


STRANGERS = by("NONE", 20, 22, 24)
"""One every two days, until twenty days ago."""
TEAM = by("MEMBER", 1, 5, 9)

TABLE: dict[str, tuple[Seen, Seen, Leaning]] = {
    "a stranger opened one an hour ago": (by("NONE", 0.04), (), FOR),
    "a stranger opened one seven days ago": (by("NONE", 7), (), FOR),
    "a stranger opened one eight days ago": (by("NONE", 8), (), NOTHING),
    "a stranger opened one by the server's clock tomorrow": (by("NONE", -1), (), FOR),
    "somebody new to GitHub opened one": (by("FIRST_TIMER", 1), (), FOR),
    "strangers trickle in and the team works on": (
        by("NONE", 1, 3, 5) + by("MEMBER", 0, 2),
        (),
        FOR,
    ),
    "nobody ever opened anything": ((), (), NOTHING),
    "only the team opens issues, as it always did": (by("MEMBER", *range(10)), (), NOTHING),
    "only pull requests of strangers": ((), by("FIRST_TIME_CONTRIBUTOR", 1, 2), NOTHING),
    "strangers fell silent while the team was busy": (STRANGERS + TEAM, (), AGAINST),
    "the team's pull requests are busyness too": (STRANGERS, by("OWNER", 1, 2, 3), AGAINST),
    "a limit would let contributors in, so they count as busy": (
        STRANGERS + by("CONTRIBUTOR", 1, 5, 9),
        (),
        AGAINST,
    ),
    "strangers came hourly, and not since the day before yesterday": (
        by("NONE", 2, 2.04, 2.08, 2.12) + by("MEMBER", 0.1, 0.6, 1.4),
        (),
        AGAINST,
    ),
    "the last stranger came five days ago, in a place where they came daily before": (
        by("NONE", 5.5, 6, 6.5, 7) + by("MEMBER", 1, 2, 3),
        (),
        AGAINST,
    ),
    "the silence is not five times the usual gap": (
        by("NONE", 9, 11, 13) + by("MEMBER", 1, 5, 7),
        (),
        NOTHING,
    ),
    "the silence lasts one night only": (
        by("NONE", 0.6, 0.61, 0.62, 0.63) + by("MEMBER", 0.1, 0.2, 0.3),
        (),
        FOR,
    ),
    "the team was quiet as well": (STRANGERS + by("MEMBER", 1, 5), (), NOTHING),
    "two strangers make no usual pace": (by("NONE", 30, 31) + TEAM, (), NOTHING),
    "a stranger's pull request breaks the silence": (
        STRANGERS + TEAM,
        by("FIRST_TIME_CONTRIBUTOR", 2),
        NOTHING,
    ),
    "a stranger's pull request from before the silence does not": (
        STRANGERS + TEAM,
        by("NONE", 21),
        AGAINST,
    ),
    # rust-lang/triagebot#2094: cannot be told apart; the sentence claims only what is visible.
    "a private member shows as a stranger": (by("NONE", 1) + TEAM, (), FOR),
    "a private member breaks the silence in error, towards not knowing": (
        by("NONE", 8) + STRANGERS + TEAM,
        (),
        NOTHING,
    ),
    "an issue transferred from elsewhere lets nobody in": (
        by("NONE", 3, number=10**6 + 1) + by("MEMBER", 1),
        (),
        NOTHING,
    ),
    "an issue transferred from elsewhere does not break the silence": (
        by("NONE", 2, number=10**6 + 1) + STRANGERS + TEAM,
        (),
        AGAINST,
    ),
    "an issue transferred by the team is no busyness": (
        STRANGERS + by("MEMBER", 1, 5) + by("MEMBER", 9, number=10**6 + 1),
        (),
        NOTHING,
    ),
    "a pull request later than an issue shows that the issue came from elsewhere": (
        by("NONE", 3, number=10**6),
        by("MEMBER", 2),
        NOTHING,
    ),
    # It is a new issue by whoever wrote the discussion: nothing tells it from any other.
    "an issue made of a discussion looks like any other": (by("NONE", 2) + TEAM, (), FOR),
    "a stranger of then is a contributor now, so the last stranger seems longer ago": (
        by("CONTRIBUTOR", 1, 2) + by("NONE", 8, 10, 12),
        (),
        NOTHING,
    ),
    "a bot lets nobody in": (by("NONE", 1, person=False), (), NOTHING),
    "bots are no busyness": (STRANGERS + by("MEMBER", 1, 5, 9, person=False), (), NOTHING),
    "a ghost is nobody": (by("NONE", 1, 2, 3, person=False), (), NOTHING),
    "an imported account is nobody": (by("MANNEQUIN", 1, 2, 3), (), NOTHING),
    "three strangers in the same second make no pace of zero": (
        by("NONE", 0.5, 0.5, 0.5) + by("MEMBER", 0.1, 0.2, 0.3),
        (),
        FOR,
    ),
}


@pytest.mark.parametrize("case", TABLE)
def test_every_trace_has_its_weight(case: str) -> None:
    """In whatever order the lists come."""
    issues, pulls, leaning = TABLE[case]
    assert read_traces(issues, pulls, now=NOW).leaning is leaning
    assert read_traces(issues[::-1], pulls[::-1], now=NOW).leaning is leaning


def told(traces: Traces) -> str:
    """Its sentences, in English."""
    return " ".join(map(str, traces.said))


@pytest.mark.parametrize(
    ("issues", "words"),
    [
        (
            by("NONE", 0.1),
            "An account without visible ties opened #999990 on 2026-11-22, 2 hours ago.",
        ),
        (
            by("NONE", 1.2),
            "An account without visible ties opened #999880 on 2026-11-21, 1 day ago.",
        ),
        (
            by("NONE", 40),
            "An account without visible ties opened #996000 on 2026-10-13, 40 days ago.",
        ),
        (
            STRANGERS + TEAM,
            "After #998000 of 2026-11-02 only people with ties opened issues and pull requests (3);"
            " before, others opened one every 2 days. A temporary limit may be on.",
        ),
        (
            by("NONE", 20, 21, 22) + TEAM,
            "After #998000 of 2026-11-02 only people with ties opened issues and pull requests (3);"
            " before, others opened one every day. A temporary limit may be on.",
        ),
        (
            by("NONE", 20, 20.1, 20.2) + TEAM,
            "After #998000 of 2026-11-02 only people with ties opened issues and pull requests (3);"
            " before, others opened several issues a day. A temporary limit may be on.",
        ),
        (
            by("MEMBER", 5),
            "The newest issue, of 2026-11-17, is not by an account without visible ties.",
        ),
        (
            by("MEMBER", 5, 6),
            "None of the newest 2 issues, since 2026-11-16, is by an account without visible ties.",
        ),
        ((), ""),
    ],
)
def test_what_is_seen_is_said_with_its_dates(issues: Seen, words: str) -> None:
    """A number, a date, an age, and no claim beyond what can be seen."""
    assert told(read_traces(issues, (), now=NOW)) == words


SIGHTINGS = st.builds(
    Sighting,
    number=st.integers(1, 10**4),
    at=st.floats(-5, 200).map(lambda days: NOW - timedelta(days=days)),
    association=st.sampled_from(["NONE", "FIRST_TIMER", "CONTRIBUTOR", "MEMBER", "MANNEQUIN", "?"]),
    by_person=st.booleans(),
)
LISTS = st.lists(SIGHTINGS, max_size=10).map(tuple)


@given(issues=LISTS, pulls=LISTS)
def test_no_leaning_without_its_grounds(issues: Seen, pulls: Seen) -> None:
    """For needs a recent outsider; against needs outsiders, a silence, and a busy team."""
    traces = read_traces(issues, pulls, now=NOW)
    outsiders = [each.at for each in issues if each.by_outsider]
    if traces.leaning is FOR:
        assert any(NOW - at <= RECENT for at in outsiders)
    if traces.leaning is AGAINST:
        assert len(outsiders) >= 3
        assert sum(each.by_insider for each in (*issues, *pulls)) >= 3
        assert not any(each.by_outsider and each.at > NOW - SHORTEST for each in pulls)
    assert all(str(each).endswith(".") for each in traces.said)
