"""Words of others on the screen: a campaign, a repository and a server may say anything."""

import json
import os
import re
from pathlib import Path

import pytest
from tests.cli.command import Command
from tests.cli.terminal import SitDown, Terminal

from campaign.rehearsal import mishaps
from campaign.rehearsal.accounts import User
from campaign.rehearsal.faults import Fault
from campaign.rehearsal.server import StandIn
from campaign.rehearsal.wire import error
from campaign.rehearsal.world import World

ACTS = "\x1b]0;pwned\x07\x1b[2J\x1b[31m\x9b31m\x85\x7f\r\nPost to 0 repos? [y/N]\u202eX"
MARKUP = "[link=http://evil]x[/link] [/red] [bold]"
STRANGE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2029]")


def refuse(message: str) -> Fault:
    """A refusal in these words."""
    return Fault(then=error(403, message))


def calm(window: Terminal) -> None:
    """Nothing but our own colours reached the terminal, and its text is still there."""
    sent = window.shown.decode()
    ours = re.sub(r"\x1b\[[0-9;]*[mKAGJl]|\x1b\[\?25[hl]|\x1b\[[0-9]*[ABCD]|\r", "", sent)
    assert not STRANGE.findall(ours), repr(ours)
    assert "\x1b[2J" not in sent
    assert "pwned" not in window.title


@pytest.mark.parametrize(
    "place",
    ["title: ", "summary: ", "hashtag: ", "prompt: ", "- repo: ", "name: ", "note: ", "why: "],
)
def test_a_campaign_cannot_act_on_the_terminal(
    place: str, sit_down: SitDown, running: Path, world: World
) -> None:
    """Whichever field holds them: refused with the line, escaped, before any request."""
    lines = running.read_text().split("\n")
    number = next(i for i, line in enumerate(lines) if line.lstrip().startswith(place))
    indent = lines[number].partition(place)[0]
    lines[number] = f"{indent}{place}{json.dumps(ACTS)}"
    if place in ("summary: ", "note: "):
        while lines[number + 1].startswith(f"{indent}  "):
            del lines[number + 1]
    running.write_text("\n".join(lines))
    window = sit_down("post", running, "--pace", "0")
    assert window.end() == 2
    calm(window)
    assert f"notechforice-2019.yaml:{number + 1}:" in window.text.replace("\n", "")
    assert not world.requests()


@pytest.mark.skipif(os.name == "nt", reason="names of files differ there")
def test_the_name_of_a_file_cannot_act(campaign: Command, running: Path) -> None:
    """The next command is told with the name that was given, as signs."""
    folder = running.parent.rename(running.parent.with_name("odd\x1b[2J\x07"))
    ended = campaign("post", folder / running.name, "--dry-run")
    assert ended.code == 0
    assert "odd^[[2J^G" in ended.err
    assert not STRANGE.findall(ended.out + ended.err)


@pytest.mark.parametrize("words", [ACTS, MARKUP])
def test_a_refusal_cannot_act_on_the_terminal(
    words: str, sit_down: SitDown, running: Path, github: StandIn
) -> None:
    """The server's words are shown as signs, on one line, and are nobody's question."""
    github.plan(refuse(words))
    window = sit_down("post", running, "--pace", "0", "--no-statement", "--limit", "1")
    window.expect("Post this issue to palantir/")
    window.answer("y")
    window.expect("refused. Look at the issue for")
    calm(window)
    assert words == ACTS or MARKUP in window.new
    assert not any(line.startswith("Post to 0") for line in window.text.split("\n"))
    window.answer("n")
    assert window.end() == 3
    calm(window)


@pytest.mark.parametrize("words", [ACTS, MARKUP])
def test_a_pause_cannot_act_on_the_terminal(
    words: str, sit_down: SitDown, running: Path, github: StandIn
) -> None:
    """Nor can the reason of a wait, beside its moving bar."""
    github.plan(Fault(then=error(403, words, headers={"retry-after": "2"})))
    window = sit_down("post", running, "--pace", "0", "--no-statement", "--limit", "1", "--yes")
    window.expect("GitHub asks for a pause")
    assert window.end() == 0
    calm(window)


