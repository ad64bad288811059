"""campaign rehearse."""

import os
import signal
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from campaign.cli.app import App
from campaign.cli.options import campaign_argument, examples, json_option
from campaign.errors import Exit, WrongUsage

if TYPE_CHECKING:
    from campaign.adapters.campaign_file import CampaignFile
    from campaign.cli.screen import Screen
    from campaign.core.campaign import Campaign
    from campaign.rehearsal.play import Balance, Line
    from campaign.rehearsal.scenes import Scene


@click.command(
    "rehearse",
    epilog=examples(
        "campaign rehearse notechforice-2019",
        "campaign rehearse notechforice-2019 --scene policy --supporters 20",
        "campaign rehearse notechforice-2019 --serve",
    ),
)
@campaign_argument
@click.option(
    "--scene",
    metavar="NAME",
    default="action-day",
    show_default=True,
    help="What happens; an unknown name lists them.",
)
@click.option(
    "--supporters",
    type=click.IntRange(1, 1000),
    default=3,
    show_default=True,
    metavar="N",
    help="How many people take part.",
)
@click.option(
    "--seed",
    type=int,
    default=0,
    show_default=True,
    metavar="S",
    help="Another number, another day.",
)
@click.option("--serve", is_flag=True, help="Keep the stand-in running, to drive it yourself.")
@json_option
@click.pass_obj
def command(
    app: App,
    *,
    name_or_path: str,
    scene: str,
    supporters: int,
    seed: int,
    serve: bool,
    as_json: bool,
) -> int:
    """Play the whole day against a stand-in for GitHub on this computer.

    No token, no network: checks, texts, posts, refusals and a lost answer, told as a story that
    ends with the stand-in's own books.
    """
    loaded = app.campaign_file(name_or_path)
    if serve:
        _serve(app, loaded, seed=seed, as_json=as_json)
        return Exit.DONE
    balance = _perform(app, loaded, _scene(scene), supporters=supporters, seed=seed, quiet=as_json)
    if as_json:
        _write(balance)
    else:
        _show(app, balance)
    return Exit.ERROR if balance.duplicates or balance.lost else Exit.DONE


def _scene(name: str) -> "Scene":
    from campaign.rehearsal.scenes import SCENES

    if name not in SCENES:
        known = "\n".join(f"  {each.name}: {each.summary}" for each in SCENES.values())
        raise WrongUsage(f"There is no scene {name!r}.", hint=f"The scenes are:\n{known}")
    return SCENES[name]


def _perform(
    app: App,
    loaded: "CampaignFile",
    scene: "Scene",
    *,
    supporters: int,
    seed: int,
    quiet: bool,
) -> "Balance":
    from campaign.rehearsal.play import perform

    _announce(app, loaded.campaign, scene, quiet=quiet)
    return perform(
        loaded.campaign,
        loaded.templates,
        scene=scene,
        supporters=supporters,
        seed=seed,
        tell=lambda line: _tell(app.screen, line, quiet=quiet),
    )


def _announce(app: App, campaign: "Campaign", scene: "Scene", *, quiet: bool) -> None:
    """What is played, and that it is only played."""
    screen = app.screen
    screen.heading(f"A rehearsal of {campaign.slug}: {scene.summary}", err=quiet)
    screen.line(
        "A stand-in for GitHub answers on this computer; nothing leaves it, no token is needed,"
        " and waiting is played.",
        err=quiet,
    )
    if campaign.action:
        clocks = campaign.action.clocks(campaign.action.starts, mine=app.my_zone)
        screen.line(f"The day is {clocks.action}.", err=quiet)


def _tell(screen: "Screen", line: "Line", *, quiet: bool) -> None:
    if line.heading:
        screen.heading(line.text, err=quiet)
    else:
        screen.line(line.text, err=quiet, indent=2)
    if line.draft is not None:
        screen.gutter(f"{line.draft.title}\n\n{line.draft.body}", err=quiet)


def _write(balance: "Balance") -> None:
    from campaign.cli import machine

    machine.write("rehearse", **machine.balance(balance))


def _show(app: App, balance: "Balance") -> None:
    screen = app.screen
    screen.heading("The stand-in's own books", err=False)
    rows = [(repo, str(issues)) for repo, issues in sorted(balance.by_repo.items())]
    screen.table(("repository", "issues"), rows)
    screen.out()
    screen.out(
        f"supporters {balance.supporters}, issues created {balance.posted},"
        f" refused {balance.refused}, still unknown {balance.unknown}"
    )
    screen.out(f"duplicates {balance.duplicates}, lost {balance.lost}", style="bold")
    screen.line(
        "Duplicates: second issues of one person in one repository. Lost: issues that exist and"
        " that their author's own record does not know.",
        err=False,
    )


def _serve(app: App, loaded: "CampaignFile", *, seed: int, as_json: bool) -> None:
    """Run the stand-in until it is told to end, with all that another terminal needs."""
    from campaign.adapters.running_copy import write_running_copy
    from campaign.cli import machine
    from campaign.rehearsal.server import StandIn
    from campaign.rehearsal.stage import cast, set_stage

    # A script's `&` makes Ctrl-C deaf, and a plain `kill` would leave the folder behind.
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, signal.default_int_handler)
    world = set_stage(loaded.campaign, seed=seed)
    people = cast(world, supporters=2)
    with TemporaryDirectory(prefix="campaign-serve-") as name, StandIn(world) as github:
        folder = Path(name)
        copy = write_running_copy(loaded, folder=folder, now=world.clock.now())
        settings = {
            "CAMPAIGN_API_URL": github.url,
            "CAMPAIGN_STATE_DIR": str(folder / "state"),
            "GH_TOKEN": people[0].token,
        }
        if as_json:
            tokens = {person.login: person.token for person in people}
            machine.write("serve", environment=settings, tokens=tokens, campaign=str(copy))
        else:
            _show_stage(app, settings, copy, second=people[1].token)
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            books = world.books(loaded.campaign.slug)
            app.screen.say()
            app.screen.say(f"Issues created {books.issues}, duplicates {books.duplicates}.")


def _show_stage(app: App, settings: dict[str, str], copy: Path, *, second: str) -> None:
    screen = app.screen
    word = "set" if os.name == "nt" else "export"
    screen.say("A stand-in for GitHub runs on this computer. In another terminal:")
    screen.out()
    for name, value in settings.items():
        screen.out(f"  {word} {name}={value}")
    screen.out(f"  campaign post {copy}")
    screen.out()
    screen.say(f"A second supporter's token: {second}")
    screen.say("The copy's outcome is `running`; the file it was made from is untouched.")
    screen.say("Ctrl-C here ends it and removes the copy.")
