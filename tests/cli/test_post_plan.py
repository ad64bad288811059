"""`campaign post --save-plan` and `--plan`: exactly what was shown, or nothing."""

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.cli.command import FAST, Command, created
from tests.cli.terminal import ASKED, SitDown

from campaign.rehearsal.accounts import User
from campaign.rehearsal.world import World

WORDS = "Because of my street.\n\nكلماتي"


@pytest.fixture
def saved(campaign: Command, running: Path) -> Path:
    """A plan of two issues, with words of their own."""
    path = campaign.folder / "my.plan"
    few = ("--limit", "2", "--statement", WORDS)
    assert campaign("post", running, *few, "--save-plan", path).code == 0
    return path


def repos(plan: Path) -> list[str]:
    """Where the plan posts, in order."""
    return [step["repo"] for step in json.loads(plan.read_text("utf-8"))["steps"]]


def test_saving_shows_everything_and_sends_nothing(
    campaign: Command, running: Path, world: World
) -> None:
    """Every text is shown whole, the file is private, and the next command is told."""
    few = ("--limit", "2", "--statement", WORDS)
    ended = campaign("post", running, *few, "--save-plan", "my plan")
    path = campaign.folder / "my plan"
    assert (ended.code, ended.out) == (0, "")
    assert ended.err.count("<!-- campaign:notechforice-2019 ") == 2
    assert "the plan is only saved. To post: campaign post" in ended.told
    assert "--plan 'my plan'" in ended.told
    if sys.platform != "win32":
        assert path.stat().st_mode & 0o777 == 0o600
    document = json.loads(path.read_text("utf-8"))
    assert document["schema"] == "campaign.plan/1"
    assert document["account"]["login"] == "ada"
    assert document["statement"] == WORDS
    assert not world.requests("POST", "/issues")


def test_the_next_command_keeps_the_folder_that_was_named(campaign: Command, running: Path) -> None:
    """Without it, it would begin from an empty record; what a variable says is still said."""
    words = ("post", running, "--no-statement", "--save-plan", "a.plan")
    folder = campaign.folder / "my state"
    ended = campaign("--state-dir", folder, *words, env={"CAMPAIGN_STATE_DIR": None})
    assert f"campaign --state-dir '{folder}' post {running} --plan a.plan" in ended.told
    assert "--api-url" not in ended.told


def test_a_plan_is_posted_byte_for_byte(
    campaign: Command, running: Path, saved: Path, world: World
) -> None:
    """The same repositories, in the same order, the very same texts."""
    ended = campaign("post", running, "--plan", saved, *FAST, "--json")
    assert (ended.code, ended.outcomes) == (0, ["posted"] * 2)
    steps = json.loads(saved.read_text("utf-8"))["steps"]
    assert [each["repo"] for each in ended.json["results"]] == [step["repo"] for step in steps]
    sent = [(visit.title, visit.body) for visit in world.requests("POST", "/issues")]
    assert sent == [(step["title"], step["body"]) for step in steps]
    assert created(world) == 2


def test_a_plan_needs_consent_all_the_same(
    campaign: Command, running: Path, saved: Path, world: World, sit_down: SitDown
) -> None:
    """At a terminal each issue is asked for, in the plan's words, which are not edited here."""
    assert campaign("post", running, "--plan", saved).code == 2
    window = sit_down("post", running, "--plan", saved, "--pace", "0")
    window.expect(ASKED)
    assert "Your own words" not in window.text
    assert "[y] post [s] skip [v] view all [q] quit [?]" in window.new
    window.answer("e")
    window.expect("Nothing was posted by that.")
    window.expect(ASKED)
    window.answer("y")
    window.expect(ASKED)
    window.answer("q")
    assert window.end() == 0
    assert created(world) == 1


def test_a_plan_that_is_done_is_done(
    campaign: Command, running: Path, saved: Path, world: World
) -> None:
    """0 and nothing left to do, also after the file has changed."""
    assert campaign("post", running, "--plan", saved, *FAST).code == 0
    running.write_text(running.read_text().replace("weight: 1", "weight: 2"))
    again = campaign("post", running, "--plan", saved, *FAST)
    assert again.code == 0
    assert "Nothing is left to do" in again.err
    assert created(world) == 2


def test_a_done_plan_stays_done_when_its_repository_is_listed_no_more(
    campaign: Command, running: Path, world: World
) -> None:
    """Nothing goes to a repository that was never in the plan."""
    plan = campaign.folder / "one.plan"
    one = ("--repo", "palantir/conjure", "--no-statement", "--save-plan", plan)
    assert campaign("post", running, *one).code == 0
    assert campaign("post", running, "--plan", plan, *FAST).code == 0
    text = running.read_text()
    running.write_text(re.sub(r"(?m)^ *- repo: palantir/conjure\n( {4,}(?!-).*\n)*", "", text))
    assert running.read_text() != text
    again = campaign("post", running, "--plan", plan, *FAST)
    assert (again.code, created(world)) == (0, 1), again.err
    assert "Nothing is left to do" in again.err


def _close(world: World, plan: Path, running: Path) -> str:
    world.find(repos(plan)[1]).has_issues = False  # type: ignore[union-attr]
    return f"{repos(plan)[1]}: it is closed now."


