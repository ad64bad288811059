"""`campaign preview`: the exact issue, without network, and nothing in it that must not go out."""

import os
import re
import sys
import time
from pathlib import Path

import pytest
from tests.cli.command import Command

from campaign.rehearsal.accounts import User
from campaign.rehearsal.world import World

WORDS = "I am a nurse; my neighbours are afraid.\n\nمرحبا – 👩\u200d⚕️ – नमस्ते"


def test_preview_is_what_post_sends(
    campaign: Command, running: Path, world: World, ada: User
) -> None:
    """Byte for byte, save the key in the marker, which names the account."""
    document = campaign("preview", running, "--statement", WORDS, "--json").json
    shown = {draft["repo"]: draft for draft in document["drafts"]}
    campaign("post", running, "--yes", "--pace", "0", "--statement", WORDS)
    sent = world.requests("POST", "/issues")
    assert len(sent) == 3
    for visit in sent:
        draft = shown[visit.path.removeprefix("/repos/").removesuffix("/issues")]
        key = re.compile(r"(?<=<!-- campaign:notechforice-2019 )\S+(?= -->$)")
        assert draft["marker"] == "<!-- campaign:notechforice-2019 web -->"
        assert visit.title == draft["title"]
        assert visit.body is not None
        assert key.sub("web", visit.body) == draft["body"]
        assert WORDS in draft["body"]


def test_it_needs_no_network_and_no_token(
    campaign: Command, world: World, nobody_there: str
) -> None:
    """Reading what one would say tells nobody."""
    away = {"CAMPAIGN_API_URL": nobody_there, "GH_TOKEN": None}
    ended = campaign("preview", "notechforice-2019", env=away)
    assert ended.code == 0
    assert ended.out.count("Once public it mentions nobody, refers to no other issue") == 10
    assert "10 issues shown; one person posts at most 3. Nothing was sent." in ended.err
    assert not world.requests()


def test_repo_shows_the_one_that_was_asked_for(campaign: Command) -> None:
    """Named in any case, shown as the file writes it."""
    ended = campaign("preview", "notechforice-2019", "--repo", "Palantir/CONJURE", "--json")
    assert [draft["repo"] for draft in ended.json["drafts"]] == ["palantir/conjure"]
    lost = campaign("preview", "notechforice-2019", "--repo", "octocat/hello")
    assert lost.code == 2
    assert "palantir/conjure" in lost.err


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "To the people"), ("es", "A quienes trabajan"), ("ar", "إلى العاملين")],
)
def test_each_language_has_its_own_text(language: str, words: str, campaign: Command) -> None:
    """Title, text and the closing line are all in the language asked for."""
    ended = campaign("preview", "immigrationos-2026", "--lang", language, "--json")
    assert ended.json["language"] == language
    draft = ended.json["drafts"][0]
    assert draft["title"].startswith(words)
    assert ('<div dir="rtl">' in draft["body"]) == (language == "ar")


def test_an_unknown_language_names_the_known_ones(campaign: Command) -> None:
    """The way on is in the message."""
    ended = campaign("preview", "immigrationos-2026", "--lang", "fr")
    assert ended.code == 2
    assert "en, es, ar" in ended.err


@pytest.mark.parametrize(
    "options",
    [
        ("--statement", "x", "--no-statement"),
        ("--statement", "", "--no-statement"),
        ("--statement", "x", "--statement-file", "-"),
        ("--edit", "--no-statement"),
    ],
)
def test_only_one_source_of_words(options: tuple[str, ...], campaign: Command) -> None:
    """Two statements would leave it open which one goes out."""
    ended = campaign("preview", "notechforice-2019", *options)
    assert (ended.code, ended.out) == (2, "")
    assert "not several" in ended.err


def test_a_statement_comes_from_a_file_or_a_pipe(campaign: Command) -> None:
    """The same words, the same issue; line breaks of any system."""
    file = campaign.folder / "words.txt"
    file.write_bytes(WORDS.replace("\n", "\r\n").encode() + b"\r\n\r\n")
    one = ("--repo", "palantir/conjure", "--json")
    expected = campaign("preview", "notechforice-2019", *one, "--statement", WORDS).json
    from_file = campaign("preview", "notechforice-2019", *one, "--statement-file", "words.txt")
    words = ("preview", "notechforice-2019", *one, "--statement-file", "-")
    assert from_file.json == campaign(*words, input=WORDS.encode()).json == expected


@pytest.mark.skipif(sys.platform == "win32", reason="an editor that is a shell script")
def test_what_is_written_for_a_preview_is_kept(
    campaign: Command, tmp_path: Path, running: Path
) -> None:
    """Where, is said; `post` offers it again, and so does the editor."""
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\necho "written for a look" > "$1"\n')
    editor.chmod(0o700)
    ended = campaign("preview", running, "--edit", env={"VISUAL": str(editor)})
    assert ended.code == 0
    assert "written for a look" in ended.out
    (kept,) = (tmp_path / "state").glob("statement-*.txt")
    assert kept.read_text() == "written for a look"
    assert "Your words are kept, for you alone, in" in ended.told


