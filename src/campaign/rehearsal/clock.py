"""The time of a rehearsal: it can begin on any day, and waiting costs nothing."""

import threading
import time
from datetime import UTC, datetime, timedelta


class PlayClock:
    """A clock that runs on by itself and jumps ahead by whatever is slept.

    `start` is an aware time; None means the real present.
    """

    def __init__(self, start: datetime | None = None) -> None:
        if start is not None and start.tzinfo is None:
            raise ValueError("a rehearsal begins at a time with a zone")
        self._start = (start or datetime.now(UTC)).astimezone(UTC)
        self._began = time.monotonic()
        self._slept = 0.0
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """The time of day in the play, in UTC."""
        return self._start + timedelta(seconds=self.monotonic())

    def monotonic(self) -> float:
        """Seconds of play since the clock was made: never goes back."""
        with self._lock:
            return time.monotonic() - self._began + self._slept

    def sleep(self, seconds: float) -> None:
        """Let `seconds` pass in the play without waiting for them."""
        if seconds < 0:
            raise ValueError("time cannot be slept backwards")
        with self._lock:
            self._slept += seconds
