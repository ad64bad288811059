"""What a person reads: drafts, one issue, the table of status."""

from collections.abc import Sequence

from campaign.cli.language import _, ngettext
from campaign.cli.machine import issue as issue_row
from campaign.cli.screen import Screen
from campaign.cli.show_check import csv_text
from campaign.core.campaign import Campaign
from campaign.core.draft import Draft
from campaign.core.effects import Effects
from campaign.core.plan import Step
from campaign.core.text import printable_line
from campaign.flow.following import Followed

MOST_LINES = 200
"""Lines of one issue shown at once where somebody can ask for the rest."""


def show_drafts(screen: Screen, campaign: Campaign, drafts: Sequence[Draft]) -> None:
    """`preview`: every issue in full, as data on stdout."""
    for draft in drafts:
        screen.heading(f"{draft.repo} ({draft.language})", err=False)
        screen.out(_("Title ({length} characters):").format(length=len(draft.title)))
        screen.gutter(draft.title, err=False)
        screen.out(_("Text ({length} characters):").format(length=len(draft.body)))
        screen.gutter(draft.body, err=False)
        screen.out(_once_public(draft))
    screen.say()
    shown = ngettext(
        "{n} issue shown; one person posts at most {most}. Nothing was sent.",
        "{n} issues shown; one person posts at most {most}. Nothing was sent.",
        len(drafts),
    )
    screen.say(shown.format(n=len(drafts), most=campaign.limits.per_person))


def _once_public(draft: Draft) -> str:
    return _("Once public it {effects}.").format(effects=effects_in_words(draft.effects))


def effects_in_words(effects: Effects) -> str:
    """What the Markdown does beyond being read, as `mentions nobody, has 7 links`."""
    mentions = (*effects.mentions, *effects.team_mentions)
    links = len(effects.links)
    parts = [
        _("notifies {people}").format(people=", ".join(mentions))
        if mentions
        else _("mentions nobody"),
        _("refers to {issues}").format(issues=", ".join(effects.references))
        if effects.references
        else _("refers to no other issue"),
        ngettext("has {n} link", "has {n} links", links).format(n=links),
    ]
    return _(", ").join(parts)


def show_issue(screen: Screen, step: Step, *, before: Step | None, whole: bool) -> None:
    """The exact bytes of one issue; where it repeats the one before, only what differs.

    Unless `whole`, a very long text is cut, and says so.
    """
    repo = printable_line(step.access.name_now)
    screen.heading(_("The issue for {repo}").format(repo=repo))
    screen.say(_("Title:"))
    screen.gutter(step.draft.title)
    different = _different_lines(step, before)
    if different is None:
        screen.say(_("Text ({length} characters):").format(length=len(step.draft.body)))
        text = step.draft.body
    else:
        screen.say(_("The same text as before, but for these lines:"))
        text = "\n".join(different)
    left_out = screen.gutter(text, most=None if whole else MOST_LINES)
    if left_out:
        more = ngettext(
            "… and {n} more line: v shows them all.",
            "… and {n} more lines: v shows them all.",
            left_out,
        )
        screen.say(more.format(n=left_out))
    screen.say(_once_public(step.draft))


def _different_lines(step: Step, before: Step | None) -> list[str] | None:
    if before is None:
        return None
    old, new = before.draft.body.split("\n"), step.draft.body.split("\n")
    if len(old) != len(new):
        return None
    return [line for was, line in zip(old, new, strict=True) if was != line]


def show_status(screen: Screen, followed: Sequence[Followed]) -> None:
    """The table of my issues."""
    if not followed:
        screen.say(_("You have posted no issue yet that this computer knows of."))
        return
    rows = [issue_row(each) for each in followed]
    if screen.plain:
        columns = ("issue", "state", "comments", "reactions")
        screen.table(columns, ([str(row[c]) for c in ("url", *columns[1:])] for row in rows))
    else:
        for row in rows:
            screen.out(f"{row['state']:<6}  {row['url']}  {_answers(**row)}")
    if any(each.now.state == "hidden" for each in followed):
        screen.say(
            _(
                "Hidden: you see it, strangers do not. GitHub may have flagged the account:"
                " https://support.github.com/contact can tell."
            )
        )


def _answers(*, comments: int, reactions: int, **_others: object) -> str:
    said = ngettext("{n} comment", "{n} comments", comments).format(n=comments)
    shown = ngettext("{n} reaction", "{n} reactions", reactions).format(n=reactions)
    return f"{said}, {shown}"


def status_csv(followed: Sequence[Followed]) -> str:
    """One line per issue."""
    rows = [issue_row(each) for each in followed]
    head = ("campaign", "repo", "number", "url", "posted_at", "state", "comments", "reactions")
    return csv_text(head, ([str(row[key]) for key in head] for row in rows))
