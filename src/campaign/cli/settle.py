"""campaign settle."""

from typing import TYPE_CHECKING

import click

from campaign.cli.app import App
from campaign.cli.options import (
    campaign_argument,
    examples,
    json_option,
    max_wait_option,
    timeout_option,
)
from campaign.core.sentence import Sentence, sentence
from campaign.errors import Exit, WrongUsage

if TYPE_CHECKING:
    from datetime import datetime

    from campaign.adapters.github import GitHub
    from campaign.core.account import Account
    from campaign.core.campaign import Campaign
    from campaign.core.receipt import Receipt


@click.command(
    "settle",
    epilog=examples(
        "campaign settle notechforice-2019",
        "campaign settle notechforice-2019 --decide",
    ),
)
@campaign_argument
@max_wait_option
@timeout_option
@click.option(
    "--decide",
    is_flag=True,
    help="The last resort: where an issue is not found after an hour and three looks, decide"
    " yourself that it was never made, so that it may be sent again.",
)
@click.option(
    "--rebuild",
    is_flag=True,
    help="Where the record of your issues is damaged or lost, make a new one of what GitHub"
    " shows. The old file is kept.",
)
@json_option
@click.pass_obj
def command(
    app: App,
    *,
    name_or_path: str,
    max_wait: float,
    timeout: float,
    decide: bool,
    rebuild: bool,
    as_json: bool,
) -> int:
    """Find out what became of postings whose outcome is unknown.

    It looks through your own issues and never posts. Seeing the issue proves that it exists; not
    seeing it proves nothing, because GitHub's lists lag.
    """
    from campaign.adapters.run_lock import run_lock
    from campaign.cli.settle_rebuild import rebuild_ledger

    if decide and not app.at_terminal:
        raise WrongUsage(
            Sentence("Without a terminal nobody can decide. Nothing was changed."),
            hint=sentence(
                "Run this in a terminal window: {command}",
                command=app.command("settle", name_or_path, "--decide"),
            ),
        )
    campaign = app.campaign_file(name_or_path).campaign
    token = app.needed_token()
    with app.forge(token=token, timeout=timeout) as forge:
        account = forge.account()
        with run_lock(app.lock_path):
            found = rebuild_ledger(app, campaign, forge, account) if rebuild else ()
            settled, left = _settle(app, campaign, forge, account, max_wait=max_wait, decide=decide)
        pause = forge.pause()
        resume_at = forge.now() + pause if pause else None
    receipts = (*found, *settled)
    code = Exit.INTERRUPTED if left else _code(receipts)
    if as_json:
        _write(receipts, campaign=campaign, login=account.login, resume_at=resume_at, code=code)
    else:
        _show(app, receipts, name=name_or_path, resume_at=resume_at)
    return code


def _settle(
    app: App,
    campaign: "Campaign",
    forge: "GitHub",
    account: "Account",
    *,
    max_wait: float,
    decide: bool,
) -> tuple[tuple["Receipt", ...], bool]:
    """Look for every issue in doubt; and ask about those that are not found, if wanted.

    Returns what is known, also of other accounts' issues, and whether the person left meanwhile.
    """
    from campaign.adapters.ledger import Ledger
    from campaign.cli.desk import Desk
    from campaign.cli.settle_decide import decide_each
    from campaign.flow.deciding import open_questions, questions_of_others
    from campaign.flow.settling import settle_all

    with Ledger.open(app.ledger_path) as ledger:
        before = open_questions(campaign=campaign.slug, ledger=ledger, account=account)
        found = settle_all(
            campaign=campaign.slug,
            forge=forge,
            ledger=ledger,
            account=account,
            waiting=Desk(app, approve_all=False, fallback=False),
            max_wait=max_wait,
        )
        others = questions_of_others(campaign=campaign.slug, ledger=ledger, account=account)
        if not decide:
            return (*found.values(), *others), False
        after = open_questions(campaign=campaign.slug, ledger=ledger, account=account)
        decided, left = decide_each(
            app, after, before=before, found=found, forge=forge, ledger=ledger
        )
    return (*{**found, **decided}.values(), *others), left


def _code(receipts: tuple["Receipt", ...]) -> Exit:
    from campaign.core.receipt import Outcome

    outcomes = {each.outcome for each in receipts}
    if Outcome.UNKNOWN in outcomes:
        return Exit.UNKNOWN
    return Exit.LIMITED if Outcome.DEFERRED in outcomes else Exit.DONE


def _write(
    receipts: tuple["Receipt", ...],
    *,
    campaign: "Campaign",
    login: str,
    resume_at: "datetime | None",
    code: Exit,
) -> None:
    from campaign.cli import machine

    document = machine.post(
        receipts,
        campaign=campaign,
        login=login,
        dry_run=False,
        resume_at=resume_at if code is Exit.UNKNOWN else None,
        code=code,
    )
    machine.write("settle", **document)


def _show(
    app: App, receipts: tuple["Receipt", ...], *, name: str, resume_at: "datetime | None"
) -> None:
    from campaign.cli.language import _
    from campaign.cli.receipts import show_results

    if receipts:
        show_results(
            app.screen,
            receipts,
            again=app.command("settle", name),
            to_post=app.command("post", name),
            resume_at=resume_at,
        )
    else:
        app.screen.say(_("Nothing is in doubt: every outcome is known."))
