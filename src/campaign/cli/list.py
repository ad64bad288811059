"""campaign list."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from campaign.cli.app import App
from campaign.cli.language import N_, _, ngettext
from campaign.cli.options import examples, json_option
from campaign.errors import InvalidCampaign

if TYPE_CHECKING:
    from campaign.core.campaign import Campaign


_STATES = {
    "running": N_("running"),
    "paused": N_("paused"),
    "won": N_("won"),
    "ended": N_("ended"),
}


@click.command(
    "list",
    epilog=examples("campaign list"),
)
@json_option
@click.pass_obj
def command(app: App, *, as_json: bool) -> None:
    """List the campaigns that come with this tool and those in this folder."""
    from campaign.adapters.shipped import local, shipped
    from campaign.cli import machine

    found = _load(app, (*shipped(), *local(Path.cwd())))
    if as_json:
        machine.write("list", campaigns=machine.campaigns(found))
        return
    app.screen.table(
        (_("campaign"), _("state"), _("starts"), _("title")),
        (
            (
                each.slug,
                _(_STATES[each.outcome.state.value]),
                f"{each.action.starts:%Y-%m-%d}" if each.action else _("no date"),
                each.title,
            )
            for each, _path in found
        ),
    )
    app.screen.say()
    read = _("Read one with `campaign preview NAME`; play it with `campaign rehearse NAME`.")
    app.screen.say(read)


def _load(app: App, paths: tuple[Path, ...]) -> list[tuple["Campaign", str]]:
    """The valid ones; a broken one is named, and does not hide the others."""
    from campaign.adapters.campaign_file import load

    found: dict[str, tuple[Campaign, str]] = {}
    for path in paths:
        try:
            file = load(path)
        except InvalidCampaign as error:
            faults = ngettext(
                "{file} has {n} fault. To see it:",
                "{file} has {n} faults. To see them:",
                len(error.faults),
            )
            app.screen.say(faults.format(file=path.name, n=len(error.faults)))
            app.screen.say(f"  {app.command('validate', str(path))}")
        else:
            # A clone of the project holds the shipped campaigns a second time.
            found.setdefault(file.digest, (file.campaign, str(path.resolve())))
    return list(found.values())
