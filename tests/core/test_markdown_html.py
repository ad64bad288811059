"""A body drawn for the browser: what GitHub shows is shown, and nothing else is more than text."""

from html import unescape
from time import process_time

import pytest

from campaign.core.markdown_html import draw_markdown
from campaign.core.text import BODY_LENGTH

ALIKE = {
    "a line break": ("one\ntwo", '<p dir="auto">one<br>\ntwo</p>\n'),
    "emphasis": (
        "**a** *b* ~~c~~ `d`",
        '<p dir="auto"><strong>a</strong> <em>b</em> <s>c</s> <code>d</code></p>\n',
    ),
    "a list": ("- a", '<ul dir="auto">\n<li>a</li>\n</ul>\n'),
    "a list that goes on": ("3. a", '<ol start="3" dir="auto">\n<li>a</li>\n</ol>\n'),
    "a quote": ("> a", '<blockquote>\n<p dir="auto">a</p>\n</blockquote>\n'),
    "code": ("```\n<b>\n```", "<pre><code>&lt;b&gt;\n</code></pre>\n"),
    "a link": (
        "[a](https://b.example/?c=d&e)",
        '<p dir="auto"><a href="https://b.example/?c=d&amp;e" rel="noopener nofollow">a</a></p>\n',
    ),
    "the line of the campaign": ("---", "<hr>\n"),
}


@pytest.mark.parametrize(("text", "drawn"), ALIKE.values(), ids=ALIKE.keys())
def test_what_people_write_is_drawn_as_on_github(text: str, drawn: str) -> None:
    """Line breaks stay, blocks find their own direction, and links give nothing away."""
    assert draw_markdown(text) == drawn


def test_a_table_keeps_its_alignment_without_a_style() -> None:
    """The page's policy would ignore a style attribute."""
    drawn = draw_markdown("| a | b |\n|---|--:|\n| 1 | 2 |")
    assert "<td>1</td>" in drawn
    assert '<td align="right">2</td>' in drawn
    assert "style" not in drawn


ADDRESSES = {
    "see https://a.example/b.": "https://a.example/b",
    "(https://a.example/b)": "https://a.example/b",
    "https://a.example/b_(c)": "https://a.example/b_(c)",
    "(https://a.example/b_(c)?!)": "https://a.example/b_(c)",
    "<https://a.example>": "https://a.example",
    "**https://a.example**": "https://a.example",
    "HTTPS://a.example": "HTTPS://a.example",
}


@pytest.mark.parametrize(("text", "address"), ADDRESSES.items())
def test_a_bare_address_is_a_link_without_the_sentence_s_punctuation(
    text: str, address: str
) -> None:
    """As GitHub does it: https://github.github.com/gfm/#autolinks-extension-."""
    assert f'<a href="{address}" rel="noopener nofollow">{address}</a>' in draw_markdown(text)


@pytest.mark.parametrize(
    "text",
    [
        *("`https://a.example`", "xhttps://a.example", "https://localhost"),
        *("[a](http://b.example)", "[a](//b.example)", "[a](b)", "[a](#b)", "<mailto:a@b.example>"),
        *("[a](javascript:alert(1))", "[a](JaVaScRiPt&colon;alert(1))", "[a](data:text/html,b)"),
        *("[a](vbscript:b)", "[a](file:///etc/passwd)", "<javascript:alert(1)>"),
        *("[a][b]\n\n[b]: javascript:alert(1)", "[a](https:b)"),
    ],
)
def test_a_link_leads_to_https_or_nowhere(text: str) -> None:
    """Whatever else an address may be, nobody can follow it from the page."""
    assert "href" not in draw_markdown(text)


def test_a_link_in_a_link_s_words_stays_words() -> None:
    """A link whose words are another address has one aim: its own."""
    drawn = draw_markdown("[https://good.example](https://bad.example)")
    assert drawn.count("<a ") == 1
    assert '<a href="https://bad.example" rel="noopener nofollow">https://good.example</a>' in drawn


def test_a_picture_is_named_and_not_loaded() -> None:
    """A picture would tell its server who looks at the page."""
    drawn = draw_markdown("![a dog](https://a.example/dog.png) ![](b.png)")
    assert "<img" not in drawn
    assert "[Picture: a dog, https://a.example/dog.png]" in drawn
    assert "[Picture: no description, b.png]" in drawn


