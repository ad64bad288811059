"""Answer → Receipt: what a run says of one target, also where it is stopped half-way."""

from dataclasses import replace
from datetime import datetime

from campaign.core.answer import MOVED, Answer, Proof, Scope
from campaign.core.plan import Step
from campaign.core.receipt import Outcome, Receipt
from campaign.errors import CampaignError
from campaign.flow.adopting import FOUND
from campaign.flow.ending import TOO_LATE
from campaign.flow.forge import Ledger
from campaign.flow.sending import CLAIMED
from campaign.flow.settling import known, posted
from campaign.flow.unwritten import NOT_RECORDED

INTERRUPTED = "interrupted"
"""The reason where the person stopped the run."""

_NO_ANSWERS = (MOVED, TOO_LATE)
"""Nobody's decision about the issue: where the run is stopped, that is what is told."""


def answered(step: Step, outcome: Outcome, answer: Answer, *, at: datetime) -> Receipt:
    """The receipt in the answer's own words, with the issue's address if it names one."""
    receipt = Receipt(repo=step.repo, outcome=outcome, at=at)
    if answer.number is not None:
        name = step.access.name_now
        receipt = posted(
            repo=step.repo, name_now=name, number=answer.number, at=at, outcome=outcome
        )
    return replace(receipt, reason=answer.reason, message=answer.message)


def unsent(step: Step, *, reason: str, outcome: Outcome = Outcome.SKIPPED) -> Receipt:
    """The receipt of a step that was not tried."""
    return Receipt(repo=step.repo, outcome=outcome, reason=reason)


def unmade(step: Step, answer: Answer, *, at: datetime) -> Receipt:
    """The receipt of an issue that provably was not made."""
    if answer.reason == CLAIMED:
        return answered(step, Outcome.SKIPPED, answer, at=at)
    later = answer.scope in (Scope.PAUSE, Scope.NETWORK, Scope.HERE)
    return answered(step, Outcome.DEFERRED if later else Outcome.REFUSED, answer, at=at)


def so_far(step: Step, answer: Answer | None, *, ledger: Ledger, at: datetime) -> Receipt:
    """What is known of the issue in hand when the run is stopped: it may have been made.

    Args:
        answer: the latest one to this step in this run, if there was any.
    """
    if answer is not None and answer.reason == NOT_RECORDED:
        return answered(step, Outcome.UNKNOWN, answer, at=at)
    try:
        row = ledger.get(step.key)
    except CampaignError:
        return unsent(step, reason=INTERRUPTED, outcome=Outcome.UNKNOWN)
    found = answer is not None and answer.reason == FOUND
    ours = Outcome.ALREADY if found else Outcome.POSTED
    receipt = known(row, outcome=ours) if row is not None else None
    if receipt is not None:
        return receipt
    if answer is None or answer.proof is not Proof.NOT_CREATED or answer.reason in _NO_ANSWERS:
        return unsent(step, reason=INTERRUPTED)
    return unmade(step, answer, at=at)
