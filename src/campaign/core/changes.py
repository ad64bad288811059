"""Changes: what is new since the last look, for somebody who watches."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from campaign.core.access import Access, Found, Reason, Verdict


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """The latest answer about one repository, and the look since which it holds."""

    access: Access
    since: datetime
    before: Verdict | None = None
    """What it was until then; None: this is how it was found."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """A verdict that differs from the one before; `before` is None at the first look."""

    access: Access
    at: datetime
    before: Verdict | None

    @property
    def is_news(self) -> bool:
        """Whether something opened or closed, as opposed to being seen for the first time."""
        now = self.access.verdict
        return self.before is not None and now is not Verdict.UNKNOWN


def gave_an_answer(access: Access) -> bool:
    """Whether this look tells anything: a failed or postponed one does not change what is known."""
    return access.facts.found is not Found.LATER and access.reason is not Reason.ERROR


def changes(
    known: Mapping[str, Standing], accesses: Sequence[Access], *, at: datetime
) -> tuple[Change, ...]:
    """Every repository whose verdict is not the one in `known`, in the order looked at."""
    return tuple(
        Change(access=each, at=at, before=before)
        for each in accesses
        for before in [known[each.repo].access.verdict if each.repo in known else None]
        if gave_an_answer(each) and each.verdict is not before
    )


def updated(
    known: Mapping[str, Standing], accesses: Sequence[Access], *, at: datetime
) -> dict[str, Standing]:
    """What is known after this look; where it told nothing, what was known before stands."""
    standings = dict(known)
    for each in accesses:
        if not gave_an_answer(each):
            continue
        old = known.get(each.repo)
        if old and old.access.verdict is each.verdict:
            standings[each.repo] = Standing(access=each, since=old.since, before=old.before)
        else:
            before = old.access.verdict if old else None
            standings[each.repo] = Standing(access=each, since=at, before=before)
    return standings
