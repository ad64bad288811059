"""campaign status."""

from collections.abc import Callable

import click

from campaign.cli.app import App
from campaign.cli.options import examples, json_option, timeout_option
from campaign.core.sentence import Sentence
from campaign.errors import Exit, WrongUsage


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
) -> int:
    """Show what became of my issues: open, closed, locked, gone, or hidden from strangers."""
    from campaign.cli import machine
    from campaign.cli.show import (
        show_open_questions,
        show_status,
        show_what_was_not_looked_at,
        status_csv,
    )
    from campaign.flow.deciding import open_questions
    from campaign.flow.following import follow

    if as_csv and as_json:
        raise WrongUsage(Sentence("Give --json or --csv, not both."))
    slug = app.campaign_file(name_or_path).campaign.slug if name_or_path else None
    token = app.needed_token()
    with app.ledger_to_read() as ledger, app.forge(token=token, timeout=timeout) as forge:
        account = forge.account()
        followed = (
            follow(campaign=slug, forge=forge, ledger=ledger, account=account) if ledger else ()
        )
        in_doubt = open_questions(campaign=slug, ledger=ledger, account=None) if ledger else ()
    if as_json:
        issues = [machine.issue(each) for each in followed]
        machine.write("status", issues=issues, in_doubt=[machine.doubt(each) for each in in_doubt])
    elif as_csv:
        click.echo(status_csv(followed), nl=False)
    elif followed or not in_doubt:
        show_status(app.screen, followed)
    if not as_json:
        show_what_was_not_looked_at(app.screen, followed)
        show_open_questions(app.screen, in_doubt, command=_to_settle(app, name_or_path))
    return Exit.UNKNOWN if in_doubt else Exit.DONE


def _to_settle(app: App, name_or_path: str | None) -> Callable[[str], str]:
    """Campaign → the command that finds out, by the file that was named if one was."""
    return lambda slug: app.command("settle", name_or_path or slug)
