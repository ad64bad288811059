"""Where a token comes from, and that what is no token is never repeated."""

import os
import shlex
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from campaign.adapters.gh_token import check_token, find_token
from campaign.errors import Exit, SignInNeeded

CLASSIC = "ghp_" + "a" * 36
FINE = "github_pat_" + "b" * 60
LONG = "ghs_" + "c" * 400 + ".d-e_f"

posix = pytest.mark.skipif(sys.platform == "win32", reason="the fake gh is a shell script")


@pytest.fixture
def fake_gh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Puts a `gh` on the path that does this, and writes down how it was called."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    calls = tmp_path / "calls"

    def make(script: str) -> Path:
        gh = folder / "gh"
        gh.write_text(f'#!/bin/sh\necho "$@" >> {shlex.quote(str(calls))}\n{script}\n')
        gh.chmod(0o755)
        return calls

    return make


@pytest.mark.parametrize(
    ("environ", "token"),
    [
        ({"GH_TOKEN": CLASSIC, "GITHUB_TOKEN": FINE}, CLASSIC),
        ({"GITHUB_TOKEN": FINE}, FINE),
        ({"GH_TOKEN": "", "GITHUB_TOKEN": FINE}, FINE),
        ({"GH_TOKEN": " \r\n\t", "GITHUB_TOKEN": FINE}, FINE),
        ({"GH_TOKEN": f"  {LONG}\r\n"}, LONG),
        ({"GH_TOKEN": "\n" + CLASSIC}, CLASSIC),
        ({"GH_ENTERPRISE_TOKEN": CLASSIC, "TOKEN": CLASSIC}, None),
        ({}, None),
    ],
)
def test_the_environment_in_ghs_order(environ: dict[str, str], token: str | None) -> None:
    """GH_TOKEN, then GITHUB_TOKEN; empty ones do not count, white space around one goes."""
    assert find_token(environ, ask_gh=False) == token


@posix
def test_gh_is_asked_last(fake_gh: Callable[[str], Path]) -> None:
    """Only if the environment has nothing, and only where it may be."""
    calls = fake_gh(f"echo {CLASSIC}")
    assert find_token({"GH_TOKEN": FINE}, ask_gh=True) == FINE
    assert find_token({}, ask_gh=False) is None
    assert not calls.exists()
    assert find_token({}, ask_gh=True) == CLASSIC


@posix
def test_gh_is_asked_for_the_token_of_github_com(
    fake_gh: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Never for that of another host, whatever GH_HOST says."""
    monkeypatch.setenv("GH_HOST", "ghe.evil.example")
    calls = fake_gh(f"echo {CLASSIC}")
    find_token({}, ask_gh=True)
    assert calls.read_text() == "auth token --hostname github.com\n"


@posix
@pytest.mark.parametrize(
    "script",
    [
        "exit 1",
        f"echo {CLASSIC}; exit 1",
        "exit 0",
        "echo",
        "printf ' \\r\\n'",
        "echo 'no oauth token found' >&2; exit 1",
        "kill -9 $$",
    ],
)
def test_a_gh_that_has_no_token(fake_gh: Callable[[str], Path], script: str) -> None:
    """Nobody is signed in; that is all."""
    fake_gh(script)
    assert find_token({}, ask_gh=True) is None


@posix
def test_a_gh_that_cannot_be_run(fake_gh: Callable[[str], Path], tmp_path: Path) -> None:
    """The same as none."""
    fake_gh("")
    (tmp_path / "bin" / "gh").write_bytes(b"\x7fELF not a program")
    assert find_token({}, ask_gh=True) is None


@posix
def test_without_gh(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """It is not needed."""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_token({}, ask_gh=True) is None


@posix
@pytest.mark.parametrize("entry", [".", ""])
def test_a_gh_in_the_current_folder_is_not_run(
    fake_gh: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, entry: str
) -> None:
    """It may have come with the campaign."""
    calls = fake_gh(f"echo {CLASSIC}")
    monkeypatch.chdir(tmp_path / "bin")
    monkeypatch.setenv("PATH", os.pathsep.join([entry, "/nowhere"]))
    assert find_token({}, ask_gh=True) is None
    assert not calls.exists()


@posix
def test_line_ends_of_gh_go(fake_gh: Callable[[str], Path]) -> None:
    """CRLF and spaces are no part of a token."""
    fake_gh(f"printf ' {CLASSIC}\\r\\n'")
    assert find_token({}, ask_gh=True) == CLASSIC


NO_TOKENS = (
    f"{CLASSIC}\n{FINE}",
    f"{CLASSIC} {FINE}",
    f"{CLASSIC}\r\nX-Evil: 1",
    "gehëim-s3cret",
    "s3cret\0",
    "s3cret\x1b[2J",
    '"s3cret"',
    "s3cret" * 200,
    "https://s3cret@github.com",
)


@pytest.mark.parametrize("text", NO_TOKENS)
def test_what_is_no_token_is_refused_and_not_repeated(text: str) -> None:
    """A library would print it in its error; we say only where it stands."""
    with pytest.raises(SignInNeeded) as error:
        check_token(text, origin="GH_TOKEN")
    told = f"{error.value!r} {error.value.message} {error.value.hint} {error.value.__context__!r}"
    assert "s3cret" not in told
    assert CLASSIC not in told
    assert "GH_TOKEN" in error.value.message
    assert error.value.exit_code is Exit.SIGN_IN


@pytest.mark.parametrize("name", ["GH_TOKEN", "GITHUB_TOKEN"])
def test_a_spoilt_variable_is_named(name: str) -> None:
    """And no other place is asked instead."""
    with pytest.raises(SignInNeeded, match=name):
        find_token({name: "not a token", "OTHER": CLASSIC}, ask_gh=False)


@posix
@pytest.mark.parametrize("output", ["'two words'", "'\\377\\376 s3cret'", "'<html>s3cret'"])
def test_what_gh_prints_is_not_repeated(fake_gh: Callable[[str], Path], output: str) -> None:
    """Also where it is no text at all."""
    fake_gh(f"printf {output}")
    with pytest.raises(SignInNeeded, match="gh auth token") as error:
        find_token({}, ask_gh=True)
    assert "s3cret" not in f"{error.value!r} {error.value.__context__!r}"


@posix
def test_gh_cannot_ask_a_question(fake_gh: Callable[[str], Path]) -> None:
    """What it prints on stderr is not ours to show, and not taken for a token."""
    fake_gh(f"echo {FINE} >&2; echo {CLASSIC}")
    assert find_token({}, ask_gh=True) == CLASSIC
