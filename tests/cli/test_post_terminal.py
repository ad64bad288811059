"""`campaign post` at a terminal: one screen, one question at a time, and a safe Ctrl-C."""

import os
import time
from pathlib import Path

import pytest
from tests.cli.command import created
from tests.cli.terminal import ASKED, SitDown, Terminal

from campaign.rehearsal.accounts import User
from campaign.rehearsal.places import Limit
from campaign.rehearsal.world import World


def test_one_screen_comes_before_the_first_question(sit_down: SitDown, running: Path) -> None:
    """Who asks, who acts, where and why, until when, what is public, how to undo: all in sight."""
    window = sit_down("post", running, "--pace", "0", lines=50)
    window.expect("because …")
    shown = window.window
    for words in (
        "#NoTechForICE: a letter to the people who work at Palantir",
        "Called by   NoTechForICE organisers, https://notechforice.com",
        "You act as  ada (Ada), account 3 years old",
        "Signed in   with a classic token, scope public_repo",
        "Ends        Sun 12 May 2019, 10:00 EDT (America/New_York)",
        "in UTC: Sun 12 May 2019, 14:00 UTC",
        "Public      your login ada, the text and your own words",
        "Effect      each issue mentions nobody",
        "To undo     close your issue",
        "Limit       at most 3 issues",
        "10 open; 3 chosen for you",
        "palantir/conjure (open)",
        "│ A public toolchain for API definitions",
        "GitHub says this account may open an issue",
        "Press Enter alone to add none. e: write in your editor.",
    ):
        assert words in shown
    assert shown.count(" (open)") == 3


def test_a_wrapped_sentence_keeps_its_place(sit_down: SitDown, running: Path) -> None:
    """What was seen in a repository stands below its name, every line of it."""
    window = sit_down("post", running, "--pace", "0")
    window.expect("because …")
    lines = window.text.split("\n")
    seen = next(
        i for i, line in enumerate(lines) if line.startswith("    GitHub says this account")
    )
    assert lines[seen + 1].startswith("    ")
    assert max(map(len, lines)) <= 80


def test_every_issue_is_approved_by_itself(sitting: Terminal, world: World) -> None:
    """Y posts this one; the next is a new question that shows what differs."""
    assert created(world) == 0
    sitting.answer("y")
    sitting.expect(ASKED)
    assert created(world) == 1
    assert "The same text as before, but for these lines:" in sitting.new
    sitting.answer("y")
    sitting.expect(ASKED)
    sitting.answer("y")
    assert sitting.end() == 0
    assert created(world) == 3
    assert sitting.text.partition("Done: 3 posted")[2].count("https://github.com/palantir/") == 3


def test_the_exact_bytes_are_on_the_screen(sitting: Terminal, world: World) -> None:
    """Put together again, the lines behind the bar are the text that is posted."""
    text = sitting.text.rpartition("characters):")[2]
    shown = [line[4:] for line in text.split("\n") if line.startswith(("  │", "  ┊"))]
    sitting.answer("y")
    sitting.expect(ASKED)
    sent = world.requests("POST", "/issues")[0].body
    assert sent is not None
    assert "".join("".join(shown).split()) == "".join(sent.split())


def test_a_long_line_goes_on_behind_a_broken_mark(sitting: Terminal) -> None:
    """A window's end is told apart from a line's end."""
    lines = sitting.text.split("\n")
    first = next(n for n, line in enumerate(lines) if line.startswith("  ┊ "))
    assert lines[first - 1].startswith("  │ ")


def test_s_skips_and_q_quits(sitting: Terminal, world: World) -> None:
    """Neither posts anything, and both are said to have been the person's will."""
    sitting.answer("s")
    sitting.expect(ASKED)
    sitting.answer("q")
    assert sitting.end() == 0
    assert created(world) == 0
    assert sitting.text.count("skipped: as you chose") == 3
    assert "Done: 3 skipped Nothing was posted." in sitting.new
    assert "What you left out can be posted later: campaign post" in sitting.new


def test_v_shows_it_again_and_question_mark_explains(sitting: Terminal, world: World) -> None:
    """Both lead back to the question."""
    sitting.answer("v")
    sitting.expect(ASKED)
    assert "This is not a bug report" in sitting.new
    sitting.answer("?")
    sitting.expect(ASKED)
    assert "s: skip this repository" in sitting.new
    assert created(world) == 0


def test_anything_else_posts_nothing(sitting: Terminal, world: World) -> None:
    """Only y or yes is a yes: no other word that begins with y, no empty line, no arrow key."""
    for answer in ("", " ", "x", "yy", "yikes", "yes please", "1", "ü", "\x1b[A"):
        sitting.answer(answer)
        sitting.expect(ASKED)
        assert "Nothing was posted by that." in sitting.new
    assert created(world) == 0


def test_words_are_as_good_as_letters(sitting: Terminal, world: World) -> None:
    """Yes, no and quit are understood."""
    sitting.answer("YES")
    sitting.expect(ASKED)
    assert created(world) == 1
    sitting.answer("no")
    sitting.expect("skipped: as you chose")
    sitting.expect(ASKED)
    sitting.answer("quit")
    assert sitting.end() == 0
    assert created(world) == 1


