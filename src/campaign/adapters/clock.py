"""The computer's own clock."""

import time
from datetime import UTC, datetime


class SystemClock:
    """Real time: a Clock for everything but a rehearsal."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)
