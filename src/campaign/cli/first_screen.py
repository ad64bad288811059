"""The first screen of `post`: who asks, who acts, where and why, what it does, how to undo it."""

from collections.abc import Iterator
from datetime import datetime

from campaign.cli.app import App
from campaign.cli.check_words import counted, once_each, verdict_words
from campaign.cli.effect_words import effects_in_words
from campaign.cli.language import N_, _, ngettext, told
from campaign.cli.receipts import show_receipt
from campaign.cli.screen import Screen
from campaign.core.access import Access
from campaign.core.account import NEEDED, Account
from campaign.core.campaign import Campaign
from campaign.core.plan import Plan
from campaign.core.schedule import Clocks
from campaign.core.text import printable_line
from campaign.flow.planning import Standing

_TOKENS = (
    N_("token"),
    N_("classic token"),
    N_("fine-grained token"),
    N_("token of an app such as gh"),
    N_("token of a GitHub App"),
    N_("token of a workflow or installation"),
)
"""Every kind that GitHub has, so that translators find them."""


def show_first_screen(
    app: App, campaign: Campaign, plan: Plan, standing: Standing, *, now: datetime
) -> None:
    """Everything a first-time supporter needs to know before the first question."""
    screen, account = app.screen, standing.account
    screen.heading(campaign.title)
    screen.gutter(campaign.summary)
    rows = [*_who(campaign, account, now), *_what(app, campaign, account, plan)]
    screen.facts((label, value) for label, value in rows if value)
    for line in _warnings(account, now):
        screen.say(_("Mind: {warning}").format(warning=line))
    _show_targets(screen, plan, standing)


def _who(campaign: Campaign, account: Account, now: datetime) -> Iterator[tuple[str, str]]:
    named = f" ({account.name})" if account.name else ""
    yield _("Called by"), f"{campaign.organiser.name}, {campaign.organiser.url}"
    you = _("{login}, account {age} old")
    age = told(account.age_in_words(now))
    yield _("You act as"), printable_line(you.format(login=account.login + named, age=age))
    signed_in = _("with a {token}").format(token=_(account.token_kind))
    yield _("Signed in"), printable_line(signed_in + _scopes(account))


def _scopes(account: Account) -> str:
    if account.scopes is None:
        return ""
    words = ngettext(", scope {names}", ", scopes {names}", len(account.scopes))
    return words.format(names=", ".join(account.scopes))


def _what(app: App, campaign: Campaign, account: Account, plan: Plan) -> Iterator[tuple[str, str]]:
    if campaign.action:
        yield _("Ends"), _clocks(campaign.action.clocks(campaign.action.ends, mine=app.my_zone))
    yield _("Public"), " ".join(_public(account))
    yield _("Effect"), _effect(plan)
    yield (
        _("To undo"),
        _("close your issue on GitHub at any time; only the repository's owner can delete it"),
    )
    most = campaign.limits.per_person
    limit = ngettext(
        "at most {n} issue by one person in this campaign",
        "at most {n} issues by one person in this campaign",
        most,
    )
    yield _("Limit"), limit.format(n=most)


def _public(account: Account) -> Iterator[str]:
    everyone = _("your login {login}, the text and your own words, for everyone to see.")
    yield everyone.format(login=printable_line(account.login))
    yield _("GitHub shows that it was posted by you.")
    if shown := [printable_line(part) for part in (account.name, account.email) if part]:
        also = _("Your profile there also shows {details}.")
        yield also.format(details=_(" and ").join(shown))
    yield _("Your IP address is not public.")


def _effect(plan: Plan) -> str:
    """What the issues do beyond being read, before any own words, which do no more."""
    kinds = list(dict.fromkeys(effects_in_words(step.draft) for step in plan.steps))
    if not kinds:
        return ""
    words = _("each issue {effects}; those who watch the repository are notified")
    return words.format(effects=_("; or ").join(kinds))


def _clocks(clocks: Clocks) -> str:
    if clocks.is_mine_utc:
        words = _("{action}\nin UTC: {utc}")
        return words.format(action=told(clocks.action), utc=told(clocks.utc))
    words = _("{action}\nfor you: {mine}\nin UTC: {utc}")
    return words.format(action=told(clocks.action), mine=told(clocks.mine), utc=told(clocks.utc))


def _warnings(account: Account, now: datetime) -> Iterator[str]:
    if account.is_young(now):
        yield _(
            "your account is younger than a day. Some repositories keep new accounts out; a"
            " refusal is then no fault of yours, and tomorrow may be a better day."
        )
    if account.needless_scopes:
        words = _(
            "this token can do more than is needed here ({needed} is enough): {scopes}. It is used"
            " for nothing else."
        )
        scopes = printable_line(", ".join(account.needless_scopes))
        yield words.format(needed=NEEDED, scopes=scopes)
    if account.fine_grained:
        yield _(
            "with a fine-grained token GitHub often refuses issues in other people's repositories."
            " If it does: `gh auth login`, or a classic token with the scope public_repo."
        )


def _show_targets(screen: Screen, plan: Plan, standing: Standing) -> None:
    for receipt in plan.done:
        show_receipt(screen, receipt)
    found = counted(once_each(standing.survey.accesses))
    chosen = _("Repositories: {verdicts}; {count} chosen for you")
    screen.heading(chosen.format(verdicts=found, count=len(plan.steps)))
    if screen.plain:
        columns = (_("Repository"), _("verdict"), _("why"), _("seen"))
        accesses = ((step.access, step.why) for step in plan.steps)
        rows = ((a.name_now, verdict_words(a.verdict), why, _seen(a)) for a, why in accesses)
        screen.table(columns, rows, err=True)
    else:
        for step in plan.steps:
            access = step.access
            name = f"{access.name_now} ({verdict_words(access.verdict)})"
            screen.say(name, style="bold", indent=2)
            screen.gutter(step.why)
            screen.say(_seen(access), style="dim", indent=4)
    for access in plan.closed_chosen:
        verdict = verdict_words(access.verdict)
        screen.say(f"{access.repo}: {verdict}. {_seen(access)}", indent=2)


def _seen(access: Access) -> str:
    return printable_line(" ".join(map(told, access.evidence)))
