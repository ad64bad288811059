"""What befalls a run between two of its steps: a kill, Ctrl-C, a disk that fails, a ledger lost.

A step is a request, one statement of the ledger's SQL, or a question to the person; each has a
moment before its effect and one after it.
"""

import signal
import sqlite3
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field

PRESSED = "Ctrl-C"

PUT_BACK = "ledger put back"


class Killed(BaseException):
    """The process is gone: nothing of it runs any more."""


@dataclass(kw_only=True)
class Fate:
    """At which moments of one run, counted from 1, something happens.

    `disk` are the moments at which the disk fails, if the step there is one of the ledger's;
    `full` says that from the first of them on it stays so.
    """

    kill: int | None = None
    kill_at: str = ""
    """The kind of moment of which the first is the run's last."""
    press: Collection[int] = ()
    disk: Collection[int] = ()
    full: bool = False
    lose: int | None = None
    """During which request for an issue, counted from 1, the ledger's file is taken away.

    This run cannot write into it any more, only beside it; the next run finds a copy in its place,
    which is as old as the moment before that intent.
    """
    struck: Counter[str] = field(default_factory=Counter)
    moments: int = 0
    dead: bool = False
    disk_failed: bool = False
    creates: int = 0
    ledger_lost: bool = False

    def moment(self, where: str) -> None:
        """One more moment: `where` says before or after what."""
        if self.dead:
            raise Killed
        self.moments += 1
        self._may_lose_the_ledger(where)
        if self.moments == self.kill or where == self.kill_at:
            self.dead = True
            self.struck[f"killed {where}"] += 1
            raise Killed
        if self.moments in self.press:
            self.struck[PRESSED] += 1
            signal.raise_signal(signal.SIGINT)

    def _may_lose_the_ledger(self, where: str) -> None:
        self.creates += where == "before the create"
        if self.creates == self.lose and not self.ledger_lost:
            self.struck[PUT_BACK] += 1
            self.ledger_lost = True

    def disk_moment(self, where: str) -> None:
        """One more moment, at which the disk may fail, too."""
        self.moment(where)
        if self.moments in self.disk or (self.full and self.disk_failed):
            self.struck["disk full"] += 1
            self.disk_failed = True
            raise sqlite3.OperationalError("database or disk is full")
