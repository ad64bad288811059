"""The words for a target that got no issue."""

import pytest

from campaign.cli.reasons import asks_for_a_pause, why_not
from campaign.core.answer import Scope
from campaign.core.receipt import Outcome, Receipt
from campaign.core.refusals import RULES


def test_what_ends_a_queue_has_words() -> None:
    """Nobody reads the code of a reason for which the rest of the run was dropped."""
    over = {
        rule.reason
        for rule in RULES
        if rule.scope in (Scope.ACCOUNT, Scope.SIGN_IN, Scope.DRAFT, Scope.PAUSE)
    }
    assert over
    own = {"missing", "not_github", "not_sent", "not_told", "not_written", "too_late"}
    for reason in over | own:
        assert why_not(reason) != reason.replace("_", " ")


@pytest.mark.parametrize("reason", sorted({rule.reason for rule in RULES}))
def test_an_owner_s_refusal_is_told_as_one(reason: str) -> None:
    """Whatever it was that one repository of the owner answered."""
    assert why_not(f"owner_{reason}").startswith("its owner has refused you just now")


@pytest.mark.parametrize(
    ("reason", "asked"), [("rate_limit", True), ("too_quickly", True), ("not_sent", False)]
)
def test_only_github_asks_for_a_pause(reason: str, asked: bool) -> None:
    """A network that is down asks for nothing."""
    waits = Receipt(repo="o/r", outcome=Outcome.DEFERRED, reason=reason)
    refused = Receipt(repo="o/s", outcome=Outcome.REFUSED, reason="rate_limit")
    assert asks_for_a_pause([refused, waits]) is asked
