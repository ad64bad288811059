"""Account: who acts, as GitHub sees the token."""

from dataclasses import dataclass
from datetime import datetime, timedelta

YOUNG = timedelta(days=1)
"""Repositories may keep out accounts younger than this.

https://docs.github.com/en/communities/moderating-comments-and-conversations/limiting-interactions-in-your-repository
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """The signed-in account; `scopes` is None where the kind of token has none."""

    login: str
    id: int
    name: str
    created_at: datetime
    token_kind: str
    scopes: tuple[str, ...] | None

    @property
    def may_write(self) -> bool:
        """False where the token's scopes rule out an issue in a public repository.

        https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps
        """
        return self.scopes is None or bool({"repo", "public_repo"} & set(self.scopes))
