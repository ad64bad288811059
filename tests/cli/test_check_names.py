"""`campaign check` NAME: a campaign, repositories, or all repositories of an owner."""

import shutil
from pathlib import Path

import pytest
from tests.cli.command import Command

from campaign.rehearsal.world import World


def looked_at(campaign: Command, *names: object) -> list[str]:
    """The repositories that a check of these names looks at."""
    ended = campaign("check", *names, "--json")
    assert ended.code == 0, ended.err
    return [target["repo"] for target in ended.json["targets"]]


def test_an_owners_repositories_are_looked_at(campaign: Command, world: World) -> None:
    """All that are public and take issues; and it is said aloud how the name was taken."""
    world.find("palantir/tslint").has_issues = False  # type: ignore[union-attr]
    world.find("palantir/conjure").private = True  # type: ignore[union-attr]
    found = looked_at(campaign, "palantir")
    assert len(found) == 8
    assert {"palantir/tslint", "palantir/conjure"}.isdisjoint(found)
    told = campaign("check", "palantir").told
    assert "palantir is no campaign here, so it is taken for an owner" in told
    assert "palantir has 8 public repositories that take issues." in told


def test_an_owner_without_a_token(campaign: Command) -> None:
    """The list is public."""
    ended = campaign("check", "palantir", "--json", env={"GH_TOKEN": None})
    assert len(ended.json["targets"]) == 10


def test_an_owner_may_have_nothing_to_look_at(campaign: Command, world: World) -> None:
    """Somebody without a repository that takes issues: an error, not an empty table."""
    world.add_organisation("ant")
    ended = campaign("check", "ant")
    assert (ended.code, ended.out) == (1, "")
    assert "There is no repository to look at." in ended.err


def test_an_unknown_owner_may_be_a_campaign_misspelt(campaign: Command) -> None:
    """Neither is known; the campaign of nearly that name is offered."""
    ended = campaign("check", "notechforice-2018", "--json")
    assert ended.code == 1
    assert (
        "GitHub knows no account and no organisation called notechforice-2018"
        in (ended.json["error"])
    )
    assert "Did you mean notechforice-2019?" in ended.json["hint"]


def test_a_campaign_wins_over_an_owner_of_its_name(
    campaign: Command, world: World, running: Path
) -> None:
    """Said aloud where both could be meant; with a slash at its end it is the owner."""
    world.add_repository("palantir/extra")
    for each in (running, *sorted(running.parents[1].glob("templates/*"))):
        shutil.copy(each, campaign.folder / each.name)
    file = campaign.folder / running.name
    file.write_text(file.read_text().replace("campaign: notechforice-2019", "campaign: palantir"))
    ended = campaign("check", "palantir", "--json")
    assert (ended.json["campaign"], len(ended.json["targets"])) == ("palantir", 10)
    assert "campaign check palantir/" in ended.told
    forced = campaign("check", "palantir/", "--json").json
    assert (forced["campaign"], len(forced["targets"])) == (None, 11)


def test_each_repository_is_looked_at_once(campaign: Command) -> None:
    """However its name is written, and whether it came by itself or with its owner."""
    names = ("Palantir/AtlasDB", "palantir/atlasdb", "palantir/conjure")
    assert looked_at(campaign, *names) == ["Palantir/AtlasDB", "palantir/conjure"]
    assert len(looked_at(campaign, "palantir/ATLASDB", "palantir")) == 10


@pytest.mark.parametrize("names", [("notechforice-2019", "palantir/atlasdb"), ("a b",), ("./c",)])
def test_what_cannot_be_meant_is_said(
    names: tuple[str, ...], campaign: Command, world: World
) -> None:
    """A campaign beside other names, or no name at all: nothing is asked of GitHub."""
    ended = campaign("check", *names)
    assert ended.code == 2
    assert not world.requests()


def test_the_outputs_exclude_each_other(campaign: Command, world: World) -> None:
    """Each wrong combination is refused before anything is asked."""
    for options in (
        ("--csv", "--json"),
        ("--svg", "x.svg"),
        ("--history", "--svg", "x.svg", "--json"),
        ("--history", "--csv"),
        ("--history", "--exit-code"),
        ("--history", "--watch", "5"),
        ("--watch", "5", "--csv"),
        ("--watch", "5", "--exit-code"),
    ):
        assert campaign("check", "palantir/atlasdb", *options).code == 2, options
    assert not world.requests()
