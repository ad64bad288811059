"""Step → Answer: look once more, write the intent down, send once, record what is proved.

Between a created issue and its record there is no network call and no question. No answer leads
to a second request for the same issue unless it proves that the first one made nothing.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count

from campaign.core.access import Found
from campaign.core.account import Account
from campaign.core.answer import MOVED, Answer, Proof, Reply, Scope, read_reply
from campaign.core.marker import Key
from campaign.core.plan import Step
from campaign.core.receipt import Posting, Receipt, State
from campaign.core.sentence import N_, Sentence, sentence
from campaign.core.waits import UNSHOWN
from campaign.errors import CampaignError
from campaign.flow.adopting import FOUND, found_posting, mine_among
from campaign.flow.checking import BLOCKED
from campaign.flow.desk import Patience
from campaign.flow.ending import TOO_LATE
from campaign.flow.forge import Forge, Ledger
from campaign.flow.moving import GONE, IS_GONE
from campaign.flow.pacing import RETRY_SECONDS, Pacer
from campaign.flow.renewing import FRESH, NotSeen, look_again
from campaign.flow.settling import settle
from campaign.flow.unwritten import not_recorded, not_written

REFUSAL_HOLDS = timedelta(hours=24)
"""A limit is a moderation decision: we do not knock again before this."""

BRIEFLY = timedelta(seconds=RETRY_SECONDS)

TRIES = 3
"""For a request that did not leave this computer, and for a look that GitHub does not answer."""

COME_BACK = timedelta(minutes=5)
"""When to try again what could not be sent for reasons of the network."""

NOT_TOLD = "not_told"
"""The reason where GitHub did not tell what must be known before an issue is sent."""

CLAIMED = "claimed"

MISSING = "missing"

_SPAM = "called_spam"


@dataclass(kw_only=True)
class Sender:
    """Sends the issues of one run, one after the other."""

    account: Account
    forge: Forge
    ledger: Ledger
    patience: Patience
    pacer: Pacer
    looked_at: datetime
    """When the look was made on which the plan rests."""
    closes: datetime | None = None
    """When the action is over: nothing is sent from then on, and no wait to send begins that ends
    later.
    """
    answers: dict[Key, Answer] = field(default_factory=dict)
    """The latest to each step: who is stopped while one is under way must not lose it."""

    def __post_init__(self) -> None:
        """What an earlier run sent counts for the pace, too."""
        rows = self.ledger.postings(account_id=self.account.id)
        latest = max((row.intended_at for row in rows), default=None)
        if latest is not None:
            age = self.forge.now() - latest - UNSHOWN
            self.pacer.sent(seconds_ago=max(0.0, age.total_seconds()))

    def send(self, step: Step) -> Answer:
        """One approved issue; again only where an answer proves that nothing was made."""
        for tries in count(1):
            answer = self._send_in_turn(step)
            if answer.scope is Scope.NETWORK:
                answer = replace(answer, wait=COME_BACK)
            self.answers[step.key] = answer
            if not self._try_again(answer, tries=tries):
                break
        if answer.wait is not None and self._is_over(after=answer.wait):
            return replace(answer, scope=Scope.HERE, reason=TOO_LATE, wait=None)
        return answer

    def _send_in_turn(self, step: Step) -> Answer:
        if self._is_over(after=self.pacer.left):
            return _held(Scope.HERE, TOO_LATE, "")
        self.pacer.keep()
        return self._look_once_more(step) or self._send_once(step)

    def _is_over(self, *, after: timedelta = timedelta()) -> bool:
        """Whether the action will have ended by then, on the server's clock."""
        latest = self.forge.now() + self.forge.lag
        return self.closes is not None and latest + after >= self.closes

    def was_silent(self, key: Key) -> bool:
        """Whether GitHub did not tell what must be known before this issue is sent."""
        return key in self.answers and self.answers[key].reason == NOT_TOLD

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
            if self._is_over(after=answer.wait):
                return False
            return self.pacer.wait_for_limit(answer.wait, words=answer.message)
        if answer.scope is not Scope.NETWORK or tries >= TRIES or self._is_over(after=BRIEFLY):
            return False
        return self.pacer.wait_briefly(why=_SILENT if answer.reason == NOT_TOLD else _NOT_LEFT)

    def _look_once_more(self, step: Step) -> Answer | None:
        """Directly before each claim: is it still that repository, and has it none of mine yet?

        The survey shows my ten newest issues only, and another computer may have been quicker.
        Returns why nothing is to be sent, if so.
        """
        key = step.key
        place = self.forge.whereabouts(key.repo_id)
        if place.found is Found.MISSING:
            return _held(Scope.REPOSITORY, GONE, sentence(IS_GONE, repo=step.repo))
        issues = None
        if place.found is Found.SEEN:
            issues = self.forge.own_issues(key.repo_id, account=self.account, since=None)
        mine = mine_among(issues or (), key, title=step.draft.title)
        if mine:
            row = found_posting(
                mine, key=key, repo=step.repo, name_now=place.name, login=self.account.login
            )
            return self._adopt(row)
        if limited := self._limited():
            return limited
        if issues is None:
            return _held(Scope.NETWORK, NOT_TOLD, _NOT_TOLD)
        if place.name.lower() != step.access.name_now.lower():
            return _held(Scope.REPOSITORY, MOVED, sentence(_RENAMED, name=place.name))
        return self._renew(step) if self.forge.now() - self.looked_at > FRESH else None

    def _limited(self) -> Answer | None:
        pause = self.forge.pause()
        if pause is None:
            return None
        wait = self.pacer.meet_limit(pause)
        return _held(Scope.PAUSE, "rate_limit", _LIMIT_REACHED, wait=wait)

    def _renew(self, step: Step) -> Answer | None:
        """The plan's look is old: why the repository is closed by now, if it is."""
        try:
            closed = look_again(step, forge=self.forge, account=self.account)
        except NotSeen:
            return self._limited() or _held(Scope.NETWORK, NOT_TOLD, _NOT_TOLD)
        return closed or self._limited()

    def _adopt(self, row: Posting) -> Answer:
        try:
            self.ledger.adopt(row)
        except CampaignError as error:
            return not_written(error)
        return Answer(proof=Proof.CREATED, reason=FOUND, number=row.number)

    def _send_once(self, step: Step) -> Answer:
        """Intent, request, record."""
        if self._is_over():
            return _held(Scope.HERE, TOO_LATE, "")
        posting = self._intent(step)
        with self.patience.undisturbed():
            try:
                claimed = self.ledger.claim(posting)
            except CampaignError as error:
                return not_written(error)
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
        answer = read_reply(reply, step.asked(self.forge.api_url))
        if answer.scope is Scope.PAUSE and answer.wait is not None:
            answer = replace(answer, wait=self.pacer.meet_limit(answer.wait))
        self.answers[step.key] = answer
        try:
            self._record(step, answer, now=self.forge.now())
        except CampaignError as error:
            answer = self.answers[step.key] = not_recorded(step, answer, error)
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
            retry_at = now + answer.wait if answer.wait is not None else None
            self.ledger.release(step.key, at=now, reason=reason, message=message, retry_at=retry_at)


_SILENT = Sentence("GitHub did not answer; trying again")

_NOT_LEFT = Sentence("the request did not leave; trying again")

_RENAMED = N_("It is now called {name}.")

_CLAIMED = Sentence("The ledger already holds a posting for this repository.")

_LIMIT_REACHED = Sentence("its limit on requests was reached before the issue was sent")

_NOT_TOLD = Sentence(
    "GitHub did not tell whether the repository is still the same one, and whether you have an"
    " issue there already. So nothing was sent."
)


def _held(scope: Scope, reason: str, message: str, *, wait: timedelta | None = None) -> Answer:
    """Nothing was sent, and why."""
    return Answer(proof=Proof.NOT_CREATED, scope=scope, reason=reason, message=message, wait=wait)


def _holds(answer: Answer) -> bool:
    """Whether the refusal is somebody's decision about this account and this repository.

    A new name shuts nobody out, and what is said of a token may be otherwise with another one: what
    the look has just shown, and is "missing" for the request, is kept from a token.
    """
    if answer.reason in (MOVED, MISSING):
        return False
    return answer.scope is Scope.REPOSITORY or answer.reason == _SPAM
