"""The finished issue: title, visible text, one marker at its end, and a prefilled link."""

import unicodedata
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.core.campaign import Campaign
from campaign.core.draft import URL_BUDGET, Draft, DraftRefused, check_drafts, render_drafts
from campaign.core.marker import Key, bears_campaign, bears_marker, marker, marker_key
from campaign.errors import Exit

KEY = Key(campaign="no-nets", repo_id=70_000_001, account_id=1_000_001)
TEMPLATE = "Dear people of {{ target.name }},\n\nplease stop.\n\n{{ statement }}\n"
LAST = "<!-- campaign:no-nets web -->"


def make_campaign(**more: Any) -> Campaign:
    """A small valid campaign for two repositories."""
    return Campaign.model_validate(
        {
            "campaign": "no-nets",
            "title": "No nets: a letter",
            "summary": "We ask the company to stop.",
            "organiser": {"name": "Us", "url": "https://example.org/no-nets"},
            "action": {"starts": "2019-05-11 10:00", "ends": "2019-05-12 10:00", "timezone": "UTC"},
            "issue": {"title": "Stop, {{ target.name }}", "template": "no-nets.md.j2"},
            "targets": [{"repo": repo, "why": "They read it."} for repo in ("ant/one", "bee/two")],
            **more,
        }
    )


def draft(statement: str = "", *, template: str = TEMPLATE, keys: Any = None, **more: Any) -> Draft:
    """The issue for the first repository."""
    campaign = make_campaign(**more)
    language = campaign.issue.language
    templates = dict.fromkeys(campaign.languages, template)
    drafts = render_drafts(campaign, templates, language=language, statement=statement, keys=keys)
    return drafts[0]


def test_the_whole_text_of_an_issue() -> None:
    """Letter, statement, one visible line that says what this is, and the marker last."""
    made = draft("I am a nurse.")
    assert made.title == "Stop, one"
    assert made.body == (
        "Dear people of one,\n\nplease stop.\n\nI am a nurse.\n\n---\n\n"
        "This issue is part of the campaign [No nets: a letter](https://example.org/no-nets)."
        f" I opened it myself, from my own account.\n\n{LAST}"
    )
    assert made.body_sha256 == draft("I am a nurse.").body_sha256 != draft("I am.").body_sha256


def test_a_known_account_has_its_key_in_the_marker() -> None:
    """Everything else stays byte for byte what the preview showed."""
    mine = draft(keys={"ant/one": marker_key(KEY)})
    assert mine.text == draft().text
    assert mine.marker == marker("no-nets", marker_key(KEY))
    assert bears_marker(mine.body, key=KEY)


def test_the_line_in_a_script_from_right_to_left() -> None:
    """Arabic has its own words, in a block that runs the right way."""
    issue = {"title": "ت", "template": "a.md.j2", "language": "ar"}
    footer = draft(issue=issue).text.partition("---\n\n")[2]
    assert footer.startswith('<div dir="rtl">\n\nهذه المشاركة')
    assert footer.endswith("\n\n</div>")
    assert "[No nets: a letter](https://example.org/no-nets)" in footer


@pytest.mark.parametrize("language", ["ar", "fa", "he", "ur", "ar-EG", "he-IL"])
def test_every_script_from_right_to_left_has_its_own_line(language: str) -> None:
    """No English sentence is squeezed into a block that runs the other way."""
    made = draft(issue={"title": "ت", "template": "a.md.j2", "language": language})
    footer = made.text.partition("---\n\n")[2]
    line = footer.removeprefix('<div dir="rtl">\n\n').removesuffix("\n\n</div>")
    assert footer == f'<div dir="rtl">\n\n{line}\n\n</div>'
    own = line.replace("[No nets: a letter](https://example.org/no-nets)", "", 1)
    assert {unicodedata.bidirectional(sign) for sign in own if sign.isalpha()} <= {"R", "AL"}
    assert check_drafts([made]) == (made,)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("es", "forma parte de la campaña"),
        ("fr", "fait partie de la campagne"),
        ("de-CH", "ist Teil der Kampagne"),
        ("pt-BR", "faz parte da campanha"),
        ("fi", "is part of the campaign"),
        ("yi", "is part of the campaign"),
    ],
)
def test_the_line_in_other_languages(language: str, words: str) -> None:
    """The language of the letter where we speak it, and English from left to right elsewhere."""
    made = draft(issue={"title": "T", "template": "a.md.j2", "language": language})
    assert words in made.text.partition("---\n\n")[2]
    assert 'dir="rtl"' not in made.text


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/a)b",
        "https://example.org/a(b",
        "https://example.org/)](https://evil.example/",
        "https://example.org/a_(b)",
        "https://example.org/((((",
        "https://example.org/?a=1&copy;=2&#40;",
        "https://example.org/?a=1&b=2",
        "https://example.org/*a*_b_[c]'d'",
        "https://example.org/)",
    ],
)
def test_the_link_leads_where_the_organiser_says(address: str) -> None:
    """Whatever an address may hold, the line has one link, and it is this one."""
    made = draft(organiser={"name": "Us", "url": address})
    assert tuple(map(unquote, made.effects.links)) == (address,)
    assert made.text.endswith("). I opened it myself, from my own account.")


