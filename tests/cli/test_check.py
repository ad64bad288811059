"""`campaign check`: three answers, honestly given, in any output."""

import csv
import io
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from tests.cli.command import Command

from campaign.rehearsal import mishaps
from campaign.rehearsal.places import CreationPolicy, IssueTemplate, Limit
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
    assert "topics alone, not from the file .github/campaign-opt-out" in ended.told
    assert "With a token" in ended.told
    assert "gh auth login" in ended.told


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


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_it_fits_the_window(width: int, campaign: Command, mixed: World, running: Path) -> None:
    """Whatever its width, best news first, and every verdict bears a sign and its word."""
    ended = campaign("check", running, env={"COLUMNS": str(width)})
    lines = [*ended.out.splitlines(), *ended.err.splitlines()]
    addresses = [line for line in lines if "https://" in line]
    assert max(len(line) for line in lines if line not in addresses) <= width
    shown = re.findall("[✓✗] +(open|closed) ", ended.out)
    assert shown == ["open"] * 7 + ["closed"] * 3
    assert "7 open, 3 closed. Seen as ada at Sat 11 May 2019, 14:0" in ended.told


def test_a_wide_window_is_used(campaign: Command, mixed: World, running: Path) -> None:
    """There the evidence needs fewer lines."""
    lines = {
        width: len(campaign("check", running, env={"COLUMNS": str(width)}).out.splitlines())
        for width in (80, 200)
    }
    assert lines[200] < lines[80]


def test_the_order_of_the_file_can_be_asked_for(
    campaign: Command, mixed: World, running: Path
) -> None:
    """Then the first of the file comes first, though it is closed."""
    out = campaign("check", running, "--order", "file").out
    names = [line.split()[0] for line in out.splitlines() if line.startswith("palantir/")]
    assert names[:2] == ["palantir/blueprint", "palantir/tslint"]


def test_signs_fit_the_encoding(campaign: Command, mixed: World, running: Path) -> None:
    """Where a check mark cannot be written, a plus stands; no escape in its place."""
    out = campaign("check", running, env={"PYTHONIOENCODING": "ascii"}).out
    assert re.findall(r"([+x]) +(open|closed) ", out)[::9] == [("+", "open"), ("x", "closed")]
    assert "\\u" not in out


def test_plain_is_one_labelled_line_for_each(
    campaign: Command, mixed: World, running: Path
) -> None:
    """Each line is complete, for a screen reader and for grep, and has no signs."""
    lines = campaign("--plain", "check", running).out.splitlines()
    assert len(lines) == 10
    assert all(line.startswith("repository: palantir/") for line in lines)
    assert all("; verdict: " in line and "; why: " in line for line in lines)
    assert not re.search("[✓✗]", "".join(lines))


@pytest.fixture
def with_forms(world: World) -> World:
    """Two repositories ask for the same form, and one of them is closed."""
    for name in ("palantir/atlasdb", "palantir/conjure", "palantir/blueprint"):
        repository = world.find(name)
        assert repository is not None
        repository.templates = (IssueTemplate(name="Bug report", filename="bug.yml"),)
    world.find("palantir/blueprint").archived_at = world.clock.now()  # type: ignore[union-attr]
    return world


def test_house_rules_stand_below_the_table(
    campaign: Command, with_forms: World, running: Path
) -> None:
    """Said once for repositories that ask for the same, and never of a closed door."""
    out = campaign("check", running).out
    table, _, rules = out.partition("What they ask of people who open issues\n")
    assert "Bug report" not in table
    assert rules.splitlines()[0] == "palantir/atlasdb, palantir/conjure"
    assert rules.splitlines()[1].startswith("  It offers forms (Bug report)")
    assert "blueprint" not in rules


def test_plain_has_house_rules_in_the_line(campaign: Command, with_forms: World) -> None:
    """One line remains one line."""
    (line,) = campaign("--plain", "check", "palantir/atlasdb").out.splitlines()
    assert "; house rules: It offers forms (Bug report)" in line


@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"FORCE_COLOR": "1"}, {"CLICOLOR_FORCE": "1"}])
def test_a_pipe_gets_no_escape_codes(env: dict[str, str], campaign: Command, running: Path) -> None:
    """Whatever the environment says about colour; the runner looks at every byte."""
    assert campaign("check", running, env={**env, "TERM": "xterm-256color"}).code == 0


