"""Whoever leaves is told whether anything is public, and how to come back."""

import pytest

from campaign.cli.after_leaving import after_leaving
from campaign.core.receipt import Outcome, Receipt
from campaign.errors import Exit
from campaign.flow.concluding import INTERRUPTED
from campaign.flow.ending import NOT_APPROVED

NOTHING = "Nothing was posted."
LATER = "What you left out can be posted later: campaign post x"
STOPPED = "You stopped it. What is not posted can be posted later: campaign post x"


def told(*outcomes: Outcome, reason: str = NOT_APPROVED, code: Exit = Exit.DONE) -> list[str]:
    """What is said where issues ended like this, and one was left out."""
    others = [Receipt(repo="o/other", outcome=each) for each in outcomes]
    mine = Receipt(repo="o/r", outcome=Outcome.SKIPPED, reason=reason)
    return list(after_leaving([*others, mine], code=code, again="campaign post x"))


def test_leaving_at_once() -> None:
    """With `q` as with Ctrl-C: nothing is public, and here is how to go on."""
    assert told() == [NOTHING, LATER]
    assert told(reason=INTERRUPTED, code=Exit.INTERRUPTED) == [NOTHING, STOPPED]


@pytest.mark.parametrize("outcome", [Outcome.POSTED, Outcome.UNKNOWN])
def test_what_may_be_public_is_not_denied(outcome: Outcome) -> None:
    """After an issue that was posted, or may have been, nobody says that there is none."""
    assert NOTHING not in told(outcome)
    assert told(outcome, reason=INTERRUPTED, code=Exit.INTERRUPTED) == [STOPPED]


def test_there_is_one_next_step() -> None:
    """No second command beside that of a refusal or a pause, and none after the action's end."""
    assert LATER not in [*told(Outcome.REFUSED), *told(Outcome.DEFERRED), *told(code=Exit.WINDOW)]


def test_nobody_left() -> None:
    """A repository that is closed was not left out by the person."""
    assert told(reason="archived") == []
