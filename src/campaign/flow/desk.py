"""The person at the keyboard, as the flow sees them: asked, told, waited with, left undisturbed."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from campaign.core.plan import Step
from campaign.core.receipt import Receipt
from campaign.core.sentence import Sentence, sentence
from campaign.errors import CampaignError
from campaign.flow.pacing import Waiting


class Patience(Waiting, Protocol):
    """Somebody who waits, and can be left undisturbed."""

    def undisturbed(self) -> AbstractContextManager[None]:
        """While it lasts, Ctrl-C waits for the record to be written; a second one does not."""


class Decision(Enum):
    """What the person says to one issue."""

    POST = "post"
    SKIP = "skip"
    QUIT = "quit"


@dataclass(frozen=True, kw_only=True, slots=True)
class Approval:
    """A decision, and the step it is about: its text may have been edited since it was planned."""

    decision: Decision
    step: Step


class Desk(Patience, Protocol):
    """The person at the keyboard, or what stands in for them."""

    def approve(self, step: Step) -> Approval:
        """What to do with this step; the answer's step has the same key."""

    def move_on(self, refused: Receipt, to: Step) -> bool:
        """Whether to post to another listed repository instead."""

    def tell(self, receipt: Receipt) -> None:
        """How a target ended. One in doubt is told twice: before the search, and how that ended."""


def check_same_posting(planned: Step, approved: Step) -> None:
    """The text may be edited; where it goes, and the marker that finds it again, may not."""
    before, after = planned.draft, approved.draft
    same = planned.key == approved.key and planned.access == approved.access
    if not (same and (before.repo, before.marker) == (after.repo, after.marker)):
        raise CampaignError(
            sentence(
                "The issue that was approved is not the one planned for {repo}. It was not sent.",
                repo=planned.repo,
            ),
            hint=Sentence("Please report this, with what you did to the text."),
        )
