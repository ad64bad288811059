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
    """All that are public, closed ones with their reason; and it is said how the name was taken."""
    world.find("palantir/tslint").has_issues = False  # type: ignore[union-attr]
    world.find("palantir/blueprint").archived_at = world.clock.now()  # type: ignore[union-attr]
    world.find("palantir/conjure").private = True  # type: ignore[union-attr]
    ended = campaign("check", "palantir", "--json")
    reasons = {each["repo"]: each["reason"] for each in ended.json["targets"]}
    assert len(reasons) == 9
    assert "palantir/conjure" not in reasons
    assert reasons["palantir/tslint"] == "issues_disabled"
    assert reasons["palantir/blueprint"] == "archived"
    ended = campaign("check", "palantir")
    assert "palantir is no campaign here, so it is taken for an owner" in ended.told
    assert "palantir has 7 public repositories that take issues." in ended.told
    assert "2 more are closed to everybody (" in ended.told
    assert "archived: 1" in ended.told
    assert "7 open, 2 closed." in ended.told
    assert "palantir/tslint" in ended.out


def test_what_a_list_tells_costs_no_look(campaign: Command, world: World) -> None:
    """Without a token each look would take from sixty an hour."""
    for place in ("palantir/tslint", "palantir/blueprint"):
        world.find(place).archived_at = world.clock.now()  # type: ignore[union-attr]
    campaign("check", "palantir", env={"GH_TOKEN": None})
    asked = {visit.path for visit in world.requests("GET")}
    assert "/repos/palantir/conjure" in asked
    assert {"/repos/palantir/tslint", "/repos/palantir/blueprint"}.isdisjoint(asked)


def test_an_owner_with_closed_doors_alone(campaign: Command, world: World) -> None:
    """An answer like any other; a script is told that none is open, and there is no watch."""
    world.add_repository("ant/old", archived_at=world.clock.now())
    world.add_repository("ant/quiet", has_issues=False)
    assert campaign("check", "ant").code == 0
    ended = campaign("check", "ant", "--exit-code")
    assert ended.code == 3
    assert len(ended.out.splitlines()) >= 3
    watched = campaign("check", "ant", "--watch", "1")
    assert (watched.code, watched.out) == (1, "")
    assert "there is nothing to watch" in watched.err


def test_very_many_closed_doors_are_counted(campaign: Command, world: World) -> None:
    """A table of hundreds of old things helps nobody; documents have them all, and so has -v."""
    for number in range(21):
        world.add_repository(f"ant/old-{number}", archived_at=world.clock.now())
    world.add_repository("ant/new")
    ended = campaign("check", "ant")
    assert "ant/new" in ended.out
    assert "ant/old-" not in ended.out
    assert "Not in the table: 21 repositories closed to everybody (archived: 21)" in ended.told
    assert "1 open, 21 closed." in ended.told
    assert campaign("-v", "check", "ant").out.count("ant/old-") == 21
    assert len(campaign("check", "ant", "--json").json["targets"]) == 22
    assert len(campaign("check", "ant", "--csv").out.splitlines()) == 23


def test_an_owner_who_keeps_the_token_out(campaign: Command, world: World) -> None:
    """GitHub's words and the way in, and not that nobody had such a name."""
    ada = world.account("ada")
    world.add_organisation("ant", enforces_saml=True, members={ada: True})
    world.add_repository("ant/new")
    ended = campaign("check", "ant", "--json")
    assert (ended.code, ended.json["exit"]) == (4, 4)
    assert "SAML enforcement" in ended.json["error"]
    assert "https://github.com/orgs/ant/sso" in ended.json["hint"]
    assert "Known" not in ended.json["hint"]


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


def test_an_owner_forced_by_a_slash_is_not_called_no_campaign(campaign: Command) -> None:
    """Where there is one of that name, nothing else is said."""
    ended = campaign("check", "notechforice-2019/")
    assert ended.code == 1
    assert "is no campaign here" not in ended.told
    assert "leave out the slash" in ended.told


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
