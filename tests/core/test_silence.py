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
    "a stranger's pull request is where the silence begins": (
        STRANGERS + TEAM,
        by("FIRST_TIME_CONTRIBUTOR", 11),
        AGAINST,
    ),
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


CUT: dict[str, tuple[Seen, Seen, float, Leaning]] = {
    "the team has filled the list": (by("MEMBER", 0.1, 1, 2), (), 2, AGAINST),
    "the team has filled it within an hour": (by("MEMBER", 0.01, 0.02, 0.03), (), 0.03, AGAINST),
    "contributors have filled it, whom a limit lets in": (
        by("CONTRIBUTOR", 1, 2, 3),
        (),
        3,
        AGAINST,
    ),
    "bots have filled it, and the team is busy with pull requests": (
        by("NONE", 1, 2, 3, person=False),
        by("MEMBER", 1, 2, 3),
        3,
        AGAINST,
    ),
    "bots alone have filled it": (by("NONE", 1, 2, 3, person=False), (), 3, NOTHING),
    "the team needs half a year to fill it: strangers came no sooner": (
        by("MEMBER", 0.1, 90, 184),
        (),
        184,
        NOTHING,
    ),
    "the last stranger stands at its end": (
        by("MEMBER", 1, 2, 3) + by("NONE", 5),
        (),
        5,
        AGAINST,
    ),
    "the last stranger is not far from its end": (
        by("MEMBER", 1, 2, 3, 13) + by("NONE", 10),
        (),
        13,
        AGAINST,
    ),
    "the last stranger is far enough from its end": (
        by("MEMBER", 1, 2, 3, 14.1) + by("NONE", 10),
        (),
        14.1,
        NOTHING,
    ),
    "the last two strangers stand at its end": (
        by("MEMBER", 1, 2, 3) + by("NONE", 5, 5.1),
        (),
        5.2,
        AGAINST,
    ),
    "one stranger in the middle of it is as many as usual": (
        by("MEMBER", 0, 0.5, 1, 3) + by("NONE", 2),
        (),
        4,
        FOR,
    ),
    "one stranger of yesterday": (by("MEMBER", 0.1, 0.2, 0.3) + by("NONE", 0.9), (), 0.9, FOR),
    "a stranger's pull request of today": (
        by("MEMBER", 0.1, 0.2, 0.3),
        by("NONE", 0.5),
        0.3,
        NOTHING,
    ),
    "a stranger's pull request of the week before": (
        by("MEMBER", 0.1, 0.2, 0.3),
        by("NONE", 7),
        0.3,
        AGAINST,
    ),
    "a stranger's pull request, where they are as rare as that": (
        by("MEMBER", 1, 2, 3, 40),
        by("NONE", 4),
        40,
        NOTHING,
    ),
    "it holds pull requests alone": ((), by("MEMBER", 1, 2, 3), 3, NOTHING),
    "it holds pull requests alone, a stranger's at its end": (
        (),
        by("MEMBER", 1, 2, 3) + by("NONE", 5),
        5,
        AGAINST,
    ),
    "only two of it are the team's": (by("MEMBER", 1, 2), (), 2, NOTHING),
    "three strangers are enough for a usual pace, however long it is": (
        by("MEMBER", 1, 2, 3) + by("NONE", 4, 5, 6),
        (),
        6,
        FOR,
    ),
}
"""Lists that have an end before the first issue, so many days ago."""


@pytest.mark.parametrize("case", CUT)
def test_who_fills_the_list_opens_no_door(case: str) -> None:
    """Where insiders have crowded the others out, nothing is known of these."""
    issues, pulls, days, leaning = CUT[case]
    since = NOW - timedelta(days=days)
    assert read_traces(issues, pulls, now=NOW, since=since).leaning is leaning


@pytest.mark.parametrize("every", [0.05, 0.2, 1, 3])
@pytest.mark.parametrize("silent", [2, 5, 20])
def test_the_team_cannot_work_a_limit_away(silent: float, every: float) -> None:
    """Strangers came ten times a day; since then the team fills the list, one after the other."""
    strangers = by("NONE", *(silent + hour * 0.1 for hour in range(50)))
    last = strangers[0]
    for busy in range(3, 60):
        days = [silent - every * (step + 1) for step in range(busy)]
        team = by("MEMBER", *reversed([day for day in days if day > 0]))
        shown = (*team, *strangers)[:50]
        leaning = read_traces(shown, (), now=NOW, since=shown[-1].at).leaning
        assert leaning is (
            AGAINST if len(team) >= 3 else FOR if NOW - last.at <= RECENT else NOTHING
        )


