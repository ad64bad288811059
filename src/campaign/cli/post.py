"""campaign post."""

from pathlib import Path

import click

from campaign.cli.app import App
from campaign.cli.options import (
    campaign_argument,
    choose_language,
    choose_repos,
    examples,
    json_option,
    language_option,
    max_wait_option,
    read_statement,
    repo_option,
    statement_options,
    timeout_option,
)
from campaign.errors import WrongUsage


@click.command(
    "post",
    epilog=examples(
        "campaign post notechforice-2019",
        "campaign post notechforice-2019 --dry-run",
        "campaign post notechforice-2019 --repo palantir/blueprint --edit",
    ),
)
@campaign_argument
@repo_option
@click.option(
    "--limit", type=click.IntRange(1, 20), metavar="N", help="At most N issues in this run."
)
@language_option
@statement_options
@click.option("--dry-run", is_flag=True, help="Show what would be posted; nothing can be sent.")
@click.option(
    "--pace",
    type=click.FloatRange(0, 3600),
    metavar="SECONDS",
    help="The pause between two issues, 3 or more.  [default: the campaign's]",
)
@max_wait_option
@timeout_option
@click.option(
    "--fallback",
    is_flag=True,
    help="Where a repository refuses, move on to another listed one without asking.",
)
@click.option("--yes", is_flag=True, help="Approve the plan that is printed, issue by issue.")
@json_option
@click.pass_obj
def command(
    app: App,
    *,
    name_or_path: str,
    repos: tuple[str, ...],
    limit: int | None,
    language: str | None,
    text: str | None,
    file: Path | None,
    edit: bool,
    none: bool,
    dry_run: bool,
    pace: float | None,
    max_wait: float,
    timeout: float,
    fallback: bool,
    yes: bool,
    as_json: bool,
) -> int:
    """Post the campaign's issue from your account: look, ask, post, keep a receipt.

    You see the exact text and approve each issue. Running it again posts nothing twice.
    """
    from campaign.cli.desk import Desk
    from campaign.cli.session import Session
    from campaign.flow.window import check_outcome

    loaded = app.campaign_file(name_or_path)
    campaign = loaded.campaign
    check_outcome(campaign, mine=app.my_zone)
    if not (yes or dry_run or app.at_terminal):
        raise WrongUsage(
            "Without a terminal nobody can approve the issues. Nothing was sent.",
            hint="Look with --dry-run first; then add --yes and one of --statement,"
            " --statement-file and --no-statement.",
        )
    asks = app.at_terminal and not (yes or dry_run) and text is None and file is None and not none
    language = choose_language(campaign, language)
    session = Session(
        app=app,
        file=loaded,
        name=name_or_path,
        language=language,
        chosen=choose_repos(campaign, repos),
        limit=limit,
        pace=_pace(app, pace if pace is not None else float(campaign.limits.pace_seconds)),
        max_wait=max_wait,
        timeout=timeout,
        desk=Desk(app, approve_all=yes, fallback=fallback),
        statement=lambda secrets: read_statement(
            app,
            campaign,
            text=text,
            file=file,
            edit=edit,
            none=none,
            ask=asks,
            must=not dry_run,
            common=loaded.templates[language],
            secrets=secrets,
        ),
        asks=asks or edit,
    )
    return session.run(only_look=dry_run, as_json=as_json)


def _pace(app: App, seconds: float) -> float:
    """At least 3 s, as GitHub's own client keeps between requests that notify people.

    https://github.com/octokit/plugin-throttling.js
    """
    if seconds < 3 and not app.on_loopback:
        raise WrongUsage("The pace is at least 3 seconds between two issues.")
    return seconds
