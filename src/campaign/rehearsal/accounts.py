"""Who acts in the stand-in world: people, organisations and the tokens that speak for people."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum


class TokenKind(Enum):
    """A token's kind, by its prefix (docs: about-authentication-to-github)."""

    CLASSIC = "ghp_"
    FINE_GRAINED = "github_pat_"
    OAUTH = "gho_"
    INSTALLATION = "ghs_"

    @property
    def scoped(self) -> bool:
        """Only these carry scopes, and so the header X-OAuth-Scopes."""
        return self in (TokenKind.CLASSIC, TokenKind.OAUTH)


@dataclass(eq=False, kw_only=True)
class Account:
    """What people and organisations have in common: both own repositories and can block people."""

    id: int
    login: str
    created_at: datetime
    name: str = ""
    blocked: set["User"] = field(default_factory=set)


@dataclass(eq=False, kw_only=True)
class User(Account):
    """A person, or a bot. `token` is a classic token with `public_repo`, made with the account."""

    email: str = ""
    token: str = ""
    email_verified: bool = True
    flagged: bool = False
    """Marked as spam: all goes well for the author, and nobody else sees any of it."""
    suspended: bool = False
    bot: bool = False


@dataclass(eq=False, kw_only=True)
class Organisation(Account):
    """An organisation and its rules for tokens (each is refused as `refusals` says)."""

    forbids_classic_tokens: bool = False
    restricts_oauth_apps: bool = False
    enforces_saml: bool = False
    shuts_out_addresses: bool = False
    """It has an IP allow list, and the address of these requests is not on it."""
    members: dict[User, bool] = field(default_factory=dict)
    """Each member, and whether the membership is public."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Token:
    """What a request signs itself with."""

    text: str
    user: User
    kind: TokenKind
    scopes: tuple[str, ...]
    third_party: bool
    """An OAuth token of some app that is not GitHub's own `gh`."""
    sso: frozenset[str]
    """Organisations whose single sign-on this token was authorised for."""

    @property
    def may_write_public(self) -> bool:
        """Its scopes reach public repositories (docs: scopes-for-oauth-apps)."""
        return bool({"repo", "public_repo"} & set(self.scopes))
