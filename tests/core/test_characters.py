"""Characters that deceive or hide, and the places where they do honest work."""

import sys
import unicodedata

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.core.characters import (
    MOST_ACCENTS,
    escape_strange,
    name_of,
    shows_nothing,
    strange_characters,
)

HONEST = [
    "👨‍👩‍👧 🏳️‍🌈 नमस्ते",
    "👩🏽‍🚀 ❤️‍🔥 🏴‍☠️ 👁️‍🗨️ 🧑🏿‍🤝‍🧑🏻",
    "1️⃣ #️⃣ ☎︎ ↔️ ©️ 🇵🇸",
    "🏴󠁧󠁢󠁥󠁮󠁧󠁿 🏴󠁧󠁢󠁳󠁣󠁴󠁿 🏴󠁧󠁢󠁷󠁬󠁳󠁿",
    "می‌خواهم کتاب‌ها را بخوانم",
    "ශ්‍රී ලංකා ക്‍ष क्‍ष",
    "ពាក្យ​ខ្មែរ ภาษา​ไทย",
    "ᠮᠣᠩᠭᠣᠯ᠎ᠠ",
    "العربية والعبرية معا: שלום عليكم",
    "مرحبا\u200f! שלום\u200e (a)",
    "בְּרֵאשִׁ֖ית בָּרָ֣א אֱלֹהִ֑ים",
    "Żółć, naïve café, Ελληνικά, 日本語　です, ½ × 3²",
    "葛\U000e0100城さんと辻\U000e0101さん、㐂\U000e0100、𠮟\U000e0100る、慈\ufe00",
    "a\u00a0b — “quoted” … 1\u202f000",
]

VISIBLE_FORMATS = {0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD, *range(0x600, 0x606)}
"""Of Unicode's format characters these are seen: the number signs of Arabic, Syriac, Kaithi."""

SUSPECTS = [
    chr(code)
    for code in range(sys.maxunicode + 1)
    if unicodedata.category(chr(code)) in ("Cc", "Cf", "Cs", "Zl", "Zp")
    and code not in VISIBLE_FORMATS
    and chr(code) not in "\n\t"
]


def found(text: str) -> list[tuple[int, str]]:
    """What is strange in a text."""
    return list(strange_characters(text))


@pytest.mark.parametrize("text", HONEST)
def test_honest_text_is_left_alone(text: str) -> None:
    """Joiners in emoji and scripts, real right-to-left prose and accents are not suspects."""
    assert found(text) == []
    if not set(text) & set("\u200e\u200f"):
        assert escape_strange(text) == text


@pytest.mark.parametrize("text", ["{}", "{}{}", "word {} word", "{}start", "end{}", "א{}"])
def test_every_control_and_format_character_is_a_suspect(text: str) -> None:
    """Alone and inside words, none of Cc, Cf, Cs, Zl and Zp gets through unnoticed."""
    for suspect in SUSPECTS:
        if "א" in text and suspect in "\u061c\u200e\u200f":
            continue
        assert found(text.replace("{}", suspect)), name_of(suspect)


@pytest.mark.parametrize("text", ["{}", "word {} word", "א{}", "😀{}", "क{}"])
def test_nothing_strange_is_shown_raw(text: str) -> None:
    """What is printed holds no control, bidirectional or separating character at all."""
    for suspect in SUSPECTS:
        for shown in escape_strange(text.replace("{}", suspect)):
            category = unicodedata.category(shown)
            assert category not in ("Cc", "Cs", "Zl", "Zp"), name_of(suspect)
            assert category != "Cf" or shown in "\u200c\u200d", name_of(suspect)


