"""Account: who acts, as GitHub sees the token, and what others see of them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from campaign.core.sentence import Sentence, counted

YOUNG = timedelta(days=1)
"""Repositories may keep out accounts younger than this.

https://docs.github.com/en/communities/moderating-comments-and-conversations/limiting-interactions-in-your-repository
"""

NEEDED = "public_repo"
"""The one scope that an issue in somebody else's public repository needs.

https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps
"""

_YEAR, _MONTH = timedelta(days=365), timedelta(days=30)
_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """The signed-in account; `scopes` is None where the kind of token has none."""

    login: str
    id: int
    name: str
    created_at: datetime
    token_kind: str
    scopes: tuple[str, ...] | None
    email: str = ""
    """What the public profile shows, if anything."""

    @property
    def may_write(self) -> bool:
        """False where the token's scopes rule out an issue in a public repository."""
        return self.scopes is None or bool({"repo", NEEDED} & set(self.scopes))

    @property
    def fine_grained(self) -> bool:
        """Whether GitHub may refuse issues in other people's repositories for the token's kind.

        https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/managing-your-personal-access-tokens#fine-grained-personal-access-tokens-limitations
        """
        return self.token_kind.startswith("fine-grained")

    @property
    def needless_scopes(self) -> tuple[str, ...]:
        """What the token may do beyond what is needed here."""
        return tuple(scope for scope in self.scopes or () if scope != NEEDED)

    def is_young(self, now: datetime) -> bool:
        """Whether some repositories keep the account out for its age."""
        return now - self.created_at < YOUNG

    def age_in_words(self, now: datetime) -> Sentence:
        """`5 years`, `1 month`, `3 days`, `less than an hour`: whole units, rounded down."""
        age = now - self.created_at
        if age >= _YEAR:
            return counted("{count} year", "{count} years", age // _YEAR)
        if age >= _MONTH:
            return counted("{count} month", "{count} months", age // _MONTH)
        if age >= _DAY:
            return counted("{count} day", "{count} days", age // _DAY)
        if age >= _HOUR:
            return counted("{count} hour", "{count} hours", age // _HOUR)
        return Sentence("less than an hour")
