"""Markdown read as GitHub reads it, and in doubt as prose."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from campaign.core.markdown import code_span, read_markdown


@pytest.mark.parametrize(
    "text",
    [
        "`@name`",
        "`` ` @name ``",
        "```\n@name\n```",
        "~~~~ python\n@name\n~~~\n~~~~",
        "a\n\n    @name",
        "- a\n\n      @name",
        "> ```\n> @name\n> ```",
        "<https://example.org/@name>",
        "see https://example.org/@name/1, or not",
        "[title](https://example.org/@name)",
        "| a |\n|---|\n| `@name` |",
        "<!-- @name -->",
    ],
)
def test_code_addresses_and_comments_are_no_prose(text: str) -> None:
    """What GitHub does not search for names is not searched here."""
    assert not any("@name" in prose for prose in read_markdown(text).prose)


@pytest.mark.parametrize(
    "text",
    [
        "@name",
        "\\@name",
        "&#64;name &#x40;name &commat;name",
        "**@name**",
        "[@name](https://example.org)",
        "`a @name",
        "```\na\n```\n@name",
        "a\n    @name",
        "<div>@name</div>",
        "<div\ntitle='@name'>",
        "https://localhost/@name",
        "[ https://example.org/@name",
        "[^1] `[^1]\n[^1]: @name`",
        "[^1]\n\n[^1]: a\n\n    @name",
        "[^1] `\r[^1]: @name`",
        "[^ `@name`]",
        "[\\^ `@name`]",
        "[&Hat; `@name`]",
        "https://localhost/` @name `",
        "www.example.org/` @name `",
        "[a]: b\n    @name",
        "`a\n|-\n@name`",
        "<!--> @name -->",
        "<? a ?> `@name`",
        "1. a\n</b>\n1. https://example.org/@name",
        ">" * 30 + " @name",
    ],
)
def test_in_doubt_it_is_prose(text: str) -> None:
    """Where two readers of Markdown could differ, nothing is taken for code."""
    assert any("@name" in prose for prose in read_markdown(text).prose)


def test_everything_loaded_from_elsewhere_is_an_image() -> None:
    """Whatever the tag, and however deep it is nested."""
    text = (
        "![a](https://a.example) ![b][b] [![c](https://c.example)](https://link.example)\n\n"
        "<picture><source srcset='https://d.example'><img SRC=https://e.example></picture>\n\n"
        '<p style="background: url(https://f.example)"><link href="https://g.example"></p>\n\n'
        "[b]: https://b.example\n\n" + "> " * 30 + "![h](https://h.example)"
    )
    found = read_markdown(text).images
    assert all(any(f"{name}.example" in image for image in found) for name in "abcdefgh")


def test_links_tags_comments_and_definitions_are_listed() -> None:
    """In the order of the text, links of every form and whatever their scheme."""
    reading = read_markdown(
        "[a](https://a.example) <b>https://b.example</b> <javascript:c>\n\n"
        '<div><a href="https://d.example">d</a></div>\n<!-- hidden -->\n\n[e]: https://e.example'
    )
    assert reading.links == [
        *("https://a.example", "https://b.example", "javascript:c", "https://d.example"),
    ]
    assert reading.tags == ["b", "b", "div", "a", "a", "div"]
    assert reading.comments == ["hidden"]
    assert reading.definitions == ["E"]


@settings(deadline=None)
@given(st.text(st.characters()))
@example("a \ud800 b")
@example("a \0 b")
def test_any_text_can_be_read(text: str) -> None:
    """Lone surrogates, zero bytes and all."""
    read_markdown(text)


@settings(deadline=None)
@given(st.text(st.sampled_from("`a \n\\<&*")))
def test_a_code_span_shows_its_text_alone(text: str) -> None:
    """Backticks inside cannot end it, and nothing in it takes effect."""
    span = code_span(text)
    reading = read_markdown(span)
    assert "\n" not in span
    assert "".join(reading.blocks) == ("`" if text.strip() else "")
