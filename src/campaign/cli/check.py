"""campaign check."""

import re

import click

from campaign.cli.app import App
from campaign.cli.options import examples, json_option, timeout_option
from campaign.errors import Exit, WrongUsage


@click.command(
    "check",
    epilog=examples(
        "campaign check notechforice-2019",
        "campaign check palantir/blueprint palantir/conjure",
        "campaign check notechforice-2019 --json",
    ),
)
@click.argument("names", metavar="CAMPAIGN | OWNER/REPO...", nargs=-1, required=True)
@click.option("--csv", "as_csv", is_flag=True, help="One line per repository, comma-separated.")
@click.option("--exit-code", is_flag=True, help="End with 3 where no repository is open.")
@timeout_option
@json_option
@click.pass_obj
def command(
    app: App,
    *,
    names: tuple[str, ...],
    as_csv: bool,
    exit_code: bool,
    timeout: float,
    as_json: bool,
) -> int:
    """Find out which repositories accept an issue from this account.

    Three answers: open, closed, unknown, each with what was seen. Some limits show themselves
    only when somebody posts, so "open" means: as far as can be seen.
    """
    from campaign.cli import machine
    from campaign.cli.show import check_csv, show_check
    from campaign.core.access import Verdict
    from campaign.flow.checking import earlier_refusals, survey

    if as_csv and as_json:
        raise WrongUsage("Give --json or --csv, not both.")
    slug, repos = _targets(app, names)
    token = app.token()
    with app.forge(token=token, timeout=timeout) as forge, app.ledger_to_read() as ledger:
        account = forge.account() if token else None
        refusals = (
            earlier_refusals(ledger, account=account, now=forge.now()) if ledger and account else {}
        )
        seen = survey(repos, forge=forge, account=account, refusals=refusals)
    if as_json:
        machine.write("check", **machine.check(seen, slug=slug))
    elif as_csv:
        click.echo(check_csv(seen), nl=False)
    else:
        show_check(app.screen, seen)
    none_open = all(access.verdict is not Verdict.OPEN for access in seen.accesses)
    return Exit.CLOSED if exit_code and none_open else Exit.DONE


def _targets(app: App, names: tuple[str, ...]) -> tuple[str | None, tuple[str, ...]]:
    """The campaign's slug and repositories, or the repositories named on the command line."""
    from campaign.core.campaign import repo_slug

    if len(names) == 1 and not _names_a_repository(names[0]):
        campaign = app.campaign_file(names[0]).campaign
        return campaign.slug, tuple(target.repo for target in campaign.targets)
    try:
        return None, tuple(dict.fromkeys(repo_slug(name) for name in names))
    except ValueError as error:
        hint = "Give one campaign, or repositories as OWNER/REPO."
        raise WrongUsage(str(error), hint=hint) from None


def _names_a_repository(name: str) -> bool:
    return re.fullmatch(r"[^/.\s]+/[^/\s]+(?<!\.yaml)(?<!\.yml)", name) is not None
