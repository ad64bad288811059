"""The pictures in the README show what the command shows."""

import os
from pathlib import Path

from tests.cli.pictures import drawn, read
from tests.cli.terminal import ASKED, SitDown, Terminal

from campaign.rehearsal.world import World

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"


def check_picture(window: Terminal, name: str, *, title: str) -> None:
    """Or, with `DRAW=1 pytest tests/cli/test_pictures.py`, draw it anew."""
    picture = drawn(window, title=title)
    path = PICTURES / name
    if os.environ.get("DRAW"):
        path.write_text(picture)
    assert read(path.read_text()) == read(picture)
    assert "@font-face" not in picture


def test_the_picture_of_an_approval(sit_down: SitDown, running: Path) -> None:
    """The end of an issue's text, and the question."""
    window = sit_down("post", running, "--pace", "0")
    window.expect("because …")
    window.answer("I write software, too. I would not want it to be used like this.")
    window.expect(ASKED)
    check_picture(window, "post.svg", title="campaign post notechforice-2019")


def test_the_picture_of_a_watch(sit_down: SitDown, running: Path, world: World) -> None:
    """How all repositories stand, in one window."""
    for name in ("palantir/conjure", "palantir/gradle-baseline"):
        world.find(name).has_issues = False  # type: ignore[union-attr]
    window = sit_down("check", running, "--watch", "600", lines=14)
    window.expect("Next look in 10 minutes")
    check_picture(window, "watch.svg", title="campaign check notechforice-2019 --watch 600")
