"""An issue's title and template, in one language or several."""

from typing import Any

import pytest
from pydantic import ValidationError

from campaign.core.issue_text import IssueText


def refusals(**issue: Any) -> dict[str, str]:
    """The faults of an issue's texts: dotted key → message."""
    with pytest.raises(ValidationError) as caught:
        IssueText.model_validate(issue)
    return {".".join(map(str, each["loc"])): each["msg"] for each in caught.value.errors()}


def test_one_text_needs_no_language() -> None:
    """A campaign in English names no language at all; another names it once."""
    english = IssueText.model_validate({"title": "Please", "template": "a.md.j2"})
    assert (english.title_in("en"), english.template_in("en")) == ("Please", "a.md.j2")
    spanish = IssueText.model_validate(
        {"title": "Por favor", "template": "a.md.j2", "language": "es"}
    )
    assert spanish.title == {"es": "Por favor"}


def test_title_and_template_speak_the_same_languages() -> None:
    """A language with a title but no template, or the reverse, is refused by name."""
    titles = {"en": "Please", "ar": "رجاءً"}
    templates = {"en": "a.md.j2", "es": "b.md.j2"}
    found = refusals(title=titles, template=templates)
    assert found == {"template": "The title and the template differ in languages: ar, es."}
    found = refusals(title=titles, template="a.md.j2")
    assert found == {"template": "The title and the template differ in languages: ar."}


def test_languages_are_kept_in_the_order_of_the_file() -> None:
    """The first language of the file is the first offered."""
    issue = IssueText.model_validate(
        {
            "title": {"ar": "رجاءً", "es": "Por favor"},
            "template": {"es": "b.md.j2", "ar": "a.md.j2"},
            "language": "es",
        }
    )
    assert list(issue.title) == ["ar", "es"]
    assert issue.title_in("ar") == "رجاءً"
    with pytest.raises(KeyError):
        issue.title_in("en")


def test_the_default_language_is_one_of_them() -> None:
    """A default that no text is written in is refused, also where it is only understood."""
    found = refusals(title={"ar": "رجاءً"}, template={"ar": "a.md.j2"})
    assert found == {"language": "There is no text in the language en."}


@pytest.mark.parametrize("language", ["english!", "de_DE", "EN", "", ["en"], {"en": "en"}])
def test_a_language_is_a_tag(language: object) -> None:
    """Anything that is no language tag is refused at the language alone."""
    assert refusals(title="Please", template="a.md.j2", language=language).keys() == {"language"}


def test_there_is_at_least_one_language() -> None:
    """An empty list of languages is no text."""
    assert refusals(title={}, template={})["title"] == "This is empty."
