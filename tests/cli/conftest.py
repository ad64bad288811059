"""A supporter called ada, a stand-in for GitHub, and the command between them."""

import socket
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from tests.cli.command import COMMAND, SLUG, Command
from tests.cli.terminal import ASKED, SitDown, Terminal

from campaign.adapters.campaign_file import load
from campaign.adapters.running_copy import write_running_copy
from campaign.adapters.shipped import find
from campaign.rehearsal.accounts import User
from campaign.rehearsal.server import StandIn
from campaign.rehearsal.stage import cast, set_stage
from campaign.rehearsal.world import World


@pytest.fixture
def world() -> World:
    """11 May 2019, five minutes after the start: ten busy repositories, open to everybody."""
    return set_stage(load(find(SLUG)).campaign, seed=0)


@pytest.fixture
def ada(world: World) -> User:
    """The supporter at the keyboard."""
    return cast(world, supporters=1)[0]


@pytest.fixture
def github(world: World) -> Iterator[StandIn]:
    """The stand-in for GitHub; every request it gets must be one that GitHub understands."""
    with StandIn(world) as stand_in:
        yield stand_in
    assert not world.unexpected


@pytest.fixture
def running(world: World, tmp_path: Path) -> Path:
    """A copy of the campaign of 2019 whose outcome is `running`."""
    folder = tmp_path / "campaign"
    folder.mkdir()
    return write_running_copy(load(find(SLUG)), folder=folder, now=world.clock.now())


@pytest.fixture
def campaign(github: StandIn, ada: User, tmp_path: Path) -> Command:
    """The command, talking to the stand-in."""
    folder = tmp_path / "here"
    folder.mkdir()
    settings = {
        "CAMPAIGN_API_URL": github.url,
        "CAMPAIGN_STATE_DIR": str(tmp_path / "state"),
        "GH_TOKEN": ada.token,
    }
    return Command(folder, settings, ada.token)


@pytest.fixture
def nobody_there() -> Iterator[str]:
    """The address of a server that does not answer."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


@pytest.fixture
def sit_down(campaign: Command) -> Iterator[SitDown]:
    """Opens a terminal window in which the command runs."""
    if sys.platform == "win32":
        pytest.skip("there are no pseudo-terminals here")
    windows: list[Terminal] = []

    def open_window(
        *words: object, env: Mapping[str, str | None] | None = None, lines: int = 24
    ) -> Terminal:
        environment = campaign.environment({"COLUMNS": None, "LINES": None, **(env or {})})
        argv = [*COMMAND, *map(str, words)]
        windows.append(Terminal(argv, env=environment, folder=campaign.folder, lines=lines))
        return windows[-1]

    yield open_window
    for window in windows:
        window.close()


@pytest.fixture
def sitting(sit_down: SitDown, running: Path) -> Terminal:
    """A window in which the statement was just left empty: the first issue is on the screen."""
    window = sit_down("post", running, "--pace", "0")
    window.expect("because …")
    window.answer()
    window.expect(ASKED)
    return window
