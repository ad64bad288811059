"""The reference page says what the code does, and shows an example that works."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from campaign.adapters import campaign_file, template_files
from campaign.adapters.campaign_file import CampaignFile, load
from campaign.core.advice import AdviceId
from campaign.core.draft import check_drafts, render_drafts
from campaign.core.lint import MEANINGS, advise
from campaign.core.reference import REWRITE, reference
from campaign.core.reference_text import CONSTRUCTS
from campaign.core.schema import json_schema
from campaign.core.template import FILTERS, NAMES, check

PAGE = reference()


def rows() -> Iterator[list[str]]:
    """Every row of every table on the page; a bar behind a backslash is text."""
    for line in PAGE.splitlines():
        if line.startswith("|"):
            yield [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def keys(schema: dict[str, object]) -> Iterator[str]:
    """The name of every key in the schema."""
    told = schema.get("items", schema)
    assert isinstance(told, dict)
    for key, inner in told.get("properties", {}).items():
        yield key
        yield from keys(inner)


@pytest.fixture
def example(tmp_path: Path) -> CampaignFile:
    """The page's example, copied from the page into two files."""
    names = re.findall(r"^`(our-letter\.[a-z0-9.]+)`", PAGE, re.MULTILINE)
    texts = re.findall(r"^```(?:yaml|jinja)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    for name, text in zip(names, texts, strict=True):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return load(tmp_path / "our-letter.yaml")


def test_the_page_in_docs_is_this_one(checkout: Path) -> None:
    """Whoever changes the format, the language or the advice renews the page."""
    page = (checkout / "docs" / "campaign-file.md").read_text(encoding="utf-8")
    assert page == PAGE, f"docs/campaign-file.md is stale. To renew it: {REWRITE}"


def test_the_example_is_valid_and_only_to_be_filled_in(example: CampaignFile) -> None:
    """What a reader copies first is right in every respect; its own names are to be replaced."""
    advice = advise(example.campaign, example.templates)
    assert {each.id for each in advice} == {AdviceId.PLACEHOLDER_LEFT}
    assert {each.path[0] for each in advice} == {"organiser", "targets", "sources"}


def test_the_example_makes_an_issue(example: CampaignFile) -> None:
    """With and without words of a supporter's own."""
    for statement in ("", "I am a nurse."):
        (draft,) = check_drafts(
            render_drafts(example.campaign, example.templates, language="en", statement=statement)
        )
        assert "[[1]](https://example.org/what-the-product-does)" in draft.text
        assert "1. What the product does (The Newspaper)\n" in draft.text
        assert statement in draft.text


def test_every_key_name_filter_and_advice_has_a_row() -> None:
    """The page is complete: no word of the format is left to be guessed."""
    first = {row[0].replace("\\|", "|").strip("`") for row in rows()}
    filters = {rule.example for rule in FILTERS.values()}
    assert {*keys(json_schema()), *NAMES, *filters, *CONSTRUCTS, *MEANINGS} <= first


def test_a_row_has_as_many_cells_as_its_head() -> None:
    """No bar inside a text breaks a table apart."""
    assert {len(row) for row in rows()} == {2, 6}


def test_a_row_tells_value_default_and_limits() -> None:
    """One look at the table answers what may be written, and what is meant without it."""
    told = {row[0]: row[1:] for row in rows()}
    assert told["`per_person`"][:3] == ["a whole number", "no", "`3`"]
    assert told["`per_person`"][-1] == "1 to 20"
    assert told["`required`"][:3] == ["`true` or `false`", "no", "`false`"]
    assert told["`contact`"][2] == ""
    assert told["`contact`"][-1] == "at most 500 characters"
    assert told["`repo`"][1] == "yes"
    assert told["`targets`"][0] == "a list of groups"
    assert told["`targets`"][-1] == "1 to 500 entries"
    assert told["`state`"][0] == "`running`, `paused`, `won`, `ended`"
    assert "`won`: It is over" in told["`state`"][3]


@pytest.mark.parametrize("construct", [*CONSTRUCTS, *(rule.example for rule in FILTERS.values())])
def test_every_construct_on_the_page_is_allowed(construct: str) -> None:
    """What the page shows, a template may say."""
    inside = "source." in construct
    text = f"{{% for source in sources %}}{construct}{{% endfor %}}" if inside else construct
    assert check(text, source_ids=["intercept-2019"]) == ()


def test_every_advice_is_explained_once() -> None:
    """What can be silenced is not listed among the keys as well."""
    first = [row[0].strip("`") for row in rows()]
    assert all(first.count(each) == 1 for each in MEANINGS)


def test_the_sizes_on_the_page_are_those_that_are_enforced() -> None:
    """A person who writes that much is not surprised."""
    assert f"at most {campaign_file.LIMIT // 1024} KiB large" in PAGE
    assert f"a template at most {template_files.LIMIT // 1024} KiB" in PAGE
