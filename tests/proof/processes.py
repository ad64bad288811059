"""The whole command, in as many processes and on as many computers as there are."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.cli.command import FAST, SLUG, Command
from tests.proof.kills_witness import Witness

from campaign.adapters.campaign_file import load
from campaign.adapters.running_copy import write_running_copy
from campaign.adapters.shipped import find
from campaign.rehearsal.accounts import User
from campaign.rehearsal.books import Visit
from campaign.rehearsal.server import StandIn
from campaign.rehearsal.stage import cast, set_stage
from campaign.rehearsal.world import World


@dataclass(frozen=True, kw_only=True, slots=True)
class Household:
    """One supporter with one account, all their computers, and GitHub."""

    folder: Path
    world: World
    github: StandIn
    ada: User
    witness: Witness
    post: tuple[object, ...]
    """The words after `campaign` that post without a question or a pause."""

    def computer(self, name: str = "laptop") -> Command:
        """The command, with a state folder of its own."""
        settings = {
            "CAMPAIGN_API_URL": self.github.url,
            "CAMPAIGN_STATE_DIR": str(self.folder / name),
            "GH_TOKEN": self.ada.token,
        }
        return Command(self.folder, settings, self.ada.token)


@contextmanager
def household(folder: Path, *, arrives: Callable[[], None] = lambda: None) -> Iterator[Household]:
    """A home in this folder on the day of the action; `arrives` is called with each request."""
    loaded = load(find(SLUG))
    world = set_stage(loaded.campaign, seed=0)
    witness = Witness(world, folder, "*/*.db", slug=SLUG)

    def watch(visit: Visit) -> None:
        arrives()
        witness.watch(visit)

    folder.mkdir(parents=True, exist_ok=True)
    running = write_running_copy(loaded, folder=folder, now=world.clock.now())
    with StandIn(world, watch=watch) as github:
        yield Household(
            folder=folder,
            world=world,
            github=github,
            ada=cast(world, supporters=1)[0],
            witness=witness,
            post=("post", running, *FAST, "--max-wait", "0", "--json"),
        )
