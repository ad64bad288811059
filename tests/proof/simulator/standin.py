"""The stand-in GitHub without its socket: the same answers, the same faults, in process."""

from collections import Counter
from collections.abc import Callable

from campaign.adapters.wire import LARGEST_ANSWER, TOO_LARGE
from campaign.core.answer import Reply, Sent
from campaign.rehearsal import api
from campaign.rehearsal.books import Visit
from campaign.rehearsal.faults import Act, Action, Fault, FaultPlan, Raw
from campaign.rehearsal.wire import Reply as Answer
from campaign.rehearsal.wire import Request
from campaign.rehearsal.world import World

DEADLINE = 30.0
"""Seconds after which the real client gives a request up."""

CUT = Reply(sent=Sent.NO_ANSWER, headers={}, problem="the connection was cut")
SHORT = Reply(sent=Sent.NO_ANSWER, headers={}, problem="the answer was cut short")
LATE = Reply(
    sent=Sent.NO_ANSWER,
    headers={},
    problem=f"no complete answer within {DEADLINE:g} seconds",
)
BIG = Reply(sent=Sent.NO_ANSWER, headers={}, problem=TOO_LARGE)
REFUSED = Reply(sent=Sent.NOT_SENT, headers={}, problem="the server refused the connection")


def _awake() -> None:
    """The computer waits for its answer without closing its eyes."""


class DirectStandIn:
    """Takes requests as function calls; `struck` counts faults.

    `watch` sees each request that arrives, `hear` what is told in answer.
    """

    def __init__(
        self,
        world: World,
        *,
        watch: Callable[[Visit], None],
        hear: Callable[[Visit, Reply], None],
    ) -> None:
        self.world = world
        self.unreachable = 0
        """So many further requests find nobody listening."""
        self.struck: Counter[str] = Counter()
        self.asleep: Callable[[], None] = _awake
        """What a hanging request does to the computer that waits for it."""
        self._watch, self._hear = watch, hear
        self._plans: list[tuple[str, FaultPlan]] = []

    def plan(self, name: str, fault: Fault) -> None:
        """Let one more thing go wrong."""
        self._plans.append((name, FaultPlan([fault])))

    def calm_down(self) -> None:
        """Nothing goes wrong from now on."""
        self._plans.clear()
        self.unreachable = 0
        self.asleep = _awake

    def take(self, request: Request) -> Reply:
        """One request from its first byte to the last of what the client gets to see."""
        if self.unreachable:
            self.unreachable -= 1
            self.struck["unreachable"] += 1
            return REFUSED
        visit = self.world.arrive(request)
        self._watch(visit)
        reply = self._answered(request, visit)
        self._hear(visit, reply)
        return reply

    def _answered(self, request: Request, visit: Visit) -> Reply:
        fault = self._strike(request)
        if fault is None:
            return self._told(api.answer(self.world, request), visit)
        honest = api.answer(self.world, request) if fault.after_create else None
        if honest is not None and honest.status not in (200, 201):
            return self._told(honest, visit)  # nothing came of it: there is nothing to spoil
        return self._spoilt(fault.action(honest), request, visit)

    def _strike(self, request: Request) -> Fault | None:
        for name, plan in self._plans:
            fault = plan.strike(request)
            if fault is not None:
                self.struck[name] += 1
                return fault
        return None

    def _spoilt(self, action: Action, request: Request, visit: Visit) -> Reply:
        if isinstance(action, Answer):
            return self._told(api.dress(self.world, request, action), visit)
        if isinstance(action, Raw):
            return SHORT
        if action is Act.RESET:
            return CUT
        self.world.clock.sleep(DEADLINE)
        self.asleep()
        return LATE

    def _told(self, answer: Answer, visit: Visit) -> Reply:
        visit.status = answer.status
        if len(answer.body) > LARGEST_ANSWER:
            return BIG
        return Reply(
            sent=Sent.ANSWERED,
            status=answer.status,
            headers=answer.headers,
            body=answer.body.decode("utf-8", "replace"),
        )
