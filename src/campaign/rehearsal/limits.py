"""How many requests and how many new texts GitHub takes from one person, by the play clock."""

from collections import defaultdict, deque
from dataclasses import dataclass
from datetime import datetime, timedelta

from campaign.rehearsal.clock import PlayClock

# https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
SIGNED_IN = 5000
ANONYMOUS = 60
WINDOW = timedelta(hours=1)


@dataclass(kw_only=True)
class Budget:
    """One hour's allowance."""

    limit: int
    reset: datetime
    used: int = 0

    @property
    def remaining(self) -> int:
        """What is left until `reset`."""
        return max(0, self.limit - self.used)


class Limits:
    """The primary budgets (REST and GraphQL apart) and the limits on content creation.

    People are told apart by their numeric id; None stands for everybody who is not signed in.
    """

    def __init__(self, clock: PlayClock) -> None:
        self._clock = clock
        self._budgets: dict[tuple[int | None, str], Budget] = {}
        self._content: defaultdict[int, deque[float]] = defaultdict(deque)
        self.content_per_minute = 80
        self.content_per_hour = 500

    def budget(self, person: int | None, resource: str) -> Budget:
        """The allowance in force; a new one begins when the old hour is over."""
        now = self._clock.now()
        budget = self._budgets.get((person, resource))
        if budget is None or now >= budget.reset:
            budget = Budget(limit=ANONYMOUS if person is None else SIGNED_IN, reset=now + WINDOW)
            self._budgets[person, resource] = budget
        return budget

    def charge(self, person: int | None, resource: str, *, points: int = 1) -> None:
        """Take `points` from the budget."""
        self.budget(person, resource).used += points

    def leave(self, person: int | None, remaining: int, *, resource: str = "core") -> None:
        """Set what is left of the hour, so that a play can run into the end of it."""
        budget = self.budget(person, resource)
        budget.used = budget.limit - remaining

    def note_content(self, person: int) -> None:
        """Remember that this person just created something others are notified of."""
        self._content[person].append(self._clock.monotonic())

    def content_used_up(self, person: int) -> bool:
        """80 a minute and 500 an hour (the same page, "secondary rate limits")."""
        now = self._clock.monotonic()
        times = self._content[person]
        while times and now - times[0] >= WINDOW.total_seconds():
            times.popleft()
        last_minute = sum(1 for at in times if now - at < 60)
        return last_minute >= self.content_per_minute or len(times) >= self.content_per_hour
