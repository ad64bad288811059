"""After a refusal: each reason has its own next step, and none leads round a block."""

import pytest

from campaign.cli.after_refusals import after_refusals
from campaign.core.receipt import Outcome, Receipt
from campaign.core.refusals import RULES, Scope

AGAIN, PREVIEW = "campaign post x", "campaign preview x"


def steps(*reasons: str, others_left: bool = False) -> list[str]:
    """What is said after refusals for these reasons."""
    receipts = [Receipt(repo="o/r", outcome=Outcome.REFUSED, reason=reason) for reason in reasons]
    told = after_refusals(receipts, others_left=others_left, again=AGAIN, preview=PREVIEW)
    return list(told)


@pytest.mark.parametrize(
    ("reason", "words", "goes_on"),
    [
        ("interaction_limit", "the owner's decision", False),
        ("opted_out", "the owner's decision", False),
        ("blocked", "nobody else is asked in their place", False),
        ("disabled", "GitHub itself has shut", False),
        ("gone", "is gone", False),
        ("moved", "the campaign's organiser", False),
        ("organisation_refuses", "keeps your token out", True),
        ("email_unverified", "https://github.com/settings/emails", True),
        ("account_suspended", "https://support.github.com/contact", False),
        ("called_spam", "Please stop here", False),
        ("bad_credentials", "gh auth login", True),
        ("token_not_sufficient", "gh auth login", True),
        ("missing", "gh auth login", True),
        ("draft_refused", PREVIEW, True),
        ("not_recognised", "none that this tool knows", True),
        ("not_github", "did not come from GitHub", True),
    ],
)
def test_each_reason_has_its_own(reason: str, words: str, goes_on: bool) -> None:
    """What helps is said; to try again is said only where it may help."""
    told = "\n".join(steps(reason))
    assert words in told
    assert (AGAIN in told) is goes_on
    assert ("gh auth login" in told) is (words == "gh auth login")
    assert ("the owner's decision" in told) is (words == "the owner's decision")


def test_no_refusal_is_forgotten() -> None:
    """Every reason of the table that is nobody's pause says something."""
    for rule in RULES:
        if rule.scope is not Scope.PAUSE:
            assert steps(rule.reason)


def test_the_same_is_said_once() -> None:
    """Three owners' decisions, one sentence."""
    assert len(steps("archived", "interaction_limit", "archived")) == 1


def test_another_repository() -> None:
    """It is named as a way only where the run has left one."""
    assert AGAIN in steps("archived", others_left=True)[-1]
    assert AGAIN not in "\n".join(steps("archived"))
    assert steps(others_left=True) == []
