"""campaign post."""

from pathlib import Path
from typing import Any

import click

from campaign.cli.app import App
from campaign.cli.options import (
    Seconds,
    campaign_argument,
    examples,
    json_option,
    language_option,
    max_wait_option,
    repo_option,
    statement_options,
    timeout_option,
)


@click.command(
    "post",
    epilog=examples(
        "campaign post notechforice-2019",
        "campaign post notechforice-2019 --dry-run",
        "campaign post notechforice-2019 --repo palantir/blueprint --edit",
        "campaign post notechforice-2019 --save-plan my.plan",
        "campaign post notechforice-2019 --plan my.plan --yes",
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
    "--save-plan",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Show everything, and save it as a plan to be posted later; nothing can be sent.",
)
@click.option(
    "--plan",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Post a saved plan: exactly that, or nothing if anything has moved since.",
)
@click.option(
    "--wait",
    is_flag=True,
    help="Before the action: sign in, then wait for its start and up to 15 minutes more.",
)
@click.option(
    "--pace",
    type=Seconds(0, 3600),
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
def command(app: App, /, **options: Any) -> int:
    """Post the campaign's issue from your account: look, ask, post, keep a receipt.

    You see the exact text and approve each issue. Running it again posts nothing twice.
    """
    from campaign.cli.post_options import PostOptions
    from campaign.cli.session import hold
    from campaign.cli.sitting import sit_down
    from campaign.cli.streams import results_may_be_lost

    with results_may_be_lost(app):
        return hold(sit_down(app, PostOptions(**options)))
