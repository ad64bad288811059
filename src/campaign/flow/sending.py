"""Step → Answer: look once more, write the intent down, send once, record what is proved.

Between a created issue and its record there is no network call and no question. No answer leads
to a second request for the same issue unless it proves that the first one made nothing.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count

from campaign.core.account import Account
from campaign.core.answer import MOVED, Answer, Proof, Reply, Scope, read_reply
from campaign.core.plan import Step
from campaign.core.receipt import Posting, Receipt, State
from campaign.errors import CampaignError
from campaign.flow.adopting import FOUND, found_posting, proves
from campaign.flow.checking import BLOCKED
from campaign.flow.desk import Patience
from campaign.flow.forge import Forge, Ledger
from campaign.flow.pacing import Pacer
from campaign.flow.settling import settle

REFUSAL_HOLDS = timedelta(hours=24)
"""A limit is a moderation decision: we do not knock again before this."""

TRIES = 3
"""For a request that did not leave this computer, and for a look that GitHub does not answer."""

COME_BACK = timedelta(minutes=5)
"""When to try again what could not be sent for reasons of the network."""

NOT_RECORDED = "not_recorded"
"""The reason where an answer came and the ledger could not be written."""

NOT_WRITTEN = "not_written"
"""The reason where not even the intent could be written: nothing was sent."""

NOT_TOLD = "not_told"
"""The reason where GitHub did not tell what must be known before an issue is sent."""

CLAIMED = "claimed"

_SPAM = "called_spam"


@dataclass(kw_only=True)
class Sender:
    """Sends the issues of one run, one after the other."""

    account: Account
    forge: Forge
    ledger: Ledger
    patience: Patience
    pacer: Pacer

    def __post_init__(self) -> None:
        """What an earlier run sent counts for the pace, too.

        A second is left for the server's clock, which shows whole ones.
        """
        rows = self.ledger.postings(account_id=self.account.id)
        latest = max((row.intended_at for row in rows), default=None)
        if latest is not None:
            age = (self.forge.now() - latest).total_seconds() - 1
            self.pacer.sent(seconds_ago=max(0.0, age))

    def send(self, step: Step) -> Answer:
        """One approved issue; again only where an answer proves that nothing was made."""
        for tries in count(1):
            self.pacer.keep()
            answer = self._look_once_more(step) or self._send_once(step)
            if not self._try_again(answer, tries=tries):
                break
        if answer.scope is Scope.PAUSE and answer.wait is not None:
            return replace(answer, wait=self.pacer.stay_away(answer.wait))
        return replace(answer, wait=COME_BACK) if answer.scope is Scope.NETWORK else answer

    def search(self, row: Posting) -> Receipt:
        """Look for an issue that may exist, as long as one may wait."""
        return settle(
            row,
            forge=self.forge,
            ledger=self.ledger,
            account=self.account,
            waiting=self.patience,
            max_wait=self.pacer.max_wait,
        )

    def _try_again(self, answer: Answer, *, tries: int) -> bool:
        if answer.scope is Scope.PAUSE and answer.wait is not None:
            return self.pacer.wait_for_limit(answer.wait, words=answer.message)
        if answer.scope is not Scope.NETWORK or tries >= TRIES:
            return False
        silent = answer.reason == NOT_TOLD
        why = "GitHub did not answer" if silent else "the request did not leave"
        return self.pacer.wait_briefly(why=f"{why}; trying again")

    def _look_once_more(self, step: Step) -> Answer | None:
        """Directly before each claim: is it still that repository, and has it none of mine yet?

        The survey shows my ten newest issues only, and another computer may have been quicker.
        Returns why nothing is to be sent, if so.
        """
        name = self.forge.name_of(step.key.repo_id)
        issues = name and self.forge.own_issues(name, account=self.account, since=None)
        mine = next((each for each in issues or () if proves(each, step.key)), None)
        if name and mine:
            row = found_posting(
                mine, key=step.key, repo=step.repo, name_now=name, login=self.account.login
            )
            return self._adopt(row)
        pause = self.forge.pause()
        if pause is not None:
            return _held(Scope.PAUSE, "rate_limit", _LIMIT_REACHED, wait=pause)
        if not name or issues is None:
            return _held(Scope.NETWORK, NOT_TOLD, _NOT_TOLD)
        if name.lower() != step.access.name_now.lower():
            return _held(Scope.REPOSITORY, MOVED, f"It is now called {name}.")
        return None

    def _adopt(self, row: Posting) -> Answer:
        try:
            self.ledger.adopt(row)
        except CampaignError as error:
            return _not_written(error)
        return Answer(proof=Proof.CREATED, reason=FOUND, number=row.number)

    def _send_once(self, step: Step) -> Answer:
        """Intent, request, record."""
        posting = self._intent(step)
        with self.patience.undisturbed():
            try:
                claimed = self.ledger.claim(posting)
            except CampaignError as error:
                return _not_written(error)
            if not claimed:
                return _held(Scope.HERE, CLAIMED, _CLAIMED)
            reply = self.forge.create_issue(
                posting.name_now, title=step.draft.title, body=step.draft.body
            )
            self.pacer.sent()
            return self._read_and_record(step, reply)

    def _intent(self, step: Step) -> Posting:
        return Posting(
            key=step.key,
            repo=step.repo,
            name_now=step.access.name_now,
            login=self.account.login,
            state=State.INTENT,
            title=step.draft.title,
            body_sha256=step.draft.body_sha256,
            intended_at=self.forge.now(),
        )

    def _read_and_record(self, step: Step, reply: Reply) -> Answer:
        answer = read_reply(reply, repo=step.access.name_now, repo_id=step.key.repo_id)
        try:
            self._record(step, answer, now=self.forge.now())
        except CampaignError as error:
            return _not_recorded(step, answer, error)
        return answer

    def _record(self, step: Step, answer: Answer, *, now: datetime) -> None:
        reason, message = answer.reason, answer.message
        if answer.proof is Proof.CREATED and answer.number is not None:
            self.ledger.record_posted(step.key, number=answer.number, at=now)
        elif answer.proof is Proof.UNKNOWN:
            self.ledger.record_unknown(step.key, at=now, reason=reason, message=message)
        elif _holds(answer):
            retry_at = None if reason == BLOCKED else now + REFUSAL_HOLDS
            self.ledger.record_refused(
                step.key, at=now, reason=reason, message=message, retry_at=retry_at
            )
        else:
            self.ledger.release(step.key, at=now, reason=reason, message=message)


_CLAIMED = "The ledger already holds a posting for this repository."

_LIMIT_REACHED = "its limit on requests was reached before the issue was sent"

_NOT_TOLD = (
    "GitHub did not tell whether the repository is still the same one, and whether you have an"
    " issue there already. So nothing was sent."
)


def _held(scope: Scope, reason: str, message: str, *, wait: timedelta | None = None) -> Answer:
    """Nothing was sent, and why."""
    return Answer(proof=Proof.NOT_CREATED, scope=scope, reason=reason, message=message, wait=wait)


def _not_written(error: CampaignError) -> Answer:
    return _held(Scope.HERE, NOT_WRITTEN, f"{error.message} {error.hint}".strip())


def _holds(answer: Answer) -> bool:
    """Whether the refusal is somebody's decision about this account and this repository.

    A new name shuts nobody out, and what is said of a token may be otherwise with another one.
    """
    if answer.reason == MOVED:
        return False
    return answer.scope is Scope.REPOSITORY or answer.reason == _SPAM


def _not_recorded(step: Step, answer: Answer, error: CampaignError) -> Answer:
    """What is known of an issue whose record failed: the next run looks for it by its marker."""
    made = f"made issue #{answer.number}" if answer.number else f"answered: {answer.message}"
    return replace(
        answer,
        proof=Proof.UNKNOWN,
        # Whatever GitHub asks for, nothing follows a write that has failed.
        scope=answer.scope if answer.scope is Scope.STRANGER else Scope.HERE,
        wait=None,
        reason=NOT_RECORDED,
        message=f"GitHub {made}, in {step.access.name_now}, but that could not be written down."
        f" {error.message}",
    )
