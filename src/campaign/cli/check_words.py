"""What a check says about a verdict in a few words, on every screen it has."""

from collections import Counter
from collections.abc import Iterable

from campaign.cli.language import N_, _
from campaign.core.access import Access, Found, Reason, Verdict

VERDICTS = {
    Verdict.OPEN: N_("open"),
    Verdict.CLOSED: N_("closed"),
    Verdict.UNKNOWN: N_("unknown"),
    None: N_("not looked at"),
}
"""None: a limit was reached before, or nobody looked."""

BEST_FIRST = (Verdict.OPEN, Verdict.UNKNOWN, Verdict.CLOSED, None)

_REASONS = {
    Reason.VIEWER_CAN_CREATE: N_("this account may open issues"),
    Reason.COLLABORATOR: N_("this account has a role there"),
    Reason.OUTSIDER_RECENTLY: N_("outsiders opened issues lately"),
    Reason.ISSUES_DISABLED: N_("issues are switched off"),
    Reason.ARCHIVED: N_("archived"),
    Reason.LOCKED: N_("locked by GitHub"),
    Reason.DISABLED: N_("disabled by GitHub"),
    Reason.MISSING: N_("gone, private or moved away"),
    Reason.COLLABORATORS_ONLY: N_("only for collaborators"),
    Reason.VIEWER_CANNOT_CREATE: N_("not for this account"),
    Reason.REFUSED_BEFORE: N_("it refused this account before"),
    Reason.OPTED_OUT: N_("it asks campaigns to stay away"),
    Reason.NO_EVIDENCE: N_("nothing tells"),
    Reason.NOT_READABLE: N_("not shown to this account"),
    Reason.ERROR: N_("no usable answer"),
}


def reason_words(reason: Reason) -> str:
    """A reason in a few words, without a capital or a full stop."""
    return _(_REASONS[reason])


def verdict_of(access: Access) -> Verdict | None:
    """The verdict; None where a limit was reached before this repository was looked at."""
    return None if access.facts.found is Found.LATER else access.verdict


def verdict_words(verdict: Verdict | None) -> str:
    """`open`, `closed`, `unknown`, or `not looked at`."""
    return _(VERDICTS[verdict])


def once_each(accesses: Iterable[Access]) -> list[Access]:
    """Without the further names of a repository that was renamed."""
    by_number = {each.facts.repo_id or each.repo: each for each in reversed([*accesses])}
    return [*reversed(by_number.values())]


def counted(accesses: Iterable[Access]) -> str:
    """`7 open, 3 closed`, the best news first."""
    counts = Counter(verdict_of(each) for each in accesses)
    number = _("{n} {verdict}")
    return _(", ").join(
        number.format(n=counts[each], verdict=verdict_words(each))
        for each in BEST_FIRST
        if counts[each]
    )


def in_order(accesses: Iterable[Access], *, order: str) -> list[Access]:
    """`news`: the best first; `file`: as they are."""
    if order == "file":
        return list(accesses)
    return sorted(accesses, key=lambda each: BEST_FIRST.index(verdict_of(each)))
