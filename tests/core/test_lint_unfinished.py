"""Advice on placeholders that are left, and on what an action costs those who only watch."""

from typing import Any

import pytest
from tests.core.lint_cases import URL, Data, advice, only


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"title": "Replace this: a letter"}, ("title",)),
        ({"summary": "TODO: say who does what"}, ("summary",)),
        ({"hashtag": "ReplaceThis"}, ("hashtag",)),
        ({"organiser": {"name": "Our group", "url": URL, "contact": "c"}}, ("organiser", "name")),
        (
            {"organiser": {"name": "We", "url": "https://example.org/x", "contact": "c"}},
            ("organiser", "url"),
        ),
        (
            {"organiser": {"name": "We", "url": URL, "contact": "we@letters.example"}},
            ("organiser", "contact"),
        ),
        ({"issue": {"title": "TBD", "template": "a.md.j2"}}, ("issue", "title", "en")),
        ({"statement": {"prompt": "Lorem ipsum"}}, ("statement", "prompt", "und")),
        ({"targets": [{"repo": "replace-this/it", "why": "w"}]}, ("targets", 0, "repo")),
        ({"targets": [{"repo": "o/r", "why": "Replace this too"}]}, ("targets", 0, "why")),
        ({"outcome": {"note": "FIXME"}}, ("outcome", "note")),
        ({"share": {"text": "XXX"}}, ("share", "text")),
        ({"summary": "- TODO\n"}, ("summary",)),
        ({"summary": "Yours, [Your name]"}, ("summary",)),
        ({"summary": "Atentamente, [tu nombre]"}, ("summary",)),
        ({"summary": "مع التحية، [اسمك هنا]"}, ("summary",)),
        ({"summary": "see https://letters.test/x."}, ("summary",)),
    ],
)
def test_a_placeholder_that_was_left(changes: dict[str, Any], path: tuple[str | int, ...]) -> None:
    """Wherever others would read it, with the place."""
    found = only(advice(**changes))
    assert (found.id, found.path) == ("placeholder-left", path)


@pytest.mark.parametrize("template", ["", " \n\n", "{# Say something. #}\n"])
def test_a_blank_template(template: str) -> None:
    """A letter without a word is as good as a placeholder."""
    found = [each for each in advice(template) if each.id == "placeholder-left"]
    assert [each.path for each in found] == [("issue", "template", "en")]
    assert "says nothing" in found[0].message


@pytest.mark.parametrize(
    "text",
    [
        "Todo el mundo lo sabe.",
        "Please replace this contract by a better one.",
        "Replace this contract.",
        "For example. Organise.",
        "Replace this, please, by a fair rule.",
        "Our group meets on Mondays.",
        "TODO el mundo lo sabe. Lo queremos TODO.",
        "TODO lo que pedimos",
        "https://www.test.de/a, www.test-achats.be and news.invalid-name.org",
        "Read [your rights](https://rights.org/) and [your rights][1].",
        "An example of what a group of ours does: https://my-example.org.uk/ and exemplar.org",
    ],
)
def test_what_only_resembles_a_placeholder(text: str) -> None:
    """Ordinary demands and other languages are left alone."""
    assert advice(summary=text) == ()


def test_what_watchers_would_get() -> None:
    """Supporters, shared out by weight, times watchers: beyond a thousand mails it is told."""
    targets = [
        {"repo": "owner/loud", "why": "w", "watchers": "300", "weight": "3"},
        {"repo": "owner/quiet", "why": "w", "watchers": "10"},
        {"repo": "owner/unknown", "why": "w"},
    ]
    known: Data = {"targets": targets, "limits": {"per_person": "1"}}
    found = only(advice(**known, supporters="100"))
    assert (found.id, found.path) == ("maintainer-cost", ("supporters",))
    assert "about 18,200 e-mails" in found.message
    assert "18,000 of them for owner/loud." in found.message
    assert advice(**known, supporters="5") == ()
    assert advice(**known) == ()
    assert (
        advice(targets=[{**each, "watchers": "0"} for each in targets], supporters="900000") == ()
    )


def test_nobody_opens_two_issues_in_one_place() -> None:
    """However many issues a person may open, each repository gets one of theirs at most."""
    targets = [{"repo": "owner/only", "why": "w", "watchers": "10"}]
    assert advice(targets=targets, supporters="100") == ()
    assert "1,010 of them" in only(advice(targets=targets, supporters="101")).message


def test_what_is_put_off_can_be_silenced() -> None:
    """An organiser who knows the cost, or keeps an example, says so once."""
    watched = [{"repo": "owner/only", "why": "w", "watchers": "5000"}]
    reasons = {"maintainer-cost": "The maintainers have agreed.", "placeholder-left": "It is one."}
    assert advice(targets=watched, supporters="9", title="TODO", lint=reasons) == ()
