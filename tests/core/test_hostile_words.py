"""Naughty strings, as statement, title and talk: refused with a place, or harmless and unchanged.

The classes are those of the Big List of Naughty Strings, https://github.com/minimaxir/big-list-of-naughty-strings,
each with a few examples, and random neighbours of all of them.
"""

import sys
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from campaign.core.campaign import Campaign
from campaign.core.coach import coach, share_of_issue
from campaign.core.direction import isolate
from campaign.core.draft import Draft, check_drafts, render_drafts
from campaign.core.effects import effects
from campaign.core.text import Kind, examine, normalise_statement, printable, printable_line

NAUGHTY = {
    "words that programs take for something else": (
        *("undefined", "null", "NULL", "(null)", "nil", "None", "NaN", "true", "no", "~", "hasOwn"),
        *("then", "constructor", "__proto__", "\\", "\\\\", "-", "--", "---", "...", "0", ""),
    ),
    "numbers": (
        *("1.00", "$1.00", "1/0", "0x0", "0xffffffffffffffff", "1e999", "-Infinity", "1,000.00"),
        *("9" * 400, "٠١٢٣", "१२३", "½", "1'000", "00:00", "2024-13-45", "012345678901234567"),
    ),
    "signs": (
        "!@#$%^&*()`~",
        ",./;'[]\\-=",
        '<>?:"{}|_+',
        "Ω≈ç√∫˜µ≤≥÷",
        "¸˛Ç◊ı˜Â¯˘¿",
        "⁰⁴⁵₀₁₂",
        "Ṱ̺̺̕o͞ ̷i̲̬͇̪͙n̝̗͕v̟̜̘̦͟o̶̙̰̠kè͚̮̺̪̹̱̤",
        "Z̮̞̠͙͔ͅḀ̗̞͈̻̗Ḷ͙͎̯̹̞͓G̻O̭̗̮",
        "e" + "\u0301" * 50,
        "ﷺ" * 40,
        "𒐫" * 40,
        "˙ɐnbᴉlɐ ɐuƃɐɯ",
        "Ｔｈｅ ｑｕｉｃｋ",
        "👾 🙇 💁 🙅 🙆 🙋 🙎 🙍",
        "👨‍👩‍👧 🏳️‍🌈 नमस्ते",
        "🇺🇸🇷🇺🇸 🇦🇫🇦🇲🇸",
        "(｡◕ ∀ ◕｡) ( ͡° ͜ʖ ͡°) ¯\\_(ツ)_/¯",
    ),
    "scripts from right to left": (
        "ثم نفس سقطت وبالتحديد،, جزيرتي باستخدام أن دنو.",
        "בְּרֵאשִׁית, בָּרָא אֱלֹהִים",
        "הָיְתָהtestالصفحات التّحول",
        "\u202a\u202atest\u202a",
        "\u202etest\u202c",
        "\u2066test\u2067",
        "\u200f\u200ftest",
    ),
    "what cannot be seen": (
        *("\u200b", "\ufeff", "\u180e", "\u2060", "\u00ad", "\u034f", "\u3164", "\u2800", "\u00a0"),
        *("\ufffe", "\uffff", "\U000e0041\U000e0042", "a\u200bb", "pass\u200dword", "\u115f"),
    ),
    "what moves a terminal": (
        *("\x1b[2J", "\x1b]0;x\x07", "\x1b]52;c;ZXZpbA==\x07", "\x1b]8;;https://e.example\x07x"),
        *(
            "\x9b31m",
            "\x85",
            "\x7f",
            "\x08\x08\x08",
            "\x0c",
            "\x0b",
            "\x00",
            "a\rb",
            "\x1bc",
            "\x0e",
        ),
        *("\u2028", "\u2029", "safe\rPost to 0 repos? [y/N]"),
    ),
    "halves of characters": ("\ud800", "\udfff", "a\udc80b", "\ud83d\ude00", "\ude00\ud83d"),
    "scripts for browsers": (
        "<script>alert(1)</script>",
        "</details></div><script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<IMG SRC=`javascript:alert(1)`>",
        '"><svg/onload=alert(1)>',
        "<a href=javascript:alert(1)>x</a>",
        "[x](javascript:alert(1)) [y](data:text/html;base64,AAAA)",
        "![x](https://t.example/i.png)",
        "<style>*{display:none}</style>",
        "<iframe src=https://e.example>",
        "<!-- hidden -->",
        "<!--",
        "<![CDATA[x]]>",
        "<?php phpinfo(); ?>",
        "&lt;script&gt;&#60;script&#62;",
        "<details><summary>",
        "<math><mtext></form><form><mglyph>",
    ),
    "commands and queries": (
        *("1;DROP TABLE users", "' OR 1=1 -- 1", "'; EXEC sp_x; --", "$HOME", "$(touch pwned)"),
        *("`touch pwned`", "; rm -rf ~", "| cat", "&& true", "System('ls')", "eval('1')", "%d%s%n"),
        *("{0}", "{x.__class__}", "{{ 7 * 7 }}", "{% include '/etc/passwd' %}", "${7*7}", "#{7*7}"),
        *(
            "${jndi:ldap://127.0.0.1/a}",
            "() { 0; }; touch pwned",
            "=1+1",
            "+1",
            "@SUM(1)",
            "\\copy",
        ),
        *("../../etc/passwd", "C:\\con\\con", "CON", "/dev/zero", "file:///etc/passwd", "//evil"),
    ),
    "markup of GitHub": (
        *("@octocat", "@org/team", "#12", "GH-12", "o/r#2", f"octo@{'0123456789' * 4}"),
        *("https://github.com/o/r/issues/1", "- [ ] @octocat", "> @octocat", "| @a | #1 |\n|-|-|"),
        *("[a]: https://e.example", "[^1]: @octocat", "$$ x $$", "```mermaid\n", "~~~", "# Title"),
        *(":+1: :octocat:", "[link=http://evil]x[/link] [/red]", "***", "    code", "\\@x"),
    ),
    "secrets": (
        *("ghp_" + "aB1" * 12, "github_pat_" + "aB1_" * 20, "-----BEGIN RSA PRIVATE KEY-----"),
    ),
}
"""A class of strings that have broken programs → examples."""

