"""Time in a simulated campaign: it passes only when somebody waits."""

from datetime import datetime, timedelta

from campaign.rehearsal.clock import PlayClock


class StillClock(PlayClock):
    """GitHub's clock, and true time: no second passes by itself, so that a seed plays alike."""

    def __init__(self, start: datetime) -> None:
        super().__init__(start)
        self._passed = 0.0

    def monotonic(self) -> float:
        return self._passed

    def sleep(self, seconds: float) -> None:
        self._passed += seconds


class MachineClock:
    """One computer's clocks: on the wall, and the monotonic one that stands while it sleeps."""

    def __init__(self, true: StillClock) -> None:
        self._true = true
        self._asleep = 0.0
        self.error = timedelta()
        """How far the clock on the wall is ahead."""

    def now(self) -> datetime:
        return self._true.now() + self.error

    def monotonic(self) -> float:
        return self._true.monotonic() - self._asleep

    def sleep(self, seconds: float) -> None:
        self._true.sleep(seconds)

    def close_the_lid(self, seconds: float) -> None:
        """The computer sleeps: time passes, and its monotonic clock does not see it.

        https://docs.python.org/3/library/time.html#time.CLOCK_MONOTONIC
        """
        self._true.sleep(seconds)
        self._asleep += seconds
