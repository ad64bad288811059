"""`campaign post` where it must not begin: not now, not so, or not signed in."""

from pathlib import Path

import pytest
from tests.cli.command import FAST, SLUG, Command

from campaign.rehearsal.accounts import User
from campaign.rehearsal.world import World


@pytest.mark.parametrize(("name", "word"), [(SLUG, "over"), ("immigrationos-2026", "paused")])
def test_a_shipped_campaign_is_refused_before_anything(
    name: str, word: str, campaign: Command, world: World
) -> None:
    """Over or paused: 5, the organiser's reason, what to do, and not one request."""
    for options in (FAST, ()):
        ended = campaign("post", name, *options)
        assert (ended.code, ended.out) == (5, "")
        assert word in ended.err
        assert "Nothing was posted." in ended.err
    assert not world.requests()


def test_the_window_is_told_on_three_clocks(campaign: Command) -> None:
    """The action's zone, mine and UTC."""
    ended = campaign("post", SLUG, *FAST, env={"TZ": "Asia/Kolkata"})
    assert "Starts: Sat 11 May 2019, 10:00 EDT (America/New_York)" in ended.err
    assert "for you: Sat 11 May 2019, 19:30 IST" in ended.err
    assert "in UTC: Sat 11 May 2019, 14:00 UTC" in ended.err


@pytest.mark.parametrize(
    ("starts", "ends", "word"),
    [
        ("2019-05-11 11:00", "2019-05-12 10:00", "begun"),
        ("2019-05-11 09:00", "2019-05-11 10:01", "over"),
    ],
)
def test_the_server_s_clock_decides(
    starts: str, ends: str, word: str, campaign: Command, running: Path, world: World
) -> None:
    """Before the start and after the end, by GitHub's Date, nothing is posted: 5."""
    text = running.read_text().replace("2019-05-11 10:00", starts)
    running.write_text(text.replace("2019-05-12 10:00", ends))
    ended = campaign("post", running, *FAST)
    assert (ended.code, ended.out) == (5, "")
    assert word in ended.err
    assert "Nothing was posted." in ended.err
    assert not world.requests("POST")


def test_a_clock_that_is_wrong_is_mentioned(campaign: Command, running: Path) -> None:
    """More than two minutes apart: said aloud, and GitHub's counts."""
    assert (
        "This computer's clock is ahead of GitHub's" in campaign("post", running, "--dry-run").err
    )


@pytest.mark.parametrize(
    "options",
    [
        ("--repo", "octocat/hello"),
        ("--lang", "fr"),
        ("--pace", "-1"),
        ("--limit", "0"),
        ("--limit", "21"),
        ("--max-wait", "-1"),
        ("--timeout", "0"),
        ("--statement", "x", "--no-statement"),
        ("--statement", "ghp_" + "A1b2" * 9),
        ("--statement", "esc\x1b[2J"),
        ("--statement-file", "lost.txt"),
    ],
)
def test_wrong_usage_is_refused_before_any_request(
    options: tuple[str, ...], campaign: Command, running: Path, world: World
) -> None:
    """Exit 2, and nobody was asked anything."""
    assert campaign("post", running, *FAST, *options).code == 2
    assert not world.requests()


def test_one_s_own_token_is_no_statement(
    campaign: Command, running: Path, world: World, ada: User
) -> None:
    """Pasted by mistake, it is refused before any request, and not shown."""
    ended = campaign("post", running, *FAST, "--statement", f"look: {ada.token}")
    assert ended.code == 2
    assert "your own token" in ended.err
    assert not world.requests()


def test_a_required_statement_is_asked_for_before_any_request(
    campaign: Command, running: Path, world: World
) -> None:
    """Where the organiser wants own words, a script has to bring them."""
    running.write_text(running.read_text().replace("required: false", "required: true"))
    ended = campaign("post", running, *FAST)
    assert ended.code == 2
    assert "personal statement" in ended.err
    assert campaign("post", running, *FAST, "--no-statement").code == 2
    assert campaign("post", running, *FAST, "--statement", " \u200b ").code == 2
    assert not world.requests()
    assert campaign("post", running, *FAST, "--limit", "1", "--statement", "Mine.").code == 0


def test_nobody_signed_in(campaign: Command, running: Path, world: World) -> None:
    """4, the ways to sign in, not one request; empty is as good as none."""
    for token in (None, "", " \n"):
        ended = campaign("post", running, *FAST, env={"GH_TOKEN": token})
        assert (ended.code, ended.out) == (4, "")
        assert "gh auth login" in ended.err
    assert not world.requests()


def test_a_token_is_trimmed(campaign: Command, running: Path, ada: User) -> None:
    """A line break from a copied file does no harm; GITHUB_TOKEN is second choice."""
    spaced = {"GH_TOKEN": f"  {ada.token}\r\n"}
    assert campaign("post", running, "--dry-run", env=spaced).code == 0
    second = {"GH_TOKEN": None, "GITHUB_TOKEN": ada.token}
    assert campaign("post", running, "--dry-run", env=second).code == 0


@pytest.mark.parametrize("more", ["\r\nX-Evil: 1", " and more", "é", "\n\n1"])
def test_what_cannot_be_a_token_is_not_sent(
    more: str, campaign: Command, running: Path, world: World, ada: User
) -> None:
    """4, without a request and without the text itself, which the runner watches for."""
    ended = campaign("post", running, *FAST, env={"GH_TOKEN": ada.token + more})
    assert (ended.code, ended.out) == (4, "")
    assert not world.requests()


def test_a_token_github_does_not_know(campaign: Command, running: Path, world: World) -> None:
    """4, GitHub's word, and nothing posted."""
    ended = campaign("post", running, *FAST, env={"GH_TOKEN": "ghp_" + "x" * 36})
    assert (ended.code, ended.out) == (4, "")
    assert ended.err.splitlines()[-3:-1] == [
        "GitHub does not accept the token that GH_TOKEN holds. GitHub said: Bad credentials",
        "Nothing was posted.",
    ]
    assert not world.requests("POST")


def test_a_token_without_the_scope(
    campaign: Command, running: Path, world: World, ada: User
) -> None:
    """4 before anything is planned, with the command that mends it."""
    poor = world.add_token(ada, scopes=["read:user"]).text
    ended = campaign("post", running, *FAST, env={"GH_TOKEN": poor})
    assert ended.code == 4
    assert "public_repo" in ended.err
    assert poor not in ended.err