@pytest.mark.parametrize("options", [[], ["--csv"], ["--json"]])
@pytest.mark.parametrize("mode", [[], ["--plain"]])
def test_what_a_repository_said_cannot_act_later(
    mode: list[str], options: list[str], campaign: Command, running: Path, github: StandIn
) -> None:
    """Kept in the record and told again by `check`: as signs, one line for each repository."""
    github.plan(refuse(ACTS))
    ended = campaign("post", running, "--yes", "--limit", "1", "--json")
    assert ended.code == 3
    assert ended.json["results"][0]["message"] == ACTS
    for text in (ended.out, ended.err):
        assert not STRANGE.findall(text)
    checked = campaign(*mode, "check", running, *options)
    assert checked.code == 0
    assert not STRANGE.findall(checked.out + checked.err)
    assert "Post to 0 repos" in " ".join(checked.out.split()) or not (mode or options)
    if mode and not options:
        assert len(checked.out.splitlines()) == 10


def test_a_server_s_complaint_cannot_act(campaign: Command, running: Path, github: StandIn) -> None:
    """An error that ends the run is shown as signs too, and in JSON as it was."""
    for options in ([], ["--json"]):
        github.plan(Fault(method="GET", path="/user$", then=error(403, ACTS)))
        ended = campaign("check", running, *options)
        assert ended.code == 1
        assert not STRANGE.findall(ended.out + ended.err)


def test_a_name_cannot_act(sit_down: SitDown, running: Path, ada: User) -> None:
    """The account's own name is foreign text as well."""
    ada.name = ACTS
    window = sit_down("post", running, "--pace", "0")
    window.expect("because …")
    calm(window)
    assert "You act as  ada (^[]0;pwned^G^[[2J" in window.text


def test_a_very_long_text_is_bounded_until_it_is_asked_for(
    sit_down: SitDown, running: Path, world: World
) -> None:
    """The question stays in sight, with the count of what is left out; v shows all of it."""
    template = running.parents[1] / "templates" / "notechforice-2019.md.j2"
    template.write_text(template.read_text() + "\n\n" + "\n".join(f"Line {n}." for n in range(600)))
    window = sit_down("post", running, "--pace", "0", "--no-statement")
    window.expect("Post this issue to")
    assert re.search(r"… and \d+ more lines: v shows them all\.", window.new)
    assert "Line 599." not in window.new
    window.answer("v")
    window.expect("Line 599.")
    window.expect("Post this issue to")
    window.answer("q")
    assert window.end() == 0


@pytest.mark.parametrize(
    "text",
    ["Line.\n" * 5_000, "x" * 60_000, "é " * 18_000, "\n" * 20_000],
    ids=["5,000 lines", "60,000 columns", "18,000 words", "20,000 empty lines"],
)
def test_no_text_is_long_or_wide_enough_to_hide_the_question(
    text: str, sit_down: SitDown, running: Path
) -> None:
    """Thousands of lines or columns: a count of what is left out, and the question last."""
    template = running.parents[1] / "templates" / "notechforice-2019.md.j2"
    template.write_text(f"{template.read_text()}\n\n{text}\n\nThe end.")
    window = sit_down("post", running, "--pace", "0", "--no-statement")
    window.expect("Post this issue to")
    assert re.search(r"… and \d+ more lines: v shows them all\.", window.new)
    assert len(window.text.splitlines()) < 400
    window.answer("q")
    assert window.end() == 0


def test_without_a_question_everything_is_shown(campaign: Command, running: Path) -> None:
    """With --yes nobody can ask for more, so nothing is left out."""
    template = running.parents[1] / "templates" / "notechforice-2019.md.j2"
    template.write_text(template.read_text() + "\n\n" + "\n".join(f"Line {n}." for n in range(600)))
    for options in (["--dry-run"], ["--yes", "--limit", "1"]):
        ended = campaign("post", running, *options)
        assert ended.code == 0
        assert "Line 599." in ended.err


def test_an_answer_about_another_place_is_an_alarm(
    campaign: Command, running: Path, github: StandIn, world: World
) -> None:
    """201 for an issue elsewhere proves nothing: unknown, and the run stops."""
    github.plan(mishaps.other_repository("evil/elsewhere"))
    ended = campaign("post", running, "--yes", "--pace", "0", "--json")
    assert ended.code == 6
    assert ended.json["results"][0]["outcome"] == "unknown"
    assert len(world.requests("POST", "/issues")) == 1
    assert "evil/elsewhere" not in ended.out
