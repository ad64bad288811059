"""`campaign validate`: every fault with its place, in the words of the file."""

import os
from pathlib import Path
from typing import Any

import pytest
from tests.cli.command import Command


def test_the_shipped_campaigns_are_valid(campaign: Command, world: Any) -> None:
    """Two names, two verdicts, exit 0, and no network."""
    ended = campaign("validate", "notechforice-2019", "immigrationos-2026")
    assert (ended.code, ended.err) == (0, "")
    assert "notechforice-2019.yaml: valid" in ended.out
    assert not world.requests()


def test_all_faults_are_named_at_once_with_their_places(campaign: Command, running: Path) -> None:
    """One run, every place as editors and grep understand it, with a hint that helps."""
    text = (
        running.read_text().replace("hashtag:", "hashtga:").replace("America/New_York #", "EST #")
    )
    running.write_text(text.replace("timezone: America/New_York", "timezone: EST"))
    ended = campaign("validate", running)
    assert ended.code == 2
    assert f"{running}:10:1: fault: " in ended.out
    assert "Did you mean `hashtag`?" in ended.out
    assert "America/New_York: it knows about daylight saving time" in ended.out
    assert ended.out.splitlines()[-1] == f"{running}: 2 to mend"


def test_a_broken_file_does_not_hide_the_next(
    campaign: Command, running: Path, tmp_path: Path
) -> None:
    """Each file gets its own verdict; one broken file decides the exit code."""
    ended = campaign("validate", tmp_path / "lost.yaml", running)
    assert ended.code == 2
    assert "There is no file" in ended.out
    assert ended.out.splitlines()[-1] == f"{running}: valid"


def test_strict_turns_advice_into_faults(campaign: Command, running: Path) -> None:
    """What is only advised against is let through, unless an organiser wants it strict."""
    running.write_text(
        running.read_text().replace("hashtag: NoTechForICE", "hashtag: notechforice")
    )
    free = campaign("validate", running, "--json")
    strict = campaign("validate", running, "--strict", "--json")
    advice = free.json["files"][0]["advice"]
    assert (free.code, strict.code) == (0, 2)
    assert advice
    assert strict.json["files"][0]["faults"] == advice
    assert strict.json["files"][0]["advice"] == []
    assert ": advice: " in campaign("validate", running).out


def test_advice_is_silenced_by_the_name_it_is_given_with(campaign: Any, running: Path) -> None:
    """The file answers an advice by its id; the answer and its reason can still be read."""
    text = running.read_text().replace("hashtag: NoTechForICE", "hashtag: notechforice")
    running.write_text(text)
    (given,) = campaign("validate", running, "--json").json["files"][0]["advice"]
    assert f"[{given['id']}]" in campaign("validate", running).out
    running.write_text(f"{text}lint: {{{given['id']}: It is known so.}}\n")
    ended = campaign("validate", running, "--strict", "--json")
    assert ended.code == 0
    assert ended.json["files"][0]["advice"] == []
    assert ended.json["files"][0]["silenced"] == [{**given, "reason": "It is known so."}]
    assert campaign("validate", running).out == f"{running}: valid, 1 silenced\n"


@pytest.mark.skipif(os.name == "nt", reason="names of files differ there")
def test_control_characters_are_shown_and_not_sent(campaign: Command, running: Path) -> None:
    """Neither the file's name nor its text can act on the terminal that reports them."""
    odd = running.with_name("odd\x1b[2J\x07.yaml")
    odd.write_text(running.read_text().replace("hashtag: ", '"\\e]52;c;AAAA\\a": x\nhashtag: '))
    ended = campaign("validate", odd)
    assert ended.code == 2
    assert "\x07" not in ended.out + ended.err
    assert "^[" in ended.out


def test_issues_that_could_not_be_posted_are_faults(campaign: Command, running: Path) -> None:
    """A valid file of which no issue can be made is not called valid; the place is the template."""
    letter = f'#NoTechForICE){"x" * 300}"'
    running.write_text(running.read_text().replace('#NoTechForICE)"', letter))
    template = running.parent.parent / "templates" / "notechforice-2019.md.j2"
    template.write_text(f"{template.read_text()}\n```\nnever closed\n")
    ended = campaign("validate", running, "--json")
    assert ended.code == 2
    title_fault, text_fault = ended.json["files"][0]["faults"]
    assert "The title is too long" in title_fault["message"]
    assert "does not end what it began" in text_fault["message"]
    assert text_fault["file"].endswith("notechforice-2019.md.j2")
    assert template.read_text().splitlines()[text_fault["line"] - 1] == "```"
