"""Hostile campaign files, as the installed command meets them.

Each is refused with its place before anything is asked of anybody, without a crash and in a
bounded part of the memory; what the parts behind it say in detail is tested beside them.
"""

import os
import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.command import FAST, Command, created
from tests.cli.probe import MEMORY, PROBE, refused

from campaign.rehearsal.world import World

pytestmark = pytest.mark.slow

Change = Callable[[str], str]


def instead(old: str, new: str) -> Change:
    """One passage of the campaign by another."""

    def change(text: str) -> str:
        assert text.count(old) == 1
        return text.replace(old, new)

    return change


def added(more: str) -> Change:
    """A few lines at the end."""
    return lambda text: f"{text}{more}\n"


TITLE = 'title: "#NoTechForICE: a letter to the people who work at Palantir"'
FIRST = "repo: palantir/blueprint"
BOMB = "".join(f"  a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 40))

FILES: dict[str, tuple[Change, str]] = {
    "a tag that runs a command": (
        instead(TITLE, 'title: !!python/object/apply:os.system ["touch pwned"]'),
        "Tags are not allowed",
    ),
    "a tag that opens a file": (
        instead(TITLE, "title: !!python/object/apply:builtins.open [pwned, w]"),
        "Tags are not allowed",
    ),
    "a tag of our own making": (instead(TITLE, "title: !include /etc/passwd"), "Tags are not"),
    "an alias bomb": (added(f"description:\n  a0: &a0 [x, x]\n{BOMB}"), "Aliases are not allowed"),
    "an anchor that holds itself": (added("description: &a [*a]"), "not allowed"),
    "a merge key": (instead("share:\n", "share:\n  <<: {text: x}\n"), "Merge"),
    "the targets twice": (added("targets: []"), "line"),
    "a title twice": (instead(TITLE, f"{TITLE}\n{TITLE}"), "line"),
    "a number of five thousand digits": (added(f"max_targets: {'9' * 5000}"), "is not a key"),
    "five thousand digits under a known key": (
        instead("pace_seconds: 20", f"pace_seconds: {'9' * 5000}"),
        "is not a whole number",
    ),
    "a fraction": (instead("pace_seconds: 20", "pace_seconds: 1e9"), "is not a whole number"),
    "a day that does not exist": (
        instead("starts: 2019-05-11 10:00", "starts: 2024-13-45 10:00"),
        "There is no such date",
    ),
    "such a day under an unknown key": (added("deadline: 2024-13-45"), "is not a key"),
    "ten thousand brackets": (lambda _: "[" * 10_000, "nested"),
    "two hundred thousand brackets": (lambda _: "[" * 200_000, "nested"),
    "two hundred thousand braces": (lambda _: "{a: " * 60_000, "nested"),
    "ten thousand dashes": (lambda _: "- " * 10_000, "nested"),
    "a target that is a path to comments": (
        instead(FIRST, "repo: o/r/issues/1/comments#"),
        "is not a repository",
    ),
    "a target that climbs to the keys": (
        instead(FIRST, 'repo: "x/../../user/keys#"'),
        "is not a repository",
    ),
    "a target that asks a question": (instead(FIRST, "repo: o/r?x=1"), "is not a repository"),
    "a target on another host": (instead(FIRST, "repo: //evil.example/x"), "is not a repository"),
    "a hook": (added("post_hook: rm -rf ~"), "is not a key"),
    "a second document": (added("---\ntitle: Another"), "second document"),
    "a directive": (lambda text: f"%YAML 1.1\n---\n{text}", "begins with %"),
    "five megabytes": (added("#" * 5_000_000), "larger than 256 KiB"),
    "no text at all": (lambda _: "", "The file is empty"),
    "bytes of a program": (lambda _: "\x7fELF\x02\x01\x01\0\0\0", "character"),
    "an address that runs a script": (
        instead("\n  url: https://notechforice.com", "\n  url: javascript:alert(1)"),
        "is not",
    ),
    "a template elsewhere": (
        instead("template: notechforice-2019.md.j2", "template: ../../../etc/passwd"),
        "is not a template's file name",
    ),
}
"""What is wrong → how the file gets it, and a piece of what is said."""


@pytest.mark.parametrize("case", FILES)
def test_a_hostile_file_is_refused_with_its_place(
    case: str, campaign: Command, running: Path, world: World
) -> None:
    """2, a line and a column, no request, no crash, and not the memory of the machine."""
    change, words = FILES[case]
    running.write_text(change(running.read_text()))
    told = refused(campaign, running, world)
    assert words in told
    assert f"{running.name}:" in told


def test_one_look_names_the_faults_of_all_hostile_files(
    campaign: Command, running: Path, world: World
) -> None:
    """None of them ends the look at the next one, or fills the memory."""
    paths = []
    for number, (change, _) in enumerate(FILES.values()):
        paths.append(running.with_name(f"n{number}.yaml"))
        paths[-1].write_text(change(running.read_text()))
    ended = campaign("validate", *paths, "--json", program=PROBE)
    assert ended.code == 2
    assert int((campaign.folder / "peak").read_text()) < MEMORY
    for path, told in zip(paths, ended.json["files"], strict=True):
        assert (told["path"], told["valid"]) == (str(path), False)
        assert all(fault["line"] >= 1 and fault["column"] >= 1 for fault in told["faults"])
    assert not world.log


TEN = {
    "campaign: notechforice-2019 #": "campaign: No Tech #",
    "hashtag: NoTechForICE": "hashtga: NoTechForICE",
    "  contact: https": "  contct: https",
    "starts: 2019-05-11 10:00": "starts: 10am EST",
    "timezone: America/New_York": "timezone: EST",
    "template: notechforice-2019.md.j2": "template: notechforic-2019.md.j2",
    "max_length: 2000": "max_length: 2000000",
    "repo: palantir/tslint": "repo: https://github.com/palantir/tslint",
    "per_person: 3": "per_person: three",
    "state: ended": "state: endde",
    "date: 2019-05-02": "date: May 2019",
}
"""A passage of the campaign → the same with a fault in it."""


def test_ten_faults_are_named_with_ten_places(campaign: Command, running: Path) -> None:
    """All at once, in the order of the file, at the line and column of each."""
    text = running.read_text().replace("state: running", "state: ended")
    for old, new in TEN.items():
        text = instead(old, new)(text)
    running.write_text(text)
    lines = text.split("\n")
    places = []
    for new in TEN.values():
        row = next(n for n, line in enumerate(lines) if new in line)
        of_key = new.lstrip().startswith(("hashtga", "contct"))
        word = new.strip() if of_key else new.strip().partition(": ")[2].removesuffix(" #")
        places.append((row + 1, lines[row].index(word) + 1))
    ended = campaign("validate", running)
    told = re.findall(rf"^{re.escape(str(running))}:(\d+):(\d+): fault: ", ended.out, re.MULTILINE)
    assert [(int(line), int(column)) for line, column in told] == sorted(places)
    assert ended.code == 2


@pytest.mark.skipif(os.name == "nt", reason="there are no such files there")
@pytest.mark.parametrize("kind", ["device", "pipe", "folder", "socket folder"])
def test_what_is_no_ordinary_file_is_not_waited_for(
    kind: str, campaign: Command, world: World
) -> None:
    """A device without an end, a pipe nobody writes to, a folder: refused, and no hang."""
    path = campaign.folder / "odd.yaml"
    match kind:
        case "device":
            path.symlink_to("/dev/zero")
        case "pipe":
            os.mkfifo(path)
        case _:
            path.mkdir()
    for words in (("validate", path), ("post", path, *FAST), ("preview", path)):
        assert campaign(*words).code == 2
    assert not world.log


def test_three_spellings_of_one_repository_get_one_issue(
    campaign: Command, running: Path, world: World
) -> None:
    """One target, said by `validate`; one issue, whatever the limit."""
    head, _, tail = running.read_text().partition("targets:\n")
    rest = tail.partition("limits:")[2]
    spellings = ("Palantir/Blueprint", "palantir/blueprint", "palantir/blueprint.git")
    listed = "".join(f"  - {{repo: {each}, why: They read it.}}\n" for each in spellings)
    running.write_text(f"{head}targets:\n{listed}limits:{rest}")
    told = campaign("validate", running)
    assert (told.code, told.out.count("it counts once")) == (0, 2)
    ended = campaign("post", running, *FAST, "--json")
    assert (ended.code, ended.outcomes) == (0, ["posted"])
    assert created(world) == 1


def test_a_word_that_yaml_takes_for_no_is_a_word(campaign: Command, running: Path) -> None:
    """A title may be "no", a publisher may be 2019, and a note may be nothing at all."""
    for word in ("no", "2019", "1.10", "0x1F", "1e9", "null", "~", "yes", "2019-05-11"):
        running.write_text(running.read_text().replace(TITLE, f"title: {word}"))
        listed = campaign("preview", running, "--repo", "palantir/conjure", "--json").json
        assert f"the campaign [{word}](" in listed["drafts"][0]["body"]
        running.write_text(running.read_text().replace(f"title: {word}", TITLE))


def test_random_neighbours_of_every_hostile_file(
    campaign: Command, running: Path, world: World
) -> None:
    """Two things wrong at once, in any order: still a verdict, still no request."""
    choice = random.Random(2019)  # noqa: S311
    good = running.read_text()
    paths = []
    for number in range(60):
        text = good
        for case in choice.sample(list(FILES), 2):
            try:
                text = FILES[case][0](text)
            except AssertionError:  # the first has taken away what the second would change
                continue
        path = running.with_name(f"n{number}.yaml")
        path.write_text(text[: choice.choice([len(text), choice.randrange(len(text) + 1)])])
        paths.append(path)
    ended = campaign("validate", *paths, "--json")
    assert ended.code == 2
    assert [each["path"] for each in ended.json["files"]] == [str(path) for path in paths]
    assert all(each["valid"] is bool(not each["faults"]) for each in ended.json["files"])
    assert not world.log
