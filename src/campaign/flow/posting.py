"""Plan → Receipts: for each step ask, send, tell; and let no refusal be worked around."""

from collections import Counter, deque
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from typing import Protocol

from campaign.core.account import Account
from campaign.core.answer import Answer, Proof, Scope
from campaign.core.plan import Plan, Step, skipped
from campaign.core.receipt import Outcome, Receipt
from campaign.errors import CampaignError, Exit
from campaign.flow.checking import BLOCKED, CLOSED_DOORS, owner_of
from campaign.flow.ending import NOT_APPROVED, exit_of
from campaign.flow.forge import Clock, Forge, Ledger
from campaign.flow.sending import NOT_RECORDED, Patience, Sender
from campaign.flow.settling import known, posted, settle

_MISSING = "missing"
"""The reason of a 404: from two repositories in one run it speaks of the token, not of them."""

_CLAIMED = "The ledger already holds a posting for this repository."


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

    def tell(self, receipt: Receipt) -> None: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Rules:
    """Seconds between two issues, and the longest single wait."""

    pace: float
    max_wait: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """What one run did."""

    receipts: tuple[Receipt, ...]
    resume_at: datetime | None
    exit: Exit


def dry_run(plan: Plan) -> Run:
    """What `post` would do now."""
    would = tuple(Receipt(repo=step.repo, outcome=Outcome.WOULD_POST) for step in plan.steps)
    receipts = (*plan.done, *map(skipped, plan.closed_chosen), *would)
    return Run(receipts=receipts, resume_at=None, exit=exit_of(plan, receipts))


def post(
    plan: Plan,
    *,
    account: Account,
    forge: Forge,
    ledger: Ledger,
    clock: Clock,
    desk: Desk,
    rules: Rules,
) -> Run:
    """Carry out a plan that was shown. The ledger's run lock must be held."""
    sender = Sender(
        account=account,
        forge=forge,
        ledger=ledger,
        clock=clock,
        patience=desk,
        pace=rules.pace,
        max_wait=rules.max_wait,
    )
    poster = _Poster(plan, sender, desk)
    try:
        poster.run()
    except KeyboardInterrupt:
        poster.interrupted()
    receipts = tuple(poster.receipts)
    code = Exit.weightiest((*poster.ends, exit_of(plan, receipts)))
    return Run(receipts=receipts, resume_at=poster.resume_at, exit=code)


