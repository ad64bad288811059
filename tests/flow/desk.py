"""The person at the desk, by script."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field

from campaign.core.plan import Step
from campaign.core.receipt import Receipt
from campaign.flow.posting import Approval, Decision
from campaign.rehearsal.clock import PlayClock


@dataclass
class ScriptedDesk:
    """Answers by script, and remembers what it was asked and told."""

    clock: PlayClock
    decisions: dict[str, Decision] = field(default_factory=dict)
    """By repository; every other issue is approved."""
    agrees: bool = False
    """Whether to move on to another repository after a refusal."""
    interrupt: str = ""
    """Press Ctrl-C at `approve`, `wait`, `move_on`, or while the desk is `undisturbed`."""
    edit: Callable[[Step], Step] = lambda step: step
    """What the person makes of an issue before it is approved."""
    on_ask: Callable[[], None] = lambda: None
    on_wait: Callable[[], None] = lambda: None
    asked: list[str] = field(default_factory=list)
    offered: list[tuple[str, str]] = field(default_factory=list)
    told: list[Receipt] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    def _may_press(self, moment: str) -> None:
        if self.interrupt == moment:
            raise KeyboardInterrupt

    def approve(self, step: Step) -> Approval:
        self.asked.append(step.repo)
        self._may_press("approve")
        self.on_ask()
        decision = self.decisions.get(step.repo, Decision.POST)
        return Approval(decision=decision, step=self.edit(step))

    def move_on(self, refused: Receipt, to: Step) -> bool:
        self.offered.append((refused.repo, to.repo))
        self._may_press("move_on")
        return self.agrees

    def wait(self, seconds: float, *, why: str) -> None:
        self.waits.append(seconds)
        self.reasons.append(why)
        self._may_press("wait")
        self.clock.sleep(seconds)
        self.on_wait()

    def tell(self, receipt: Receipt) -> None:
        self.told.append(receipt)

    def undisturbed(self) -> AbstractContextManager[None]:
        return self._press_at_its_end() if self.interrupt == "undisturbed" else nullcontext()

    @contextmanager
    def _press_at_its_end(self) -> Iterator[None]:
        yield
        raise KeyboardInterrupt
