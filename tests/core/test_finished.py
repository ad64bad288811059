"""The issues a campaign would make: what could not be posted is known before anybody takes part."""

import pytest
from tests.core.lint_cases import TEMPLATE, ours

from campaign.core import finished
from campaign.core.campaign import Campaign
from campaign.core.finished import READ, Flaw, flaws
from campaign.core.text import Kind


def found(
    title: str = "Please", template: str = TEMPLATE, *, whys: tuple[str, ...] = ("",)
) -> list[Flaw]:
    """The flaws of a campaign with this title and template, and a target for each reason."""
    return list(flaws(campaign(title, whys=whys), {"en": template}))


def campaign(title: str = "Please", *, whys: tuple[str, ...] = ("",)) -> Campaign:
    """A campaign with a target for each reason."""
    targets = [
        {"repo": f"owner/name-{number}", "why": why or "They read it every day."}
        for number, why in enumerate(whys)
    ]
    return ours(issue={"title": title, "template": "ours.md.j2"}, targets=targets)


def test_a_good_campaign_has_none() -> None:
    """What can be posted is left alone, in every language."""
    issue = {"title": {"en": "a", "ar": "b"}, "template": {"en": "a.md.j2", "ar": "b.md.j2"}}
    assert not list(flaws(ours(issue=issue), {"en": TEMPLATE, "ar": "مرحبا {{ statement }}"}))


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("x" * 300, "The title is too long"),
        ("{{ target.repo }}" + "x" * 250, "The title is too long"),
        ("{{ statement }}", "The title is blank."),
        ("{% if statement %}a{% endif %}", "The title is blank."),
    ],
)
def test_a_title_that_github_would_not_take(title: str, said: str) -> None:
    """Too long or blank, once it is made; told once for all the repositories."""
    (flaw,) = found(title, whys=("a", "b"))
    assert flaw.of_title
    assert flaw.message.startswith(f"In the issue for owner/name-0: {said}")
    assert flaw.hint


@pytest.mark.parametrize(
    ("template", "said", "words"),
    [
        ("Dear\n" + "x" * 65_400, "The text is too long", ""),
        ("Dear\n" + "{{ target.why }}" * 4_000, "The text becomes longer", ""),
        ("Dear\n<!-- x -->", "hidden comment", "<!--"),
        ("Dear\n```\nunfinished", "hidden comment", "```"),
        ('Dear\n<img src="x" <!-- -->', "hidden comment", "<!--"),
        ("Dear\n@a @b @c @d", "too many people", "@a @b @c @d"),
    ],
)
def test_a_text_that_could_not_be_posted(template: str, said: str, words: str) -> None:
    """What the gate would refuse on the day is refused while there is time."""
    (flaw, *_) = [each for each in found(template=template) if said in each.message]
    assert not flaw.of_title
    assert flaw.words == words or not words


def test_one_target_can_be_at_fault() -> None:
    """A reason that opens a comment is found among five hundred that do not."""
    whys = (*(f"Reason {number}" for number in range(499)), "They <!-- read it.")
    (flaw,) = found(template=TEMPLATE + "{{ target.why }}", whys=whys)
    assert "owner/name-499" in flaw.message


def test_texts_that_differ_by_values_only_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five hundred repositories cost no more than their branches."""
    read: list[str] = []

    def examine(text: str, *, kind: Kind) -> tuple[()]:
        read.extend([text] if kind is Kind.BODY else [])
        return ()

    monkeypatch.setattr(finished, "examine", examine)
    template = "{% if target.name == 'name-7' %}Seven{% endif %} {{ target.repo }} {{ target.why }}"
    found(template=template, whys=tuple(f"It is number {number}." for number in range(500)))
    assert len(read) == 2
    read.clear()
    found(template="x" * 60_000 + "{{ target.why }}", whys=("&",) * 50)
    assert sum(map(len, read)) < READ + 70_000
