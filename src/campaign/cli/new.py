"""campaign new."""

import shlex
from pathlib import Path

import click

from campaign.cli.app import App
from campaign.cli.options import examples, json_option


@click.command(
    "new",
    epilog=examples("campaign new my-campaign", "campaign new my-campaign --dir campaigns"),
)
@click.argument("name")
@click.option(
    "--dir",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="Where the two files go.  [default: this folder]",
)
@json_option
@click.pass_obj
def command(app: App, *, name: str, folder: Path, as_json: bool) -> None:
    """Write a commented starter campaign and its template.

    NAME is short: small letters, digits and hyphens. No file is ever overwritten.
    """
    from campaign.adapters.clock import SystemClock
    from campaign.adapters.local_zone import local_zone
    from campaign.adapters.starter import write_starter
    from campaign.cli import machine

    files = write_starter(name, folder=folder, now=SystemClock().now(), zone=local_zone())
    if as_json:
        machine.write("new", files=[str(path.resolve()) for path in files])
        return
    for path in files:
        app.screen.out(f"Written: {path}")
    app.screen.out('\nWherever they say "replace", put your own words. Then:\n')
    first = str(files[0])
    named = shlex.quote(f"./{first}" if first.startswith("-") else first)  # else it is an option
    for verb in ("validate", "preview", "rehearse"):
        app.screen.out(f"  campaign {verb} {named}")
