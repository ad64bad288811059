"""What a supporter meets in `preview`, `post`, `settle`, `status` and `check` can be translated.

The program runs in a language made on the fly, whose words have no English letter: whatever is
shown in letters was forgotten.
"""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.cli import pseudo
from tests.cli.command import FAST, SLUG, Command, Ended
from tests.cli.terminal import SitDown, Terminal

from campaign.adapters.campaign_file import load
from campaign.adapters.shipped import find
from campaign.core.saved_plan import read_text
from campaign.rehearsal import mishaps
from campaign.rehearsal.accounts import User
from campaign.rehearsal.faults import Fault
from campaign.rehearsal.places import Limit
from campaign.rehearsal.server import StandIn
from campaign.rehearsal.world import World

ONE = ("--repo", "palantir/atlasdb")
ONCE = ("--max-wait", "0")
CAMPAIGNS = tuple(load(find(name)).campaign for name in (SLUG, "immigrationos-2026"))
NAMES = (
    *(words for each in CAMPAIGNS for words in (each.slug, each.title, each.outcome.note)),
    *(target.why for each in CAMPAIGNS for target in each.targets),
    *(CAMPAIGNS[0].organiser.name, CAMPAIGNS[0].prompt_in("en"), "ada@example.org", "ada", "Ada"),
    *("en", pseudo.TAG),
)

BEN = ("ben", "Ben", "ben@example.org")

WORDS = (
    "You have exceeded a secondary rate limit and have been temporarily blocked from content"
    " creation. Please retry your request again later",
    "Validation Failed: could not be created. Interactions on this repository have been"
    " restricted to collaborators only",
    *("Server Error", "GitHub's request id"),
)
"""GitHub's own, and how the record keeps its request id."""

