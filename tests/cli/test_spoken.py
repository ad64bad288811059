"""`preview` and `post` in the language of their reader: every sentence; for scripts nothing."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from tests.cli.command import FAST, SLUG, Command, created
from tests.cli.terminal import SitDown

from campaign.cli import language
from campaign.cli.keyboard import read_letter
from campaign.core.characters import strange_characters
from campaign.rehearsal.world import World

CATALOGUE = Path(language.__file__).parents[1] / "locale" / "es" / "LC_MESSAGES" / "campaign.po"
LOCALES = ["es_ES.UTF-8", "ar_EG.UTF-8"]
RUN = ("--repo", "palantir/atlasdb", "--statement", "I ask @you for my neighbours, see #12.")
GUTTER = re.compile(r"^ *[│┊|>] .*$", re.MULTILINE)


def pieces() -> Iterator[str]:
    """The longest piece without a value of every English sentence there is a translation for."""
    with CATALOGUE.open("rb") as file:
        for message in read_po(file, locale="es"):
            one = message.id if isinstance(message.id, str) else message.id[0]
            piece = max(re.split(r"\{\w+\}|\n", one), key=len).strip()
            if len(piece) >= 10 and " " in piece:
                yield piece


PIECES = frozenset(pieces())


def english(talk: str) -> set[str]:
    """What of ours is in English there, beside the text of the campaign and its issues."""
    told = " ".join(GUTTER.sub("", talk).split())
    return {piece for piece in PIECES if piece in told}


def commands(running: Path) -> dict[tuple[object, ...], int]:
    """What a supporter may meet, and how many English sentences of ours are in it at least."""
    return {
        ("preview", running, *RUN): 5,
        ("post", running, "--dry-run", *RUN): 15,
        ("--plain", "post", running, "--yes", "--pace", "0", "--limit", "1", *RUN): 15,
        ("post", running, "--dry-run", "--repo", "octocat/hello"): 1,
        ("post", SLUG, "--dry-run"): 3,
        ("post", running): 2,
    }


@pytest.mark.parametrize("locale", [None, *LOCALES])
def test_a_supporter_reads_their_own_language(
    locale: str | None, campaign: Command, running: Path
) -> None:
    """Not one of our sentences is in English; without a locale all of them are."""
    for words, least in commands(running).items():
        ended = campaign(*words, env={"LANG": locale})
        found = english(f"{ended.out}\n{ended.err}")
        assert not found if locale else len(found) >= least


@pytest.mark.parametrize("locale", LOCALES)
def test_a_script_reads_the_same_in_every_language(
    locale: str, campaign: Command, running: Path
) -> None:
    """One document for all, also where something is wrong."""
    for words in (
        ("preview", running, *RUN),
        ("post", running, "--dry-run", *RUN),
        ("post", SLUG, "--dry-run"),
        ("preview", running, "--repo", "octocat/hello"),
    ):
        first, second = (campaign(*words, "--json", env={"LANG": each}) for each in (None, locale))
        assert (first.code, first.out) == (second.code, second.out)


def test_a_pipe_gets_no_invisible_characters(campaign: Command, running: Path) -> None:
    """What sets names apart on a terminal would be dirt in a file."""
    ended = campaign("post", running, "--dry-run", *RUN, env={"LANG": "ar_EG.UTF-8"})
    assert list(strange_characters(ended.out + ended.err)) == []


def test_names_keep_their_direction_on_a_terminal(sit_down: SitDown, running: Path) -> None:
    """In Arabic talk OWNER/REPO is set apart; the exact text of an issue is left alone."""
    window = sit_down("post", running, "--dry-run", *RUN, env={"LANG": "ar_EG.UTF-8"})
    assert window.end() == 0
    shown = window.shown.decode()
    assert "\u2068palantir/atlasdb\u2069" in shown
    foreign = [line for line in shown.splitlines() if "│" in line]
    assert any("atlasdb" in line for line in foreign)
    assert not [line for line in foreign if "\u2068" in line]


@pytest.mark.parametrize(
    "words",
    [
        ("post", "--dry-run", *RUN),
        ("--plain", "post", "--dry-run", *RUN),
        ("preview", *RUN),
        ("status",),
        ("--plain", "status"),
        ("settle", "--rebuild"),
        ("check",),
        ("--plain", "check"),
        ("post", "--repo", "octocat/hello"),
        ("post", "--nope"),
    ],
    ids=" ".join,
)
def test_whatever_runs_the_other_way_is_set_apart(
    words: tuple[str, ...], campaign: Command, sit_down: SitDown, running: Path
) -> None:
    """On a terminal no line from right to left holds a name, an address or a command of its own."""
    assert campaign("post", running, *FAST, *RUN[:2]).code == 0
    place = next(place for place, word in enumerate(words) if not word.startswith("--")) + 1
    window = sit_down(*words[:place], running, *words[place:], env={"LANG": "ar_EG.UTF-8"})
    window.end()
    shown = re.sub(r"\x1b\[[\d;?]*[A-Za-z]", "", window.shown.decode())
    cells = re.split(r"\n| {2,}", GUTTER.sub("", shown))
    ours = [cell for cell in cells if re.search("[\u0621-\u064a]", cell)]
    assert ours
    rests = {cell: re.sub("\u2068[^\u2068\u2069]*\u2069", "", cell) for cell in ours}
    assert not [cell for cell, rest in rests.items() if re.search("[A-Za-z]{2}", rest)]


def test_questions_are_asked_and_answered_in_the_reader_s_language(
    sit_down: SitDown, running: Path, world: World
) -> None:
    """The letters stay, their meanings are told; what is no letter posts nothing, and sí does."""
    words = ("post", running, "--pace", "0", "--limit", "1")
    window = sit_down(*words, env={"LANG": "es_ES.UTF-8"}, lines=60)
    window.expect("because …")
    window.answer()
    window.expect("¿Publicar esta incidencia en palantir/")
    window.answer("x")
    window.expect("s: saltar este repositorio")
    window.expect("¿Publicar esta incidencia en palantir/")
    assert created(world) == 0
    window.answer("sí")
    assert window.end() == 0
    assert created(world) == 1
    assert english(window.text) == set()


@pytest.mark.parametrize(
    ("tag", "answers"),
    [
        ("en", {"Y": "y", " yes ": "y", "No": "n", "s": "s", "": ""}),
        ("es", {"y": "y", "sí": "y", "SÍ": "y", "s": "s", "no": "n", "v": "v"}),
        ("ar", {"y": "y", "نعم": "y", "ن": "y", "لا": "n", "ل": "n", "q": "q"}),
    ],
)
def test_an_answer_in_the_reader_s_language(
    tag: str, answers: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Yes and no count in their own words; no letter of ours gets another meaning."""
    monkeypatch.setattr("campaign.cli.language.spoken", lambda: tag)
    language._catalogue.cache_clear()
    try:
        assert {typed: read_letter(typed) for typed in answers} == answers
    finally:
        language._catalogue.cache_clear()
