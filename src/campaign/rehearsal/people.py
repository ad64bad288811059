"""Everybody in the stand-in world, and the tokens they sign with."""

import hashlib
import itertools
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from campaign.rehearsal.accounts import Account, Organisation, Token, TokenKind, User
from campaign.rehearsal.clock import PlayClock

YEARS = timedelta(days=3 * 365)


class People:
    """The register of accounts and tokens."""

    def __init__(self, clock: PlayClock) -> None:
        self.clock = clock
        self._accounts: dict[str, Account] = {}
        self._tokens: dict[str, Token] = {}
        self._user_ids = itertools.count(1_000_001)

    def add_user(self, login: str, *, age: timedelta = YEARS, **settings: Any) -> User:
        """A new person with a classic token (`.token`); `settings` are attributes of User."""
        user = User(
            id=next(self._user_ids),
            login=login,
            created_at=self.clock.now() - age,
            **{"name": login.title(), "email": f"{login}@example.org", **settings},
        )
        self._accounts[login.lower()] = user
        user.token = self.add_token(user).text
        return user

    def add_users(self, *logins: str) -> Sequence[User]:
        """Several people at once."""
        return [self.add_user(login) for login in logins]

    def add_organisation(self, login: str, **rules: Any) -> Organisation:
        """A new organisation; `rules` are attributes of Organisation."""
        created_at = self.clock.now() - YEARS
        organisation = Organisation(
            id=next(self._user_ids), login=login, created_at=created_at, **rules
        )
        self._accounts[login.lower()] = organisation
        return organisation

    def add_token(
        self,
        user: User,
        kind: TokenKind = TokenKind.CLASSIC,
        *,
        scopes: Sequence[str] = ("public_repo",),
        third_party: bool = False,
        sso: Sequence[str] = (),
    ) -> Token:
        """One more token for `user`; only classic and OAuth tokens have scopes."""
        digest = hashlib.sha256(f"{user.login} {len(self._tokens)}".encode()).hexdigest()
        token = Token(
            text=kind.value + digest[:36],
            user=user,
            kind=kind,
            scopes=tuple(scopes) if kind.scoped else (),
            third_party=third_party,
            sso=frozenset(sso),
        )
        self._tokens[token.text] = token
        return token

    def revoke(self, token: str) -> None:
        """From now on this token is 401 Bad credentials."""
        del self._tokens[token]

    def bearer(self, headers: Mapping[str, str]) -> Token | None:
        """The good token in a request's Authorization header, if there is one."""
        scheme, _, text = headers.get("authorization", "").partition(" ")
        return self._tokens.get(text) if scheme.lower() in ("bearer", "token") else None

    def account(self, login: str) -> Account | None:
        """The person or organisation with this login."""
        return self._accounts.get(login.lower())

    def person(self, who: User | str) -> User:
        """The person called `who`, made on the spot if nobody is called that yet."""
        if isinstance(who, User):
            return who
        known = self.account(who)
        return known if isinstance(known, User) else self.add_user(who)