@dataclass
class _Poster:
    plan: Plan
    sender: Sender
    desk: Desk
    receipts: list[Receipt] = field(default_factory=list)
    ends: list[Exit] = field(default_factory=list)
    resume_at: datetime | None = None
    _queue: deque[Step] = field(default_factory=deque)
    _reserve: deque[Step] = field(default_factory=deque)
    _in_hand: Step | None = None
    _missing: int = 0
    _shut_doors: Counter[str] = field(default_factory=Counter)

    def run(self) -> None:
        self._queue.extend(self.plan.steps)
        self._reserve.extend(self.plan.reserve)
        self._note(*self.plan.done, *map(skipped, self.plan.closed_chosen))
        while self._queue and not self.ends:
            self._take(self._queue.popleft(), hops=1)

    def interrupted(self) -> None:
        """Keep what the ledger knows of the issue in hand: it may have been made."""
        self.ends.append(Exit.INTERRUPTED)
        step = self._in_hand
        if step and all(receipt.repo != step.repo for receipt in self.receipts):
            row = self.sender.ledger.get(step.key)
            self._note((row and known(row)) or _unsent(step, reason="interrupted"))
        self._drop_queue(reason="interrupted")

    def _take(self, step: Step, *, hops: int) -> None:
        self._in_hand = step
        approval = self.desk.approve(step)
        if approval.decision is Decision.POST:
            self._post(approval.step, hops=hops)
            return
        self._note(_unsent(step, reason=NOT_APPROVED))
        if approval.decision is Decision.QUIT:
            self._drop_queue(reason=NOT_APPROVED)

    def _post(self, step: Step, *, hops: int) -> None:
        answer = self.sender.send(step)
        if answer is None:
            self._note(_unsent(step, reason="claimed", message=_CLAIMED))
            return
        receipt = self._conclude(step, answer)
        self._note(receipt)
        if receipt.outcome is Outcome.DEFERRED:
            self.ends.append(Exit.LIMITED)
            self._drop_queue(reason=receipt.reason, outcome=Outcome.DEFERRED)
        elif receipt.outcome is Outcome.UNKNOWN:
            self._drop_queue(reason="after_an_unknown", outcome=Outcome.DEFERRED)
        elif receipt.outcome is Outcome.REFUSED:
            self._contain(step, answer)
            self._offer_another(receipt, hops=hops)

    def _offer_another(self, refused: Receipt, *, hops: int) -> None:
        """Where one refuses, the next of the list may be asked, once, if the person agrees."""
        if hops and self._reserve and not self.ends:
            instead = self._reserve.popleft()
            if self.desk.move_on(refused, instead):
                self._take(instead, hops=hops - 1)

    def _note(self, *receipts: Receipt) -> None:
        for receipt in receipts:
            self.receipts.append(receipt)
            self.desk.tell(receipt)

    def _drop_queue(self, *, reason: str, outcome: Outcome = Outcome.SKIPPED) -> None:
        dropped = list(self._queue)
        self._queue.clear()
        self._note(*(_unsent(step, reason=reason, outcome=outcome) for step in dropped))

    def _conclude(self, step: Step, answer: Answer) -> Receipt:
        now = self.sender.forge.now()
        if answer.proof is Proof.CREATED and answer.number is not None:
            return posted(
                repo=step.repo, name_now=step.access.name_now, number=answer.number, at=now
            )
        if answer.proof is not Proof.NOT_CREATED:
            return self._settle(step, answer)
        if answer.scope in (Scope.PAUSE, Scope.NETWORK):
            self.resume_at = now + answer.wait if answer.wait else None
            return _receipt(step, Outcome.DEFERRED, answer, at=now)
        return _receipt(step, Outcome.REFUSED, answer, at=now)

    def _settle(self, step: Step, answer: Answer) -> Receipt:
        doubt = _receipt(step, Outcome.UNKNOWN, answer, at=self.sender.forge.now())
        row = self.sender.ledger.get(step.key) if answer.reason != NOT_RECORDED else None
        if answer.scope is Scope.STRANGER or row is None:
            self.ends.append(Exit.UNKNOWN)
            return doubt
        self.desk.tell(doubt)
        try:
            return settle(
                row,
                forge=self.sender.forge,
                ledger=self.sender.ledger,
                account=self.sender.account,
                waiting=self.desk,
                max_wait=self.sender.max_wait,
            )
        except CampaignError as error:
            self.ends.append(Exit.UNKNOWN)
            return replace(doubt, message=f"{doubt.message}. {error.message}")

    def _contain(self, step: Step, answer: Answer) -> None:
        """Keep a refusal from being met again, or worked around."""
        self._missing += answer.reason == _MISSING
        self._shut_doors[owner_of(step.access.name_now)] += answer.reason in CLOSED_DOORS
        if answer.scope is Scope.ACCOUNT or self._missing > 1:
            self.ends.append(Exit.SIGN_IN)
            self._drop_queue(reason=answer.reason)
        elif answer.scope in (Scope.DRAFT, Scope.STRANGER):
            self._reserve.clear()
            self._drop_queue(reason=answer.reason)
        elif self._owner_refuses(step, answer):
            self._leave_alone(owner_of(step.access.name_now), reason=answer.reason)
        if answer.reason == BLOCKED:
            self._reserve.clear()

    def _owner_refuses(self, step: Step, answer: Answer) -> bool:
        return (
            answer.scope is Scope.ORGANISATION
            or answer.reason == BLOCKED
            or self._shut_doors[owner_of(step.access.name_now)] > 1
        )

    def _leave_alone(self, owner: str, *, reason: str) -> None:
        """Post nothing more to any repository of this owner."""

        def theirs(step: Step) -> bool:
            return owner_of(step.access.name_now) == owner

        dropped = [step for step in self._queue if theirs(step)]
        self._queue = deque(step for step in self._queue if not theirs(step))
        self._reserve = deque(step for step in self._reserve if not theirs(step))
        self._note(*(_unsent(step, reason=f"owner_{reason}") for step in dropped))


def _receipt(step: Step, outcome: Outcome, answer: Answer, *, at: datetime) -> Receipt:
    return Receipt(
        repo=step.repo, outcome=outcome, reason=answer.reason, message=answer.message, at=at
    )


def _unsent(
    step: Step, *, reason: str, message: str = "", outcome: Outcome = Outcome.SKIPPED
) -> Receipt:
    return Receipt(repo=step.repo, outcome=outcome, reason=reason, message=message)
