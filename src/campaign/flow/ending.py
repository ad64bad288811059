"""Receipts → Exit: how a run ended, as a script learns it."""

from campaign.core.plan import Plan
from campaign.core.receipt import Outcome, Receipt
from campaign.errors import Exit

NOT_APPROVED = "not_approved"
"""The reason where the person said no: what they did not want is not missing."""


def exit_of(plan: Plan, receipts: tuple[Receipt, ...]) -> Exit:
    """The code of a run that was neither interrupted nor stopped.

    A refusal counts where another repository did not take its place.
    """
    outcomes = [receipt.outcome for receipt in receipts]
    posted_now = outcomes.count(Outcome.POSTED)
    declined = sum(1 for receipt in receipts if receipt.reason == NOT_APPROVED)
    if Outcome.UNKNOWN in outcomes:
        return Exit.UNKNOWN
    if Outcome.DEFERRED in outcomes:
        return Exit.LIMITED
    if Outcome.REFUSED in outcomes and posted_now + declined < len(plan.steps):
        return Exit.PARTIAL if posted_now else Exit.CLOSED
    nothing = not {Outcome.POSTED, Outcome.ALREADY, Outcome.WOULD_POST} & set(outcomes)
    return Exit.CLOSED if nothing and not declined else Exit.DONE
