"""campaign status."""

import click

from campaign.cli.app import App
from campaign.cli.options import examples, json_option, timeout_option
from campaign.errors import WrongUsage


@click.command(
    "status",
    epilog=examples(
        "campaign status",
        "campaign status notechforice-2019 --json",
    ),
)
@click.argument("name_or_path", metavar="[CAMPAIGN]", required=False)
@click.option("--csv", "as_csv", is_flag=True, help="One line per issue, comma-separated.")
@timeout_option
@json_option
@click.pass_obj
def command(
    app: App, *, name_or_path: str | None, as_csv: bool, timeout: float, as_json: bool
) -> None:
    """Show what became of my issues: open, closed, locked, gone, or hidden from strangers."""
    from campaign.cli import machine
    from campaign.cli.show import show_status, status_csv
    from campaign.flow.following import follow

    if as_csv and as_json:
        raise WrongUsage("Give --json or --csv, not both.")
    slug = app.campaign_file(name_or_path).campaign.slug if name_or_path else None
    token = app.needed_token()
    with app.ledger_to_read() as ledger, app.forge(token=token, timeout=timeout) as forge:
        account = forge.account()
        followed = (
            follow(campaign=slug, forge=forge, ledger=ledger, account=account) if ledger else ()
        )
    if as_json:
        machine.write("status", issues=[machine.issue(each) for each in followed])
    elif as_csv:
        click.echo(status_csv(followed), nl=False)
    else:
        show_status(app.screen, followed)