DIVS = {
    "its direction": ('<div dir="rtl">\n\na\n\n</div>', '<div dir="rtl">\n*a*</div>\n'),
    "nothing but its direction": (
        "<DIV STYLE='color:red' onclick=b() DIR=rtl class=c>\n\na\n\n</DIV>",
        '<div dir="rtl">\n*a*</div>\n',
    ),
    "no made-up direction": ('<div dir="up">\n\na\n\n</div>', "<div>\n*a*</div>\n"),
    "one in another": (
        '<div dir="rtl">\n<div dir="ltr">\n\na\n\n</div>\n</div>',
        '<div dir="rtl">\n<div dir="ltr">\n*a*</div>\n</div>\n',
    ),
    "left open": ('<div dir="rtl">\n\na', '<div dir="rtl">\n*a*</div>\n'),
    "never opened": ("a\n\n</div>", '*a*<p dir="auto">&lt;/div&gt;</p>\n'),
    "left open in a quote": (
        "> <div>\n\na\n\n</div>",
        "<blockquote>\n<div></div>\n</blockquote>\n" + '*a*<p dir="auto">&lt;/div&gt;</p>\n',
    ),
    "closed in a quote": (
        "<div>\n\n> </div>\n\na",
        '<div>\n<blockquote>\n<p dir="auto">&lt;/div&gt;</p>\n</blockquote>\n*a*</div>\n',
    ),
    "with words": ("<div>a **b**</div>", '<div>\n<p dir="auto">a **b**</p>\n</div>\n'),
}


@pytest.mark.parametrize(("text", "drawn"), DIVS.values(), ids=DIVS.keys())
def test_a_div_keeps_its_direction_and_its_place(text: str, drawn: str) -> None:
    """It turns the text around, and can neither carry more nor close what is not its own."""
    assert draw_markdown(text) == drawn.replace("*a*", '<p dir="auto">a</p>\n')


@pytest.mark.parametrize(
    "source",
    [
        *("<script>alert(1)</script>", "<b>", "a <b onclick=c()>d</b>", "<br>", "<a href=b>"),
        *("<img src=x onerror=alert(1)>", "<svg onload=a()>", "<iframe src=//a.example>"),
        *("<style>*{}</style>", "</article>", "</pre></details>", "<form action=a>", "<?php b ?>"),
        *("<!DOCTYPE a>", "<![CDATA[a]]>", "<base href=a>", "<plaintext>", "<textarea>", "<math>"),
        *('<meta http-equiv="refresh" content="0">', "<a\nb>", "<x:y>", "<divx>", "<div/>"),
    ],
)
def test_other_html_is_shown_as_it_is_written(source: str) -> None:
    """A reader sees the very characters, and the browser sees no tag in them."""
    drawn = draw_markdown(source)
    assert drawn.startswith('<p dir="auto">')
    words = drawn.removeprefix('<p dir="auto">').removesuffix("</p>\n")
    assert "<" not in words.replace("<br>", "")
    assert unescape(words.replace("<br>", "")) == source


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("<!-- campaign:a web -->", ""),
        ("a <!-- b --> c", "a  c"),
        ("<!-- a\n\nb", ""),
        ("<!--> a", "a"),
        ("<!---> a", "a"),
        ("<!-- a --!> b", "b"),
        ("a <!-- b --!> c -->", "a  c --&gt;"),
        ("`<!-- a -->`", "<code>&lt;!-- a --&gt;</code>"),
    ],
)
def test_a_comment_is_hidden_to_where_a_browser_ends_it(text: str, left: str) -> None:
    """Nothing is hidden here that GitHub would show."""
    assert draw_markdown(text) == (f'<p dir="auto">{left}</p>\n' if left else "")


def test_headings_keep_their_size_and_leave_no_level_out() -> None:
    """A screen reader finds them in order below the issue's title, whatever levels were chosen."""
    drawn = draw_markdown("### a\n\n### b\n\n# c\n\n### d\n\n#### e\n\n##### f\n\n## g")
    found = [line.split(">")[0][1:] for line in drawn.splitlines()]
    assert found == [
        *('h3 dir="auto" class="size-3"', 'h3 dir="auto" class="size-3"'),
        *('h3 dir="auto" class="size-1"', 'h4 dir="auto" class="size-3"'),
        *('h5 dir="auto" class="size-4"', 'h6 dir="auto" class="size-5"'),
        'h4 dir="auto" class="size-2"',
    ]
    assert drawn.count("</h3>") == 3


@pytest.mark.parametrize("sign", ["> ", "- ", "1. "])
def test_a_text_too_deep_to_be_read_is_shown_as_it_is(sign: str) -> None:
    """The reader would drop its innermost words without saying so."""
    text = sign * 200 + "here"
    drawn = draw_markdown(text)
    assert drawn.startswith('<pre dir="auto">')
    assert unescape(drawn).removeprefix('<pre dir="auto">') == f"{text}</pre>\n"


@pytest.mark.parametrize(
    "piece",
    ["https://a.b).:", "<div>", "<div ", "<!--", "[", "![](", "*a ", "`", "&a;", "a|", "</div>"],
)
def test_the_longest_body_is_drawn_in_time(piece: str) -> None:
    """No body that GitHub would take makes the page hang."""
    text = (piece * BODY_LENGTH)[:BODY_LENGTH]
    started = process_time()
    draw_markdown(text)
    assert process_time() - started < 20