EVERY = [(name, text) for name, texts in NAUGHTY.items() for text in texts]
CAMPAIGN = Campaign.model_validate(
    {
        "campaign": "ours-2027",
        "title": "Ours",
        "summary": "What it is about.",
        "organiser": {"name": "We", "url": "https://notechforice.com/"},
        "outcome": {"state": "paused"},
        "issue": {"title": "Please, {{ target.name }}", "template": "ours.md.j2"},
        "targets": [{"repo": "owner/name", "why": "They read it."}],
    }
)
TEMPLATE = "Dear {{ target.name }},\n\nplease stop.\n\n{{ statement }}\n"
MARKER = "\n\n<!-- campaign:ours-2027 web -->"

SUSPECTS = [
    chr(code)
    for code in range(sys.maxunicode + 1)
    if unicodedata.category(chr(code)) in ("Cc", "Cf", "Cs", "Zl", "Zp") and chr(code) not in "\n\t"
]
"""Every C0 and C1 control, format character, separator and half of a pair."""

# The number signs of Arabic, Syriac and Kaithi are seen.
SEEN = {0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD, *range(0x600, 0x606)}

mixtures = st.lists(
    st.one_of(
        st.sampled_from([text for _, text in EVERY]),
        st.sampled_from(SUSPECTS),
        st.sampled_from([" ", "\n", "\n\n", "a", "I am a nurse.", "لأنّ"]),
        st.text(max_size=5),
    ),
    max_size=5,
).map("".join)


