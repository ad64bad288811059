"""SavedPlan and Plan → what has moved since the plan was saved, a sentence for each difference."""

from collections.abc import Collection, Iterator

from campaign.core.access import Verdict
from campaign.core.plan import Plan
from campaign.core.receipt import Outcome
from campaign.core.saved_plan import SavedPlan, SavedStep
from campaign.core.sentence import Sentence, counted, in_a_row, in_lines, sentence

MOST_LINES = 6
"""Changed lines of one text that are told: enough to see what it is about."""


def differences(saved: SavedPlan, present: SavedPlan, *, plan: Plan) -> tuple[Sentence, ...]:
    """What has moved since the plan was saved; nothing if it still holds.

    Args:
        present: the record of `plan`, made now with the saved words, language and repositories.
    """
    if strange := tuple(_differences_of_place(saved, present)):
        return strange
    found: list[Sentence] = []
    if saved.campaign_sha256 != present.campaign_sha256:
        found.append(Sentence("The campaign file or its template has been changed since."))
    now = {step.repo: step for step in present.steps}
    for step in saved.steps:
        if there := now.get(step.repo):
            found += _differences_of_step(step, there)
        else:
            found.append(sentence("{repo}: {why}", repo=step.repo, why=_why_not(step.repo, plan)))
    if not found and saved.repos != present.repos:
        repos = ", ".join(present.repos)
        found.append(sentence("The order has changed: now it would be {repos}.", repos=repos))
    return tuple(found)


def _differences_of_place(saved: SavedPlan, present: SavedPlan) -> Iterator[Sentence]:
    """Another campaign, account or server: then nothing else can be the same."""
    if saved.campaign != present.campaign:
        yield sentence(
            "The plan is for the campaign {planned}, not for {present}.",
            planned=saved.campaign,
            present=present.campaign,
        )
    if saved.account.id != present.account.id:
        yield sentence(
            "The plan was made for {planned} (account {planned_id}); you are signed in as {present}"
            " (account {present_id}).",
            planned=saved.account.login,
            planned_id=saved.account.id,
            present=present.account.login,
            present_id=present.account.id,
        )
    if saved.api_url != present.api_url:
        yield sentence(
            "The plan was made with {planned}, not with {present}.",
            planned=saved.api_url,
            present=present.api_url,
        )


def _differences_of_step(saved: SavedStep, now: SavedStep) -> Iterator[Sentence]:
    if saved.repo_id != now.repo_id:
        yield sentence(
            "{repo}: this is another repository than the one you saw: it was deleted and made again"
            " under the same name (number {planned_id}, now {present_id}).",
            repo=saved.repo,
            planned_id=saved.repo_id,
            present_id=now.repo_id,
        )
        return
    if saved.name_now != now.name_now:
        yield sentence(
            "{repo}: it is now called {name}; you saw {planned}.",
            repo=saved.repo,
            name=now.name_now,
            planned=saved.name_now,
        )
    if saved.title != now.title:
        title = sentence("{repo}: the title is another one.", repo=saved.repo)
        yield in_lines(title, *_changed(saved.title, now.title))
    if saved.body != now.body:
        text = sentence("{repo}: the text is another one.", repo=saved.repo)
        yield in_lines(text, *_changed(saved.body, now.body))


def _changed(before: str, after: str) -> list[Sentence]:
    """The lines that went and the lines that came."""
    old, new = before.split("\n"), after.split("\n")
    lines = [
        *(sentence("    was: {line}", line=line) for line in _missing_in(new, old)),
        *(sentence("    now: {line}", line=line) for line in _missing_in(old, new)),
    ]
    more = len(lines) - MOST_LINES
    left_out = counted("    and {count} more line", "    and {count} more lines", more)
    return [*lines[:MOST_LINES], *([left_out] if more > 0 else [])]


def _missing_in(lines: Collection[str], of: Collection[str]) -> list[str]:
    return [line for line in of if line not in lines and line.strip()]


def _why_not(repo: str, plan: Plan) -> Sentence:
    """Why this repository is not among the steps any more."""
    for receipt in plan.done:
        if receipt.repo == repo and receipt.outcome is Outcome.ALREADY:
            return sentence("your issue is there already: {url}", url=receipt.url)
        if receipt.repo == repo:
            return Sentence("it is not clear yet whether your issue was made there.")
    closed = {access.repo: access for access in plan.closed_chosen}
    if access := closed.get(repo):
        return in_a_row(_NOW[access.verdict], *access.evidence)
    if any(step.repo == repo for step in plan.reserve):
        return Sentence("you have posted as many issues as one person may in this campaign.")
    return Sentence("it is not one of the campaign's repositories any more.")


_NOW = {
    Verdict.OPEN: Sentence("it is open now."),
    Verdict.CLOSED: Sentence("it is closed now."),
    Verdict.UNKNOWN: Sentence("it is unknown now."),
}
