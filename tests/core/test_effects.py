"""What a text does in public, and the same words without it."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from campaign.core.effects import Effects, effects, neutralise


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("plain words, 100 % & more", Effects()),
        ("@torvalds, @a-b!", Effects(mentions=("@torvalds", "@a-b"))),
        ("@a (@a)", Effects(mentions=("@a",))),
        ("&#64;a &commat;b \\@c", Effects(mentions=("@a", "@b", "@c"))),
        ("me@example.org, a @ b, @", Effects()),
        ("é@a", Effects(mentions=("@a",))),
        ("@org/team", Effects(team_mentions=("@org/team",))),
        ("#1 &num;2 GH-3 gh-4", Effects(references=("#1", "#2", "GH-3", "gh-4"))),
        ("o/r#1 name#2 (#3)", Effects(references=("o/r#1", "name#2", "#3"))),
        ("#NoTechForICE #1st # 1 &#123;", Effects()),
        ("Fixes #1, closed: o/r#2", Effects(
            references=("#1", "o/r#2"), closing_words=("Fixes #1", "closed: o/r#2")
        )),
        ("#1http://b GH-2https://c", Effects(references=("#1", "GH-2"))),
        ("in 2c8cd3a and o/r@2c8cd3a", Effects(commits=("2c8cd3a", "o/r@2c8cd3a"))),
        ("defaced 1234567 acceded", Effects()),
        ("<!-- campaign:x KEY -->", Effects(comments=("campaign:x KEY",))),
        ("![a](https://a.example/i)", Effects(images=("https://a.example/i",))),
        ("<details>a</details>", Effects(tags=("details",))),
    ],
)  # fmt: skip
def test_what_github_would_do_is_told(text: str, found: Effects) -> None:
    """Names, numbers, commits, comments, tags and images, decoded as GitHub decodes them."""
    assert effects(text) == found
    assert found.quiet == (found in (Effects(), Effects(tags=found.tags, comments=found.comments)))


def test_effects_are_added_and_compared() -> None:
    """What a text does beyond another is whom and what it acts on; links are no such thing."""
    one, other = effects("@a #1 [x](https://a.example)"), effects("@a @b ![i](https://b.example)")
    assert (one | other).mentions == ("@a", "@b")
    assert one.beyond(other) == ("#1",)
    assert other.beyond(one) == ("@b", "https://b.example")
    assert one.beyond(one | other) == ()


@pytest.mark.parametrize(
    "url",
    [
        "https://github.com/o/r/issues/1",
        "https://www.github.com/o/r/pull/1#issuecomment-2",
        "http://GITHUB.com/o/r/discussions/1",
        "https://github.com:443/o/r/commit/2c8cd3a",
        "https://github.com/orgs/o/discussions/1",
        "https://me@github.com/o/r/issues/1",
    ],
)
def test_an_address_of_an_issue_is_a_reference(url: str) -> None:
    """Bare, in brackets, as the target of a link, or with its letters coded."""
    for text in (url, f"<{url}>", f"[a]({url})", f"[a]({url.replace('issues', '%69ssues')})"):
        assert effects(text).references, text
        assert effects(neutralise(text)).quiet
    assert "https://redirect.github.com/o" in neutralise(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://github.com/palantir/blueprint",
        "https://github.com/o/r/issues?q=is%3Aopen",
        "https://redirect.github.com/o/r/issues/1",
        "https://web.archive.org/web/2019/https://github.com/o/r/issues/1",
        "https://medium.com/@name/story-12",
    ],
)
def test_other_addresses_stay_as_they_are(url: str) -> None:
    """A repository, an archived copy or somebody's page is touched by no link."""
    assert effects(url).quiet
    assert neutralise(f"See {url}.") == f"See {url}."


