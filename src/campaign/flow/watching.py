"""Look → look → look: the same repositories again and again, and what has changed in between."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NoReturn, Protocol

from campaign.core.changes import Change, Standing, changes, updated
from campaign.core.sentence import counted
from campaign.errors import CampaignError, RateLimited, SignInNeeded
from campaign.flow.checking import Survey
from campaign.flow.forge import Clock, Forge

ALLOWANCE = {True: 5000, False: 60}
"""Requests an hour with a token, and without: GitHub's.

https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
"""

AT_LEAST = timedelta(seconds=60)
"""The wait after a limit whose end GitHub did not tell."""


class View(Protocol):
    """Shows a watch to somebody, or to a script."""

    step: float
    """How long one sleep may last: shorter where a countdown is shown."""

    def show(
        self, survey: Survey, standings: Mapping[str, Standing], news: Sequence[Change]
    ) -> None:
        """A look has ended; `news` is what differs from the look before."""

    def say(self, text: str) -> None:
        """Something beside the looks."""

    def trouble(self, error: CampaignError, *, at: datetime) -> None:
        """A look, or a part of it, has failed; what was known stands."""

    def slow_down(self, seconds: float, *, spent: int, allowance: int) -> None:
        """One look takes `spent` of the `allowance`: the next ones come only so often."""

    def limited(self, until: datetime, *, seconds: float) -> None:
        """GitHub's limit is reached; the next look comes after that time."""

    def wait(self, seconds: float) -> None:
        """So long until the next look, again and again; 0: it begins."""


@dataclass(kw_only=True)
class Watch:
    """A watch that goes on until it is interrupted; what it has seen so far can be read from it."""

    look: Callable[[], Survey]
    forge: Forge
    clock: Clock
    view: View
    signed_in: bool
    seconds: float
    """The time from one look to the next that was asked for."""
    standings: dict[str, Standing] = field(default_factory=dict)
    looks: int = 0
    news: int = 0
    """How many changes there were after the first look."""
    _interval: float = 0
    _failed: frozenset[str] = frozenset()

    def run(self) -> NoReturn:
        """Look for ever.

        Raises:
            SignInNeeded: GitHub does not accept the token any more.
        """
        self._interval = self.seconds
        while True:
            before = self._spent()
            until = self._look_once()
            if until is not None:
                self._wait_out(until)
            else:
                self._mind_the_budget(self._spent() - before)
                self._wait(self._interval)

    def _spent(self) -> int:
        """Requests or points of the hour's allowance that have been used up so far.

        Unchanged answers are free for those who are signed in:
        https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#use-conditional-requests-if-appropriate
        """
        cost = self.forge.cost
        return max(cost.points, cost.requests - (self.forge.free if self.signed_in else 0))

    def _look_once(self) -> datetime | None:
        """One look; where a limit was reached, when the next one may come."""
        try:
            survey = self.look()
        except SignInNeeded:
            raise
        except RateLimited as error:
            self.view.trouble(error, at=self.forge.now())
            return self.forge.now() + max(self.forge.pause() or AT_LEAST, AT_LEAST)
        except CampaignError as error:
            self.view.trouble(error, at=self.forge.now())
            return None
        news = changes(self.standings, survey.accesses, at=survey.checked_at)
        self.standings = updated(self.standings, survey.accesses, at=survey.checked_at)
        self.looks += 1
        self.news += sum(change.before is not None for change in news)
        self.view.show(survey, self.standings, news)
        self._tell_of_failures(survey)
        return survey.resume_at

    def _tell_of_failures(self, survey: Survey) -> None:
        """Once for each repository about which a look told nothing, until one does."""
        failed = frozenset(survey.unanswered)
        if failed - self._failed:
            words = counted(
                "GitHub gave no usable answer about {count} repository.",
                "GitHub gave no usable answer about {count} repositories.",
                len(failed),
            )
            self.view.trouble(CampaignError(words), at=survey.checked_at)
        self._failed = failed

    def _mind_the_budget(self, spent: int) -> None:
        """Leave at least half of what GitHub grants to everything else this account does."""
        allowance = ALLOWANCE[self.signed_in]
        needed = max(self.seconds, spent * 3600 / (allowance / 2))
        if needed > self._interval * 1.1:
            self.view.slow_down(needed, spent=spent, allowance=allowance)
        self._interval = needed

    def _wait_out(self, until: datetime) -> None:
        seconds = max(self._interval, (until - self.forge.now()).total_seconds())
        self.view.limited(until, seconds=seconds)
        self._wait(seconds)

    def _wait(self, seconds: float) -> None:
        ends = self.clock.monotonic() + seconds
        while (left := ends - self.clock.monotonic()) > 0:
            self.view.wait(left)
            self.clock.sleep(min(self.view.step, left))
        self.view.wait(0)
