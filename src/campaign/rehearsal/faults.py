"""Planned misbehaviour: at a chosen request the stand-in does something GitHub, or the way to it,
has been seen doing; `mishaps` names the usual ones.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import Enum, auto

from campaign.rehearsal.wire import Reply, Request

CREATE = r"/issues$"


class Act(Enum):
    """What happens instead of an answer."""

    RESET = auto()
    """The connection is torn down without a byte."""
    HANG = auto()
    """Nothing comes until the client leaves or `StandIn.release()` is called; then the answer."""


@dataclass(frozen=True, slots=True)
class Raw:
    """Bytes for the socket as they are; then the connection is closed.

    `pieces` makes pairs of seconds to wait (real ones) and bytes to send then.
    """

    pieces: Callable[[], Iterable[tuple[float, bytes]]]


Action = Act | Reply | Raw


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """One thing that goes wrong.

    With `after_create` the request is first carried out as always, and only its answer suffers;
    `then` may then be a function of that honest answer.
    """

    then: Action | Callable[[Reply], Action]
    method: str = "POST"
    path: str = CREATE
    """A regular expression, searched for in the path."""
    times: int | None = 1
    """How often it happens; None: from now on."""
    skip: int = 0
    """So many matching requests pass unharmed first."""
    after_create: bool = False

    def at(self, method: str, path: str) -> "Fault":
        """The same fault at another kind of request."""
        return replace(self, method=method, path=path)

    def after(self, skip: int) -> "Fault":
        """The same fault, after `skip` matching requests went well."""
        return replace(self, skip=skip)

    def always(self) -> "Fault":
        """The same fault, every time."""
        return replace(self, times=None)

    def matches(self, request: Request) -> bool:
        """Whether it is about this kind of request."""
        return request.method == self.method and bool(re.search(self.path, request.path))

    def action(self, honest: Reply | None) -> Action:
        """What happens; `honest` is the true answer, where there already is one."""
        if not callable(self.then):
            return self.then
        if honest is None:
            raise ValueError("only what is carried out first has an honest answer to spoil")
        return self.then(honest)


class FaultPlan:
    """The faults still to come, in the order they were planned."""

    def __init__(self, faults: Iterable[Fault] = ()) -> None:
        self._faults = list(faults)

    def add(self, fault: Fault) -> None:
        """Plan one more."""
        self._faults.append(fault)

    def strike(self, request: Request) -> Fault | None:
        """The fault that hits this request, if any; it is used up by that."""
        for index, fault in enumerate(self._faults):
            if not fault.matches(request):
                continue
            if fault.skip:
                self._faults[index] = replace(fault, skip=fault.skip - 1)
                continue
            self._spend(index)
            return fault
        return None

    def _spend(self, index: int) -> None:
        fault = self._faults[index]
        if fault.times is None:
            return
        if fault.times == 1:
            del self._faults[index]
        else:
            self._faults[index] = replace(fault, times=fault.times - 1)
