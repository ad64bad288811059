"""The command that goes on does what the first one was asked to do."""

import shlex
from pathlib import Path
from typing import Any

import pytest

from campaign.cli.app import App
from campaign.cli.options import StatementOptions
from campaign.cli.post_options import PostOptions

HERE = App(
    api_url="https://api.github.com", state_dir=None, plain=False, no_color=False, verbose=False
)

NOTHING: dict[str, Any] = {"text": None, "file": None, "edit": False, "none": False}


def options(*, statement: dict[str, Any] | None = None, **given: Any) -> PostOptions:
    """`campaign post x` with these options."""
    usual: dict[str, Any] = {
        "name_or_path": "x",
        "repos": (),
        "limit": None,
        "language": None,
        "dry_run": False,
        "save_plan": None,
        "plan": None,
        "wait": False,
        "pace": None,
        "max_wait": 120.0,
        "timeout": 30.0,
        "fallback": False,
        "yes": False,
        "as_json": False,
    }
    words = StatementOptions(**{**NOTHING, **(statement or {})})
    return PostOptions(**{**usual, **given}, statement=words)


def test_nothing_is_added() -> None:
    """Whoever gave no options gets none."""
    assert options().again(HERE) == "campaign post x"


def test_it_posts_as_much_and_asks_as_little() -> None:
    """Limit, pace, words and consent are those of the first run."""
    first = options(
        repos=("o/r",),
        limit=1,
        language="es",
        pace=7.5,
        fallback=True,
        yes=True,
        statement={"text": "My mother's town."},
    )
    assert shlex.split(first.again(HERE))[3:] == [
        *("--lang", "es", "--repo", "o/r", "--limit", "1", "--pace", "7.5", "--fallback"),
        *("--statement", "My mother's town.", "--yes"),
    ]


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ({"none": True}, ["--no-statement"]),
        ({"edit": True}, ["--edit"]),
        ({"file": Path("my words.txt")}, ["--statement-file", "my words.txt"]),
    ],
)
def test_each_way_to_give_words(statement: dict[str, Any], told: list[str]) -> None:
    """None is a way, too: nobody is asked again."""
    assert shlex.split(options(statement=statement).again(HERE))[3:] == told


@pytest.mark.parametrize("text", ["one\ntwo", "\u202eolleh"])
def test_words_that_no_line_can_show(text: str) -> None:
    """They are asked for again; nothing is posted without them."""
    assert options(statement={"text": text}, yes=True).again(HERE) == "campaign post x"


def test_words_that_are_kept() -> None:
    """They are offered by the next run, as they were changed; unless nobody is asked."""
    given = {"text": "Mine."}
    assert options(statement=given).again(HERE, words_are_kept=True) == "campaign post x"
    told = options(statement=given, yes=True).again(HERE, words_are_kept=True)
    assert told == "campaign post x --statement Mine. --yes"


def test_a_saved_plan_is_posted_in_the_manner_it_was_saved_in() -> None:
    """It holds neither the pace nor whether another repository may be asked."""
    saved = options(save_plan=Path("my.plan"), pace=5.0, fallback=True)
    assert saved.to_post(HERE) == "campaign post x --plan my.plan --pace 5 --fallback"
