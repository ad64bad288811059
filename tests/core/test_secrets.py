"""Tokens and keys, however they are written, and traces of the person's own computer."""

import html
from base64 import b64encode, urlsafe_b64encode
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.core.secrets import find_hex, find_private, find_secrets

OWN = "s3?cr>et?To?ken>of?mi>ne?9>"
"""Its base64 has both signs in which the two alphabets differ, at every alignment."""

SHAPES = {
    "a GitHub token": [
        "ghp_" + "a" * 36,
        "gho_" + "A1" * 18,
        "ghu_0123456789abcdef",
        "ghr_" + "z" * 76,
        "ghs_" + "abc.def-ghi_" * 43,
        "github_pat_11ABCDEFG0" + "x" * 70,
    ],
    "a private key": [
        "-----BEGIN RSA PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----",
        "-----BEGIN OPENSSH PRIVATE KEY-----",
        "-----BEGIN PGP PRIVATE KEY BLOCK-----",
    ],
    "an AWS access key": ["AKIAIOSFODNN7EXAMPLE", "ASIAIOSFODNN7EXAMPLE"],
}


def kinds(text: str, *secrets: str) -> list[str]:
    """What is found, without where."""
    return [what for _, what in find_secrets(text, secrets=secrets)]


@pytest.mark.parametrize(("kind", "secret"), [(k, s) for k, v in SHAPES.items() for s in v])
def test_known_shapes_are_found(kind: str, secret: str) -> None:
    """Lengths and dots vary: https://github.com/r-lib/gh/issues/231."""
    assert kinds(f"see ({secret}), please") == [kind]
    assert kinds(quote(secret, safe="").replace("_", "%5F")) == [kind]
    assert kinds(secret.replace("_", "&#95;").replace("PRIVATE", "PRIV&#65;TE")) == [kind]


@pytest.mark.parametrize(("kind", "secret"), [(k, s) for k, v in SHAPES.items() for s in v])
@pytest.mark.parametrize("before", [r'{"log":"one\n', r"end\r\n", r"\t"])
def test_a_letter_that_stands_for_a_line_end_hides_none(
    before: str, kind: str, secret: str
) -> None:
    """Pasted from JSON or from a log: no word goes on there."""
    assert kinds(f'{before}{secret}"') == [kind]


@pytest.mark.parametrize(
    "before",
    ["laughs_and_laughs_and_laughs-", "Xgithub_pat_000000000000000000_", "Xghp_0000000000000-"],
)
def test_a_word_that_looks_like_a_token_hides_none(before: str) -> None:
    """A real one is found inside of what only seemed to be one."""
    assert kinds(before + "ghp_" + "a" * 36) == ["a GitHub token"]


@pytest.mark.parametrize(
    "text",
    [
        "ghp_ is how such tokens begin",
        "ghp_short",
        "xghp_" + "a" * 36,
        "github_pattern_of_some_length",
        "-----BEGIN PUBLIC KEY-----",
        "AKIA in the middle",
        "https://github.com/palantir/blueprint/issues?q=is%3Aopen",
    ],
)
def test_ordinary_text_has_no_secret(text: str) -> None:
    """A word that only begins like a token is a word."""
    assert kinds(text, OWN) == []


@pytest.mark.parametrize("before", ["", "a", "ab", "abc", "user:"])
def test_the_own_token_is_found_in_base64(before: str) -> None:
    """At each of the three alignments, in both alphabets, and across line ends."""
    plain = f"{before}{OWN}".encode()
    for coded in (b64encode(plain).decode(), urlsafe_b64encode(plain).decode()):
        assert kinds(f"Basic {coded}.", OWN) == ["your own token"]
        assert kinds("\n".join(coded[i : i + 8] for i in range(0, len(coded), 8)), OWN)


@pytest.mark.parametrize(
    "coded",
    [
        OWN,
        OWN.upper(),
        quote(OWN, safe=""),
        "".join(f"%{ord(c):02x}" for c in OWN),
        "".join(f"&#{ord(c)};" for c in OWN),
        "".join(f"&#x{ord(c):X};" for c in OWN),
        html.escape(OWN).replace("?", "&quest;"),
        quote(b64encode(OWN.encode()).decode(), safe=""),
    ],
)
def test_the_own_token_is_found_in_other_codings(coded: str) -> None:
    """URL-coded or as character references, a browser would show it all the same."""
    assert kinds(f"before {coded} after", OWN) == ["your own token"]


LIVE = "ghp_0123456789abcdefghijABCDEFGHIJ012345"


