"""What is known about a repository: who counts as an outsider, and when one was last let in."""

from datetime import UTC, datetime, timedelta

import pytest

from campaign.core.access import Access, Reason, RepoFacts, Sighting, Verdict

NOW = datetime(2019, 5, 11, 14, 0, tzinfo=UTC)


def seen(number: int, *, association: str = "NONE", by_person: bool = True) -> Sighting:
    """An issue, the higher numbers later."""
    at = NOW + timedelta(minutes=number)
    return Sighting(number=number, at=at, association=association, by_person=by_person)


@pytest.mark.parametrize(
    ("association", "outside", "inside"),
    [
        *((each, True, False) for each in ("NONE", "FIRST_TIMER", "FIRST_TIME_CONTRIBUTOR")),
        *((each, False, True) for each in ("OWNER", "MEMBER", "COLLABORATOR", "CONTRIBUTOR")),
        *((each, False, False) for each in ("MANNEQUIN", "SOMETHING_NEW", "")),
    ],
)
def test_a_tie_puts_a_person_outside_or_inside(
    association: str, outside: bool, inside: bool
) -> None:
    """What nobody knows yet is neither; a bot or a ghost is neither, whatever is said of it."""
    person = seen(1, association=association)
    assert (person.by_outsider, person.by_insider) == (outside, inside)
    nobody = seen(1, association=association, by_person=False)
    assert (nobody.by_outsider, nobody.by_insider) == (False, False)


def test_the_last_outsider_is_the_latest_one() -> None:
    """By time, in whatever order the list came; insiders do not count."""
    recent = (seen(3), seen(9, association="MEMBER"), seen(7), seen(5))
    last = RepoFacts(repo="o/r", recent=recent).last_outsider_issue
    assert last is not None
    assert last.number == 7
    assert RepoFacts(repo="o/r").last_outsider_issue is None


@pytest.mark.parametrize("by_pull", [False, True])
def test_an_issue_moved_here_tells_of_another_door(by_pull: bool) -> None:
    """Its number is later than its date: somebody else let its author in."""
    at = NOW - timedelta(days=2)
    moved = Sighting(number=10, at=at, association="NONE", by_person=True)
    later = seen(1, association="MEMBER")
    recent, pulls = ((moved,), (later,)) if by_pull else ((moved, later), ())
    assert moved.came_from_elsewhere((later,))
    facts = RepoFacts(repo="o/r", recent=recent, recent_pulls=pulls)
    assert facts.last_outsider_issue is None


def test_a_repository_never_seen_keeps_the_files_name() -> None:
    """There is always a name to show."""
    access = Access(
        facts=RepoFacts(repo="o/r"), verdict=Verdict.UNKNOWN, reason=Reason.ERROR, evidence=()
    )
    assert (access.repo, access.name_now) == ("o/r", "o/r")
