"""What an account's token may do, how old it is, and what others see of it."""

from datetime import UTC, datetime, timedelta

import pytest

from campaign.core.account import Account

BORN = datetime(2019, 1, 1, tzinfo=UTC)


def make_account(*, scopes: tuple[str, ...] | None = ("public_repo",)) -> Account:
    """An account of somebody called mia."""
    return Account(
        login="mia",
        id=1,
        name="",
        created_at=BORN,
        token_kind="classic token",
        scopes=scopes,
    )


@pytest.mark.parametrize(
    ("scopes", "may"),
    [
        (None, True),
        ((), False),
        (("public_repo",), True),
        (("repo",), True),
        (("gist", "read:org"), False),
        (("repo:status", "public_repository"), False),
    ],
)
def test_what_a_scope_allows(scopes: tuple[str, ...] | None, may: bool) -> None:
    """Only `repo` and `public_repo` do; a token without scopes is not judged by them."""
    assert make_account(scopes=scopes).may_write is may


@pytest.mark.parametrize(
    ("scopes", "needless"),
    [
        (None, ()),
        (("public_repo",), ()),
        (("repo", "public_repo", "delete_repo"), ("repo", "delete_repo")),
        (("gist", "repo"), ("gist", "repo")),
    ],
)
def test_what_a_token_need_not_be_able_to_do(
    scopes: tuple[str, ...] | None, needless: tuple[str, ...]
) -> None:
    """Everything but `public_repo`; `repo` too, since it opens private code."""
    assert make_account(scopes=scopes).needless_scopes == needless


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (timedelta(days=-1), "less than an hour"),
        (timedelta(minutes=59), "less than an hour"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(hours=23, minutes=59), "23 hours"),
        (timedelta(days=1), "1 day"),
        (timedelta(days=29), "29 days"),
        (timedelta(days=364), "12 months"),
        (timedelta(days=365), "1 year"),
        (timedelta(days=365 * 12), "12 years"),
    ],
)
def test_the_age_in_words(age: timedelta, words: str) -> None:
    """In the largest unit that fits, never rounded up."""
    assert str(make_account().age_in_words(BORN + age)) == words


def test_a_day_makes_an_account_old_enough() -> None:
    """Repositories may keep out accounts younger than 24 hours, not older ones."""
    account = make_account()
    assert account.is_young(BORN + timedelta(hours=23, minutes=59))
    assert not account.is_young(BORN + timedelta(hours=24))
