"""`campaign check`: three answers, honestly given, in any output."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from tests.cli.command import Command

from campaign.rehearsal import mishaps
from campaign.rehearsal.places import CreationPolicy
from campaign.rehearsal.server import StandIn
from campaign.rehearsal.world import World


@pytest.fixture
def mixed(world: World) -> World:
    """Three of the ten repositories have shut their doors, each in its own way."""
    world.find("palantir/blueprint").archived_at = world.clock.now()  # type: ignore[union-attr]
    world.find("palantir/tslint").has_issues = False  # type: ignore[union-attr]
    closed = CreationPolicy.COLLABORATORS_ONLY
    world.find("palantir/conjure").creation_policy = closed  # type: ignore[union-attr]
    return world


def verdicts(document: Any) -> dict[str, tuple[str, str]]:
    """Repository → verdict and reason."""
    return {each["repo"]: (each["verdict"], each["reason"]) for each in document["targets"]}


def test_a_token_sees_what_is_open_to_its_owner(
    campaign: Command, mixed: World, running: Path
) -> None:
    """Open, or closed with its reason; every target, in the file's order, for two requests."""
    ended = campaign("check", running, "--json")
    found = verdicts(ended.json)
    assert ended.code == 0
    assert list(found)[:2] == ["palantir/blueprint", "palantir/tslint"]
    assert len(found) == 10
    assert found["palantir/blueprint"] == ("closed", "archived")
    assert found["palantir/tslint"] == ("closed", "issues_disabled")
    assert found["palantir/conjure"] == ("closed", "collaborators_only")
    assert found["palantir/atlasdb"] == ("open", "viewer_can_create")
    assert ended.json["cost"]["requests"] == 2


def test_without_a_token_it_says_less_and_says_so(
    campaign: Command, mixed: World, running: Path
) -> None:
    """What closes for all is seen; what is open to me is not, and the way to know is told."""
    ended = campaign("check", running, env={"GH_TOKEN": None})
    assert ended.code == 0
    assert "archived" in ended.out
    assert "unknown" in ended.out
    assert "Seen without a token" in ended.err
    assert "With a token" in ended.err


def test_repositories_can_be_named_directly(campaign: Command, mixed: World) -> None:
    """No campaign is needed to look, and each repository is looked at once."""
    names = ("palantir/atlasdb", "palantir/tslint", "palantir/atlasdb", "nobody/nothing")
    document = campaign("check", *names, "--json").json
    assert document["campaign"] is None
    assert verdicts(document) == {
        "palantir/atlasdb": ("open", "viewer_can_create"),
        "palantir/tslint": ("closed", "issues_disabled"),
        "nobody/nothing": ("closed", "missing"),
    }


@pytest.mark.parametrize(
    "name",
    [
        "palantir/atlasdb/issues/1/comments#",
        "x/../../user/keys#",
        "a b/c",
        "o/r?x=1",
        "-o/r",
        "o/..",
    ],
)
def test_what_is_no_repository_makes_no_request(name: str, campaign: Command, world: World) -> None:
    """A name can reach no other endpoint."""
    assert campaign("check", "palantir/conjure", name).code == 2
    assert not world.requests()


def test_exit_code_tells_a_script_that_nothing_is_open(campaign: Command, mixed: World) -> None:
    """3 where none is open, and only where it was asked for."""
    assert campaign("check", "palantir/tslint").code == 0
    assert campaign("check", "palantir/tslint", "--exit-code").code == 3
    assert campaign("check", "palantir/tslint", "palantir/atlasdb", "--exit-code").code == 0


def test_csv_has_one_line_for_each(campaign: Command, mixed: World, running: Path) -> None:
    """For a spreadsheet: head, then the file's order."""
    rows = list(csv.reader(io.StringIO(campaign("check", running, "--csv").out)))
    assert rows[0] == ["repo", "name_now", "verdict", "reason", "evidence"]
    assert [row[0] for row in rows[1:3]] == ["palantir/blueprint", "palantir/tslint"]
    assert {len(row) for row in rows} == {5}


def test_it_fits_a_narrow_window(campaign: Command, mixed: World, running: Path) -> None:
    """80 columns hold the table, best news first."""
    ended = campaign("check", running)
    assert max(map(len, [*ended.out.splitlines(), *ended.err.splitlines()])) <= 80
    lines = [line.split()[1] for line in ended.out.splitlines() if line.startswith("palantir/")]
    assert lines == ["open"] * 7 + ["closed"] * 3
    assert "7 open, 3 closed. Seen as ada at 2019-05-11T14:0" in ended.err


def test_plain_is_one_labelled_line_for_each(
    campaign: Command, mixed: World, running: Path
) -> None:
    """Each line is complete, for a screen reader and for grep."""
    lines = campaign("--plain", "check", running).out.splitlines()
    assert len(lines) == 10
    assert all(line.startswith("repository: palantir/") for line in lines)
    assert all("; verdict: " in line and "; why: " in line for line in lines)


@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"FORCE_COLOR": "1"}, {"CLICOLOR_FORCE": "1"}])
def test_a_pipe_gets_no_escape_codes(env: dict[str, str], campaign: Command, running: Path) -> None:
    """Whatever the environment says about colour; the runner looks at every byte."""
    assert campaign("check", running, env={**env, "TERM": "xterm-256color"}).code == 0


def test_repositories_that_cannot_be_read_are_unknown(
    campaign: Command, world: World, github: StandIn
) -> None:
    """An organisation that shuts an address out leaves a question, not a verdict."""
    organisation = world.account("palantir")
    organisation.shuts_out_addresses = True  # type: ignore[union-attr]
    ended = campaign("check", "palantir/atlasdb", "--json")
    assert ended.code == 0
    target = ended.json["targets"][0]
    assert (target["verdict"], target["reason"]) == ("unknown", "not_readable")


def test_a_limit_on_reading_names_the_time(campaign: Command, github: StandIn) -> None:
    """7, and when to come back, by the server's clock."""
    github.plan(mishaps.too_many_requests(retry_after=600).at("POST", "/graphql$"))
    ended = campaign("check", "palantir/atlasdb")
    assert (ended.code, ended.out) == (7, "")
    assert "again after 2019-05-11 14:15 UTC" in ended.err


def test_a_server_that_hangs_is_given_up(campaign: Command, github: StandIn) -> None:
    """The deadline is the whole request's, and the message says what passed."""
    github.plan(mishaps.hang(created=False).at("GET", "/user$"))
    ended = campaign("check", "palantir/atlasdb", "--timeout", "1")
    assert (ended.code, ended.out) == (1, "")
    assert "no complete answer within 1 seconds" in ended.err


def test_bad_credentials(campaign: Command) -> None:
    """A token that GitHub does not know ends with 4 and the way to sign in."""
    ended = campaign("check", "palantir/atlasdb", env={"GH_TOKEN": "ghp_" + "x" * 36})
    assert (ended.code, ended.out) == (4, "")
    assert "Bad credentials" in ended.err
    assert "gh auth login" in ended.err