@pytest.mark.parametrize(
    "title", ["[x](https://evil.example)", "*a* _b_ `c`", "<b>x</b>", r"\[", "{link} {0} {x!r}"]
)
def test_a_title_is_text_in_the_footer(title: str) -> None:
    """The campaign's title cannot turn the footer's link into another one."""
    made = draft(title=title)
    assert made.effects.links == ("https://example.org/no-nets",)
    assert made.effects.tags == ()
    assert "{link}" not in made.text or "{link}" in title


FORGED = marker("no-nets", marker_key(KEY))
HOSTILE = (
    "{{ 1 }} {% for x in sources %}{{ x }}{% endfor %} {# gone #}",
    FORGED,
    "<!-- campaign:other web -->",
    "-->",
    "<!--",
    "<!-- an open end",
    "--> <!-- campaign:other web",
    f"`{FORGED}`",
    f"```\n{FORGED}",
    f"~~~~\n{FORGED}\n~~~",
    f"    {FORGED}",
    f"\\{FORGED}",
    "&lt;!-- campaign:other web --&gt;",
    "<details><summary>",
    "<pre>",
    "<script>",
    "<![CDATA[",
    "<?php",
    "<!DOCTYPE",
    "$$",
    "[a]: https://example.org",
)


@pytest.mark.parametrize("statement", HOSTILE)
def test_a_statement_is_data(statement: str) -> None:
    """It is never a template, forges no marker, and hides neither footer nor marker."""
    made = draft(statement)
    check_drafts([made])
    assert made.body.endswith(f"\n\n{LAST}")
    assert made.body.count("<!--") == made.body.count("-->") == 1
    assert made.effects.comments == ("campaign:no-nets web",)
    assert "https://example.org/no-nets" in made.effects.links
    assert not bears_campaign(made.body, "other")
    assert not bears_marker(made.text, key=KEY)


@pytest.mark.parametrize(
    ("place", "statement", "shown"),
    [
        ("@{{ statement }}", "torvalds", "@`torvalds`"),
        ("#{{ statement }}", "12 of us", "#`12 of us`"),
        ("fixes ant/one{{ statement }}", "#12", "fixes ant/one`#12`"),
        ("`{{ statement }}`", "hello @mia #77", "``hello @mia #77``"),
        ("`{{ statement }} @boss`", "a ` b", "a ` b`` @boss`"),
    ],
)
def test_words_take_effect_nowhere(place: str, statement: str, shown: str) -> None:
    """Where code letters around names are not enough, every line is in code letters."""
    made = draft(statement, template=place)
    assert shown in made.text
    assert made.effects.quiet


@pytest.mark.parametrize(
    "place",
    [
        '<div dir="rtl">{{ statement }}</div>',
        '<div dir="rtl">\n{{ statement }}\n</div>',
        '<a title="{{ statement }}">me</a>',
        "<details><summary>Me</summary>\n{{ statement }}\n</details>",
    ],
)
@pytest.mark.parametrize("statement", ["hello @torvalds", "see #77", "fixes o/r#1", "&#64;mia"])
def test_words_that_cannot_be_made_quiet_are_refused(place: str, statement: str) -> None:
    """Inside HTML nothing is neutral: the words stay away rather than notify anybody."""
    with pytest.raises(DraftRefused, match="take effect") as refused:
        draft(statement, template=place)
    assert "paragraph of their own" in refused.value.hint
    check_drafts([draft("Because it matters.", template=place)])
    apart = place.replace("{{ statement }}", "\n\n{{ statement }}\n\n")
    assert "title=" in place or draft(statement, template=apart).effects.quiet


def test_what_the_campaign_calls_beside_the_words_is_its_own() -> None:
    """An organiser's mention that only stands there with a statement is not put on the person."""
    made = draft("Hello @mia.", template="{% if statement %}@boss: {{ statement }}{% endif %} x")
    assert made.effects.mentions == ("@boss",)
    check_drafts([made])