def refusals(text: str, kind: Kind) -> list[str]:
    """The rules by which the gate refuses it; each says where."""
    found = [each for each in examine(text, kind=kind) if each.refused]
    lines = text.split("\n")
    for each in found:
        assert 1 <= each.line <= len(lines)
        assert 1 <= each.column <= len(lines[each.line - 1]) + 1
    return [each.rule for each in found]


def draft(statement: str) -> Draft:
    """The issue with these words in it, which has passed the gate."""
    (made,) = check_drafts(
        render_drafts(CAMPAIGN, {"en": TEMPLATE}, language="en", statement=statement)
    )
    return made


def check_words(text: str) -> None:
    """Whatever somebody types: an answer of the gate, or an issue that does nothing but say it."""
    words = normalise_statement(text)
    coach(words, common=TEMPLATE)
    assert 0 <= share_of_issue(words, common=TEMPLATE) <= 1
    if refusals(words, Kind.STATEMENT):
        return
    made = draft(text)
    found = made.effects
    assert (found.mentions, found.team_mentions, found.references) == ((), (), ())
    assert (found.tags, found.images) == ((), ())
    assert made.body.endswith(MARKER)
    assert effects(made.body).comments == ("campaign:ours-2027 web",)
    assert "https://notechforice.com/" in found.links
    if words.isalnum():
        assert f"\n{words}\n" in made.text


def check_talk(text: str) -> None:
    """Whatever somebody else says: on a terminal it is signs, on as many lines as it has."""
    shown = printable(text)
    assert shown.count("\n") == text.count("\n")
    for sign in shown.replace("\n", ""):
        assert unicodedata.category(sign) not in ("Cc", "Cs", "Zl", "Zp")
        assert unicodedata.category(sign) != "Cf" or sign in "\u200c\u200d" or ord(sign) in SEEN
    assert printable(shown) == shown
    assert len(printable_line(text, limit=60)) <= 60
    assert "\n" not in printable_line(text)
    isolate(shown).encode()


@pytest.mark.parametrize(("name", "text"), EVERY)
def test_a_naughty_string_is_refused_or_harmless(name: str, text: str) -> None:
    """As a statement and as talk, each class by its examples."""
    check_words(text)
    check_words(f"I am a nurse. {text}\n\nThank you.")
    check_talk(text)


@example("")
@given(mixtures)
def test_no_mixture_of_them_does_more(text: str) -> None:
    """Random neighbours: joined, repeated, in the middle of prose."""
    check_words(text)
    check_talk(text)


@pytest.mark.parametrize(
    "name", ["what moves a terminal", "halves of characters", "secrets", "what cannot be seen"]
)
def test_what_acts_or_hides_never_gets_through(name: str) -> None:
    """In a statement, a title, a campaign's text and a body alike."""
    passes = {"\u2800", "\u00a0"}
    for text in set(NAUGHTY[name]) - passes:
        for kind in Kind:
            assert refusals(f"one {text} two", kind), (text, kind)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("around", ["{}", "{}{}", "a {} word", "wo{}rd", "سلا{}م", "1{}2", "{}\n"])
def test_every_control_and_format_character_meets_the_gate(around: str, kind: Kind) -> None:
    """Alone and embedded, none of Cc, Cf, Cs, Zl and Zp is let through where it does no work."""
    arabic = "سلا" in around
    for suspect in SUSPECTS:
        if ord(suspect) in SEEN or (arabic and suspect in "\u061c\u200c\u200d\u200e\u200f"):
            continue
        assert refusals(around.replace("{}", suspect), kind), f"U+{ord(suspect):04X}"


def test_a_statement_does_no_arithmetic_and_opens_no_file() -> None:
    """What looks like code of any kind stands in the issue as it was typed."""
    for text in ("{{ 7 * 7 }}", "${7*7}", "{x.__class__}", "%d%s%n", "$(touch pwned)", "=1+1"):
        assert text in draft(f"Look: {text}.").text.replace("`", "")