@pytest.mark.parametrize(
    ("text", "kind", "shown"),
    [
        ("\x1b]52;c;ZXZpbA==\x07", "control", "^[]52;c;ZXZpbA==^G"),
        ("safe\rPost to 0 repos? [y/N]", "control", "safe^MPost to 0 repos? [y/N]"),
        ("\x9b31m \x85 \x7f \x00", "control", "<U+009B>31m <U+0085> ^? ^@"),
        ("a\u202eb", "direction", "a<U+202E>b"),
        ("a\u2066b\u2069", "direction", "a<U+2066>b<U+2069>"),
        ("a\u2028b", "separator", "a<U+2028>b"),
        ("a\ud800b", "nameless", "a<U+D800>b"),
        ("a\uf8ffb", "nameless", "a<U+F8FF>b"),
        ("a\U0010ffffb", "nameless", "a<U+10FFFF>b"),
        ("a\ufdd0\U0001fffeb", "nameless", "a<U+FDD0><U+1FFFE>b"),
        ("pass\u200bword", "invisible", "pass<U+200B>word"),
        ("pass\u200dword", "invisible", "pass<U+200D>word"),
        ("a\u00adb\ufeffc\u3164d", "invisible", "a<U+00AD>b<U+FEFF>c<U+3164>d"),
        ("a\ufe0fb", "invisible", "a<U+FE0F>b"),
        ("😀\U000e0100", "invisible", "😀<U+E0100>"),
        ("か\U000e0100", "invisible", "か<U+E0100>"),
        ("葛\U000e0100\U000e0101", "invisible", "葛\U000e0100<U+E0101>"),
        ("😀\U000e0068\U000e0069", "invisible", "😀<U+E0068><U+E0069>"),
        ("1\ufe0f", "invisible", "1<U+FE0F>"),
        ("English\u200f only", "invisible", "English<U+200F> only"),
        ("עברית\u200f\u200f", "invisible", "עברית<U+200F><U+200F>"),
        ("क्\u200d\u200d", "invisible", "क्\u200d<U+200D>"),
        ("\u17b4\u200d\u17b5\u200b", "invisible", "<U+17B4><U+200D><U+17B5><U+200B>"),
        ("👩\u200d word", "invisible", "👩<U+200D> word"),
    ],
)
def test_each_class_is_named_and_shown(text: str, kind: str, shown: str) -> None:
    """The class tells the reader what is wrong; the escape shows where, on any terminal."""
    assert {name for _, name in found(text)} == {kind}
    assert escape_strange(text) == shown


def test_a_flag_of_a_region_hides_no_message() -> None:
    """Tag characters pass only as the short name of a place behind the black flag."""
    hidden = "🏴" + "".join(chr(0xE0000 + ord(c)) for c in "readthissecret") + "\U000e007f"
    assert {name for _, name in found(hidden)} == {"invisible"}


def test_a_heap_of_accents_is_strange_from_the_ninth_on() -> None:
    """Real scripts need a few marks on a letter; text that climbs over its line needs many."""
    heap = "e" + "\u0301" * (MOST_ACCENTS + 2)
    assert found(heap[:-2]) == []
    assert found(heap) == [(9, "accents"), (10, "accents")]
    assert escape_strange(heap).endswith("\u0301<U+0301><U+0301>")


@pytest.mark.parametrize(
    "text",
    ["", " \t\n", "\u200b", "\u00a0\u3000", "\u2800", "\u3164\u115f", "\ufe0f", "\U000e0041"],
)
def test_blank_is_what_nobody_sees(text: str) -> None:
    """A required statement cannot be made of spaces and invisible characters."""
    assert shows_nothing(text)


@pytest.mark.parametrize("text", ["a", "؟", "😀", "\u0600", "।", "\U0001fae9"])
def test_one_visible_sign_is_not_blank(text: str) -> None:
    """Whatever can be seen counts, in every script, even where this Python does not know it yet."""
    assert not shows_nothing(text)


@settings(deadline=None)
@given(st.text(st.characters()))
def test_whatever_is_printed_leaves_the_terminal_as_it_was(text: str) -> None:
    """A terminal that shows escaped text keeps its cursor, modes, title and colours."""
    screen = pyte.Screen(200, 50)
    pyte.Stream(screen).feed(escape_strange(text.replace("\n", " ").replace("\t", " "))[:150])
    assert screen.cursor.y == 0
    assert screen.title == ""
    assert screen.cursor.attrs == pyte.Screen(200, 50).cursor.attrs
    assert screen.mode == pyte.Screen(200, 50).mode


@settings(deadline=None)
@given(st.text(st.characters()))
def test_escaping_twice_changes_nothing_more(text: str) -> None:
    """What has been made printable is printable."""
    assert escape_strange(escape_strange(text)) == escape_strange(text)
