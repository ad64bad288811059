"""What is new since the last look."""

from datetime import UTC, datetime, timedelta

import pytest

from campaign.core.access import Access, Found, RepoFacts, Verdict
from campaign.core.changes import Standing, changes, updated
from campaign.core.verdict import judge

NOON = datetime(2019, 5, 11, 12, 0, tzinfo=UTC)
LATER = NOON + timedelta(minutes=5)


def access(state: str, repo: str = "ant/one") -> Access:
    """The repository in this state."""
    facts = {
        "open": RepoFacts(repo=repo, can_create=True),
        "archived": RepoFacts(repo=repo, archived=True),
        "switched off": RepoFacts(repo=repo, has_issues=False),
        "unknown": RepoFacts(repo=repo),
        "no answer": RepoFacts(repo=repo, found=Found.ERROR),
        "not looked at": RepoFacts(repo=repo, found=Found.LATER),
    }
    return judge(facts[state], now=NOON)


def known(state: str) -> dict[str, Standing]:
    """What was known at noon."""
    return updated({}, [access(state)], at=NOON)


@pytest.mark.parametrize(
    ("before", "after", "news"),
    [
        ("open", "archived", True),
        ("archived", "open", True),
        ("unknown", "open", True),
        ("unknown", "archived", True),
        ("open", "unknown", False),
        ("archived", "unknown", False),
    ],
)
def test_another_verdict_is_a_change(before: str, after: str, news: bool) -> None:
    """It names both; news is what opened or closed, not what nobody can tell any more."""
    (change,) = changes(known(before), [access(after)], at=LATER)
    assert change.before is access(before).verdict
    assert (change.access.verdict, change.at) == (access(after).verdict, LATER)
    assert change.is_news is news


@pytest.mark.parametrize("before", ["open", "archived", "unknown"])
@pytest.mark.parametrize("after", ["no answer", "not looked at"])
def test_a_look_that_told_nothing_changes_nothing(before: str, after: str) -> None:
    """Trouble on the way is no news about a repository: what was known stands."""
    assert changes(known(before), [access(after)], at=LATER) == ()
    assert updated(known(before), [access(after)], at=LATER) == known(before)


def test_another_reason_for_the_same_verdict_is_no_change() -> None:
    """It stays closed since noon, and is shown with its latest reason."""
    assert changes(known("archived"), [access("switched off")], at=LATER) == ()
    standing = updated(known("archived"), [access("switched off")], at=LATER)["ant/one"]
    assert (standing.since, standing.access) == (NOON, access("switched off"))


def test_the_first_look_finds_everything_without_news() -> None:
    """Each repository is told once, with nothing before it."""
    both = [access("open"), access("archived", "ant/two"), access("no answer", "ant/three")]
    first = changes({}, both, at=NOON)
    assert [(each.access.repo, each.before) for each in first] == [
        ("ant/one", None),
        ("ant/two", None),
    ]
    assert not any(each.is_news for each in first)


def test_a_standing_remembers_since_when_and_what_before() -> None:
    """Closed since five past, open before; and the next look does not move that."""
    after = updated(known("open"), [access("archived")], at=LATER)
    again = updated(after, [access("archived")], at=LATER + timedelta(hours=1))
    expected = Standing(access=access("archived"), since=LATER, before=Verdict.OPEN)
    assert after["ant/one"] == again["ant/one"] == expected
