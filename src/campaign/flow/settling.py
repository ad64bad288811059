"""What became of a posting whose outcome is unknown: look for it, patiently, in my own issues.

Seeing it proves that it exists. Not seeing it proves nothing: GitHub's lists lag by minutes,
so a posting that is not found stays unknown and is never sent again by itself.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from campaign.core.access import OwnIssue
from campaign.core.account import Account
from campaign.core.marker import Key
from campaign.core.receipt import Outcome, Posting, Receipt, State
from campaign.core.sentence import N_, Sentence, and_then, sentence
from campaign.core.waits import in_utc
from campaign.flow.adopting import SAME_TITLE, how_found
from campaign.flow.forge import Forge, Ledger
from campaign.flow.pacing import Waiting
from campaign.flow.searching import search

DELAYS = (5.0, 15.0, 60.0, 300.0, 900.0)
"""Seconds before each look: lists were seen to lag from seconds to eight minutes."""


def settle(
    posting: Posting,
    *,
    forge: Forge,
    ledger: Ledger,
    account: Account,
    waiting: Waiting,
    max_wait: float,
) -> Receipt:
    """Look until it is found or the next wait would be longer than `max_wait` seconds.

    0 means: look once, never wait.
    """
    obstacle = ""
    for delay in _delays(max_wait):
        pause = forge.pause() or timedelta()
        delay = max(delay, pause.total_seconds())
        if pause and delay > max_wait:
            return in_doubt(posting, obstacle=_paused(forge.now() + pause))
        if delay:
            why = sentence("looking for the issue in {repo}", repo=posting.name_now)
            waiting.wait(delay, why=why)
        look = search(posting, forge=forge, account=account)
        if look.issue is not None:
            return _enter(posting, look.issue, ledger=ledger, at=forge.now())
        if look.told:
            ledger.record_look(posting.key)
        obstacle = look.obstacle or ("" if look.told else _NOT_SHOWN)
    return in_doubt(posting, obstacle=obstacle)


_NOT_SHOWN = Sentence("GitHub did not show its list, so it could not be looked for.")


def _paused(until: datetime) -> Sentence:
    words = N_("It could not be looked for: GitHub asks for a pause until {time}.")
    return sentence(words, time=in_utc(until))


def _enter(posting: Posting, issue: OwnIssue, *, ledger: Ledger, at: datetime) -> Receipt:
    """Into the ledger, under the name that its repository has now."""
    name, number = issue.name_now or posting.name_now, issue.number
    reason = how_found(issue, posting.key)
    row = replace(
        posting, state=State.POSTED, name_now=name, number=number, decided_at=at, reason=reason
    )
    ledger.adopt(row)
    return _seen(posted(repo=posting.repo, name_now=name, number=number, at=at), reason=reason)


def _seen(receipt: Receipt, *, reason: str) -> Receipt:
    """With a word on what it was recognised by, where that was not its marker."""
    return replace(receipt, reason=reason, message=_ALIKE) if reason == SAME_TITLE else receipt


_ALIKE = Sentence("An issue of yours with this very title is there, so no second one is posted.")


def _delays(max_wait: float) -> Iterator[float]:
    if max_wait < DELAYS[0]:
        yield 0.0
    yield from (delay for delay in DELAYS if delay <= max_wait)


def posted(
    *, repo: str, name_now: str, number: int, at: datetime, outcome: Outcome = Outcome.POSTED
) -> Receipt:
    """The receipt of an issue that exists; its address is composed by us."""
    return Receipt(
        repo=repo,
        outcome=outcome,
        number=number,
        url=f"https://github.com/{name_now}/issues/{number}",
        at=at,
    )


def in_doubt(posting: Posting, *, obstacle: str = "") -> Receipt:
    """The receipt of an issue that may exist.

    Args:
        obstacle: what stood in the way of finding it, and what helps, if that is known.
    """
    known_of_it = _GIST.get(posting.reason, posting.message)
    return Receipt(
        repo=posting.repo,
        outcome=Outcome.UNKNOWN,
        reason=posting.reason or "interrupted",
        message=and_then(known_of_it, obstacle) if obstacle else known_of_it,
        at=posting.intended_at,
    )


_GIST = {
    "no_answer": Sentence("no complete answer came back"),
    "not_github": Sentence("the answer did not come from GitHub"),
    "wrong_repository": Sentence("the answer spoke of something else than the issue that was sent"),
    "not_recorded": Sentence("the answer could not be written down"),
}
"""What was said by us, not by GitHub: a record has our words, but in English alone."""


def known(posting: Posting, *, outcome: Outcome = Outcome.POSTED) -> Receipt | None:
    """The receipt of an issue that exists (then with this outcome) or may exist; else None."""
    if posting.state is State.POSTED and posting.number is not None:
        receipt = posted(
            repo=posting.repo,
            name_now=posting.name_now,
            number=posting.number,
            at=posting.decided_at or posting.intended_at,
            outcome=outcome,
        )
        return _seen(receipt, reason=posting.reason)
    return in_doubt(posting) if posting.state in (State.UNKNOWN, State.INTENT) else None


def settle_all(
    *,
    campaign: str,
    forge: Forge,
    ledger: Ledger,
    account: Account,
    waiting: Waiting,
    max_wait: float,
) -> dict[Key, Receipt]:
    """Settle every unknown posting of this account in this campaign.

    Two of them may have one name: of a repository that was deleted and made anew.
    """
    ledger.recover()
    rows = ledger.postings(campaign=campaign, account_id=account.id)
    return {
        row.key: settle(
            row, forge=forge, ledger=ledger, account=account, waiting=waiting, max_wait=max_wait
        )
        for row in rows
        if row.state is State.UNKNOWN
    }
