"""What a person reads: drafts, one issue, the table of status."""

from collections.abc import Callable, Sequence

from campaign.cli.effect_words import effects_in_words
from campaign.cli.language import N_, _, ngettext
from campaign.cli.machine import issue as issue_row
from campaign.cli.screen import Screen
from campaign.cli.show_check import csv_text
from campaign.core.campaign import Campaign
from campaign.core.draft import Draft
from campaign.core.plan import Step
from campaign.core.receipt import Posting
from campaign.core.text import printable_line
from campaign.flow.following import Followed

MOST_LINES = 200
"""Lines of one issue shown at once where somebody can ask for the rest."""

UNCHECKED = N_("Whether strangers see your issues could not be checked now.")


def show_drafts(screen: Screen, campaign: Campaign, drafts: Sequence[Draft]) -> None:
    """`preview`: every issue in full, as data on stdout."""
    for draft in drafts:
        screen.heading(f"{draft.repo} ({draft.language})", err=False)
        screen.out(_("Title ({length} characters):").format(length=len(draft.title)))
        screen.gutter(draft.title, err=False)
        screen.out(_("Text ({length} characters):").format(length=len(draft.body)))
        screen.gutter(draft.body, err=False)
        screen.line(_once_public(draft), err=False)
    screen.say()
    shown = ngettext(
        "{n} issue shown; one person posts at most {most}. Nothing was sent.",
        "{n} issues shown; one person posts at most {most}. Nothing was sent.",
        len(drafts),
    )
    screen.say(shown.format(n=len(drafts), most=campaign.limits.per_person))


def _once_public(draft: Draft) -> str:
    return _("Once public it {effects}.").format(effects=effects_in_words(draft))


def show_issue(screen: Screen, step: Step, *, before: Step | None, whole: bool) -> None:
    """The exact bytes of one issue; where it repeats the one before, only what differs.

    Unless `whole`, a very long text is cut, and says so.
    """
    repo = printable_line(step.access.name_now)
    screen.heading(_("The issue for {repo}").format(repo=repo))
    screen.say(_("Title:"))
    screen.gutter(step.draft.title)
    different = _different_lines(step, before)
    text = step.draft.body if different is None else "\n".join(different)
    if different is None:
        screen.say(_("Text ({length} characters):").format(length=len(text)))
    elif different:
        screen.say(_("The same text as before, but for these lines:"))
    else:
        screen.say(_("The same text as before."))
    left_out = screen.gutter(text, most=None if whole else MOST_LINES) if text else 0
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
        columns = (_("issue"), _("state"), _("comments"), _("reactions"))
        screen.table(columns, (_labelled(**row) for row in rows))
    else:
        width = max(map(len, map(_, _STATES.values())))
        for row in rows:
            screen.out(f"{_state(row['state']):<{width}}  {row['url']}  {_answers(**row)}")
    for each in followed:
        if each.has_moved:
            moved = _("Moved since: {was} is now {now}.")
            was, now = f"{each.posting.name_now}#{each.posting.number}", "{}#{}".format(*each.place)
            screen.say(printable_line(moved.format(was=was, now=now)))
    if any(each.now.state == "hidden" for each in followed):
        screen.say(
            _(
                "Hidden: you see it, strangers do not. GitHub may have flagged the account:"
                " https://support.github.com/contact can tell."
            )
        )


def show_what_was_not_looked_at(screen: Screen, followed: Sequence[Followed]) -> None:
    """Say so where GitHub did not tell whether strangers see an issue that is still there."""
    there = (each.now for each in followed if each.now.state != "gone")
    if any(each.seen_by_strangers is None for each in there):
        screen.say(_(UNCHECKED))


def show_open_questions(
    screen: Screen, rows: Sequence[Posting], *, command: Callable[[str], str]
) -> None:
    """Issues that may exist, of whichever account; `command` finds out, for a campaign's slug."""
    for row in rows:
        words = _("{repo}: not clear yet whether it was posted (sent {time} UTC, as {login}).")
        time = f"{row.intended_at:%Y-%m-%d %H:%M}"
        screen.say(printable_line(words.format(repo=row.repo, time=time, login=row.login)))
    for slug in dict.fromkeys(row.key.campaign for row in rows):
        screen.say(_("To find out: {command}").format(command=command(slug)))


_STATES = {
    "open": N_("open"),
    "closed": N_("closed"),
    "locked": N_("locked"),
    "gone": N_("gone"),
    "hidden": N_("hidden"),
}


def _state(name: str) -> str:
    return _(_STATES.get(name, name))


def _labelled(
    *, url: str, state: str, comments: int, reactions: int, **_others: object
) -> Sequence[str]:
    return url, _state(state), str(comments), str(reactions)


def _answers(*, comments: int, reactions: int, **_others: object) -> str:
    said = ngettext("{n} comment", "{n} comments", comments).format(n=comments)
    shown = ngettext("{n} reaction", "{n} reactions", reactions).format(n=reactions)
    return f"{said}, {shown}"


def status_csv(followed: Sequence[Followed]) -> str:
    """One line per issue."""
    rows = [issue_row(each) for each in followed]
    head = ("campaign", "repo", "number", "url", "posted_at", "state", "comments", "reactions")
    return csv_text(head, ([str(row[key]) for key in head] for row in rows))
