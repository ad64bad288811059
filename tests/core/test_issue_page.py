"""The page of drafts: complete in itself, inert whatever a draft says, and true to its bytes."""

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.adapters.web_files import read_web_file
from campaign.core.campaign import Campaign
from campaign.core.consequences import Consequence, consequences, host
from campaign.core.draft import Draft
from campaign.core.issue_page import issue_page

CAMPAIGN = Campaign.model_validate(
    {
        "campaign": "ours",
        "title": "Ours & <b>yours</b>",
        "summary": "What it is about.",
        "organiser": {"name": "We", "url": "https://example.org/"},
        "outcome": {"state": "paused"},
        "issue": {"title": "Please", "template": "ours.md.j2"},
        "targets": [{"repo": "owner/name", "why": "They read it."}],
    }
)

VOID = {"br", "hr", "input", "meta"}
TAGS = {
    *VOID,
    *("html", "head", "title", "style", "body", "header", "main", "nav", "article", "div", "h1"),
    *("h2", "h3", "h4", "h5", "h6", "p", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre"),
    *("table", "thead", "tbody", "tr", "th", "td", "details", "summary", "fieldset", "legend"),
    *("label", "a", "b", "bdi", "code", "em", "s", "span", "strong"),
}
ATTRIBUTES = {
    *("lang", "dir", "charset", "http-equiv", "content", "name", "class", "id", "type", "checked"),
    *("href", "rel", "title", "align", "start", "aria-label", "aria-labelledby", "aria-hidden"),
}


class Page(HTMLParser):
    """Reads a page as a browser does, and fails where it is more than text with headings."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.text: dict[str, list[str]] = {}
        self.headings: list[int] = []
        self.links: list[str] = []
        self.titles: list[dict[str, str | None]] = []
        self.metas: dict[str, str] = {}
        self.feed(page)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        assert tag in TAGS, tag
        assert given.keys() <= ATTRIBUTES, given
        if tag not in VOID:
            self.open.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "a":
            self._check_link(given)
        if tag == "meta":
            name = given.get("http-equiv") or given.get("name") or "charset"
            self.metas[name] = given.get("content") or ""
        if given.get("class") == "title":
            self.titles.append(given)
        if tag in ("pre", "h1"):
            self.text.setdefault(tag, []).append("")

    def _check_link(self, given: dict[str, str | None]) -> None:
        address = given["href"] or ""
        self.links.append(address)
        if not re.fullmatch(r"#issue-[0-9]+", address):
            assert address.lower().startswith("https://"), address
            assert given["rel"] == "noopener nofollow"

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in self.text.keys() & set(self.open):
            self.text[tag][-1] += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment in the page: {data}")

    def handle_pi(self, data: str) -> None:
        raise AssertionError(f"an instruction in the page: {data}")

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(f"a declaration in the page: {data}")


def draft(text: str = "Hello", *, title: str = "Please", language: str = "en") -> Draft:
    """One issue."""
    return Draft(
        repo="owner/name",
        language=language,
        title=title,
        text=text,
        marker="<!-- campaign:ours web -->",
    )


def page(*drafts: Draft, campaign: Campaign = CAMPAIGN) -> str:
    """The page as it is written."""
    template, style = read_web_file("issue_page.html.j2"), read_web_file("issue_page.css")
    return issue_page(campaign, drafts, template=template, style=style)


HOSTILE = [
    "<script>alert(1)</script>",
    "</code></pre></details><script>alert(1)</script>",
    "</div></div></div></article></main><h1>Nothing was sent</h1>",
    "<img src=x onerror=alert(1)>\n\n<img/src=x/onerror=alert(1)>",
    "<svg onload=alert(1)><style>*{display:none}</style></svg>",
    "</style><style>*{background:url(https://a.example)}",
    "<iframe src='https://a.example'></iframe><object data=a><embed src=a>",
    "<link rel=stylesheet href=https://a.example><base href=https://a.example>",
    '<meta http-equiv="refresh" content="0;url=https://a.example">',
    "<form action=https://a.example><input type=password name=p><button>OK",
    "<video src=https://a.example autoplay><audio src=b><source srcset=c>",
    "<div dir=rtl onclick=alert(1) style=position:fixed id=light class=note>\n\n# a",
    '<div dir="rtl">\n\n- <div>\n\n> <div>\n\n<!-- open',
    '<div dir="rtl\n" onmouseover="alert(1)">',
    "[a](javascript:alert(1)) [b](data:text/html;base64,PHNjcmlwdD4=) [c](vbscript:x)",
    '[a](https://b.example/"onmouseover="alert(1) "\'><script>")',
    '![a"onerror="b](https://c.example "d")',
    "&lt;script&gt; &#60;script&#62; &amp;lt; &#x3C;img src=x&#x3E;",
    "```</code></pre><script>\n</code></pre><script>alert(1)</script>\n```",
    '``` "><img\nx\n```',
    "| <b> | </table> |\n|:-:|---|\n| </td></tr> | <script> |",
    "<b <i> <!doctype html> <![CDATA[ ]]> <?php ?> <!-- a --> <!--> <!--- > -->",
    "{{ campaign.title }} {% raw %} {# #}",
    "\n\n  leading and trailing  \n\n",
    "<" * 3_000 + "&" * 3_000 + "[" * 3_000,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_draft_can_make_the_page_do_anything(text: str) -> None:
    """Only listed tags and attributes, every tag closed in its place, links to https alone."""
    found = Page(page(draft(text), draft("after")))
    assert found.headings.count(1) == 1
    assert found.text["pre"][-1] == draft("after").body


@pytest.mark.parametrize("text", HOSTILE)
def test_the_exact_text_is_the_body_byte_for_byte(text: str) -> None:
    """Whatever the drawing leaves out, the reader can see."""
    one = draft(text)
    assert Page(page(one)).text["pre"][-1] == one.body


_PIECES = st.sampled_from(
    [
        *("<div dir=rtl>", "</div>", "<div", "<!--", "-->", "<script>", "</p>", "> ", "- ", "\n"),
        *("\n\n", "`", "```\n", "# ", "[", "](", ")", "https://a.b", "*", "|", "|-|\n", "&lt;"),
        *("<", ">", '"', "'", " ", "    ", "a", "مرحبا", "![", "~~", "\\", "1. ", "onclick=a"),
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_PIECES, max_size=30).map("".join))
def test_no_combination_makes_the_page_do_anything(text: str) -> None:
    """What each piece cannot do alone, they cannot do together."""
    one = draft(text)
    assert Page(page(one)).text["pre"][-1] == one.body


@pytest.mark.parametrize("title", ["<script>alert(1)</script>", '"><img src=x>', "</h2>{{ 1 }}"])
def test_titles_are_text_too(title: str) -> None:
    """Neither an issue's title nor the campaign's can be more."""
    campaign = CAMPAIGN.model_copy(update={"title": title})
    assert Page(page(draft(title=title), campaign=campaign)).text["h1"] == [f"Preview: {title}"]


def test_the_page_s_policy_admits_its_own_style_and_nothing_else() -> None:
    """Even if something slipped through, the browser would neither run nor load it."""
    source = page(draft())
    policy = Page(source).metas["Content-Security-Policy"]
    (style,) = re.findall("<style>(.*?)</style>", source, re.DOTALL)
    digest = b64encode(sha256(style.encode()).digest()).decode()
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    assert not re.search(r"url\(|@import|@font-face|image-set", style)


def test_the_headings_are_in_order() -> None:
    """One first heading; below it no level is left out, whatever the drafts contain."""
    found = Page(page(draft("#### a\n\n# b\n\n###### c"), draft())).headings
    assert found.count(1) == 1
    assert found[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(found))


def test_each_draft_says_its_language_and_finds_its_direction() -> None:
    """A screen reader changes its voice, and a browser the side on which the text begins."""
    source = page(draft('<div dir="rtl">\n\nمرحبا\n\n</div>', title="مرحبا", language="ar"))
    assert Page(source).titles == [{"class": "title", "lang": "ar", "dir": "auto"}]
    assert source.startswith('<!doctype html>\n<html lang="en" dir="ltr">')
    assert '<div class="body" lang="ar">\n<div dir="rtl">\n<p dir="auto">مرحبا</p>' in source
    assert '<pre lang="ar" dir="auto">' in source


def test_the_page_names_the_size_and_what_was_done() -> None:
    """The counts beside GitHub's limits, and that nothing has left this computer."""
    source = page(draft("x" * 1_500, title="Please!"))
    assert "Title: 7 of 256 characters" in source
    assert "Text: 1,528 of 65,536 characters" in source
    assert "<strong>Nothing was sent.</strong>" in source
    assert "One issue as GitHub would show it" in source
    assert "<strong>you</strong>" in source


def test_several_issues_can_be_jumped_to() -> None:
    """A list of repositories leads to each issue."""
    source = page(draft(), draft())
    assert "2 issues as GitHub would show them" in source
    links = Page(source).links
    assert links[:2] == ["#issue-1", "#issue-2"]
    assert all(f'id="{link[1:]}"' in source for link in links[:2])


def test_the_filled_in_form_is_one_click_away() -> None:
    """The very address that the draft has; where the text does not fit, the page says so."""
    short, long = draft(), draft("ü" * 3_000)
    assert Page(page(short)).links == [short.url]
    assert "too long for a link" not in page(short)
    assert Page(page(long)).links == [long.url]
    assert "too long for a link" in page(long)


def test_what_the_text_does_is_told() -> None:
    """Whom it notifies, where it leaves a mark, what it hides, where its links lead."""
    one = draft("@ada fixes o/r#1 <b>\n\n[a](https://user@b.example:8/c) <!-- psst -->")
    told = {row.label: row.items or row.none for row in consequences(one)}
    assert told["Notifies"] == ("@ada",)
    assert told["Leaves a mark in"] == ("o/r#1",)
    assert told["Seems to close"] == ("fixes o/r#1",)
    assert told["Holds HTML, shown here as written"] == ("b",)
    assert told["Hides from readers"] == ("psst",)
    source = page(one)
    assert all(f"<dd><bdi>{each}</bdi></dd>" in source for each in ("@ada", "o/r#1", "psst"))
    assert "<strong>b.example</strong>" in source
    assert "https://user@b.example:8/c</bdi>" in source


def test_a_quiet_text_is_told_in_a_few_lines() -> None:
    """Rows without news are left out, save the two everybody asks about."""
    assert consequences(draft('<div dir="rtl">\n\na\n\n</div>')) == (
        Consequence(label="Notifies", items=(), none="nobody"),
        Consequence(label="Leaves a mark in", items=(), none="no other issue"),
        Consequence(
            label="Ends with a hidden line, to be recognised by",
            items=("<!-- campaign:ours web -->",),
        ),
    )
    assert "no page" in page(draft())


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://github.com@evil.example/", "evil.example"),
        ("//a.example/b", "a.example"),
        ("mailto:a@b.example", ""),
        ("https://[", ""),
        ("b", ""),
    ],
)
def test_the_host_is_where_a_link_leads(address: str, name: str) -> None:
    """Not where it seems to lead."""
    assert host(address) == name
