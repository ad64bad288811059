"""What is kept of a look, and whose looks make one history."""

from datetime import UTC, datetime, timedelta

from campaign.core.access import Found, Reason, RepoFacts, Verdict
from campaign.core.account import Account
from campaign.core.history import Glimpse, Look, look_of, through_same_eyes
from campaign.core.verdict import judge

NOON = datetime(2019, 5, 11, 12, 0, tzinfo=UTC)
ADA = Account(login="ada", id=7, name="", created_at=NOON, token_kind="token", scopes=None)


def look(minutes: int, account_id: int | None) -> Look:
    """An empty look at this minute after noon."""
    login = None if account_id is None else f"user-{account_id}"
    at = NOON + timedelta(minutes=minutes)
    return Look(at=at, account_id=account_id, login=login, seen=())


def test_a_look_keeps_verdicts_and_whose_they_are() -> None:
    """The name as it was asked for, the verdict, its reason, the account."""
    facts = RepoFacts(repo="Ant/One", name_now="ant/one-renamed", archived=True)
    kept = look_of([judge(facts, now=NOON)], at=NOON, account=ADA)
    one = Glimpse(repo="Ant/One", verdict=Verdict.CLOSED, reason=Reason.ARCHIVED)
    assert kept == Look(at=NOON, account_id=7, login="ada", seen=(one,))
    assert look_of([], at=NOON, account=None).account_id is None


def test_what_a_limit_left_out_was_not_looked_at() -> None:
    """A repository that nobody asked about leaves no trace; one that gave no answer does."""
    later = RepoFacts(repo="ant/one", found=Found.LATER)
    failed = RepoFacts(repo="ant/two", found=Found.ERROR)
    accesses = [judge(facts, now=NOON) for facts in (later, failed)]
    seen = look_of(accesses, at=NOON, account=None).seen
    assert [each.repo for each in seen] == ["ant/two"]


def test_a_history_is_seen_through_one_pair_of_eyes() -> None:
    """The account that looked last; nobody's looks only where no account ever looked."""
    looks = [look(0, None), look(3, 8), look(2, 7), look(1, 7), look(9, None)]
    assert through_same_eyes(looks) == (look(3, 8),)
    assert through_same_eyes(looks[::4]) == (looks[0], looks[4])
    assert through_same_eyes([]) == ()
