"""Why a target got no issue, for people, where GitHub's own words are not at hand."""

from collections.abc import Iterable

from campaign.cli.language import N_, _, told
from campaign.core.receipt import Outcome, Receipt

_PAUSE = N_("GitHub asks for a pause")
_SILENT = N_("GitHub could not be reached")
_PAUSES = ("rate_limit", "secondary_limit", "too_quickly")

_WORDS = {
    "not_approved": N_("as you chose"),
    "interrupted": N_("you stopped the run"),
    "too_late": N_("the action ends before it can be sent"),
    "after_an_unknown": N_("first it must be clear what became of the one before"),
    "not_sent": _SILENT,
    "not_told": _SILENT,
    "not_written": N_("this computer cannot keep its record"),
    **dict.fromkeys(_PAUSES, _PAUSE),
    "bad_credentials": N_("GitHub does not accept your token"),
    "token_not_sufficient": N_("GitHub does not let your token open issues"),
    "missing": N_("GitHub does not show such repositories to your token"),
    "email_unverified": N_("GitHub wants your email address verified first"),
    "account_suspended": N_("GitHub has suspended your account"),
    "called_spam": N_("GitHub took an issue of this run for spam"),
    "draft_refused": N_("GitHub does not take this text"),
    "not_recognised": N_("GitHub has refused twice, in words that this tool does not know"),
    "not_github": N_("the answer before did not come from GitHub"),
}
"""Mostly of a target that was not tried because of what another one met."""

_BY_OWNER = N_("its owner has refused you just now, so this one was left alone")


def why_not(reason: str) -> str:
    """The words for a receipt's reason, in the reader's language."""
    if reason.startswith("owner_"):
        return _(_BY_OWNER)
    return _(_WORDS.get(reason, reason.replace("_", " ")))


def what_is_known(receipt: Receipt) -> str:
    """GitHub's own words, or ours, in the reader's language; empty where there are none."""
    return told(receipt.message) or why_not(receipt.reason)


def asks_for_a_pause(receipts: Iterable[Receipt]) -> bool:
    """Whether it is GitHub that wants to be left alone, and not the network that is down."""
    return any(each.outcome is Outcome.DEFERRED and each.reason in _PAUSES for each in receipts)
