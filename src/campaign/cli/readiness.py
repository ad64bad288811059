"""Everything of a sitting that comes before the first approval: nothing can be posted here."""

import random
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from campaign.adapters import plan_file
from campaign.adapters.clock import SystemClock
from campaign.cli.app import App
from campaign.cli.first_screen import show_first_screen
from campaign.cli.language import _
from campaign.cli.saved import check_unmoved
from campaign.cli.show import show_issue
from campaign.cli.sitting import Sitting
from campaign.cli.waiting import wait_for_start
from campaign.core.account import Account
from campaign.core.plan import Plan
from campaign.core.saved_plan import is_done
from campaign.flow.pacing import CLOCKS_DIFFER, check_not_before
from campaign.flow.planning import Standing, posting_account, take_stock
from campaign.flow.window import check_window

if TYPE_CHECKING:
    from campaign.adapters.github import GitHub
    from campaign.adapters.ledger import Ledger


@dataclass(frozen=True, kw_only=True)
class Ready:
    """An open door, and a plan that was shown."""

    forge: "GitHub"
    ledger: "Ledger"
    account: Account
    plan: Plan
    looked_at: datetime
    """When the repositories were looked at for it."""


def get_ready(sitting: Sitting, stack: ExitStack) -> Ready:
    """Look, show, ask for words.

    Args:
        stack: what is opened stays open as long as it.
    """
    app, asked, campaign = sitting.app, sitting.asked, sitting.file.campaign
    _take_given_words(sitting)
    if asked.wait:
        _wait(sitting)
    ledger = stack.enter_context(app.ledger())
    check_not_before(ledger, now=SystemClock().now())
    forge = stack.enter_context(
        app.forge(token=sitting.token, timeout=asked.timeout, may_write=not asked.only_look)
    )
    account = posting_account(forge)
    preview = app.command("preview", asked.name_or_path)
    check_window(campaign, now=forge.now(), mine=app.my_zone, preview=preview)
    _mind_the_clock(app, forge.now())
    app.screen.say(_("Looking which repositories are open …"))
    standing = take_stock(
        campaign, forge=forge, ledger=ledger, account=account, waiting=sitting.desk
    )
    plan = sitting.plan(standing, sitting.wording.words)
    show_first_screen(app, campaign, plan, standing, now=forge.now())
    sitting.desk.know(plan.done)
    plan = _final_plan(sitting, standing, plan)
    if asked.only_look:
        _show_all(sitting, plan, now=forge.now())
    return Ready(
        forge=forge,
        ledger=ledger,
        account=account,
        plan=plan,
        looked_at=standing.survey.checked_at,
    )


def _take_given_words(sitting: Sitting) -> None:
    """Words that need no question, before any request: they may be refused."""
    given = sitting.asked.statement
    if sitting.saved:
        sitting.wording.use(sitting.saved.statement)
    elif not given.edit and not sitting.asked.asks(sitting.app):
        sitting.wording.take(given)


def _wait(sitting: Sitting) -> None:
    """Where there is nobody to spread, as in a rehearsal without a pace, nothing is drawn."""
    alone = sitting.app.on_loopback and sitting.pace == 0
    wait_for_start(
        sitting.app,
        sitting.file.campaign,
        token=sitting.token,
        timeout=sitting.asked.timeout,
        share=0.0 if alone else random.SystemRandom().random(),
    )


def _mind_the_clock(app: App, server: datetime) -> None:
    drift = SystemClock().now() - server
    if abs(drift) > CLOCKS_DIFFER:
        words = (
            _("This computer's clock is ahead of GitHub's, which says {time} UTC. GitHub's counts.")
            if drift > timedelta()
            else _(
                "This computer's clock is behind GitHub's, which says {time} UTC. GitHub's counts."
            )
        )
        app.screen.say(words.format(time=f"{server:%Y-%m-%d %H:%M}"))


def _final_plan(sitting: Sitting, standing: Standing, plan: Plan) -> Plan:
    """The plan with the person's words in it; a saved one only if it still holds."""
    asked, wording = sitting.asked, sitting.wording
    if sitting.saved and asked.plan:
        present = sitting.record(plan, made_at=sitting.saved.made_at)
        if is_done(sitting.saved, plan):
            return replace(plan, steps=(), reserve=())
        check_unmoved(sitting.saved, present, plan=plan, path=asked.plan, again=sitting.again)
        return plan
    wording.redraft = lambda words: sitting.drafts(standing, words)
    if not plan.steps:
        return plan
    if asked.statement.edit:
        wording.take(asked.statement)
    elif asked.asks(sitting.app):
        wording.ask()
    return sitting.plan(standing, wording.words)


def _show_all(sitting: Sitting, plan: Plan, *, now: datetime) -> None:
    """What would be posted, whole; and kept for another hour, if that was asked for."""
    for before, step in zip((None, *plan.steps), plan.steps, strict=False):
        show_issue(sitting.app.screen, step, before=before, whole=True)
    path = sitting.asked.save_plan
    if path and plan.steps:
        plan_file.save(path, sitting.record(plan, made_at=now))
        sitting.app.screen.say(_("The plan is saved, for you alone, in {path}").format(path=path))
    elif path:
        nothing = _("There is nothing to post, so no plan was saved as {path}.")
        sitting.app.screen.say(nothing.format(path=path))
