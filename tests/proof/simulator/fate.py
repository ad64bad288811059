"""What befalls a run between two of its steps: a kill, Ctrl-C, or a disk that fails.

A step is a request, one statement of the ledger's SQL, or a question to the person; each has a
moment before its effect and one after it.
"""

import signal
import sqlite3
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field

PRESSED = "Ctrl-C"


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
    struck: Counter[str] = field(default_factory=Counter)
    moments: int = 0
    dead: bool = False
    disk_failed: bool = False

    def moment(self, where: str) -> None:
        """One more moment: `where` says before or after what."""
        if self.dead:
            raise Killed
        self.moments += 1
        if self.moments == self.kill or where == self.kill_at:
            self.dead = True
            self.struck[f"killed {where}"] += 1
            raise Killed
        if self.moments in self.press:
            self.struck[PRESSED] += 1
            signal.raise_signal(signal.SIGINT)

    def disk_moment(self, where: str) -> None:
        """One more moment, at which the disk may fail, too."""
        self.moment(where)
        if self.moments in self.disk or (self.full and self.disk_failed):
            self.struck["disk full"] += 1
            self.disk_failed = True
            raise sqlite3.OperationalError("database or disk is full")