@pytest.mark.parametrize("kind", ["missing", "folder", "pipe", "device", "large", "latin-1"])
def test_what_is_no_small_text_file_is_refused_at_once(kind: str, campaign: Command) -> None:
    """No hang, no guessing: a sentence and exit 2."""
    path = campaign.folder / kind
    if kind == "folder":
        path.mkdir()
    elif kind in ("pipe", "device") and os.name == "nt":
        pytest.skip("there are no such files here")
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "device":
        path = Path("/dev/zero")
    elif kind == "large":
        path.write_bytes(b"a" * 5_000_000)
    elif kind == "latin-1":
        path.write_bytes("déjà".encode("latin-1"))
    began = time.monotonic()
    ended = campaign("preview", "notechforice-2019", "--statement-file", path)
    assert (ended.code, ended.out) == (2, "")
    assert "--statement-file" in ended.err
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("data", [b"a" * 5_000_000, b"d\xe9j\xe0"])
def test_a_pipe_is_held_to_the_same(data: bytes, campaign: Command) -> None:
    """Too much, or no UTF-8, is refused from standard input too."""
    ended = campaign("preview", "notechforice-2019", "--statement-file", "-", input=data)
    assert (ended.code, ended.out) == (2, "")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("take this: ghp_" + "A1b2" * 9, "looks like a GitHub token"),
        ("clear\x1b[2Jed", "line 1, column 6: There is a control character"),
        ("copied \x1b]52;c;ZXZpbA==\x07", "control character"),
        ("one\ntwo\x9b31m", "line 2, column 4: There is a control character"),
        ("abc\u202edef", "reorders the text"),
        ("abc\u200bdef", "invisible character"),
        ("x" * 2001, "2001 characters; this campaign takes 2000"),
    ],
)
def test_words_that_must_not_go_out_are_refused(words: str, told: str, campaign: Command) -> None:
    """With their place, and without being repeated."""
    ended = campaign("preview", "notechforice-2019", "--statement", words)
    assert (ended.code, ended.out) == (2, "")
    assert told in ended.err
    assert words not in ended.err
    assert "A1b2" not in ended.err
    assert ended.err.replace("\n", "").isprintable()


def test_softened_words_are_announced(campaign: Command) -> None:
    """Whoever names a person or an issue learns that nobody will be notified."""
    words = ("preview", "notechforice-2019", "--repo", "palantir/conjure", "--statement")
    softened = campaign(*words, "thank you, @octocat, for #12")
    assert "`@octocat`, for `#12`" in softened.out
    assert "so that nobody is notified" in softened.err
    assert "mentions nobody, refers to no other issue" in softened.out
    assert "so that nobody is notified" not in campaign(*words, "thank you all").err


def test_foreign_text_stays_behind_its_bar(campaign: Command) -> None:
    """No line of an issue can pass for a line of ours; in plain mode the mark is spoken text."""
    for mode, bar in (((), "  │ "), (("--plain",), "> ")):
        ended = campaign(*mode, "preview", "notechforice-2019", "--repo", "palantir/conjure")
        text = ended.out.partition("characters):")[2]
        ours = [line for line in text.splitlines() if line and not line.startswith(bar)]
        assert "Once public it mentions nobody" in " ".join(ours[1:])


def test_in_a_file_or_pipe_lines_stay_as_they_are(campaign: Command) -> None:
    """Without a terminal nothing is wrapped: an address keeps in one piece, a line is a line."""
    words = ("preview", "notechforice-2019", "--repo", "palantir/conjure")
    (draft,) = campaign(*words, "--json").json["drafts"]
    assert max(map(len, draft["body"].split("\n"))) > 80
    for mode, bar in (((), "  │ "), (("--plain",), "> ")):
        lines = campaign(*mode, *words).out.splitlines()
        behind = [line.removeprefix(bar) for line in lines if line.startswith(bar.rstrip())]
        assert [draft["title"], *draft["body"].split("\n")] == behind


def test_a_friend_s_hints_are_given_and_refuse_nothing(campaign: Command) -> None:
    """A placeholder and a phone number are pointed out, the meter shown, and it goes on."""
    words = "I am [your job]; call me at +49 30 1234 5678."
    ended = campaign("preview", "notechforice-2019", "--statement", words)
    assert ended.code == 0
    assert "A hint on your words: A placeholder" in ended.told
    assert "A hint on your words: It seems to give away a phone number" in ended.told
    assert "Own-words meter: 3% of the issue is yours." in ended.told
