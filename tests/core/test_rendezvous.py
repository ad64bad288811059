"""The order in which one person goes to the repositories: spread by weight, without a server."""

import math
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.core import plan
from campaign.core.plan import rendezvous

SLUG = "no-nets"

REPOS = st.lists(
    st.tuples(st.from_regex(r"[a-z]{1,5}/[a-z]{1,5}", fullmatch=True), st.integers(1, 100)),
    min_size=1,
    max_size=12,
    unique_by=lambda pair: pair[0],
)
PEOPLE = range(1_000_001, 1_004_001)


def test_the_order_is_the_same_everywhere() -> None:
    """Every machine, today or in a year, sends this person to the same repositories first."""
    order = rendezvous([("a/a", 1), ("b/b", 1), ("c/c", 1), ("d/d", 5)], slug=SLUG, account_id=7)
    assert order == ["b/b", "d/d", "c/c", "a/a"]


@given(repos=REPOS, account_id=st.integers(1, 10**9), data=st.data())
def test_the_order_does_not_depend_on_the_file(
    repos: list[tuple[str, int]], account_id: int, data: Any
) -> None:
    """Neither the file's order nor the case of a name changes where a person goes first."""
    order = rendezvous(repos, slug=SLUG, account_id=account_id)
    mixed = data.draw(st.permutations([(name.upper(), weight) for name, weight in repos]))
    again = rendezvous(mixed, slug=SLUG, account_id=account_id)
    assert [name.lower() for name in again] == order
    assert sorted(order) == sorted(name for name, _ in repos)


@given(repos=REPOS, account_id=st.integers(1, 10**9), data=st.data())
def test_when_a_repository_closes_only_its_share_moves(
    repos: list[tuple[str, int]], account_id: int, data: Any
) -> None:
    """All others keep their order exactly: nobody else is sent anywhere new."""
    gone = data.draw(st.sampled_from(repos))
    before = rendezvous(repos, slug=SLUG, account_id=account_id)
    after = rendezvous([r for r in repos if r != gone], slug=SLUG, account_id=account_id)
    assert after == [name for name in before if name != gone[0]]


@given(repos=REPOS, account_id=st.integers(1, 10**9), data=st.data())
def test_a_heavier_repository_never_moves_back(
    repos: list[tuple[str, int]], account_id: int, data: Any
) -> None:
    """More weight draws people to it and moves nobody between the others."""
    name, _ = data.draw(st.sampled_from(repos))
    heavier = [(n, w + (50 if n == name else 0)) for n, w in repos]
    before = rendezvous(repos, slug=SLUG, account_id=account_id)
    after = rendezvous(heavier, slug=SLUG, account_id=account_id)
    assert after.index(name) <= before.index(name)
    assert [n for n in after if n != name] == [n for n in before if n != name]


def test_supporters_spread_by_weight() -> None:
    """Of 4,000 people each repository gets its share, within five standard deviations."""
    repos = [("a/a", 1), ("b/b", 1), ("c/c", 2), ("d/d", 4)]
    first = Counter(rendezvous(repos, slug=SLUG, account_id=person)[0] for person in PEOPLE)
    total = sum(weight for _, weight in repos)
    for repo, weight in repos:
        share = weight / total
        spread = math.sqrt(len(PEOPLE) * share * (1 - share))
        assert abs(first[repo] - len(PEOPLE) * share) < 5 * spread


def test_another_campaign_spreads_anew() -> None:
    """The same person is not first at the same repository in every campaign."""
    repos = [(f"{letter}/{letter}", 1) for letter in "abcdefgh"]
    orders = {tuple(rendezvous(repos, slug=f"c-{i}", account_id=7)) for i in range(20)}
    assert len(orders) == 20


@pytest.mark.parametrize("byte", [0, 255])
def test_every_hash_has_a_score(byte: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also the smallest and the largest one, whose logarithms are at the edge."""

    class Edge:
        def __init__(self, _: bytes) -> None:
            pass

        def digest(self) -> bytes:
            return bytes([byte]) * 32

    monkeypatch.setattr(plan, "sha256", Edge)
    assert rendezvous([("a/a", 1), ("b/b", 3)], slug=SLUG, account_id=7)[0] in ("a/a", "b/b")