def test_names_and_numbers_in_a_title_are_told_too() -> None:
    """They read as if they acted; in code letters they do not."""
    made = draft(issue={"title": "Fixes #9 &#64;boss `@ann`", "template": "a.md.j2"})
    assert made.effects.mentions == ("@boss",)
    assert made.effects.closing_words == ("Fixes #9",)


def test_what_looks_like_a_template_stays_as_it_is() -> None:
    """Braces are shown, not evaluated."""
    assert "{{ target.repo }} {{ 1 }}" in draft("{{ target.repo }} {{ 1 }}").text


@given(
    st.lists(
        st.sampled_from([*HOSTILE, "a", " ", "\n", "\n\n", "@mia", "#1", "`", "```\n", "<", "--"]),
        max_size=6,
    ).map("".join)
)
def test_no_mixture_of_hostile_pieces_does_more(statement: str) -> None:
    """One comment, the marker, and the footer's link: always."""
    made = draft(statement)
    assert not made.hides_more_than_its_marker
    assert made.body.count("<!--") == 1
    assert "https://example.org/no-nets" in made.effects.links


# What must not be posted


@pytest.mark.parametrize(
    "template",
    [
        "A <!-- note --> b",
        "<!-- campaign:other web -->",
        "`<!-- campaign:other web -->`",
        "Before\n\n<!-- the rest is hidden",
        "Before\n\n```\nnever closed",
    ],
)
def test_a_template_hides_nothing(template: str) -> None:
    """No comment but the marker, which is reserved; and nothing that swallows the footer."""
    with pytest.raises(DraftRefused, match="hidden comment") as refused:
        check_drafts([draft(template=template)])
    assert "Nothing was posted" in str(refused.value)
    assert refused.value.exit_code is Exit.USAGE


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"statement": "x" * 65_536}, "GitHub takes 65,536"),
        ({"template": "![x](https://example.org/x.png)"}, "image"),
        ({"template": "@a @b @c and @org/team"}, "@org/team, after 3 others"),
        ({"template": "#1, GH-2, o/r#3; fixes #4"}, "#4, after 3 others"),
        ({"statement": "ghp_" + "a" * 36}, "a GitHub token"),
        ({"statement": r"ghp\_" + "a" * 36}, "a GitHub token"),
        ({"statement": "a\x1b[2Jb"}, "control character"),
        ({"statement": "my-own-secret-token"}, "your own token"),
    ],
)
def test_the_gate_looks_at_the_finished_text(more: dict[str, str], words: str) -> None:
    """Before the first issue is posted anywhere, and without repeating a secret."""
    with pytest.raises(DraftRefused, match=words) as refused:
        check_drafts([draft(), draft(**more)], secrets=["my-own-secret-token"])
    assert "ghp_" not in str(refused.value)
    assert "my-own-secret" not in str(refused.value)


# The link


def test_the_link_opens_githubs_own_form_with_this_text() -> None:
    """Nothing but title and body, in which every sign survives."""
    made = draft("ü & # ? % + “x”")
    address = urlsplit(made.url)
    assert (address.scheme, address.netloc) == ("https", "github.com")
    assert address.path == "/ant/one/issues/new"
    assert parse_qs(address.query) == {"title": [made.title], "body": [made.body]}
    assert address.fragment == ""


@pytest.mark.parametrize(("size", "whole"), [(1, True), (5_908, True), (5_909, False)])
def test_the_link_leaves_the_text_out_where_it_is_too_long(size: int, whole: bool) -> None:
    """At most 6,000 bytes: GitHub's sign-in breaks longer ones."""
    made = Draft(repo="o/r", language="en", title="T" * 20, text="x" * size, marker="<!-- x -->")
    assert (len(made.url) == 92 + size) is whole
    asked = parse_qs(urlsplit(made.url).query)
    assert asked == {"title": [made.title], **({"body": [made.body]} if whole else {})}


@given(words=st.text(st.characters(exclude_categories=["Cs"]), max_size=3000))
def test_the_link_is_plain_ascii_and_never_too_long(words: str) -> None:
    """Whatever the script."""
    made = Draft(repo="o/r", language="en", title="T" * 256, text=words, marker=LAST)
    assert len(made.url.encode("ascii")) <= URL_BUDGET


def test_the_longest_title_alone_fits() -> None:
    """256 signs of four bytes each, which is what GitHub takes at most."""
    made = Draft(
        repo="o" * 39 + "/" + "r" * 100, language="en", title="🕊" * 256, text="x", marker=LAST
    )
    assert len(made.url) <= URL_BUDGET
