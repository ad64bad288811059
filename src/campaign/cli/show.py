"""What a person reads: drafts, the first screen, an issue, the tables of check and status."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from campaign.cli.app import App
from campaign.cli.machine import issue as issue_row
from campaign.cli.machine import utc
from campaign.cli.receipts import show_receipt
from campaign.cli.screen import Screen, count
from campaign.core.access import Access, Verdict
from campaign.core.account import Account
from campaign.core.campaign import Campaign
from campaign.core.draft import Draft
from campaign.core.effects import Effects
from campaign.core.plan import Plan, Step
from campaign.core.schedule import Clocks
from campaign.core.text import printable_line
from campaign.flow.checking import Survey
from campaign.flow.following import Followed
from campaign.flow.planning import Standing

MOST_LINES = 200
"""Lines of one issue shown at once where somebody can ask for the rest."""


def show_drafts(screen: Screen, campaign: Campaign, drafts: Sequence[Draft]) -> None:
    """`preview`: every issue in full, as data on stdout."""
    for draft in drafts:
        screen.heading(f"{draft.repo} ({draft.language})", err=False)
        screen.out(f"Title ({len(draft.title)} characters):")
        screen.gutter(draft.title, err=False)
        screen.out(f"Text ({len(draft.body)} characters):")
        screen.gutter(draft.body, err=False)
        screen.out(f"Once public it {_effects(draft.effects)}.")
    screen.say()
    screen.say(
        f"{count(len(drafts), 'issue')} shown; one person posts at most"
        f" {campaign.limits.per_person}. Nothing was sent."
    )


def _effects(effects: Effects) -> str:
    """What the Markdown does beyond being read."""
    mentions = (*effects.mentions, *effects.team_mentions)
    parts = [
        f"notifies {', '.join(mentions)}" if mentions else "mentions nobody",
        f"refers to {', '.join(effects.references)}"
        if effects.references
        else "refers to no other issue",
        f"has {count(len(effects.links), 'link')}",
    ]
    return ", ".join(parts)


def show_first_screen(app: App, campaign: Campaign, plan: Plan, standing: Standing) -> None:
    """Everything a first-time supporter needs to know before the first question."""
    screen = app.screen
    screen.heading(campaign.title)
    screen.gutter(campaign.summary)
    screen.facts(_facts(app, campaign, standing.account))
    _show_targets(screen, plan, standing)


def _facts(app: App, campaign: Campaign, account: Account) -> Iterator[tuple[str, str]]:
    named = f" ({account.name})" if account.name else ""
    me = f"{account.login}{named}, {account.token_kind}, account since {account.created_at:%Y-%m}"
    yield "Called by", f"{campaign.organiser.name}, {campaign.organiser.url}"
    yield "You act as", printable_line(me)
    if campaign.action:
        yield "Ends", _clocks(campaign.action.clocks(campaign.action.ends, mine=app.my_zone))
    yield "Public", f"your login {account.login}, the text and your own words, for everyone to see"
    yield (
        "To undo",
        "close your issue on GitHub at any time; only the repository's owner can delete it",
    )
    most = count(campaign.limits.per_person, "issue")
    yield "Limit", f"at most {most} by one person in this campaign"


def _clocks(clocks: Clocks) -> str:
    return f"{clocks.action}\nfor you: {clocks.mine}\nin UTC: {clocks.utc}"


def _show_targets(screen: Screen, plan: Plan, standing: Standing) -> None:
    for receipt in plan.done:
        show_receipt(screen, receipt)
    counts = Counter(access.verdict.value for access in standing.survey.accesses)
    told = ", ".join(f"{counts[each.value]} {each.value}" for each in Verdict if counts[each.value])
    screen.heading(f"Repositories: {told}; {len(plan.steps)} chosen for you")
    if screen.plain:
        columns = ("Repository", "verdict", "why", "seen")
        rows = (
            (s.access.name_now, s.access.verdict.value, s.why, _seen(s.access)) for s in plan.steps
        )
        screen.table(columns, rows, err=True)
    else:
        for step in plan.steps:
            access = step.access
            screen.say(f"{access.name_now} ({access.verdict.value})", style="bold", indent=2)
            screen.gutter(step.why)
            screen.say(_seen(access), style="dim", indent=4)
    for access in plan.closed_chosen:
        screen.say(f"{access.repo}: {access.verdict.value}. {_seen(access)}", indent=2)


def _seen(access: Access) -> str:
    return printable_line(" ".join(map(str, access.evidence)))


def show_issue(screen: Screen, step: Step, *, before: Step | None, whole: bool) -> None:
    """The exact bytes of one issue; where it repeats the one before, only what differs.

    Unless `whole`, a very long text is cut, and says so.
    """
    screen.heading(f"The issue for {printable_line(step.access.name_now)}")
    screen.say("Title:")
    screen.gutter(step.draft.title)
    different = _different_lines(step, before)
    if different is None:
        screen.say(f"Text ({len(step.draft.body)} characters):")
        text = step.draft.body
    else:
        screen.say("The same text as before, but for these lines:")
        text = "\n".join(different)
    left_out = screen.gutter(text, most=None if whole else MOST_LINES)
    if left_out:
        screen.say(f"… and {count(left_out, 'more line')}: v shows them all.")
    screen.say(f"Once public it {_effects(step.draft.effects)}.")


def _different_lines(step: Step, before: Step | None) -> list[str] | None:
    if before is None:
        return None
    old, new = before.draft.body.split("\n"), step.draft.body.split("\n")
    if len(old) != len(new):
        return None
    return [line for was, line in zip(old, new, strict=True) if was != line]


def show_check(screen: Screen, survey: Survey) -> None:
    """The table of a check, best news first."""
    order = {Verdict.OPEN: 0, Verdict.UNKNOWN: 1, Verdict.CLOSED: 2}
    accesses = sorted(survey.accesses, key=lambda access: order[access.verdict])
    screen.table(
        ("repository", "verdict", "why"),
        ((each.repo, each.verdict.value, _seen(each)) for each in accesses),
    )
    who = f"as {survey.account.login}" if survey.account else "without a token"
    counts = Counter(each.verdict.value for each in accesses)
    told = ", ".join(f"{count} {verdict}" for verdict, count in counts.items())
    screen.say()
    cost = count(survey.cost.requests, "request")
    screen.say(f"{told}. Seen {who} at {utc(survey.checked_at)}, {cost}.")
    if survey.account is None:
        screen.say("With a token GitHub also tells whether your account may open an issue.")


def check_csv(survey: Survey) -> str:
    """One line per repository."""
    rows = (
        (a.repo, a.name_now, a.verdict.value, a.reason.value, _seen(a)) for a in survey.accesses
    )
    return _csv(("repo", "name_now", "verdict", "reason", "evidence"), rows)


def show_status(screen: Screen, followed: Sequence[Followed]) -> None:
    """The table of my issues."""
    if not followed:
        screen.say("You have posted no issue yet that this computer knows of.")
        return
    rows = [issue_row(each) for each in followed]
    if screen.plain:
        columns = ("issue", "state", "comments", "reactions")
        screen.table(columns, ([str(row[c]) for c in ("url", *columns[1:])] for row in rows))
    else:
        for row in rows:
            answers = f"{count(row['comments'], 'comment')}, {count(row['reactions'], 'reaction')}"
            screen.out(f"{row['state']:<6}  {row['url']}  {answers}")
    if any(each.now.state == "hidden" for each in followed):
        screen.say(
            "Hidden: you see it, strangers do not. GitHub may have flagged the account:"
            " https://support.github.com/contact can tell."
        )


def status_csv(followed: Sequence[Followed]) -> str:
    """One line per issue."""
    rows = [issue_row(each) for each in followed]
    head = ("campaign", "repo", "number", "url", "posted_at", "state", "comments", "reactions")
    return _csv(head, ([str(row[key]) for key in head] for row in rows))


def _csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([printable_line(cell) for cell in row] for row in rows)
    return text.getvalue()
