"""`campaign rehearse`: the whole day on this computer, and a stand-in to try things on."""

import contextlib
import json
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.cli.command import SLUG, Command
from tests.cli.terminal import SitDown

from campaign.rehearsal.scenes import SCENES


@pytest.mark.parametrize("scene", SCENES)
def test_every_scene_ends_without_duplicates_and_losses(scene: str, campaign: Command) -> None:
    """The stand-in's books and the supporters' records agree, whatever happened."""
    ended = campaign("rehearse", SLUG, "--scene", scene, "--json", env={"GH_TOKEN": None})
    assert ended.code == 0
    document = ended.json
    assert (document["scene"], document["supporters"]) == (scene, 3)
    assert (document["duplicates"], document["lost"], document["unknown"]) == (0, 0, 0)
    assert document["posted"] == sum(each["issues"] for each in document["by_repo"]) > 0


def test_the_story_is_told(campaign: Command, nobody_there: str) -> None:
    """Text on stdout: who, what, the exact issue, and the books at the end; no network."""
    away = {"CAMPAIGN_API_URL": nobody_there, "GH_TOKEN": None}
    ended = campaign("rehearse", SLUG, env=away)
    assert (ended.code, ended.err) == (0, "")
    for words in ("Ada looks", "  │ Hello to everyone", "unknown", "The stand-in's own books"):
        assert words in ended.out
    assert "duplicates 0, lost 0" in ended.out
    ours = [line for line in ended.out.splitlines() if not line.startswith("  │")]
    assert max(map(len, ours)) <= 80


def test_supporters_and_seed(campaign: Command) -> None:
    """More people, another day: the same promise; the same seed, the same day."""
    words = ("rehearse", "immigrationos-2026", "--supporters", "8", "--json", "--seed")
    document = campaign(*words, "7").json
    assert (document["supporters"], document["duplicates"], document["lost"]) == (8, 0, 0)
    assert campaign(*words, "7").json["by_repo"] == document["by_repo"]
    assert campaign(*words, "8").json["by_repo"] != document["by_repo"]


def test_an_unknown_scene_lists_the_known_ones(campaign: Command) -> None:
    """With what happens in each."""
    ended = campaign("rehearse", SLUG, "--scene", "earthquake")
    assert (ended.code, ended.out) == (2, "")
    for scene in SCENES.values():
        assert f"{scene.name}: {scene.summary}" in ended.err


def test_nothing_is_left_behind(campaign: Command, tmp_path: Path) -> None:
    """No ledger of a play stands among the real ones, and no folder stays."""
    campaign("rehearse", SLUG, "--scene", "calm", env={"TMPDIR": str(tmp_path)})
    assert not (tmp_path / "state").exists()
    assert not list(tmp_path.glob("campaign-rehearsal-*"))


@contextlib.contextmanager
def served(campaign: Command) -> Iterator[Any]:
    """A stand-in in another process, and what it says a second terminal needs."""
    process = campaign.start("rehearse", SLUG, "--serve", "--json")
    assert process.stdout
    try:
        lines = []
        for line in process.stdout:
            lines.append(line)
            if line == "}\n":
                break
        yield process, json.loads("".join(lines))
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


@pytest.mark.skipif(sys.platform == "win32", reason="signals cannot be sent there")
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_a_second_terminal_posts_to_the_stand_in(ending: signal.Signals, campaign: Command) -> None:
    """What is printed suffices; told to end, it counts, and takes the copy away."""
    with served(campaign) as (process, document):
        assert document["schema"] == "campaign.serve/1"
        environment, copy = document["environment"], Path(document["campaign"])
        campaign.secret = environment["GH_TOKEN"]
        ended = campaign("post", copy, "--yes", "--pace", "0", "--json", env=environment)
        assert ended.code == 0
        assert [each["outcome"] for each in ended.json["results"]] == ["posted"] * 3
        process.send_signal(ending)
        _, talk = process.communicate(timeout=20)
        assert process.returncode in (0, 130)
        assert "Issues created 3, duplicates 0." in talk
        assert not copy.parents[1].exists()


def test_the_stand_in_can_be_read_by_people(sit_down: SitDown) -> None:
    """On a terminal: lines to copy, and how to end it."""
    window = sit_down("rehearse", SLUG, "--serve")
    window.expect("Ctrl-C here ends it")
    shown = window.window
    for words in (
        "export CAMPAIGN_API_URL=http://127.0.0.1:",
        "export GH_TOKEN=",
        "campaign post /",
    ):
        assert words in shown
    window.press("\x03")
    assert window.end() in (0, 130)