def _rename(world: World, plan: Path, running: Path) -> str:
    world.move(world.find(repos(plan)[0]), "palantir/new-name")  # type: ignore[arg-type]
    return f"{repos(plan)[0]}: it is now called palantir/new-name"


def _make_again(world: World, plan: Path, running: Path) -> str:
    world.delete(world.find(repos(plan)[0]))  # type: ignore[arg-type]
    world.add_repository(repos(plan)[0])
    return f"{repos(plan)[0]}: this is another repository than the one you saw"


def _change_the_text(world: World, plan: Path, running: Path) -> str:
    (template,) = (running.parent.parent / "templates").iterdir()
    template.write_text(template.read_text() + "\n\nAnd one more thing.\n")
    return "now: And one more thing."


def _change_the_file(world: World, plan: Path, running: Path) -> str:
    running.write_text(running.read_text() + "\n# A comment.\n")
    return "The campaign file or its template has been changed since."


def _edit_the_plan(world: World, plan: Path, running: Path) -> str:
    plan.write_text(plan.read_text("utf-8").replace("my street", "my streets"), "utf-8")
    return "this is not a plan as it was saved"


@pytest.mark.parametrize(
    "change",
    [_close, _rename, _make_again, _change_the_text, _change_the_file, _edit_the_plan],
)
def test_a_plan_that_does_not_hold_is_refused(
    change: Callable[[World, Path, Path], str],
    campaign: Command,
    running: Path,
    saved: Path,
    world: World,
) -> None:
    """2, what has moved in words, and not one issue."""
    words = change(world, saved, running)
    ended = campaign("post", running, "--plan", saved, *FAST)
    assert (ended.code, ended.out) == (2, "")
    assert words in ended.told
    assert "Nothing was sent." in ended.err
    assert "--save-plan" in ended.err
    assert not world.requests("POST", "/issues")


def test_a_plan_of_somebody_else_is_refused(
    campaign: Command, running: Path, saved: Path, world: World
) -> None:
    """Its texts carry the other account's marker, and it is their consent."""
    other = world.add_user("grace").token
    ended = campaign("post", running, "--plan", saved, *FAST, "--json", env={"GH_TOKEN": other})
    assert ended.code == ended.json["exit"] == 2
    assert "was made for ada" in ended.json["error"]
    assert "signed in as grace" in ended.json["error"]


def test_a_plan_that_is_half_posted_is_refused(
    campaign: Command, running: Path, saved: Path, world: World
) -> None:
    """What was posted since is told with its link."""
    campaign("post", running, *FAST, "--repo", repos(saved)[0])
    ended = campaign("post", running, "--plan", saved, *FAST)
    assert ended.code == 2
    assert f"{repos(saved)[0]}: your issue is there already: https://github.com/" in ended.told
    assert created(world) == 1


@pytest.mark.parametrize(
    "options",
    [
        ("--repo", "palantir/conjure"),
        ("--lang", "en"),
        ("--limit", "1"),
        ("--statement", "x"),
        ("--no-statement",),
        ("--save-plan", "other.plan"),
    ],
)
def test_what_the_plan_says_is_not_said_twice(
    options: tuple[str, ...], campaign: Command, running: Path, saved: Path, world: World
) -> None:
    """Two sources of one thing are wrong usage, before any request."""
    seen = len(world.requests())
    ended = campaign("post", running, "--plan", saved, *FAST, *options)
    assert ended.code == 2
    assert options[0] in ended.err
    assert len(world.requests()) == seen


def test_nothing_is_overwritten(
    campaign: Command, running: Path, saved: Path, world: World
) -> None:
    """Found out before any request, and before anybody writes a word."""
    before = saved.read_bytes()
    seen = len(world.requests())
    ended = campaign("post", running, "--save-plan", saved, "--no-statement")
    assert ended.code == 2
    assert "there already" in ended.err
    assert saved.read_bytes() == before
    assert len(world.requests()) == seen


def test_nothing_to_post_is_no_plan(campaign: Command, running: Path, ada: User) -> None:
    """Where all is posted there is nothing to save."""
    campaign("post", running, *FAST)
    ended = campaign("post", running, "--no-statement", "--save-plan", "my.plan")
    assert ended.code == 0
    assert "no plan was saved" in ended.told
    assert not (campaign.folder / "my.plan").exists()


@pytest.mark.parametrize("text", ["", "{}", "[" * 9999, '{"schema": "campaign.plan/2"}', None])
def test_what_is_no_plan_is_refused_before_any_request(
    text: str | None, campaign: Command, running: Path, world: World
) -> None:
    """With the name of the file, and how to make one."""
    if text is not None:
        (campaign.folder / "my.plan").write_text(text)
    ended = campaign("post", running, "--plan", "my.plan", *FAST)
    assert (ended.code, ended.out) == (2, "")
    assert "my.plan" in ended.err
    assert not world.requests()


def test_words_that_were_slipped_in_are_refused(
    campaign: Command, running: Path, saved: Path, world: World, ada: User
) -> None:
    """The saved words pass the same gate as typed ones: a token in them is not repeated."""
    document: dict[str, Any] = json.loads(saved.read_text("utf-8"))
    document["statement"] = f"look: {ada.token}"
    saved.write_text(json.dumps(document))
    ended = campaign("post", running, "--plan", saved, *FAST)
    assert ended.code == 2
    assert "your own token" in ended.err
    assert not world.requests("POST", "/issues")