@pytest.mark.parametrize(
    "written",
    [
        r"x ghp\_0123456789abcdefghijABCDEFGHIJ012345",
        "x ghp_0123456789**abcdef**ghijABCDEFGHIJ012345",
        "x `ghp_`0123456789abcdefghijABCDEFGHIJ012345",
        "token:**ghp_012**3456789abcdefghijABCDEFGHIJ012345",
        "[ghp_0123456789](https://example.org)abcdefghijABCDEFGHIJ012345",
        "[ghp_0123456789][a]abcdefghijABCDEFGHIJ012345",
        "ghp_0123456789[^1]abcdefghijABCDEFGHIJ012345",
        'ghp_012<b title="x">3456789</b>abcdefghijABCDEFGHIJ012345',
        r"<x ghp\_0123456789abcdefghijABCDEFGHIJ012345>",
        "~~ghp_012~~3456789abcdefghijABCDEFGHIJ012345",
        "ghp&#92;&#95;0123456789abcdefghijABCDEFGHIJ012345",
        "&#103&#104;p&#000000095;0123456789abcdefghijABCDEFGHIJ012345",
        "ghp&shy;_0123456789abcdefghijABCDEFGHIJ012345",
        "ghp%255F0123456789abcdefghijABCDEFGHIJ012345",
    ],
)
def test_signs_strewn_into_a_token_hide_it_from_nobody(written: str) -> None:
    """GitHub's page would show the whole token; the shape gives it away, and knowing it does."""
    assert kinds(written) == ["a GitHub token"]
    assert kinds(written, LIVE) == ["your own token"]


@pytest.mark.parametrize("between", ["\n", " ", "\n> ", "-", "_", "/", "**", "\\", "…"])
def test_the_own_token_in_pieces_is_found(between: str) -> None:
    """Wrapped, quoted or cut up: whoever reads it can put it together again."""
    coded = b64encode(f"x:{LIVE}".encode()).decode()
    for secret in (LIVE, coded):
        pieces = between.join(secret[i : i + 7] for i in range(0, len(secret), 7))
        assert "your own token" in kinds(f"see {pieces}!", LIVE)


@pytest.mark.parametrize(
    "text",
    [
        "Tokens begin with `ghp_`, `gho_`, `ghs_` or **github_pat_**: never show one.",
        "**highs_and_lows_of_the_market** and `lengths_of_all_the_sides_there_are`",
        "My token is ghp_**************** and stays with me.",
        "mis tokens \\_ghp\\_\\_ y `github_pat_` [así](https://example.org/ghp_)",
        "لا تنشر رمزًا يبدأ بـ `ghp_` أبدًا。`ghp_`で始まるトークン",
    ],
)
def test_talk_about_tokens_is_no_token(text: str) -> None:
    """Signs are taken out, but words are not glued together into something else."""
    assert kinds(text, LIVE) == []


def test_the_place_is_that_of_the_text_as_written() -> None:
    """A coded secret is reported where its coding begins."""
    text = f"50%25 &amp; {quote(OWN, safe='')}"
    assert list(find_secrets(text, secrets=[OWN])) == [(text.index("s3"), "your own token")]


def test_a_very_short_secret_is_not_searched_for() -> None:
    """Nobody's token is a word, and an empty one is everywhere."""
    assert kinds("any text at all", "", "text") == []


@settings(deadline=None)
@given(st.text(), st.text(), st.integers(0, 2))
def test_a_token_inside_any_text_is_found(before: str, after: str, pad: int) -> None:
    """Whatever stands around it."""
    coded = b64encode(b"x" * pad + OWN.encode()).decode()
    assert "your own token" in kinds(f"{before} {OWN} {after}", OWN)
    assert "your own token" in kinds(f"{before} {coded} {after}", OWN)


def test_forty_hexadecimal_digits_are_noticed() -> None:
    """A very old token looks like the name of a commit; in an address it is one."""
    digits = "0123456789abcdef" * 2 + "01234567"
    assert list(find_hex(f"x {digits}")) == [(2, "")]
    assert list(find_hex(f"https://github.com/o/r/commit/{digits} {digits}0")) == []


@pytest.mark.parametrize(
    "text",
    [
        "/home/anna/notes.txt",
        "see /Users/anna/x",
        r"C:\Users\Anna\Desktop",
        "on laptop-7",
        "Laptop-7!",
    ],
)
def test_traces_of_the_computer_are_noticed(text: str) -> None:
    """Home folders of any system, and the names the caller knows."""
    assert list(find_private(text, private=["laptop-7", "an"]))


@pytest.mark.parametrize(
    "text", ["https://example.org/home/anna/x", "at home/anna", "banana", "laptop-71", "the laptop"]
)
def test_ordinary_words_are_no_trace(text: str) -> None:
    """Addresses and longer words are left alone, and so are names too short to mean anything."""
    assert list(find_private(text, private=["laptop-7", "an", ""])) == []


def test_a_trace_is_told_as_it_stands_there() -> None:
    """With its place, once; a user's name that is a first name is none in a sentence."""
    known = ["rosa", "rosas-pc", "/home/rosa"]
    text = "I am Rosa (rosa@Rosas-PC), see /home/rosa/x"
    assert list(find_private(text, private=known)) == [
        (11, "rosa"),
        (16, "Rosas-PC"),
        (31, "/home/rosa"),
    ]
    assert list(find_private("Soy Rosa y me gusta el Rosa.", private=known)) == []
