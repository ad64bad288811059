"""campaign settle."""

import click

from campaign.cli.app import App
from campaign.cli.options import (
    campaign_argument,
    examples,
    json_option,
    max_wait_option,
    timeout_option,
)
from campaign.errors import Exit


@click.command(
    "settle",
    epilog=examples(
        "campaign settle notechforice-2019",
    ),
)
@campaign_argument
@max_wait_option
@timeout_option
@json_option
@click.pass_obj
def command(app: App, *, name_or_path: str, max_wait: float, timeout: float, as_json: bool) -> int:
    """Find out what became of postings whose outcome is unknown.

    It looks through your own issues in the repository and never posts. Seeing the issue proves
    that it exists; not seeing it proves nothing, because GitHub's lists lag.
    """
    from campaign.cli import machine
    from campaign.cli.desk import Desk
    from campaign.cli.receipts import show_results
    from campaign.core.receipt import Outcome
    from campaign.flow.settling import settle_all

    campaign = app.campaign_file(name_or_path).campaign
    token = app.needed_token()
    with app.ledger() as ledger, app.forge(token=token, timeout=timeout) as forge:
        account = forge.account()
        receipts = settle_all(
            campaign=campaign.slug,
            forge=forge,
            ledger=ledger,
            account=account,
            waiting=Desk(app, approve_all=False, fallback=False),
            max_wait=max_wait,
        )
    unknown = any(each.outcome is Outcome.UNKNOWN for each in receipts)
    code = Exit.UNKNOWN if unknown else Exit.DONE
    if as_json:
        document = machine.post(
            receipts,
            campaign=campaign,
            login=account.login,
            dry_run=False,
            resume_at=None,
            code=code,
        )
        machine.write("settle", **document)
    elif receipts:
        show_results(app.screen, receipts, name=name_or_path)
    else:
        app.screen.say("Nothing is open: every outcome is known.")
    return code
