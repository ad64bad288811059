"""The one table of exit codes, and how errors speak."""

from itertools import permutations

import pytest

from campaign import errors
from campaign.core.sentence import Sentence, in_lines, sentence
from campaign.errors import CampaignError, Exit, Fault, InvalidCampaign

CODES = {
    "DONE": 0,
    "ERROR": 1,
    "USAGE": 2,
    "CLOSED": 3,
    "SIGN_IN": 4,
    "WINDOW": 5,
    "UNKNOWN": 6,
    "LIMITED": 7,
    "PARTIAL": 8,
    "INTERRUPTED": 130,
}


def test_the_codes_scripts_rely_on() -> None:
    """Their numbers never change, and each has a line for the help page."""
    assert {code.name: code.value for code in Exit} == CODES
    assert all(code.meaning for code in Exit)


def test_the_order_where_several_apply() -> None:
    """130, 4, 6, 7, 8, 3, in whatever order they came up."""
    heaviest = [Exit(value) for value in (130, 4, 6, 7, 8, 3)]
    for start in range(len(heaviest)):
        for mixed in permutations(heaviest[start : start + 3]):
            assert Exit.weightiest(mixed) is heaviest[start]


@pytest.mark.parametrize("code", Exit)
def test_any_end_outweighs_done(code: Exit) -> None:
    """Nothing is called done because something else was."""
    assert Exit.weightiest([Exit.DONE, code, Exit.DONE]) is code
    assert Exit.weightiest([]) is Exit.DONE


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("CampaignError", Exit.ERROR),
        ("InvalidCampaign", Exit.USAGE),
        ("WrongUsage", Exit.USAGE),
        ("SignInNeeded", Exit.SIGN_IN),
        ("OutsideWindow", Exit.WINDOW),
        ("RateLimited", Exit.LIMITED),
    ],
)
def test_every_error_knows_its_exit_code(kind: str, code: Exit) -> None:
    """Whoever raises it need not."""
    assert getattr(errors, kind).exit_code is code


def test_an_error_is_its_message_and_its_hint() -> None:
    """What happened, and apart from it what to do."""
    error = CampaignError("It broke.", hint="Mend it.")
    assert (str(error), error.message, error.hint) == ("It broke.", "It broke.", "Mend it.")


def test_an_error_can_be_told_in_another_language() -> None:
    """On the screen alone: what it is remembered by stays English, and so does a plain text."""
    lost = sentence("{repo} is lost.", repo="o/r")
    error = CampaignError(lost, hint=in_lines(Sentence("Look."), "as written"))
    spanish = {"{repo} is lost.": "Se perdió {repo}.", "Look.": "Mire."}
    told = error.told(lambda text: spanish.get(text, text), lambda one, several, number: one)
    assert told == ("Se perdió o/r.", "Mire.\nas written")
    assert (str(error), error.message, error.hint) == (
        *("o/r is lost.", "o/r is lost."),
        "Look.\nas written",
    )
    error.hint = "{Another}."
    assert error.told(str, lambda one, several, number: one)[1] == "{Another}."


def test_faults_are_told_together_each_with_its_place() -> None:
    """`file:line:column: message`, in the given order, also of the template's own file."""
    faults = [
        Fault(line=3, column=1, path="title", message="First.", hint="Try this."),
        Fault(line=9, column=5, path="", message="Second.", file="letter.md.j2"),
    ]
    error = InvalidCampaign("a.yaml", faults)
    assert str(error) == "a.yaml:3:1: First.\nletter.md.j2:9:5: Second."
    assert error.hint == "Try this."
    assert error.faults == tuple(faults)
