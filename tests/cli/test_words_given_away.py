"""What must not become public with somebody's own words: tokens, and traces of their computer."""

import getpass
import sys
from base64 import b64encode
from pathlib import Path

import pytest
from tests.cli.command import Command

TOKEN = "an0ther5ort0fT0ken1nThe3nv1ronment987654"
"""Known to be one only because the environment says so."""

CLOAKED = (
    TOKEN,
    b64encode(f"x:{TOKEN}".encode()).decode(),
    f"{TOKEN[:9]}**{TOKEN[9:20]}**{TOKEN[20:]}",
    "\\_".join((TOKEN[:9], TOKEN[9:])),
    "ghp\\_" + "A1b2" * 9,
)


@pytest.mark.parametrize("words", CLOAKED)
@pytest.mark.parametrize("options", [(), ("--json",), ("--html", "page.html")])
def test_a_preview_holds_no_token(words: str, options: tuple[str, ...], campaign: Command) -> None:
    """Its text, its page and its links are made to be copied."""
    statement = ("preview", "notechforice-2019", "--statement", f"look: {words}", *options)
    ended = campaign(*statement, env={"GH_TOKEN": TOKEN})
    assert ended.code == 2
    assert "It is not shown here" in ended.out + ended.err
    assert words not in ended.out + ended.err
    assert not (campaign.folder / "page.html").exists()


@pytest.mark.parametrize("place", ["summary:", "- repo:", "campaign:"])
@pytest.mark.parametrize("token", [TOKEN, "ghp_" + "A1b2" * 9])
def test_validate_repeats_no_token(place: str, token: str, campaign: Command) -> None:
    """Pasted as a key, wherever: the fault is told, the token is not."""
    campaign("new", "mine")
    source = (campaign.folder / "mine.yaml").read_text()
    indent = "    " if place.startswith("-") else ""
    key = f"{indent}{token}: x\n"
    before, found, after = source.partition(place)
    first, _, rest = after.partition("\n")
    wrong = f"{before}{found}{first}\n{key}{rest}" if indent else f"{before}{key}{found}{after}"
    (campaign.folder / "mine.yaml").write_text(wrong)
    for options in ((), ("--json",)):
        ended = campaign("validate", "mine.yaml", *options, env={"GITHUB_TOKEN": token})
        assert ended.code == 2
        assert "It is not shown here" in ended.out
        assert token not in ended.out + ended.err


def test_traces_of_this_computer_are_pointed_out(campaign: Command) -> None:
    """They are no secret: the person decides."""
    words = "see /home/alice/plan.txt and C:\\Users\\bob\\x"
    ended = campaign("preview", "notechforice-2019", "--statement", words)
    assert ended.code == 0
    assert "Mind: This looks like a name or a folder of your own computer: /home/alice." in (
        ended.told
    )
    assert "folder of your own computer: C:\\Users\\bob." in ended.told
    assert "Mind:" not in campaign("preview", "notechforice-2019", "--statement", "Hello.").told


@pytest.mark.skipif(sys.platform == "win32", reason="Windows names the user elsewhere")
def test_the_user_s_own_name_is_known(campaign: Command) -> None:
    """The name that a prompt shows, and a pasted log."""
    words = "pasted: zaphod$ make"
    ended = campaign("preview", "notechforice-2019", "--statement", words, env=_user("zaphod"))
    assert "your own computer: zaphod." in ended.told
    assert getpass.getuser() != "zaphod"


def _user(name: str) -> dict[str, str]:
    return {"LOGNAME": name, "USER": name}


def test_forty_hexadecimal_digits_are_pointed_out(campaign: Command) -> None:
    """A commit's name, or a token from before 2021."""
    ended = campaign("preview", "notechforice-2019", "--statement", f"Since {'0123456789' * 4}.")
    assert ended.code == 0
    assert "Mind: There are 40 hexadecimal digits" in ended.told


def test_a_file_from_windows_is_read(campaign: Command) -> None:
    """The mark at its beginning is nobody's words, in a file or in a pipe."""
    words = "\ufeffI am a nurse.\r\n".encode()
    (campaign.folder / "words.txt").write_bytes(words)
    one = ("preview", "notechforice-2019", "--repo", "palantir/conjure", "--json")
    expected = campaign(*one, "--statement", "I am a nurse.").json
    assert campaign(*one, "--statement-file", "words.txt").json == expected
    assert campaign(*one, "--statement-file", "-", input=words).json == expected


@pytest.mark.skipif(sys.platform == "win32", reason="an editor that is a shell script")
def test_words_with_a_token_come_back_into_the_editor(
    campaign: Command, tmp_path: Path, running: Path
) -> None:
    """They are kept in no file, and yet only the token has to go."""
    token = "ghp_" + "A1b2" * 9
    editor = tmp_path / "editor"
    editor.write_text(
        f'#!/bin/sh\nif grep -q ghp_ "$1"; then sed -i.bak "s/ghp_[A-Za-z0-9]*/gone/" "$1"\n'
        f'else echo "I am a nurse. {token}" > "$1"; fi\n'
    )
    editor.chmod(0o700)
    ended = campaign("preview", running, "--edit", env={"VISUAL": str(editor)})
    assert ended.code == 0
    assert "Words with a token are kept nowhere. Your editor opens." in ended.told
    assert "I am a nurse. gone" in ended.out
    assert token not in ended.out + ended.err
    editor.write_text(f'#!/bin/sh\necho "I am a nurse. {token}" > "$1"\n')
    assert campaign("preview", running, "--edit", env={"VISUAL": str(editor)}).code == 2
