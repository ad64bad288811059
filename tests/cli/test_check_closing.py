"""What stands below a check: through whose eyes, at what cost, and what could not be seen."""

import re
from pathlib import Path
from typing import Any

import pytest
from tests.cli.command import Command

from campaign.rehearsal import mishaps
from campaign.rehearsal.accounts import TokenKind
from campaign.rehearsal.server import StandIn
from campaign.rehearsal.world import World


def test_csv_leaves_the_talk_to_stderr(campaign: Command, github: StandIn) -> None:
    """The cost, and after a limit the time to come back: a spreadsheet has no place for them."""
    github.plan(mishaps.too_many_requests(retry_after=600).at("POST", "/graphql$"))
    ended = campaign("check", "palantir/atlasdb", "--csv")
    assert (ended.code, len(ended.out.splitlines())) == (7, 2)
    assert "Come back after Sat 11 May 2019, 14:15 UTC" in ended.told
    assert "2 requests" in ended.told


def test_an_older_server_is_named_once(campaign: Command, world: World, running: Path) -> None:
    """What it does not know is told below the table, and in JSON."""
    world.old_schema = True
    told = campaign("check", running).told
    assert told.count("viewerCanCreateIssues") == 1
    assert "the verdict is unknown" in told
    document = campaign("check", running, "--json").json
    assert "viewerCanCreateIssues" in " ".join(document["unknown_fields"])


def test_the_cost_is_told(campaign: Command, running: Path) -> None:
    """Requests, points, what is left of the hour and until when."""
    told = campaign("check", running).told
    assert re.search(r"; 2 requests; 1 point; 49\d\d left until 15:0\d UTC\.", told)


def test_the_cost_to_maintainers_is_told(campaign: Command, running: Path) -> None:
    """How many people hear of an issue in every listed repository; of a campaign's alone."""
    targets = campaign("check", running, "--json").json["targets"]
    total = sum(target["watchers"] for target in targets)
    words = f"An issue in every listed repository notifies about {total} people who watch them."
    assert total > 100
    assert words in campaign("check", running).told
    assert "notifies" not in campaign("check", "palantir/atlasdb").told


def test_the_time_of_a_look_is_told_by_both_clocks(campaign: Command) -> None:
    """Mine beside UTC; documents keep the one form that programs read."""
    ended = campaign("check", "palantir/atlasdb", env={"TZ": "Asia/Tehran"})
    assert re.search(r"at Sat 11 May 2019, 14:\d\d UTC \(for you: Sat 11 May 2019, 18:", ended.told)
    document = campaign("check", "palantir/atlasdb", "--json", env={"TZ": "Asia/Tehran"}).json
    assert document["checked_at"].startswith("2019-05-11T14:")


@pytest.mark.parametrize(
    ("token", "words"),
    [
        ({"scopes": ()}, "lacks the scope public_repo"),
        ({"kind": TokenKind.FINE_GRAINED}, "This is a fine-grained token"),
        ({}, ""),
    ],
)
def test_a_token_that_may_only_look_is_told(
    campaign: Command, world: World, token: dict[str, Any], words: str
) -> None:
    """A door that is open to the account is no door to such a token."""
    ada = world.account("ada")
    text = world.add_token(ada, **token).text  # type: ignore[arg-type]
    ended = campaign("check", "palantir/atlasdb", env={"GH_TOKEN": text})
    every = ("lacks the scope", "fine-grained")
    assert [each for each in every if each in ended.told] == [
        each for each in every if each in words
    ]


def test_two_names_of_one_repository_count_once(campaign: Command, world: World) -> None:
    """Both are answered, as every name is; the sum, and who is notified, are not doubled."""
    repository = world.find("palantir/atlasdb")
    assert repository is not None
    world.move(repository, "palantir/atlas")
    ended = campaign("check", "palantir/atlasdb", "palantir/atlas", "palantir/conjure")
    assert "2 open. Seen as ada" in ended.told
    assert "palantir/atlasdb, palantir/atlas are names of one repository" in ended.told
    assert len(re.findall("✓ +open", ended.out)) == 3
