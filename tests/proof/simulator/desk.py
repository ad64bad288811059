"""The person at the desk, who approves, skips, edits, leaves, or looks away while things happen."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from random import Random

from tests.proof.simulator.books import RunBook

from campaign.adapters.interrupt import undisturbed
from campaign.core.plan import Step
from campaign.core.receipt import Receipt
from campaign.flow.posting import Approval, Decision


@dataclass(frozen=True, kw_only=True, slots=True)
class Manner:
    """How likely the person does each of these things when asked."""

    skips: float = 0.0
    leaves: float = 0.0
    edits: float = 0.0
    agrees: float = 1.0


class SimulatedDesk:
    """Answers by chance; `happenings` says what else goes on at the first, second … call."""

    def __init__(
        self,
        book: RunBook,
        *,
        random: Random,
        manner: Manner,
        happenings: Mapping[int, Callable[[], None]],
    ) -> None:
        self._book = book
        self._random = random
        self._manner = manner
        self._happenings = happenings
        self._calls = 0

    def approve(self, step: Step) -> Approval:
        self._turn()
        chance, manner = self._random.random(), self._manner
        if chance < manner.leaves:
            return Approval(decision=Decision.QUIT, step=step)
        if chance < manner.leaves + manner.skips:
            return Approval(decision=Decision.SKIP, step=step)
        if self._random.random() < manner.edits:
            text = f"{step.draft.text}\n\nI have added this line."
            step = replace(step, draft=replace(step.draft, text=text))
        self._book.approve(step)
        self._book.fate.moment("after an approval")
        return Approval(decision=Decision.POST, step=step)

    def move_on(self, refused: Receipt, to: Step) -> bool:
        self._turn()
        return self._random.random() < self._manner.agrees

    def wait(self, seconds: float, *, why: str) -> None:
        self._turn()
        self._book.machine.clock.sleep(seconds)
        self._book.fate.moment("after a wait")

    def tell(self, receipt: Receipt) -> None:
        self._turn()
        self._book.told.append(receipt)

    def undisturbed(self) -> AbstractContextManager[None]:
        return undisturbed()

    def _turn(self) -> None:
        self._book.fate.moment("before a word to the person")
        self._calls += 1
        happens = self._happenings.get(self._calls)
        if happens is not None:
            happens()
