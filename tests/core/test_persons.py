"""Persons named in prose: noticed by title, role or login; agencies and places are not."""

import pytest

from campaign.core.persons import persons, teams


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We ask Mr Doe to stop.", "Mr Doe"),
        ("We ask Mr Jane Doe to stop.", "Mr Jane Doe"),
        ("Dr. Jane Q. Doe signed it.", "Dr. Jane Q. Doe"),
        ("Palantir's CEO Jane Doe said", "CEO Jane Doe"),
        ("its chief executive, Jane Doe, said", "chief executive, Jane Doe"),
        ("Jane Doe, CEO of Example, said", "Jane Doe, CEO"),
        ("Jane Doe, the former CTO", "Jane Doe, the former CTO"),
        ("Write to engineer Jane Doe.", "engineer Jane Doe"),
        ("Engineer Jane O'Brien-McDonald", "Engineer Jane O'Brien-McDonald"),
        ("co-founder Juan de la Cruz", "co-founder Juan de la Cruz"),
        ("el Sr. López", "el Sr. López"),
        ("La ingeniera María Núñez lo sabe.", "ingeniera María Núñez"),
        ("Ask @janedoe about it.", "@janedoe"),
        ("(@jane-doe)", "@jane-doe"),
        ("Ask @janedoe.", "@janedoe"),
        ("Mr President Doe", "Mr President Doe"),
    ],
)
def test_a_person_is_noticed(text: str, found: str) -> None:
    """By a title or role beside a name, or by a login."""
    assert list(persons(text)) == [found]


@pytest.mark.parametrize(
    "text",
    [
        "Homeland Security Investigations (HSI)",
        "Its director Homeland Security Investigations, in New York",
        "ICE's Investigative Case Management",
        "The manager New York never had.",
        "Homeland Security Investigations, CEO",
        "HSI's 26 special agents in charge",
        "by the company's engineers, who read its issues",
        "Engineers at Palantir Technologies",
        "The engineer Palantir Technologies hired",
        "An agent of Enforcement and Removal Operations",
        "Drive on, Ms",
        "mail us@example.org",
        "`@decorator` and `engineer Jane Doe`",
        "the package @palantir/blueprint",
        "https://social.example/@janedoe",
        "10 @ 3",
        "Mr President, Madam Secretary: Mr Speaker!",
        "el Sr. Presidente",
        "the Reserve Officer Training Corps",
        "the Manager Google Cloud has",
        "un agente Río Grande arriba",
        "",
    ],
)
def test_agencies_places_and_code_are_not(text: str) -> None:
    """A false alarm is a reason to stop listening."""
    assert list(persons(text)) == []


def test_a_team_is_noticed() -> None:
    """All of them would be notified; in code letters, or as a part of an address, nobody is."""
    text = "@org/team, `@org/two` and https://a.example/@org/three, a@org/four @a/b/c"
    assert list(teams(text)) == ["@org/team"]
