"""`campaign new`: from nothing to a valid campaign in one command."""

import shlex
from pathlib import Path
from typing import Any

from campaign.adapters.campaign_file import load


def test_it_names_the_next_three_commands_and_they_work(campaign: Any) -> None:
    """What is printed can be copied: no fault, what to replace, an issue, a whole day."""
    ended = campaign("new", "my-campaign")
    assert (ended.code, ended.err) == (0, "")
    commands = [line.split() for line in ended.out.splitlines() if line.startswith("  campaign ")]
    assert [words[1] for words in commands] == ["validate", "preview", "rehearse"]
    validated, previewed, rehearsed = (campaign(*words[1:]) for words in commands)
    *advice, verdict = validated.out.splitlines()
    assert (validated.code, verdict.split(",")[0]) == (0, "my-campaign.yaml: valid")
    assert {line.partition("[")[2] for line in advice if ": advice: " in line} == {
        "placeholder-left]"
    }
    assert (previewed.code, rehearsed.code) == (0, 0)
    assert "Replace this" in previewed.out
    assert "duplicates 0, lost 0" in rehearsed.out


def test_a_name_like_an_option_is_printed_as_a_file(campaign: Any) -> None:
    """The commands can be copied even where the name begins with a hyphen."""
    ended = campaign("new", "--", "-x")
    assert "campaign validate ./-x.yaml" in ended.out


def test_json_names_the_two_files(campaign: Any, world: Any) -> None:
    """A script learns where they are; nobody else learns anything."""
    ended = campaign("new", "my-campaign", "--json")
    assert ended.code == 0
    files = [str(campaign.folder / f"my-campaign{ending}") for ending in (".yaml", ".md.j2")]
    assert ended.json == {"schema": "campaign.new/1", "files": files}
    assert sorted(map(str, campaign.folder.iterdir())) == sorted(files)
    assert not world.requests()


def test_it_can_be_listed_and_used_by_its_name(campaign: Any) -> None:
    """From the same folder the name alone is enough."""
    campaign("new", "my-campaign")
    assert "my-campaign" in campaign("list").out
    assert campaign("validate", "my-campaign").code == 0


def test_nobody_can_post_it_yet(campaign: Any, world: Any) -> None:
    """Placeholders never become an issue by a slip of the hand."""
    campaign("new", "my-campaign")
    ended = campaign("post", "my-campaign.yaml", "--yes", "--no-statement")
    assert ended.code == 5
    assert "paused by its organiser" in ended.err
    assert not world.requests()


def test_a_second_time_changes_nothing(campaign: Any) -> None:
    """An organiser's work is never overwritten, and the way out is named."""
    campaign("new", "my-campaign")
    mine = campaign.folder / "my-campaign.yaml"
    mine.write_text("campaign: my-campaign\n")
    ended = campaign("new", "my-campaign")
    assert (ended.code, ended.out) == (2, "")
    assert "my-campaign.yaml exists already. Nothing was written." in ended.err
    assert "--dir" in ended.err
    assert mine.read_text() == "campaign: my-campaign\n"


def test_a_name_that_is_none_is_answered_with_one_like_it(campaign: Any) -> None:
    """The hint can be typed as it stands."""
    ended = campaign("new", "My Campaign", "--json")
    assert ended.code == 2
    assert "such as `my-campaign`" in ended.json["hint"]
    assert list(campaign.folder.iterdir()) == []


def test_another_folder_can_be_given(campaign: Any) -> None:
    """The commands name the way there, also through spaces."""
    folder = campaign.folder / "our things"
    folder.mkdir()
    ended = campaign("new", "my-campaign", "--dir", "our things")
    (command,) = (line for line in ended.out.splitlines() if "campaign validate" in line)
    assert campaign(*shlex.split(command)[1:]).code == 0
    assert {path.name for path in folder.iterdir()} == {"my-campaign.yaml", "my-campaign.md.j2"}
    assert campaign("new", "my-campaign", "--dir", "nowhere").code == 2


def test_the_action_is_where_this_computer_is(campaign: Any) -> None:
    """The proposed time is one that the organiser's own clock will show."""
    campaign("new", "my-campaign", env={"TZ": "Europe/Berlin"})
    action = load(Path(campaign.folder / "my-campaign.yaml")).campaign.action
    assert action is not None
    assert action.timezone == "Europe/Berlin"
