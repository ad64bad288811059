"""The gate: every rule has an example, and every message a place."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.core.text import (
    BODY_LENGTH,
    MOST_FINDINGS,
    RULES,
    TITLE_LENGTH,
    Finding,
    Kind,
    examine,
    is_blank,
    normalise_statement,
    printable,
    printable_line,
)

TOKEN = "ghp_" + "0123456789abcdefghijABCDEFGHIJ012345"


def rules(text: str, kind: Kind, **known: list[str]) -> list[str]:
    """The names of the rules that speak up."""
    return [finding.rule for finding in examine(text, kind=kind, **known)]


BROKEN = {
    "control": ("a\x1bb", Kind.STATEMENT),
    "direction": ("a\u202eb", Kind.STATEMENT),
    "invisible": ("a\u200bb", Kind.STATEMENT),
    "separator": ("a\u2028b", Kind.STATEMENT),
    "nameless": ("a\ud800b", Kind.STATEMENT),
    "accents": ("e" + "\u0301" * 9, Kind.STATEMENT),
    "line": ("a\tb", Kind.TITLE),
    "blank": (" ", Kind.TITLE),
    "title-length": ("t" * (TITLE_LENGTH + 1), Kind.TITLE),
    "length": ("t" * (BODY_LENGTH + 1), Kind.BODY),
    "secret": (f"my token is {TOKEN}", Kind.STATEMENT),
    "hexadecimal": ("0123456789abcdef0123456789abcdef01234567", Kind.STATEMENT),
    "private": ("see /home/anna/notes", Kind.STATEMENT),
    "image": ("![x](https://example.org/i.png)", Kind.BODY),
    "called": ("@a, @b and &#64;c, with @org/team", Kind.BODY),
    "touched": ("#1, o/r#2, GH-3; fixes https://github.com/o/r/issues/4", Kind.BODY),
}
"""Rule → a text that breaks it, and nothing else."""


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_catches_its_example(rule: object) -> None:
    """The table is complete: what it promises to catch it catches, and says what to do."""
    assert len({each.id for each in RULES}) == len(RULES) == len(BROKEN)
    name = getattr(rule, "id", "")
    text, kind = BROKEN[name]
    (finding,) = examine(text, kind=kind)
    assert finding.rule == name
    assert finding.refused == (name not in ("hexadecimal", "private"))
    assert finding.message
    assert finding.hint


@pytest.mark.parametrize("kind", Kind)
def test_a_rule_speaks_only_of_its_kinds(kind: Kind) -> None:
    """A tab is fine in a body, an image in a statement is made harmless elsewhere."""
    for rule in RULES:
        text, _ = BROKEN[rule.id]
        assert (rule.id in rules(text, kind)) == (kind in rule.kinds)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize(
    "text",
    [
        "This matters to me because my grandmother fled too.",
        "هذا يهمّني لأن عائلتي هاجرت، وهي تشبه עברית.",
        "👨‍👩‍👧 🏳️‍🌈 नमस्ते",
        "#NoTechForICE — “solidarity”, 100 % & more",
    ],
)
def test_what_people_write_passes(kind: Kind, text: str) -> None:
    """Right-to-left prose and joined emoji are as welcome as English."""
    assert examine(text, kind=kind) == ()


def test_a_finding_says_where() -> None:
    """Line and column count from 1, in characters, in the order of the text."""
    text = "one\ntwo \x07\n\u202ethree"
    assert [(f.rule, f.line, f.column) for f in examine(text, kind=Kind.STATEMENT)] == [
        ("control", 2, 5),
        ("direction", 3, 1),
    ]
    assert "U+202E RIGHT-TO-LEFT OVERRIDE" in examine(text, kind=Kind.STATEMENT)[1].message


def test_lengths_count_characters() -> None:
    """GitHub counts code points: an emoji is one, whatever it weighs in bytes."""
    assert examine("😀" * TITLE_LENGTH, kind=Kind.TITLE) == ()
    assert examine("😀" * BODY_LENGTH, kind=Kind.BODY) == ()
    (finding,) = examine("😀" * (BODY_LENGTH + 1), kind=Kind.BODY)
    assert "65,537" in finding.message


@pytest.mark.parametrize("title", ["two\nlines", "two\r\nlines", "two\u2028lines", "two\x85lines"])
def test_a_title_is_one_line(title: str) -> None:
    """No kind of line break gets into a title."""
    assert any(finding.refused for finding in examine(title, kind=Kind.TITLE))


def test_no_message_repeats_a_secret() -> None:
    """A finding may be printed, logged and posted; the secret may not."""
    own = "an-unusual-token-of-mine"
    findings = examine(f"{TOKEN} {own}", kind=Kind.STATEMENT, secrets=[own])
    assert [finding.rule for finding in findings] == ["secret", "secret"]
    assert not any(word in repr(findings) for word in (TOKEN, own, TOKEN[4:12]))


def test_many_faults_of_one_kind_do_not_bury_the_rest() -> None:
    """A binary file pasted by mistake gives a readable answer."""
    findings = examine("\x00" * 50_000 + "\u202e", kind=Kind.STATEMENT)
    assert len(findings) == MOST_FINDINGS + 1


def test_an_image_hidden_in_html_is_found() -> None:
    """A tracking pixel is one whichever way it is written; inside code it is only text."""
    assert rules('<IMG width=1 src="https://t.example/?u=1">', Kind.CAMPAIGN) == ["image"]
    assert rules("![x][y]\n\n[y]: https://t.example/i.png", Kind.BODY) == ["image"]
    assert rules("`![x](https://t.example/i.png)`", Kind.BODY) == []


@settings(deadline=None)
@given(st.text(st.characters()), st.sampled_from(Kind))
def test_the_gate_never_fails(text: str, kind: Kind) -> None:
    """Any text has an answer, with places inside the text."""
    for finding in examine(text, kind=kind, secrets=["secret-token"], private=["anna"]):
        assert isinstance(finding, Finding)
        assert 1 <= finding.line <= text.count("\n") + 1
        assert finding.column >= 1


def test_printable_keeps_lines_and_shows_the_rest() -> None:
    """Colours, titles and clipboard writes become visible text."""
    assert printable("a\tb\n\x1b]0;x\x07\x1b[2J") == "a    b\n^[]0;x^G^[[2J"
    assert printable("[link=http://evil]x[/link] [/red]") == "[link=http://evil]x[/link] [/red]"


@pytest.mark.parametrize(
    ("limit", "shown"), [(None, "one^Jtwo"), (8, "one^Jtwo"), (5, "one^…"), (1, "…"), (0, "…")]
)
def test_one_line_is_bounded(limit: int | None, shown: str) -> None:
    """A long text cannot push anything off the screen."""
    assert printable_line("one\ntwo", limit=limit) == shown


@settings(deadline=None)
@given(st.text(st.characters()))
def test_a_printable_line_is_one_line(text: str) -> None:
    """No text makes a second line, and none is longer than its limit."""
    shown = printable_line(text, limit=40)
    assert len(shown.splitlines()) <= 1
    assert len(shown) <= 40
    shown.encode("utf-8")


@pytest.mark.parametrize(
    ("text", "tidy"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("a  \n\tb\t \n", "a\n\tb"),
        ("\n\n  \na\n\n", "a"),
        ("a\n\n\n\n\nb", "a\n\n\nb"),
        ("a\n \n\t\n\nb", "a\n\n\nb"),
        ("a\n\n\nb", "a\n\n\nb"),
        ("  indented", "  indented"),
        ("e\u0301 \u00e9 \u200f", "e\u0301 \u00e9 \u200f"),
        ("a\x85b\u2028c\x0b", "a\x85b\u2028c\x0b"),
        ("", ""),
    ],
)
def test_a_statement_is_tidied_in_one_way(text: str, tidy: str) -> None:
    """Line ends and blank lines only: no letter is composed, replaced or lost."""
    assert normalise_statement(text) == tidy


@settings(deadline=None)
@given(st.text(st.sampled_from("ab \t\r\n\x0b\u2028")))
def test_tidying_twice_changes_nothing_more(text: str) -> None:
    """The hash of a statement does not depend on how often it was tidied."""
    once = normalise_statement(text)
    assert normalise_statement(once) == once
    assert [c for c in once if c not in " \t\r\n"] == [c for c in text if c not in " \t\r\n"]


def test_blank_means_nothing_to_see() -> None:
    """Spaces and zero-width characters are no statement."""
    assert is_blank("")
    assert is_blank(" \u200b\n")
    assert not is_blank(".")
