"""campaign check."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from campaign.cli.app import App
from campaign.cli.options import examples, json_option, timeout_option
from campaign.errors import Exit, WrongUsage

if TYPE_CHECKING:
    from campaign.cli.looking import Looking

AT_LEAST = 30
"""Seconds between two looks at GitHub itself; a stand-in bears one."""


@click.command(
    "check",
    epilog=examples(
        "campaign check notechforice-2019",
        "campaign check palantir/blueprint palantir/conjure",
        "campaign check palantir",
        "campaign check notechforice-2019 --watch 60",
        "campaign check notechforice-2019 --history",
    ),
)
@click.argument("names", metavar="CAMPAIGN | OWNER/REPO... | OWNER", nargs=-1, required=True)
@click.option(
    "--order",
    type=click.Choice(["news", "file"]),
    default="news",
    show_default=True,
    help="The table's order: best news first, or as in the file.",
)
@click.option("--csv", "as_csv", is_flag=True, help="One line per repository, comma-separated.")
@click.option("--exit-code", is_flag=True, help="End with 3 where no repository is open.")
@click.option(
    "--watch",
    "seconds",
    type=click.FloatRange(1, 86_400),
    metavar="SECONDS",
    help="Look again and again, so many seconds apart (30 or more), and tell what changes.",
)
@click.option(
    "--history", is_flag=True, help="What earlier looks of this computer found; no network."
)
@click.option(
    "--svg",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="With --history: write it as a picture.",
)
@timeout_option
@json_option
@click.pass_obj
def command(
    app: App,
    *,
    names: tuple[str, ...],
    order: str,
    as_csv: bool,
    exit_code: bool,
    seconds: float | None,
    history: bool,
    svg: Path | None,
    timeout: float,
    as_json: bool,
) -> int:
    """Find out which repositories accept an issue from this account.

    Three answers: open, closed, unknown, each with what was seen. Some limits show themselves
    only when somebody posts, so "open" means: as far as can be seen.

    A name without a slash is a campaign if there is one of that name, else somebody on GitHub,
    whose public repositories are all looked at; OWNER/ with a slash is never a campaign. Each
    look is kept on this computer, for --history.
    """
    _check_options(
        as_json=as_json,
        as_csv=as_csv,
        once=exit_code,
        watch=seconds,
        history=history,
        svg=svg,
        on_loopback=app.on_loopback,
    )
    if history:
        from campaign.cli.history import show_history

        show_history(app, names, svg=svg, as_json=as_json)
        return Exit.DONE
    from campaign.cli.looking import looking

    with looking(app, names, timeout=timeout) as ready:
        if seconds is not None:
            from campaign.cli.watch import watch

            return watch(ready, seconds=seconds, order=order, as_json=as_json)
        return _check(ready, order=order, as_csv=as_csv, as_json=as_json, exit_code=exit_code)


def _check_options(
    *,
    as_json: bool,
    as_csv: bool,
    once: bool,
    watch: float | None,
    history: bool,
    svg: Path | None,
    on_loopback: bool,
) -> None:
    if as_csv and as_json:
        raise WrongUsage("Give --json or --csv, not both.")
    if svg and not history:
        raise WrongUsage("--svg draws the history.", hint="Add --history.")
    if svg and as_json:
        raise WrongUsage("Give --json or --svg, not both.")
    if history and (as_csv or once or watch):
        raise WrongUsage("--history makes no look, so --csv, --exit-code and --watch say nothing.")
    if watch and watch < AT_LEAST and not on_loopback:
        told = f"Look every {AT_LEAST} seconds or less often: GitHub serves others, too."
        raise WrongUsage(told, hint=f"--watch {AT_LEAST}")
    if watch and (as_csv or once):
        raise WrongUsage("--watch goes on until you end it, so --csv and --exit-code say nothing.")


def _check(ready: "Looking", *, order: str, as_csv: bool, as_json: bool, exit_code: bool) -> int:
    """One look, told in one of three ways."""
    from campaign.cli import machine, machine_check
    from campaign.cli.show_check import check_csv, show_check
    from campaign.core.access import Verdict

    seen = ready.look(tell=ready.app.screen.say)
    if as_json:
        machine.write("check", **machine_check.check(seen, slug=ready.meant.slug))
    elif as_csv:
        click.echo(check_csv(seen), nl=False)
    else:
        show_check(ready.app, seen, order=order, of_campaign=ready.meant.campaign is not None)
    none_open = all(access.verdict is not Verdict.OPEN for access in seen.accesses)
    if seen.resume_at is not None:
        return Exit.LIMITED
    return Exit.CLOSED if exit_code and none_open else Exit.DONE
