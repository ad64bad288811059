"""`campaign post` on who acts, before; and on whether others see the issues, afterwards."""

from datetime import timedelta
from pathlib import Path

import pytest
from rich.cells import cell_len
from tests.cli.command import FAST, Command, created

from campaign.adapters.campaign_file import load
from campaign.adapters.running_copy import write_running_copy
from campaign.adapters.shipped import find
from campaign.rehearsal.accounts import TokenKind, User
from campaign.rehearsal.world import World


def test_the_account_and_its_token_are_named(campaign: Command, running: Path) -> None:
    """Login, name, age, token, what the profile shows; no warning where there is no need."""
    told = campaign("post", running, "--dry-run").told
    assert "You act as ada (Ada), account 3 years old" in told
    assert "Signed in with a classic token, scope public_repo" in told
    assert "GitHub shows that it was posted by you." in told
    assert "Your profile there also shows Ada and ada@example.org." in told
    assert "Your IP address is not public." in told
    assert "Mind:" not in told


def test_a_bare_profile_shows_nothing_more(campaign: Command, running: Path, ada: User) -> None:
    """Without a name or an address there is nothing to say about them."""
    ada.name = ada.email = ""
    told = campaign("post", running, "--dry-run").told
    assert "You act as ada, account" in told
    assert "Your profile" not in told


def test_a_new_account_is_warned(campaign: Command, running: Path, world: World) -> None:
    """Under a day old: some doors stay shut, and that is nobody's fault."""
    young = world.add_user("noa", age=timedelta(hours=5))
    told = campaign("post", running, "--dry-run", env={"GH_TOKEN": young.token}).told
    assert "You act as noa (Noa), account 5 hours old" in told
    assert "Mind: your account is younger than a day." in told
    assert "no fault of yours" in told


def test_a_token_that_can_do_more_is_mentioned(
    campaign: Command, running: Path, world: World, ada: User
) -> None:
    """The scopes that are not needed, by name; it works all the same."""
    rich = world.add_token(ada, scopes=["repo", "delete_repo"]).text
    ended = campaign("post", running, *FAST, "--limit", "1", env={"GH_TOKEN": rich})
    assert ended.code == 0
    assert "scopes repo, delete_repo" in ended.told
    assert (
        "can do more than is needed here (public_repo is enough): repo, delete_repo" in ended.told
    )


def test_a_fine_grained_token_is_warned_not_forbidden(
    campaign: Command, running: Path, world: World, ada: User
) -> None:
    """GitHub may refuse it; the way out is told beforehand."""
    fine = world.add_token(ada, kind=TokenKind.FINE_GRAINED).text
    ended = campaign("post", running, "--dry-run", env={"GH_TOKEN": fine})
    assert ended.code == 0
    assert "Signed in with a fine-grained token" in ended.told
    assert "Mind: with a fine-grained token GitHub often refuses" in ended.told


def test_the_effect_is_told_before_any_word_is_asked(campaign: Command, running: Path) -> None:
    """Whom the issues call, and what they link to."""
    told = campaign("post", running, "--dry-run").told
    assert "Effect each issue mentions nobody, refers to no other issue, has 5 links" in told
    assert "those who watch the repository are notified" in told


@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_every_line_fits(language: str, campaign: Command, world: World, tmp_path: Path) -> None:
    """80 columns, whatever the script of the text; only an address may be longer."""
    file = load(find("immigrationos-2026"))
    names = [target.repo for target in file.campaign.targets]
    world.add_repositories(*(name for name in names if world.find(name) is None))
    (tmp_path / "letter").mkdir()
    letter = write_running_copy(file, folder=tmp_path / "letter", now=world.clock.now())
    ended = campaign("post", letter, "--dry-run", "--lang", language, "--statement", "x " * 200)
    assert ended.code == 0
    behind_the_bar = [line for line in ended.err.splitlines() if line.startswith("  │")]
    ours = [line for line in ended.err.splitlines() if "/" not in line]
    assert len(behind_the_bar) > 20
    assert max(cell_len(line) for line in ours if line not in behind_the_bar) <= 80


def test_strangers_see_what_was_posted(campaign: Command, running: Path, world: World) -> None:
    """Looked at without the token, once for each of three; told, and in the document."""
    ended = campaign("post", running, *FAST, "--json")
    assert [each["seen_by_strangers"] for each in ended.json["results"]] == [True] * 3
    unsigned = [visit for visit in world.requests("GET") if visit.login is None]
    assert len(unsigned) == 3
    again = campaign("post", running, *FAST, "--json")
    assert [each["seen_by_strangers"] for each in again.json["results"]] == [None] * 3


def test_a_hidden_account_is_told_calmly(
    campaign: Command, running: Path, world: World, ada: User
) -> None:
    """Posted, and seen by nobody else: said plainly, with what to do; never "all is well"."""
    ada.flagged = True
    ended = campaign("post", running, *FAST)
    assert ended.code == 0
    assert "Strangers do not see your new issue, although you do." in ended.told
    assert "Please open no more issues for now." in ended.told
    assert "https://support.github.com/contact" in ended.told
    assert "for everybody to see. To see" not in ended.told
    assert created(world) == 3


def test_the_end_says_how_to_see_and_to_withdraw(campaign: Command, running: Path) -> None:
    """Links as data; then where to look, how to close, what to share."""
    ended = campaign("post", running, *FAST, "--limit", "1")
    assert "Looked at without your account" in ended.told
    assert f"To see what becomes of them: campaign status {running}" in ended.told
    assert "To withdraw one: close it on its page." in ended.told
    assert "To share:" in ended.told
