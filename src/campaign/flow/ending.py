"""Receipts → Exit: how a run ended, as a script learns it."""

from campaign.core.access import Reason
from campaign.core.plan import Plan
from campaign.core.receipt import Outcome, Receipt
from campaign.errors import Exit

NOT_APPROVED = "not_approved"
"""The reason where the person said no: what they did not want is not missing."""

TOO_LATE = "too_late"
"""The reason where the action is over before the issue can be sent."""


def exit_of(plan: Plan, receipts: tuple[Receipt, ...]) -> Exit:
    """The code of a run that was neither interrupted nor stopped.

    A refusal counts where another repository did not take its place, and so does a closed
    repository that was asked for by name where another one was posted to.
    """
    outcomes = [receipt.outcome for receipt in receipts]
    posted_now = outcomes.count(Outcome.POSTED)
    found_now = sum(
        1 for each in receipts if each.outcome is Outcome.ALREADY and each not in plan.done
    )
    declined = sum(1 for each in receipts if each.reason in (NOT_APPROVED, TOO_LATE))
    if Outcome.UNKNOWN in outcomes:
        return Exit.UNKNOWN
    if Outcome.DEFERRED in outcomes:
        return Exit.LIMITED
    if Outcome.REFUSED in outcomes and posted_now + found_now + declined < len(plan.steps):
        return Exit.PARTIAL if posted_now else Exit.CLOSED
    if posted_now and plan.closed_chosen:
        return Exit.PARTIAL
    nothing = not {Outcome.POSTED, Outcome.ALREADY, Outcome.WOULD_POST} & set(outcomes)
    return _of_nothing(plan) if nothing and not declined else Exit.DONE


def _of_nothing(plan: Plan) -> Exit:
    """Doors are shut, or an organisation keeps the token out, or GitHub did not tell."""
    reasons = {access.reason for access in plan.unreadable}
    if not reasons:
        return Exit.CLOSED
    return Exit.SIGN_IN if reasons == {Reason.NOT_READABLE} else Exit.ERROR
