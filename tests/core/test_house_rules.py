"""What a repository asks of those who open issues, in words for a supporter."""

import pytest

from campaign.core.access import RepoFacts
from campaign.core.house_rules import MOST, house_rules

LINKS = (("Forum", "https://forum.example"), ("Security", "https://sec.example"))


def told(**said: object) -> list[str]:
    """The rules, in English."""
    return [str(rule) for rule in house_rules(RepoFacts(repo="o/r", **said))]  # type: ignore[arg-type]


def test_where_nothing_is_asked_nothing_is_said() -> None:
    """Nor where nothing is known."""
    assert told() == []
    assert told(blank_issues=True) == []


def test_forms_come_first() -> None:
    """Asked for where blank issues are off, offered otherwise; the web form is the polite way."""
    forms = ("Bug", "Idea")
    must = ["It asks people to use one of its forms (Bug, Idea): consider its web form."]
    may = ["It offers forms (Bug, Idea): consider its web form."]
    assert told(blank_issues=False, forms=forms) == must
    assert told(blank_issues=True, forms=forms) == may
    assert told(forms=forms) == may


def test_no_blank_issues_and_no_forms() -> None:
    """A repository that sends everybody elsewhere."""
    assert told(blank_issues=False, contact_links=LINKS[:1]) == [
        "Its web page offers no blank issue: consider what it offers instead.",
        "It sends people elsewhere, too: Forum (https://forum.example).",
    ]


def test_each_link_and_the_guide_are_named() -> None:
    """With their addresses."""
    assert told(contact_links=LINKS, contributing="https://github.com/o/r/x") == [
        "It sends people elsewhere, too: Forum (https://forum.example).",
        "It sends people elsewhere, too: Security (https://sec.example).",
        "It has a guide for contributors: consider reading it first (https://github.com/o/r/x).",
    ]


@pytest.mark.parametrize("extra", [0, 1, 20])
def test_a_long_list_is_cut(extra: int) -> None:
    """Nobody reads twenty."""
    names = tuple(f"form-{number}" for number in range(MOST + extra))
    (rule,) = told(forms=names)
    assert ("…" in rule) is (extra > 0)
    assert f"form-{MOST}" not in rule
    assert len(told(contact_links=LINKS * MOST)) == MOST
