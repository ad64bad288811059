"""Whether a token's scopes let it open an issue in a public repository."""

from datetime import UTC, datetime

import pytest

from campaign.core.account import Account


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
    account = Account(
        login="mia",
        id=1,
        name="",
        created_at=datetime(2019, 1, 1, tzinfo=UTC),
        token_kind="classic token",
        scopes=scopes,
    )
    assert account.may_write is may
