"""Step → Answer: write the intent down, send once, record what the answer proves.

Between a created issue and its record there is no network call and no question. No answer leads
to a second request for the same issue unless it proves that the first one made nothing.
"""

from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Protocol

from campaign.core.account import Account
from campaign.core.answer import Answer, Proof, Scope, read_reply
from campaign.core.plan import Step
from campaign.core.receipt import Posting, State
from campaign.errors import CampaignError
from campaign.flow.checking import BLOCKED
from campaign.flow.forge import Clock, Forge, Ledger
from campaign.flow.settling import Waiting

REFUSAL_HOLDS = timedelta(hours=24)
"""A limit is a moderation decision: we do not knock again before this."""

TRIES = 3
"""For a request that did not leave this computer."""

RETRY_SECONDS = 5.0

NOT_RECORDED = "not_recorded"
"""The reason where an answer came and the ledger could not be written."""

_MOVED = "moved"
"""The reason of a redirect: a new name shuts nobody out, and the next look finds it."""


class Patience(Waiting, Protocol):
    """Somebody who waits, and can be left undisturbed."""

    def undisturbed(self) -> AbstractContextManager[None]:
        """While it lasts, Ctrl-C waits for the record to be written; a second one does not."""


@dataclass(kw_only=True)
class Sender:
    """Sends the issues of one run, one after the other: `pace` seconds apart at least."""

    account: Account
    forge: Forge
    ledger: Ledger
    clock: Clock
    patience: Patience
    pace: float
    max_wait: float
    _last_sent: float | None = field(default=None, init=False)
    _pauses: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self._last_sent = self._sent_before()

    def send(self, step: Step) -> Answer | None:
        """One approved issue; again only where an answer proves that nothing was made.

        None if the ledger says that this key is taken.
        """
        tries = 0
        while True:
            tries += 1
            self._keep_pace()
            answer = self._send_once(step)
            if answer is None:
                return None
            if answer.scope is Scope.PAUSE and self._may_wait(answer):
                continue
            if answer.scope is Scope.NETWORK and tries < TRIES:
                self.patience.wait(RETRY_SECONDS, why="the request did not leave; trying again")
                continue
            return answer

    def _sent_before(self) -> float | None:
        """When an earlier run sent its last issue, on this run's monotonic clock.

        A second is left for the server's clock, which shows whole ones.
        """
        rows = self.ledger.postings(account_id=self.account.id)
        latest = max((row.intended_at for row in rows), default=None)
        if latest is None:
            return None
        age = (self.forge.now() - latest).total_seconds() - 1
        return self.clock.monotonic() - max(0.0, age)

    def _keep_pace(self) -> None:
        if self._last_sent is None:
            return
        left = self._last_sent + self.pace - self.clock.monotonic()
        if left > 0:
            self.patience.wait(left, why="keeping a calm pace between issues")

    def _send_once(self, step: Step) -> Answer | None:
        """Intent, request, record."""
        posting = Posting(
            key=step.key,
            repo=step.repo,
            name_now=step.access.name_now,
            login=self.account.login,
            state=State.INTENT,
            title=step.draft.title,
            body_sha256=step.draft.body_sha256,
            intended_at=self.forge.now(),
        )
        with self.patience.undisturbed():
            if not self.ledger.claim(posting):
                return None
            reply = self.forge.create_issue(
                posting.name_now, title=step.draft.title, body=step.draft.body
            )
            self._last_sent = self.clock.monotonic()
            answer = read_reply(reply, repo=posting.name_now, repo_id=step.key.repo_id)
            try:
                self._record(step, answer)
            except CampaignError as error:
                return _not_recorded(step, answer, error)
        return answer

    def _record(self, step: Step, answer: Answer) -> None:
        now = self.forge.now()
        reason, message = answer.reason, answer.message
        if answer.proof is Proof.CREATED and answer.number is not None:
            self.ledger.record_posted(step.key, number=answer.number, at=now)
        elif answer.proof is Proof.UNKNOWN:
            self.ledger.record_unknown(step.key, at=now, reason=reason, message=message)
        elif answer.scope in (Scope.REPOSITORY, Scope.ORGANISATION) and reason != _MOVED:
            retry_at = None if reason == BLOCKED else now + REFUSAL_HOLDS
            self.ledger.record_refused(
                step.key, at=now, reason=reason, message=message, retry_at=retry_at
            )
        else:
            self.ledger.release(step.key, at=now, reason=reason, message=message)

    def _may_wait(self, answer: Answer) -> bool:
        """Wait for a limit once; a second one in the same run ends it."""
        self._pauses += 1
        seconds = answer.wait.total_seconds() if answer.wait else 0.0
        if self._pauses > 1 or seconds > self.max_wait:
            return False
        self.patience.wait(seconds, why=f"GitHub asks for a pause: {answer.message}")
        return True


def _not_recorded(step: Step, answer: Answer, error: CampaignError) -> Answer:
    """What is known of an issue whose record failed: the next run looks for it by its marker."""
    made = f"made issue #{answer.number}" if answer.number else f"answered: {answer.message}"
    return replace(
        answer,
        proof=Proof.UNKNOWN,
        reason=NOT_RECORDED,
        message=f"GitHub {made}, in {step.access.name_now}, but that could not be written down."
        f" {error.message}",
    )