def test_no_answer_can_be_typed_ahead(sit_down: SitDown, running: Path, world: World) -> None:
    """What was typed before the question was on the screen does not answer it."""
    window = sit_down("post", running, "--pace", "0", "--no-statement")
    window.press("y\ry\ry\r")
    window.expect(ASKED)
    time.sleep(0.3)
    assert created(world) == 0
    window.answer("q")
    assert window.end() == 0


def test_own_words_stand_in_the_issue(sit_down: SitDown, running: Path, world: World) -> None:
    """As they were typed; a name in them notifies nobody, and that is said."""
    window = sit_down("post", running, "--pace", "0")
    window.expect("because …")
    window.answer("my neighbours are afraid, @octocat. Überall, 日本でも")
    window.expect(ASKED)
    assert "so that nobody is notified" in window.new
    assert "my neighbours are afraid, `@octocat`. Überall, 日本でも" in window.new
    window.answer("y")
    window.expect(ASKED)
    body = world.requests("POST", "/issues")[0].body
    assert "my neighbours are afraid, `@octocat`. Überall, 日本でも" in (body or "")


def test_pasted_paragraphs_stay_together(sit_down: SitDown, running: Path, world: World) -> None:
    """Further lines belong to the words; none of them is taken for an answer."""
    window = sit_down("post", running, "--pace", "0")
    window.expect("because …")
    window.answer("one\r\rtwo\ry")
    window.expect(ASKED)
    time.sleep(0.3)
    assert created(world) == 0
    window.answer("y")
    window.expect(ASKED)
    assert "\none\n\ntwo\ny\n" in (world.requests("POST", "/issues")[0].body or "")


def test_words_that_cannot_be_used_are_asked_for_again(
    sit_down: SitDown, running: Path, world: World, ada: User
) -> None:
    """A token among them is refused with its place, and the sitting goes on."""
    running.write_text(running.read_text().replace("required: false", "required: true"))
    window = sit_down("post", running, "--pace", "0")
    window.expect("because …")
    assert "Enter alone" not in window.text
    window.answer("ghp_" + "A1b2" * 9)
    window.expect("because …")
    assert "looks like a GitHub token. It is not shown here." in window.new
    window.answer()
    window.expect("because …")
    assert "asks for a personal statement" in window.new
    window.answer("it concerns us all.")
    window.expect(ASKED)
    assert created(world) == 0


def test_what_cannot_be_used_is_not_lost(sit_down: SitDown, running: Path) -> None:
    """The editor opens it; and a line that the terminal has cut is not counted."""
    window = sit_down("post", running, "--pace", "0", lines=60)
    window.expect("because …")
    window.answer("word " * 500)
    window.expect("because …")
    assert "Your statement has 2499 characters" in window.new
    assert "e: open what you have written in your editor." in window.new
    window.answer("w" * 5000)
    window.expect("because …")
    assert "The terminal has cut a line that is too long for it." in window.new


@pytest.mark.skipif(os.name == "nt", reason="an editor that is a shell script")
def test_the_editor_takes_what_stands_above_the_line(
    sit_down: SitDown, running: Path, world: World, tmp_path: Path
) -> None:
    """The tips below it never become public."""
    editor = tmp_path / "editor"
    editor.write_text("#!/bin/sh\nsed -i '1s/.*/First.\\n\\nSecond./' \"$1\"\n")
    editor.chmod(0o700)
    window = sit_down("post", running, "--pace", "0", env={"EDITOR": str(editor), "VISUAL": None})
    window.expect("because …")
    window.answer("e")
    window.expect(ASKED)
    window.answer("y")
    window.expect(ASKED)
    body = world.requests("POST", "/issues")[0].body or ""
    assert "First.\n\nSecond.\n\n---" in body
    assert ">8" not in body


def test_a_token_can_be_typed_unseen(
    sit_down: SitDown, running: Path, world: World, ada: User
) -> None:
    """The prompt says how to sign in otherwise, and shows no letter of the token."""
    window = sit_down("post", running, "--pace", "0", env={"GH_TOKEN": None})
    window.expect("(it is not shown)")
    assert "gh auth login" in window.text
    window.answer("not a token")
    window.expect("Copy the token again, alone and on one line; or leave with Ctrl-C.")
    window.expect("(it is not shown)")
    assert not world.requests()
    window.answer(ada.token)
    window.expect("because …")
    assert "You act as ada" in window.new
    assert ada.token.encode() not in window.shown


def test_a_refusal_asks_before_moving_on(sitting: Terminal, world: World, running: Path) -> None:
    """The next listed repository is looked at only with the person's word."""
    first = sitting.text.rpartition(ASKED)[2].split("?")[0]
    world.find(f"palantir/{first}").limit = Limit.COLLABORATORS_ONLY  # type: ignore[union-attr]
    sitting.answer("y")
    sitting.expect(f"palantir/{first} refused. Look at the issue for palantir/")
    sitting.answer("what?")
    sitting.expect(ASKED)
    sitting.answer("q")
    assert sitting.end() == 3
    assert created(world) == 0


@pytest.mark.parametrize(
    ("mode", "told"),
    [((), "keeping a calm pace between issues ━"), (("--plain",), "Waiting 2 seconds: keeping a")],
)
def test_a_wait_can_be_seen(
    mode: tuple[str, ...], told: str, sit_down: SitDown, running: Path
) -> None:
    """A bar on a terminal; a plain line for those who asked for plain."""
    window = sit_down(*mode, "post", running, "--pace", "2", "--yes", "--limit", "2")
    window.expect(told)
    assert window.end() == 0