Speak = Callable[..., Ended]
Sit = Callable[..., Terminal]


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment in which the program speaks the language."""
    path = pseudo.build(tmp_path_factory.mktemp("pseudo"))
    return {"PYTHONPATH": str(path), "CAMPAIGN_LANG": pseudo.TAG, "COLUMNS": "1000"}


@pytest.fixture
def speak(campaign: Command, program: dict[str, str]) -> Speak:
    """Runs the command; nothing it says may be in English, apart from `names`."""

    def run(
        *words: object, names: tuple[str, ...] = (), env: dict[str, str | None] | None = None
    ) -> Ended:
        ended = campaign(*words, env={**program, **(env or {})})
        talk = f"{ended.out}\n{ended.err}"
        assert "⟦" in talk or not talk.strip()
        assert pseudo.untranslated(talk, *NAMES, *names) == [], talk
        return ended

    return run


@pytest.fixture
def sit(sit_down: SitDown, program: dict[str, str]) -> Iterator[Sit]:
    """Opens a window; in the end nothing that it shows may be in English."""
    windows: list[Terminal] = []

    def open_window(*words: object) -> Terminal:
        windows.append(sit_down(*words, env={**program, "COLUMNS": None}, lines=100))
        return windows[-1]

    yield open_window
    for window in windows:
        whole = re.sub(r"(?m)^(.{80})\n", r"\1", window.text)  # what the window has cut
        assert pseudo.untranslated(whole, *NAMES, *WORDS) == [], whole


def test_english_would_be_found(campaign: Command, running: Path) -> None:
    """The measure itself: the same run in English is full of words."""
    ended = campaign("post", running, "--dry-run", *ONE, env={"COLUMNS": "1000"})
    assert len(pseudo.untranslated(f"{ended.out}\n{ended.err}", *NAMES)) > 100


FOREIGN = (
    *("CAMPAIGN", "RIGHT-TO-LEFT OVERRIDE", "I am", "prevue", "notechforice-2020", "tlh"),
    *("octocat", "./nothing.yaml"),
    "Could not resolve to a Repository with the name 'octocat/hello'",
)
"""What the commands below lead to, beside words of ours."""


@pytest.mark.parametrize(
    "words",
    [
        ("list",),
        ("preview", SLUG, *ONE),
        ("preview", SLUG, *ONE, "--statement", "Mail me at ada@example.org, @you, #12 …"),
        ("preview", SLUG, *ONE, "--html", "preview.html"),
        ("preview", SLUG, "--repo", "octocat/hello"),
        ("preview", SLUG, "--lang", "tlh"),
        ("preview", SLUG, "--statement", "x", "--no-statement"),
        ("preview", SLUG, "--statement-file", "/nowhere"),
        ("preview", SLUG, "--statement", "A \u202e character."),
        ("preview", SLUG, "--statement", "x" * 3000),
        ("preview", "notechforice-2020"),
        ("preview", "./nothing.yaml"),
        ("preview",),
        ("prevue", SLUG),
        ("post", SLUG),
        ("post", SLUG, "--dry-run"),
        ("post", SLUG, "--token", "y"),
        ("post", SLUG, "--plain"),
        ("post", SLUG, "--limit"),
        ("post", SLUG, "--limit", "50"),
        ("post", SLUG, "--yes=1"),
        ("post", SLUG, "I", "am"),
        ("status",),
        ("status", "--nope"),
        ("settle", SLUG),
        ("settle", SLUG, "--decide"),
        ("settle", SLUG, "--rebuild"),
        ("check", SLUG),
        ("--plain", "check", SLUG),
        ("check", SLUG, "--history"),
        ("check", "octocat"),
        ("check", "octocat/hello"),
    ],
    ids=lambda words: " ".join(words)[:60],
)
def test_one_command(words: tuple[str, ...], speak: Speak, github: StandIn) -> None:
    """Looking, asking wrongly, and finding nothing."""
    speak(*words, names=FOREIGN)


def test_posting_day(speak: Speak, running: Path, world: World, ada: User) -> None:
    """The usual run, the next one, and looks at what became of them."""
    speak("post", running, "--dry-run", *ONE, "--statement", "I ask for my neighbours.")
    speak("--plain", "post", running, "--dry-run")
    speak("post", running, *FAST[:1], "--pace", "3", "--limit", "2")
    speak("--plain", "post", running, *FAST)
    speak("post", running, *FAST)
    speak("status")
    speak("--plain", "status", running)
    speak("settle", running)
    speak("settle", running, "--rebuild")
    ada.flagged = True
    speak("status")
    other = world.add_user("ben")
    speak("post", running, *FAST, env={"GH_TOKEN": other.token}, names=BEN)
    unknown = {"GH_TOKEN": "ghp_" + "x" * 36}
    speak("post", running, *FAST, env=unknown, names=("Bad credentials", "GH_TOKEN"))
    speak("post", running, *FAST, env={"GH_TOKEN": "a b"}, names=("GH_TOKEN",))
    speak("post", running, *FAST, env={"GH_TOKEN": None, "GITHUB_TOKEN": None})


def test_hidden_from_strangers(speak: Speak, running: Path, ada: User) -> None:
    """A flagged account is told so as soon as it has posted."""
    ada.flagged = True
    told = speak("post", running, *FAST, *ONE)
    assert say("Strangers do not see your new issue") in told.err


def test_a_bad_day(speak: Speak, running: Path, world: World, github: StandIn) -> None:
    """Closed doors, a pause, a short wait, and refusals."""
    for place in range(1, 4):
        world.find_by_id(70_000_000 + place).has_issues = False  # type: ignore[union-attr]
    closed = world.find_by_id(70_000_001)
    repo = closed.full_name  # type: ignore[union-attr]
    assert speak("post", running, *FAST, "--repo", repo).code == 3
    github.plan(mishaps.secondary_limit(retry_after=600))
    assert speak("post", running, *FAST, *ONCE, *ONE, names=WORDS).code == 7
    assert speak("post", running, *FAST, *ONE, names=WORDS).code == 7
    world.clock.sleep(601)
    github.plan(mishaps.secondary_limit(retry_after=1))
    assert speak("post", running, *FAST, *ONE, names=WORDS).code == 0
    for place in range(4, 11):
        repository = world.find_by_id(70_000_000 + place)
        repository.limit = Limit.COLLABORATORS_ONLY  # type: ignore[union-attr]
    assert speak("post", running, *FAST, names=WORDS).code == 3
    speak("check", running, names=WORDS)
    speak("--plain", "post", running, *FAST, names=WORDS)


@pytest.mark.slow
@pytest.mark.parametrize(
    "fault",
    [
        mishaps.lose_request(),
        mishaps.hang(created=False),
        mishaps.bad_gateway(created=False),
        mishaps.swollen_answer(),
        mishaps.captive_portal(),
        mishaps.redirect("https://example.org/x"),
        mishaps.redirect_loop("/repos/palantir/atlasdb/issues"),
        mishaps.cut_answer(),
        mishaps.other_repository("octocat/hello"),
    ],
    ids=map(str, range(9)),
)
def test_a_doubt(
    fault: Fault, speak: Speak, running: Path, world: World, github: StandIn, sit: Sit
) -> None:
    """Not knowing, looking for it, and deciding."""
    world.list_lag = 36_000
    github.plan(fault)
    speak("post", running, *FAST, *ONE, *ONCE, "--timeout", "1", names=WORDS)
    speak("settle", running, *ONCE, names=WORDS)
    speak("post", running, *FAST, *ONE, *ONCE, names=WORDS)
    speak("--plain", "settle", running, *ONCE, names=WORDS)
    assert sit("settle", running, "--decide", *ONCE).end() in (0, 6)


def say(text: str) -> str:
    """The beginning of a sentence, in the language."""
    return pseudo.translated(text).removesuffix("⟧")


def test_a_decision(speak: Speak, running: Path, world: World, github: StandIn, sit: Sit) -> None:
    """The last resort: everything that is known, and the question."""
    github.plan(mishaps.lose_request())
    speak("post", running, *FAST, *ONE, "--max-wait", "6")
    for _ in range(3):
        speak("settle", running, *ONCE)
    world.clock.sleep(7200)
    window = sit("settle", running, "--decide", *ONCE)
    window.expect(say("I have looked, and it is not there"))
    window.answer("y")
    assert window.end() == 7


def test_at_the_keyboard(running: Path, github: StandIn, sit: Sit) -> None:
    """The first screen, every letter, Ctrl-C."""
    window = sit("post", running, "--pace", "3", "--limit", "2")
    window.expect("because …")
    window.answer("ada@example.org!")
    window.expect(say("Post this issue to "))
    for letter in ("?", "x", "v"):
        window.answer(letter)
        window.expect(say("Post this issue to "))
    window.answer("y")
    window.expect(say("Post this issue to "))
    window.press("\x03")
    assert window.end() == 130


def test_leaving_early(running: Path, github: StandIn, sit: Sit) -> None:
    """Ctrl-C at the first question; a refused text; words that are kept."""
    window = sit("post", running)
    window.expect("because …")
    window.answer("1" * 2100)
    window.expect("because …")
    window.press("\x03")
    assert window.end() == 130
    window = sit("post", running)
    window.expect(say("Use the words you wrote on "))
    window.answer("?")
    window.expect(say("Use the words you wrote on "))
    window.answer("n")
    window.expect("because …")
    window.press("\x03")
    assert window.end() == 130


def test_a_saved_plan(speak: Speak, running: Path, campaign: Command, world: World) -> None:
    """Saving, refusing to overwrite, and everything that may have moved since."""
    plan = campaign.folder / "my.plan"
    words = ("--no-statement", "--save-plan", plan)
    assert speak("post", running, "--limit", "2", *words).code == 0
    speak("post", running, *words)
    speak("post", running, "--no-statement", "--save-plan", "nowhere/my.plan", names=("nowhere",))
    speak("post", running, "--plan", plan)
    speak("post", running, "--plan", plan, "--limit", "1")
    speak("post", running, "--plan", "none.plan", names=("none.plan",))
    text = running.read_text()
    running.write_text(text.replace("per_person: 3", "per_person: 3 # x") + "\n# A comment.\n")
    (template,) = (running.parent.parent / "templates").iterdir()
    template.write_text("1\n2\n3\n4\n5\n6\n7\n" + template.read_text())
    saved = read_text(plan.read_text("utf-8"))
    (one, two), lines = saved.repos, tuple(saved.steps[0].body.split("\n"))
    world.find(two).has_issues = False  # type: ignore[union-attr]
    speak("post", running, "--plan", plan, *FAST, names=lines)
    world.move(world.find(one), "palantir/new-name")  # type: ignore[arg-type]
    speak("post", running, "--plan", plan, *FAST, names=lines)
    other = world.add_user("ben")
    speak("post", running, "--plan", plan, *FAST, env={"GH_TOKEN": other.token}, names=BEN)
    plan.write_text(json.dumps({**json.loads(plan.read_text("utf-8")), "steps": []}))
    assert speak("post", running, "--plan", plan, *FAST).code == 2
