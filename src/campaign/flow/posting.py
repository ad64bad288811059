"""Plan → Receipts: for each step ask, send, tell; and let no refusal be worked around."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from campaign.core.account import Account
from campaign.core.answer import MOVED, Answer, Proof, Scope
from campaign.core.plan import Plan, Step, owner_of, skipped
from campaign.core.receipt import Outcome, Receipt
from campaign.core.sentence import and_then
from campaign.errors import CampaignError, Exit
from campaign.flow.adopting import FOUND
from campaign.flow.checking import BLOCKED
from campaign.flow.concluding import INTERRUPTED, answered, so_far, unmade, unsent
from campaign.flow.containing import Containment, Reach
from campaign.flow.desk import Approval as Approval
from campaign.flow.desk import Decision as Decision
from campaign.flow.desk import Desk as Desk
from campaign.flow.desk import check_same_posting
from campaign.flow.ending import NOT_APPROVED, TOO_LATE, exit_of
from campaign.flow.forge import Clock, Forge, Ledger
from campaign.flow.moving import find_again
from campaign.flow.pacing import Pacer
from campaign.flow.sending import Sender
from campaign.flow.settling import known, posted
from campaign.flow.unwritten import NOT_RECORDED


@dataclass(frozen=True, kw_only=True, slots=True)
class Rules:
    """Seconds between two issues, and the longest single wait for a limit.

    `jitter` gives a number from 0 to 1, which makes the pace longer by up to a quarter.
    """

    pace: float
    max_wait: float
    looked_at: datetime
    """When the repositories were looked at for the plan."""
    jitter: Callable[[], float] = lambda: 0.0
    ends: datetime | None = None
    """When the action is over: nothing is sent from then on."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """What one run did."""

    receipts: tuple[Receipt, ...]
    resume_at: datetime | None
    exit: Exit
    left: tuple[Step, ...] = ()
    """Repositories that were not needed, and may be asked where another one has refused."""


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
    pacer = Pacer(
        clock=clock,
        waiting=desk,
        pace=rules.pace,
        max_wait=rules.max_wait,
        jitter=rules.jitter,
    )
    sender = Sender(
        account=account,
        forge=forge,
        ledger=ledger,
        patience=desk,
        pacer=pacer,
        looked_at=rules.looked_at,
        closes=rules.ends,
    )
    poster = _Poster(plan, sender, desk)
    try:
        poster.run()
    except KeyboardInterrupt:
        poster.interrupted()
    return poster.end()


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
    _silent: set[str] = field(default_factory=set)
    """Owners of whose repositories GitHub does not tell."""
    _refusals: Containment = field(default_factory=Containment)

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
            self._note(self._so_far(step))
        self._drop_queue(reason=INTERRUPTED)

    def _so_far(self, step: Step) -> Receipt:
        """As it would be told had the run gone on, but for what an answer leaves to find out."""
        sender, now = self.sender, self.sender.forge.now()
        answer = sender.answers.get(step.key)
        receipt = so_far(step, answer, ledger=sender.ledger, at=now)
        if answer is not None and receipt.outcome is Outcome.DEFERRED:
            self._come_back(answer, now=now)
        return receipt

    def _come_back(self, answer: Answer, *, now: datetime) -> None:
        self.resume_at = now + answer.wait if answer.wait else self.resume_at

    def end(self) -> Run:
        """What the run did; a doubt about the token counts where nothing was posted."""
        receipts = tuple(self.receipts)
        nothing = all(receipt.outcome is not Outcome.POSTED for receipt in receipts)
        if nothing and self._refusals.sign_in_doubted:
            self.ends.append(Exit.SIGN_IN)
        if any(receipt.reason == TOO_LATE for receipt in receipts):
            self.ends.append(Exit.WINDOW)
        code = Exit.weightiest((*self.ends, exit_of(self.plan, receipts)))
        left = tuple(self._reserve)
        return Run(receipts=receipts, resume_at=self.resume_at, exit=code, left=left)

    def _take(self, step: Step, *, hops: int, moves: int = 1) -> None:
        self._in_hand = step
        approval = self.desk.approve(step)
        if approval.decision is Decision.POST:
            check_same_posting(step, approval.step)
            self._post(approval.step, hops=hops, moves=moves)
            return
        self._note(unsent(step, reason=NOT_APPROVED))
        if approval.decision is Decision.QUIT:
            self._drop_queue(reason=NOT_APPROVED)

    def _close(self, step: Step) -> None:
        """The action has ended, or will have before this could be sent."""
        self._note(unsent(step, reason=TOO_LATE))
        if not self._pass_by_silent(step, reason=TOO_LATE, outcome=Outcome.SKIPPED):
            self._drop_queue(reason=TOO_LATE)

    def _post(self, step: Step, *, hops: int, moves: int) -> None:
        answer = self.sender.send(step)
        if answer.reason == TOO_LATE:
            self._close(step)
            return
        if answer.reason == MOVED and moves:
            again = find_again(step, answer, forge=self.sender.forge)
            if isinstance(again, Step):
                self._take(again, hops=hops, moves=moves - 1)
                return
            answer = again
        receipt = self._conclude(step, answer)
        self._note(receipt)
        if receipt.outcome is Outcome.DEFERRED:
            self._put_off(step, receipt)
        elif receipt.outcome is Outcome.UNKNOWN:
            self._drop_queue(reason="after_an_unknown", outcome=Outcome.DEFERRED)
        elif receipt.outcome is Outcome.REFUSED:
            self._contain(step, answer)
            self._offer_another(receipt, hops=hops)

    def _put_off(self, step: Step, receipt: Receipt) -> None:
        """What keeps one back keeps all back, but for one owner whom GitHub is silent about."""
        if self._pass_by_silent(step, reason=receipt.reason, outcome=Outcome.DEFERRED):
            return
        self.ends.append(Exit.LIMITED)
        self._drop_queue(reason=receipt.reason, outcome=Outcome.DEFERRED)

    def _pass_by_silent(self, step: Step, *, reason: str, outcome: Outcome) -> bool:
        """Leave the owner alone of whom GitHub does not tell, if it is but one; False otherwise."""
        owner = owner_of(step.access.name_now)
        if not self.sender.was_silent(step.key) or self._silent - {owner}:
            return False
        self._silent.add(owner)
        self._leave_alone(owner, reason=reason, outcome=outcome)
        return True

    def _offer_another(self, refused: Receipt, *, hops: int) -> None:
        """Where one refuses, the next of the list may be asked, once, if the person agrees."""
        if hops and self._reserve and not self.ends:
            instead = self._reserve.popleft()
            if self.desk.move_on(refused, instead):
                self._take(instead, hops=hops - 1)
            else:
                self._reserve.append(instead)

    def _note(self, *receipts: Receipt) -> None:
        # All of them before the first is told: Ctrl-C while telling must not lose the rest.
        self.receipts.extend(receipts)
        for receipt in receipts:
            self.desk.tell(receipt)

    def _drop_queue(self, *, reason: str, outcome: Outcome = Outcome.SKIPPED) -> None:
        dropped = list(self._queue)
        self._queue.clear()
        self._note(*(unsent(step, reason=reason, outcome=outcome) for step in dropped))

    def _conclude(self, step: Step, answer: Answer) -> Receipt:
        now = self.sender.forge.now()
        if answer.proof is Proof.CREATED and answer.number is not None:
            row = self.sender.ledger.get(step.key) if answer.reason == FOUND else None
            found = row and known(row, outcome=Outcome.ALREADY)
            name = step.access.name_now
            return found or posted(repo=step.repo, name_now=name, number=answer.number, at=now)
        if answer.proof is not Proof.NOT_CREATED:
            return self._settle(step, answer)
        receipt = unmade(step, answer, at=now)
        if receipt.outcome is Outcome.DEFERRED:
            self._come_back(answer, now=now)
        return receipt

    def _settle(self, step: Step, answer: Answer) -> Receipt:
        """Tell the doubt, so that whoever waits knows why; then look for the issue."""
        sender = self.sender
        doubt = answered(step, Outcome.UNKNOWN, answer, at=sender.forge.now())
        if answer.scope is Scope.STRANGER or answer.reason == NOT_RECORDED:
            self.ends.append(Exit.UNKNOWN)
            return doubt
        self.desk.tell(doubt)
        try:
            row = sender.ledger.get(step.key)
            receipt = doubt if row is None else sender.search(row)
        except CampaignError as error:
            self.ends.append(Exit.UNKNOWN)
            return replace(doubt, message=and_then(doubt.message, error.message))
        pause = sender.forge.pause()
        if receipt.outcome is Outcome.UNKNOWN and pause is not None:
            self.resume_at = sender.forge.now() + pause
        return receipt

    def _contain(self, step: Step, answer: Answer) -> None:
        """Keep a refusal from being met again, or worked around."""
        reach = self._refusals.reach(step, answer)
        if reach is Reach.SIGN_IN:
            self.ends.append(Exit.SIGN_IN)
            self._drop_queue(reason=answer.reason)
        elif reach is Reach.RUN:
            self._reserve.clear()
            self._drop_queue(reason=answer.reason)
        elif reach is Reach.OWNER:
            self._leave_alone(owner_of(step.access.name_now), reason=f"owner_{answer.reason}")
        if answer.reason == BLOCKED:
            self._reserve.clear()

    def _leave_alone(self, owner: str, *, reason: str, outcome: Outcome = Outcome.SKIPPED) -> None:
        """Post nothing more to any repository of this owner."""

        def theirs(step: Step) -> bool:
            return owner_of(step.access.name_now) == owner

        dropped = [step for step in self._queue if theirs(step)]
        self._queue = deque(step for step in self._queue if not theirs(step))
        self._reserve = deque(step for step in self._reserve if not theirs(step))
        self._note(*(unsent(step, reason=reason, outcome=outcome) for step in dropped))
