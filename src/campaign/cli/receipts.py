"""What became of it, in words: receipts, the end of a run, and what to do next."""

from collections import Counter
from collections.abc import Iterable, Iterator

from campaign.adapters.gh_token import HOW_TO_SIGN_IN
from campaign.cli.screen import Screen
from campaign.core.campaign import Campaign
from campaign.core.plan import Plan
from campaign.core.receipt import Outcome, Receipt
from campaign.core.text import printable_line
from campaign.errors import Exit
from campaign.flow.posting import Run

_WORDS = {
    Outcome.POSTED: "posted",
    Outcome.WOULD_POST: "would be posted",
    Outcome.ALREADY: "already there, from you",
    Outcome.SKIPPED: "skipped",
    Outcome.REFUSED: "refused",
    Outcome.UNKNOWN: "unknown whether it was posted",
    Outcome.DEFERRED: "not yet posted",
}

_REASONS = {
    "not_approved": "as you chose",
    "interrupted": "you stopped the run",
    "after_an_unknown": "first it must be clear what became of the one before",
}
"""Our own reasons, for people; what GitHub said needs no other words."""


def show_receipt(screen: Screen, receipt: Receipt) -> None:
    """One line of talk for the end of one target."""
    screen.say(_line(receipt))


def show_results(screen: Screen, receipts: Iterable[Receipt], *, name: str) -> None:
    """`settle`: what is now known, as data."""
    for receipt in receipts:
        screen.out(_line(receipt))
    if any(receipt.outcome is Outcome.UNKNOWN for receipt in receipts):
        screen.say("Not seeing it proves nothing yet: GitHub's lists lag. Nothing is sent twice.")
        screen.say(f"Look again in a few minutes: campaign settle {name}")


def _line(receipt: Receipt) -> str:
    reason = _REASONS.get(receipt.reason, receipt.reason.replace("_", " "))
    told = receipt.url or receipt.message or reason
    words = f"{receipt.repo}: {_WORDS[receipt.outcome]}"
    return printable_line(f"{words}: {told}" if told else words)


def show_farewell(screen: Screen, campaign: Campaign, run: Run, plan: Plan, *, name: str) -> None:
    """After posting: links as data, then what to do next, most important last."""
    outcomes = Counter(_WORDS[each.outcome] for each in run.receipts)
    summary = "; ".join(f"{n} {word}" for word, n in outcomes.items()) or "nothing was posted"
    if not screen.plain:
        screen.heading(f"Done: {summary}")
    for receipt in run.receipts:
        if receipt.url:
            screen.out(receipt.url)
    if any(each.outcome is Outcome.POSTED for each in run.receipts):
        screen.say("Follow your issues with `campaign status`; close one on its page if you must.")
        if campaign.share.text:
            screen.say("To share:")
            screen.gutter(campaign.share.text)
    for line in _next_steps(run, plan, name=name):
        screen.say(line)
    if screen.plain:
        screen.say(f"Summary: {summary}.")


def _next_steps(run: Run, plan: Plan, *, name: str) -> Iterator[str]:
    outcomes = {each.outcome for each in run.receipts}
    again = f"campaign post {name}"
    if Outcome.WOULD_POST in outcomes:
        yield f"Nothing was sent: this was a dry run. To post: {again}"
    if outcomes == {Outcome.ALREADY}:
        yield "Nothing is left to do. `campaign status` shows how your issues stand."
    if Outcome.REFUSED in outcomes and plan.reserve and run.exit in (Exit.CLOSED, Exit.PARTIAL):
        yield "A refusal is the owner's decision, and no fault of yours."
        yield f"To look at another repository of the list: {again}"
    if run.exit is Exit.SIGN_IN:
        yield "GitHub does not let this account post with this token: its words stand above."
        yield HOW_TO_SIGN_IN
    if Outcome.UNKNOWN in outcomes:
        yield "It is not clear yet whether an issue was made. Nothing is sent twice."
        yield f"To look again: campaign settle {name}"
    if Outcome.DEFERRED in outcomes:
        when = f"after {run.resume_at:%Y-%m-%d %H:%M} UTC" if run.resume_at else "later"
        yield f"Some wait their turn. Go on {when}: {again}"
    if run.exit is Exit.INTERRUPTED:
        yield f"You stopped it. What is not posted can be posted later: {again}"
    if not outcomes and not plan.steps:
        yield "Every repository is closed to this account for now. Nothing was posted."
        yield f"See why, repository by repository: campaign check {name}"