def told(traces: Traces) -> str:
    """Its sentences, in English."""
    return " ".join(map(str, traces.said))


SILENT = (
    "After #998000 of 2026-11-02 no account without visible ties opened an issue, while people with"
    " ties opened at least 3 issues and pull requests."
)


@pytest.mark.parametrize(
    ("issues", "words"),
    [
        (
            by("NONE", 0.1),
            "An account without visible ties opened #999990 on 2026-11-22, 2 hours ago.",
        ),
        (
            by("NONE", 0.0001),
            "An account without visible ties opened #1000000 on 2026-11-22, just now.",
        ),
        (
            by("NONE", 1.9),
            "An account without visible ties opened #999810 on 2026-11-20, 2 days ago.",
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
            SILENT + " Before, others opened an issue every 2 days. A temporary limit may be on.",
        ),
        (
            by("NONE", 20, 21, 22) + TEAM,
            SILENT + " Before, others opened an issue every day. A temporary limit may be on.",
        ),
        (
            by("NONE", 20, 20.1, 20.2) + TEAM,
            SILENT + " Before, others opened several issues a day. A temporary limit may be on.",
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


def test_a_silence_in_a_list_that_is_cut_claims_no_pace() -> None:
    """What came before its end is not known."""
    since = NOW - timedelta(days=20)
    assert told(read_traces(TEAM + by("NONE", 20), (), now=NOW, since=since)) == (
        SILENT + " A temporary limit may be on."
    )
    assert told(read_traces(TEAM, (), now=NOW, since=NOW - timedelta(days=9))) == (
        "None of the newest 3 issues, since 2026-11-13, is by an account without visible ties."
        " A temporary limit may be on."
    )


def test_pull_requests_that_nobody_saw_are_not_spoken_of() -> None:
    """A stranger's may hide behind the newest ones: the sentence is about issues alone."""
    strangers = by("NONE", 3, 3.1, 3.2)
    said = told(read_traces(strangers, by("MEMBER", 0.7, 0.8, 0.9), now=NOW))
    assert "opened an issue, while" in said
    assert "only" not in said


@pytest.mark.parametrize(("days", "is_fresh"), [(-1, True), (0.9, True), (1, True), (1.1, False)])
def test_only_evidence_of_a_day_is_fresh(days: float, *, is_fresh: bool) -> None:
    """A limit may have been switched on since; in a week, easily."""
    assert read_traces(by("NONE", days), (), now=NOW).is_fresh is is_fresh
    assert not read_traces((), by("NONE", days), now=NOW).is_fresh


SIGHTINGS = st.builds(
    Sighting,
    number=st.integers(1, 10**4),
    at=st.floats(-5, 200).map(lambda days: NOW - timedelta(days=days)),
    association=st.sampled_from(["NONE", "FIRST_TIMER", "CONTRIBUTOR", "MEMBER", "MANNEQUIN", "?"]),
    by_person=st.booleans(),
)
LISTS = st.lists(SIGHTINGS, max_size=10).map(tuple)


@given(issues=LISTS, pulls=LISTS, days=st.none() | st.floats(0, 200))
def test_no_leaning_without_its_grounds(issues: Seen, pulls: Seen, days: float | None) -> None:
    """For needs a recent outsider; against needs a silence and a busy team, and to know a pace."""
    since = None if days is None else NOW - timedelta(days=days)
    traces = read_traces(issues, pulls, now=NOW, since=since)
    outsiders = [each.at for each in issues if each.by_outsider]
    if traces.leaning is FOR:
        assert any(NOW - at <= RECENT for at in outsiders)
    if traces.leaning is AGAINST:
        assert len(outsiders) >= 3 or since
        assert sum(each.by_insider for each in (*issues, *pulls)) >= 3
        assert not any(each.by_outsider and each.at > NOW - SHORTEST for each in pulls)
    assert all(str(each).endswith(".") for each in traces.said)
