"""What to say to a person who has left issues out, or stopped the run."""

from collections.abc import Iterable, Iterator

from campaign.cli.language import _
from campaign.core.receipt import Outcome, Receipt
from campaign.errors import Exit
from campaign.flow.concluding import INTERRUPTED
from campaign.flow.ending import NOT_APPROVED

_PERHAPS_POSTED = {Outcome.POSTED, Outcome.UNKNOWN}

_HAVE_THEIR_OWN = {Outcome.UNKNOWN, Outcome.DEFERRED, Outcome.REFUSED}
"""With these the end of the run names the next step, where there is one."""


def after_leaving(receipts: Iterable[Receipt], *, code: Exit, again: str) -> Iterator[str]:
    """Whether anything is public, and the command that goes on where the person stopped.

    Args:
        code: what the run ends with.
        again: the command that goes on.
    """
    told = tuple(receipts)
    outcomes = {each.outcome for each in told}
    left_out = any(each.reason in (NOT_APPROVED, INTERRUPTED) for each in told)
    if left_out and not outcomes & _PERHAPS_POSTED:
        yield _("Nothing was posted.")
    if code is Exit.INTERRUPTED:
        later = _("You stopped it. What is not posted can be posted later: {command}")
        yield later.format(command=again)
    elif left_out and code is not Exit.WINDOW and not outcomes & _HAVE_THEIR_OWN:
        yield _("What you left out can be posted later: {command}").format(command=again)
