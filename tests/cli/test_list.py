"""`campaign list`: what there is to take part in, here and now."""

from pathlib import Path
from typing import Any

from tests.cli.command import Command


def test_both_shipped_campaigns_are_listed(campaign: Command) -> None:
    """Name, state and date on one screen, and what to do with them."""
    ended = campaign("list")
    assert ended.code == 0
    assert "notechforice-2019   ended   2019-05-11" in ended.out
    assert "immigrationos-2026  paused  no date" in ended.out
    assert "campaign preview NAME" in ended.err
    assert max(map(len, ended.out.splitlines())) <= 80


def test_plain_is_one_labelled_line_for_each(campaign: Command) -> None:
    """A screen reader needs no table."""
    lines = campaign("--plain", "list").out.splitlines()
    assert len(lines) == 2
    assert all(line.startswith("campaign: ") and "; state: " in line for line in lines)
    assert campaign("list", env={"ACCESSIBLE": "1"}).out.splitlines() == lines


def test_campaigns_of_this_folder_are_listed_too(campaign: Command, running: Path) -> None:
    """An organiser sees the own file; a broken one is named and hides nothing."""
    mine = campaign.folder / "mine.yaml"
    mine.write_text(running.read_text().replace("notechforice-2019 #", "mine-2027 #"))
    template = "notechforice-2019.md.j2"
    (campaign.folder / template).write_text(
        (running.parents[1] / "templates" / template).read_text()
    )
    (campaign.folder / "broken.yaml").write_text("campaign: broken-2027\n")
    ended = campaign("list", "--json")
    assert ended.code == 0
    found = {each["campaign"]: each for each in ended.json["campaigns"]}
    assert set(found) == {"immigrationos-2026", "notechforice-2019", "mine-2027"}
    assert (found["mine-2027"]["state"], found["mine-2027"]["path"]) == ("running", str(mine))
    assert found["mine-2027"]["starts"] == "2019-05-11T14:00:00Z"
    assert "broken.yaml" in ended.err
    assert "campaign validate" in ended.err


def test_it_asks_no_network(campaign: Command, world: Any) -> None:
    """Looking what there is tells nobody that one looks."""
    campaign("list")
    assert not world.requests()
