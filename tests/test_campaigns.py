"""The campaigns that are shipped: what their letters say, in each language."""

import unicodedata
from collections.abc import Iterator

import pytest

from campaign.adapters.campaign_file import load
from campaign.adapters.shipped import find
from campaign.core.draft import Draft, check_drafts, render_drafts
from campaign.core.languages import runs_right_to_left
from campaign.core.lint import advise
from campaign.core.markdown import read_markdown
from campaign.core.persons import persons

SLUGS = ("notechforice-2019", "immigrationos-2026")
LETTERS = [(slug, language) for slug in SLUGS for language in load(find(slug)).campaign.languages]


def drafts(slug: str, language: str, statement: str = "") -> tuple[Draft, ...]:
    """The letter to every repository."""
    file = load(find(slug))
    return check_drafts(
        render_drafts(file.campaign, file.templates, language=language, statement=statement)
    )


def lines_of(text: str) -> Iterator[tuple[str, str]]:
    """Every line with the direction of the block that it stands in."""
    directions = ["ltr"]
    for line in text.split("\n"):
        if line.startswith("<div dir="):
            directions.append(line.split('"')[1])
        elif line == "</div>":
            directions.pop()
        elif line.strip():
            yield line, directions[-1]
    assert directions == ["ltr"], "a block is not closed"


@pytest.mark.parametrize("slug", SLUGS)
def test_nothing_is_to_be_said_against_it(slug: str) -> None:
    """No advice, and none that had to be silenced."""
    file = load(find(slug))
    assert advise(file.campaign, file.templates) == ()
    assert file.campaign.lint == {}


@pytest.mark.parametrize(("slug", "language"), LETTERS)
def test_a_letter_calls_nobody_and_names_nobody(slug: str, language: str) -> None:
    """No mention, no other issue, no person in its words; every link is a source's or ours."""
    file = load(find(slug))
    known = {source.url for source in file.campaign.sources} | {file.campaign.organiser.url}
    for draft in drafts(slug, language):
        found = draft.effects
        assert found.quiet
        assert set(found.links) == known
        prose = " ".join(read_markdown(draft.text).prose)
        assert list(persons(prose)) == []
        addresses = {word for url in known for word in url.rpartition("/")[2].split("-")}
        assert not {"alex", "pretti", "peter", "thiels"} & addresses & set(prose.lower().split())


@pytest.mark.parametrize(("slug", "language"), LETTERS)
def test_every_line_stands_in_its_own_direction(slug: str, language: str) -> None:
    """Arabic from right to left, everything else from left to right, with and without own words."""
    for statement in ("", "لأنّني ممرّضة." if language == "ar" else "I am a nurse."):
        for draft in drafts(slug, language, statement):
            for line, direction in lines_of(draft.text):
                letters = [unicodedata.bidirectional(c) for c in line if c.isalpha()]
                if direction == "ltr":
                    assert "AL" not in letters, line
                elif not line[0].isdigit():  # a source, whose title is English
                    assert "AL" in letters, line
            assert ('dir="rtl"' in draft.text) == runs_right_to_left(language)


@pytest.mark.parametrize(("slug", "language"), LETTERS)
def test_the_prompt_is_the_letter_s_own(slug: str, language: str) -> None:
    """A person completes the sentence that stands above their words."""
    prompt = load(find(slug)).campaign.prompt_in(language)
    (first, *_) = drafts(slug, language, "I am a nurse.")
    assert f"**{prompt}" in first.text