@pytest.mark.parametrize(
    ("text", "harmless"),
    [
        ("@torvalds @org/team #1 o/r#2", "`@torvalds` `@org/team` `#1` `o/r#2`"),
        ("me\\@a, &#64;b &commat;c", "me`@a`, `@b` `@c`"),
        ("&#64;&#97;&#x62;c", "`@abc`"),
        ("@a@b #1#2", "`@a@b` `#1#2`"),
        ("see https://github.com/o/r/issues/1", "see https://redirect.github.com/o/r/issues/1"),
        ("![a](https://a.example/i)", "\\![a](https://a.example/i)"),
        ("<!-- campaign:x KEY -->", "&lt;!-- campaign:x KEY --&gt;"),
        ("</details><script>x</script>", "&lt;/details>&lt;script>x&lt;/script>"),
        ("`<!-- campaign:x KEY -->`", "`<! -- campaign:x KEY -- >`"),
        ("a `b @c", "a \\`b `@c`"),
        ("a\n```\n@b", "a\n```\n@b\n```"),
        ("a\n~~~ x\nb\n\nc", "a\n~~~ x\nb\n\nc\n~~~"),
        ("[1]: https://a.example", "\\[1]: https://a.example"),
        ("why[^1]\n\n[^1]: so", "why\\[^1]\n\n\\[^1]: so"),
        ("`@a` and @b", "`@a` and `@b`"),
        ("a <b and `<c`, \\<d", "a &lt;b and `<c`, \\<d"),
        ("a\r\n@b", "a\n`@b`"),
        ("```\n@a", "```` ``` ````\n`@a`"),
    ],
)
def test_a_statement_is_made_harmless(text: str, harmless: str) -> None:
    """The words stay readable; only what GitHub would act on changes its form."""
    assert neutralise(text) == harmless
    assert effects(harmless).quiet
    assert neutralise(harmless) == harmless


@pytest.mark.parametrize(
    "text",
    [
        "",
        "This matters to me because my family fled, too.\n\n- one\n- two\n\n> quoted",
        "1 < 2, I <3 you, a & b, 3 > 2 --- and *emphasis*",
        "My code:\n\n```python\n@decorator\ndef f(): ...\n```\n\nand `#1` in a span",
        "[a link](https://example.org/a_(b)) and https://example.org/c",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "هذا يهمّني. זה חשוב לי. 👨‍👩‍👧",
        "&lt;b> stays coded, and so does &amp;lt;",
    ],
)
def test_harmless_words_stay_byte_for_byte(text: str) -> None:
    """Nobody's words are changed without a reason."""
    assert neutralise(text) == text


WILD = st.lists(
    st.sampled_from(
        [
            *"@#/`&;<>![]()ab1 \n\t*_~-:\\.\"'|=+^é",
            *("@a", "#1", "o/r#2", "GH-3", "&#64;", "&num;", "&#", "&lt;", "<!--", "-->", "<b>"),
            *("```", "~~~", "    ", "> ", "- ", "1. ", "[^1]", "[^1]:", "[a]: ", "![a](b)"),
            *("https://github.com/o/r/issues/1", "https://a.example/@a", "www.", "http://"),
            *("<details>", "</script>", '<a href="', "<![CDATA[", "<?", "|-|", "abc1234"),
        ]
    ),
    max_size=40,
).map("".join)


@settings(deadline=None)
@given(WILD)
@example("![x](u)`<![CDATA[https://a.b/@foo\n[^1]:@foo`")
@example("> *<[^b1^|---|#12]\n```[t](http://z)")
@example("http://http://.&lt;x`GH-4\\<?~ \n<b>`")
def test_nothing_is_left_of_any_effect(text: str) -> None:
    """However mention, code and HTML are tangled up: quiet, and done once for all."""
    harmless = neutralise(text)
    found = effects(harmless)
    assert found.quiet
    assert not found.comments
    assert not found.tags
    assert "<!--" not in harmless
    assert neutralise(harmless) == harmless


@settings(deadline=None)
@given(WILD)
def test_what_follows_a_statement_stays_what_it_is(text: str) -> None:
    """The campaign's own marker is found behind any statement, on its own or within a line."""
    for body in (neutralise(text), f"Because {neutralise(text)}"):
        found = effects(f"{body}\n\nand @me\n\n<!-- campaign:x KEY -->")
        assert found.mentions == ("@me",)
        assert found.comments == ("campaign:x KEY",)


@settings(deadline=None)
@given(st.text(st.characters()))
@example("a \ud800 \x1b b")
@example(f"<p>&#{'0' * 5_000}64;mia")
@example(f"<![CDATA[&#{'9' * 5_000};")
@example(f'<a href="&#{"0" * 5_000}64;">')
def test_any_text_can_be_made_harmless(text: str) -> None:
    """Lone surrogates and control characters are for the gate; here they break nothing."""
    assert effects(neutralise(text)).quiet


@settings(deadline=None)
@given(st.text(st.characters(exclude_characters="@#<`[]&\r", exclude_categories=["Cs", "Cc"])))
def test_prose_without_such_signs_is_never_changed(text: str) -> None:
    """No arrow, no address and no long hexadecimal number: the same words come back."""
    if not any(sign in text for sign in ("-->", "//", "www.", "~~~", "7")):
        assert neutralise(text) == text
