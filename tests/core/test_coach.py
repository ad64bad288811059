"""The coach sees what a friend would see, and leaves good words alone."""

import pytest

from campaign.core.coach import coach, own_words, share_of_issue

COMMON = "Please help to end the work of your company for the agency, and talk about it inside."


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("", ["empty"]),
        (" \n ", ["empty"]),
        ("I am [your job] and I care.", ["placeholder"]),
        ("My name is <name>, and I care.", ["placeholder"]),
        ("I care because...", ["placeholder"]),
        ("Words. " * 200, ["long"]),
        ("Write to ada@example.org if you like.", ["email"]),
        ("Call me: +49 30 1234 5678, any time.", ["phone"]),
        ("Call me: (212) 555-0188 today.", ["phone"]),
        ("I live at 12 Lake Street and see it.", ["address"]),
        ("Ich wohne in der Hauptstraße 5 und sehe es.", ["address"]),
        ("Vivo en la Calle Mayor 5 con mi familia.", ["address"]),
        ("I work at Initech and I am ashamed.", ["employer"]),
        ("Please help to end the work of your company for the agency. Yes.", ["copied"]),
        ("I am a nurse in a small town, and people stay away from us out of fear.", []),
        ("On 11 May 2019 I marched with 400 others; in 2025 with 12,000.", []),
        ("I work for the public library, where families ask us for help.", []),
        ("أنا ممرضة، وأرى الخوف كل يوم في عيون الناس.", []),
        ("Todo el mundo lo sabe, y yo también lo veo en mi barrio.", []),
        ("I care. TODO: say why.", ["placeholder"]),
    ],
)
def test_the_coach_nudges(statement: str, expected: list[str]) -> None:
    """Each weakness has its nudge, and honest words have none."""
    assert [nudge.id for nudge in coach(statement, common=COMMON)] == expected


def test_own_words_are_measured_by_what_the_common_text_lacks() -> None:
    """A copied sentence counts nothing, a new one in full, a mixture in between."""
    copied = "help to end the work of your company"
    assert own_words(copied, common=COMMON) == 0
    assert own_words("My brother was taken away last spring.", common=COMMON) == 1
    mixed = f"{copied}. My brother was taken away last spring."
    assert 0.4 < own_words(mixed, common=COMMON) < 0.6
    assert own_words("", common=COMMON) == 0


def test_the_meter_is_the_share_of_the_whole_issue() -> None:
    """As many own words as common ones make a half."""
    assert share_of_issue("one two three", common="four five six") == pytest.approx(0.5)
    assert share_of_issue("", common="") == 0
