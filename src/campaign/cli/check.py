"""campaign check."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from campaign.cli.app import App
from campaign.cli.options import Seconds, examples, json_option, timeout_option
from campaign.core.sentence import N_, Sentence, sentence
from campaign.errors import Exit, WrongUsage

if TYPE_CHECKING:
    from campaign.cli.looking import Looking

AT_LEAST = 30
"""Seconds between two looks at GitHub itself; a stand-in bears one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CheckOptions:
    """What the command line asks of one `campaign check`."""

    names: tuple[str, ...]
    order: str
    as_csv: bool
    exit_code: bool
    watch: float | None
    """Seconds between two looks."""
    history: bool
    svg: Path | None
    timeout: float
    as_json: bool

    def check(self, *, on_loopback: bool) -> None:
        """Raises WrongUsage where they contradict one another, or look too often."""
        only_once = self.as_csv or self.exit_code
        if self.as_csv and self.as_json:
            raise WrongUsage(Sentence("Give --json or --csv, not both."))
        if self.svg and not self.history:
            raise WrongUsage(Sentence("--svg draws the history."), hint=Sentence("Add --history."))
        if self.svg and self.as_json:
            raise WrongUsage(Sentence("Give --json or --svg, not both."))
        if self.history and (only_once or self.watch):
            raise WrongUsage(
                Sentence("--history makes no look, so --csv, --exit-code and --watch say nothing.")
            )
        if self.watch and self.watch < AT_LEAST and not on_loopback:
            words = N_("Look every {n} seconds or less often: GitHub serves others, too.")
            raise WrongUsage(sentence(words, n=AT_LEAST), hint=f"--watch {AT_LEAST}")
        if self.watch and only_once:
            raise WrongUsage(
                Sentence("--watch goes on until you end it, so --csv and --exit-code say nothing.")
            )


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
    type=Seconds(1, 86_400),
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
def command(app: App, /, **options: Any) -> int:
    """Find out which repositories accept an issue from this account.

    Three answers: open, closed, unknown, each with what was seen. Some limits show themselves
    only when somebody posts, so "open" means: as far as can be seen.

    A name without a slash is a campaign if there is one of that name, else somebody on GitHub,
    whose public repositories are all looked at; OWNER/ with a slash is never a campaign. Each
    look is kept on this computer, for --history.
    """
    asked = CheckOptions(**options)
    asked.check(on_loopback=app.on_loopback)
    if asked.history:
        from campaign.cli.history import show_history

        show_history(app, asked.names, svg=asked.svg, as_json=asked.as_json)
        return Exit.DONE
    from campaign.cli.looking import looking

    with looking(app, asked.names, timeout=asked.timeout) as ready:
        if asked.watch is not None:
            from campaign.cli.watch import watch

            return watch(ready, seconds=asked.watch, order=asked.order, as_json=asked.as_json)
        return _look(ready, asked)


def _look(ready: "Looking", asked: CheckOptions) -> int:
    """One look, told in one of three ways."""
    from campaign.cli import machine, machine_check
    from campaign.cli.show_check import show_check, write_csv
    from campaign.core.access import Verdict

    seen = ready.look_at_all(tell=ready.app.screen.say)
    app, slug = ready.app, ready.meant.slug
    if asked.as_json:
        machine.write("check", **machine_check.check(seen, slug=slug))
    elif asked.as_csv:
        write_csv(app, seen, slug=slug)
    else:
        show_check(app, seen, order=asked.order, slug=slug, listed=ready.listed)
    none_open = all(access.verdict is not Verdict.OPEN for access in seen.accesses)
    if seen.resume_at is not None:
        return Exit.LIMITED
    if asked.exit_code and none_open:
        return Exit.CLOSED
    return Exit.ERROR if seen.unanswered else Exit.DONE