def test_my_own_issue_stands_in_the_table(campaign: Command, world: World, running: Path) -> None:
    """Whoever looks need not wonder whether they have been there; of another's nothing is said."""
    for name, login in (("palantir/atlasdb", "ada"), ("palantir/conjure", "eve")):
        repository = world.find(name)
        assert repository is not None
        body = "x <!-- campaign:notechforice-2019 abc -->"
        world.seed_issue(repository, by=login, body=body)
    (line,) = re.findall("You have an issue .*", campaign("--plain", "check", running).out)
    assert re.match(r"You have an issue of this campaign there: #\d+ \(open\)\.", line)
    assert "You have an issue" not in campaign("--plain", "check", "palantir/atlasdb").out


def test_wide_letters_and_long_names_fit_the_window(campaign: Command, world: World) -> None:
    """By the cells they take: some letters take two."""
    name = f"{'a' * 39}/{'b' * 60}"
    form = IssueTemplate(name="バグ報告" * 20, filename="bug.yml")
    world.add_repository(name, templates=(form,))
    for width in (40, 71, 80):
        ended = campaign("check", name, env={"COLUMNS": str(width)})
        assert "バグ" in ended.out
        assert max(map(cell_len, ended.out.splitlines())) <= width


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


def test_a_limit_in_the_middle_leaves_what_is_known(
    campaign: Command, github: StandIn, running: Path
) -> None:
    """In full; the rest is marked, and told when to come back, in UTC and in my time. Exit 7."""
    github.plan(mishaps.too_many_requests(retry_after=600).at("GET", "/repos/palantir/plottable$"))
    env = {"GH_TOKEN": None, "TZ": "America/New_York"}
    ended = campaign("check", running, env=env)
    assert ended.code == 7
    assert len(re.findall(r"[✓?] +(open|unknown) ", ended.out)) == 2
    assert len(re.findall(r"· +not looked at +Not looked at:", ended.out)) == 8
    assert "8 repositories were not looked at" in ended.told
    assert "Come back after Sat 11 May 2019, 14:15 UTC (for you: Sat 11 May 2019," in ended.told
    assert "10:15 EDT (America/New_York))" in ended.told


def test_a_limit_is_in_json_too(campaign: Command, github: StandIn) -> None:
    """An ordinary document with the time to come back; exit 7 before 3."""
    github.plan(mishaps.too_many_requests(retry_after=600).at("POST", "/graphql$"))
    ended = campaign("check", "palantir/atlasdb", "--json", "--exit-code")
    assert (ended.code, ended.json["schema"]) == (7, "campaign.check/1")
    assert ended.json["resume_at"].startswith("2019-05-11T14:15:")
    assert verdicts(ended.json) == {"palantir/atlasdb": ("unknown", "error")}


def test_trouble_in_the_middle_leaves_what_is_known(
    campaign: Command, world: World, github: StandIn
) -> None:
    """The first batch is told, the second one has no answer, and that is an error."""
    names = [f"acme/net-{number}" for number in range(30)]
    world.add_repositories(*names)
    github.plan(mishaps.lose_request().at("POST", "/graphql$").after(1).always())
    ended = campaign("check", *names)
    assert ended.code == 1
    assert len(re.findall(r"✓ +open ", ended.out)) == 25
    assert ended.told.count("GitHub gave no usable answer about 5 repositories") == 1
    assert "Why: " in ended.out


def test_a_busy_team_does_not_open_a_door(campaign: Command, world: World, github: StandIn) -> None:
    """Strangers fell silent five days ago; since then the team has filled every list."""
    team = world.add_user("kim")
    world.add_organisation("busy", members={team: True})
    repo = world.add_repository("busy/app", limit=Limit.COLLABORATORS_ONLY)
    for number in range(110):
        world.seed_issue(repo, age=timedelta(days=5, hours=300 - number))
    for number in range(110):
        world.seed_issue(repo, by=team, age=timedelta(hours=119 - number))
    for env in ({}, {"GH_TOKEN": None}):
        found = verdicts(campaign("check", "busy/app", "--json", env=env).json)
        assert found == {"busy/app": ("unknown", "no_evidence")}


def test_a_server_that_hangs_is_given_up(campaign: Command, github: StandIn) -> None:
    """The deadline is the whole request's, and the message says what passed."""
    github.plan(mishaps.hang(created=False).at("GET", "/user$"))
    ended = campaign("check", "palantir/atlasdb", "--timeout", "1")
    assert (ended.code, ended.out) == (1, "")
    assert "no complete answer within 1 second" in ended.err


def test_bad_credentials(campaign: Command) -> None:
    """A token that GitHub does not know ends with 4 and the way to sign in."""
    ended = campaign("check", "palantir/atlasdb", env={"GH_TOKEN": "ghp_" + "x" * 36})
    assert (ended.code, ended.out) == (4, "")
    assert "Bad credentials" in ended.err
    assert "gh auth login" in ended.err
