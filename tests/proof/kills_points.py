"""Where a run can be struck: every point is counted, and at the chosen one it happens."""

import os
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum

import apsw
from tests.proof.crash_images_vfs import Step


class Point(StrEnum):
    """A moment in a run; `IN_…` is passed at every step that SQLite takes on the disk."""

    IN_OPENING = "inside the opening of the ledger"
    BEFORE_INTENT = "before the intent"
    IN_INTENT = "inside the intent's commit"
    AFTER_INTENT = "after the intent"
    AFTER_CONNECT = "after connecting"
    MID_SEND = "in the middle of the body"
    AFTER_SEND = "after sending"
    AFTER_STATUS = "after the status line"
    AFTER_HEAD = "after the headers"
    AFTER_BODY = "after the body"
    IN_RECORD = "inside the record's commit"
    AFTER_RECORD = "after the record"
    BEFORE_LOOK = "before a look for the issue"
    AFTER_LOOK = "after a look for the issue"
    IN_RECONCILE = "inside the commit of what was found"
    IN_RECOVERY = "inside the commit that calls intents unknown"


class How(StrEnum):
    """What happens there."""

    KILL = "killed"
    FULL = "disk full"
    FULL_ONCE = "disk full, once"
    BROKEN = "disk broken"
    BROKEN_ONCE = "disk broken, once"


_DISK = {
    How.FULL: apsw.FullError,
    How.FULL_ONCE: apsw.FullError,
    How.BROKEN: apsw.IOError,
    How.BROKEN_ONCE: apsw.IOError,
}


class Fate:
    """Counts the points that are passed; at the given one, the so-many-th time, it strikes."""

    def __init__(self, point: str, number: int, how: How) -> None:
        self.hits: Counter[str] = Counter()
        self.creating = False
        """Whether the request under way is the one that makes an issue."""
        self.late = 0
        """Such requests begun after the disk had failed."""
        self.failed = False
        """Whether the disk has."""
        self._point, self._number, self._how = point, number, how
        self._inside: Point | None = None

    def at(self, point: Point, last: Callable[[], None] = lambda: None) -> None:
        """Pass this point, or do the last thing and be struck."""
        self.hits[point] += 1
        if point == self._point and self.hits[point] == self._number:
            last()
            if self._how is How.KILL:
                os.kill(os.getpid(), signal.SIGKILL)
            self.failed = True
            raise _DISK[self._how]("by fate")

    def step(self, step: Step) -> None:
        """A step on the disk."""
        if self.failed and self._how in (How.FULL, How.BROKEN):
            raise _DISK[self._how]("still")
        if self._inside is not None:
            self.at(self._inside)

    @contextmanager
    def within(self, point: Point) -> Iterator[None]:
        """While it lasts, each step on the disk is this point."""
        self._inside = point
        try:
            yield
        finally:
            self._inside = None

    @contextmanager
    def around_create(self) -> Iterator[None]:
        """While it lasts, the network is watched."""
        self.creating = True
        self.late += self.failed
        try:
            yield
        finally:
            self.creating = False
