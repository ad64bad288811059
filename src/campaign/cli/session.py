"""One sitting of `campaign post`, from the open door to the receipt."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import click

from campaign.adapters.campaign_file import CampaignFile
from campaign.adapters.clock import SystemClock
from campaign.cli import machine
from campaign.cli.app import App
from campaign.cli.desk import Desk
from campaign.cli.receipts import show_farewell
from campaign.cli.show import show_first_screen, show_issue
from campaign.core.account import Account
from campaign.core.plan import Plan
from campaign.errors import CampaignError, Exit
from campaign.flow.planning import Standing, plan_posts, posting_account, take_stock
from campaign.flow.posting import Rules, dry_run, post
from campaign.flow.window import check_window

if TYPE_CHECKING:
    from campaign.adapters.github import GitHub
    from campaign.adapters.ledger import Ledger

CLOCK_TOLERANCE = timedelta(minutes=2)

_LATER = "Run the same command again whenever you like."


class Left(CampaignError):
    """The person left before anything was posted."""

    exit_code = Exit.INTERRUPTED


@dataclass(frozen=True, kw_only=True)
class Session:
    """What the command line says about this sitting; `statement` asks for the person's words."""

    app: App
    file: CampaignFile
    name: str
    language: str
    chosen: tuple[str, ...]
    limit: int | None
    pace: float
    max_wait: float
    timeout: float
    desk: Desk
    statement: Callable[[tuple[str, ...]], str]
    asks: bool
    """Whether the words are asked for, once the first screen is read; else they are given."""

    def run(self, *, only_look: bool, as_json: bool) -> int:
        """Look, show, ask, post, tell; returns the exit code."""
        campaign = self.file.campaign
        with ExitStack() as stack:
            try:
                forge, ledger, account, plan = self._get_ready(stack, only_look=only_look)
            except (click.Abort, KeyboardInterrupt):
                raise Left("Interrupted. Nothing was posted.", hint=_LATER) from None
            if only_look:
                run = dry_run(plan)
            else:
                run = post(
                    plan,
                    account=account,
                    forge=forge,
                    ledger=ledger,
                    clock=SystemClock(),
                    desk=self.desk,
                    rules=Rules(pace=self.pace, max_wait=self.max_wait),
                )
        if as_json:
            document = machine.post(
                run.receipts,
                campaign=campaign,
                login=account.login,
                dry_run=only_look,
                resume_at=run.resume_at,
                code=run.exit,
            )
            machine.write("post", **document)
        else:
            show_farewell(self.app.screen, campaign, run, plan, name=self.name)
        return run.exit

    def _get_ready(
        self, stack: ExitStack, *, only_look: bool
    ) -> tuple["GitHub", "Ledger", Account, Plan]:
        """Everything before the first issue is approved: nothing can be posted here."""
        campaign = self.file.campaign
        token = self.app.needed_token()
        words = "" if self.asks else self.statement((token,))
        ledger = stack.enter_context(self.app.ledger())
        forge = stack.enter_context(
            self.app.forge(token=token, timeout=self.timeout, may_write=not only_look)
        )
        account = posting_account(forge)
        check_window(campaign, now=forge.now(), mine=self.app.my_zone)
        self._mind_the_clock(forge.now())
        self.app.screen.say("Looking which repositories are open …")
        standing = take_stock(
            campaign, forge=forge, ledger=ledger, account=account, waiting=self.desk
        )
        plan = self._plan(standing, statement=words, token=token)
        show_first_screen(self.app, campaign, plan, standing)
        self.desk.know(plan.done)
        if plan.steps and self.asks:
            plan = self._plan(standing, statement=self.statement((token,)), token=token)
        if only_look:
            for before, step in zip((None, *plan.steps), plan.steps, strict=False):
                show_issue(self.app.screen, step, before=before, whole=True)
        return forge, ledger, account, plan

    def _plan(self, standing: Standing, *, statement: str, token: str) -> Plan:
        return plan_posts(
            self.file.campaign,
            self.file.templates,
            standing,
            language=self.language,
            statement=statement,
            chosen=self.chosen,
            limit=self.limit,
            secrets=(token,),
        )

    def _mind_the_clock(self, server: datetime) -> None:
        drift = SystemClock().now() - server
        if abs(drift) > CLOCK_TOLERANCE:
            self.app.screen.say(
                f"This computer's clock is {'ahead of' if drift > timedelta() else 'behind'}"
                f" GitHub's, which says {server:%Y-%m-%d %H:%M} UTC. GitHub's counts."
            )
