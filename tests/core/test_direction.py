"""Names, addresses and commands keep their direction inside a line from right to left."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.core.characters import strange_characters
from campaign.core.direction import FIRST_STRONG_ISOLATE, POP_ISOLATE, isolate


def marked(text: str) -> str:
    """The isolates as brackets that can be read."""
    return isolate(text).replace(FIRST_STRONG_ISOLATE, "⟨").replace(POP_ISOLATE, "⟩")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("المستودع palantir/blueprint مغلق.", "المستودع ⟨palantir/blueprint⟩ مغلق."),
        ("تعمل باسم @ada، وهذا يكفي", "تعمل باسم ⟨@ada⟩، وهذا يكفي"),
        ("انظر https://github.com/o/r/issues/1.", "انظر ⟨https://github.com/o/r/issues/1⟩."),
        ("اكتب campaign settle ours-2027 ثم انتظر", "اكتب ⟨campaign settle ours-2027⟩ ثم انتظر"),
        ("(campaign status) للمزيد", "(⟨campaign status⟩) للمزيد"),
        ("تبدأ 2019-05-11 10:00 هناك", "تبدأ ⟨2019-05-11 10:00⟩ هناك"),
        ("قيل “Mr. Robot (2015)” هنا", "قيل “⟨Mr. Robot (2015)⟩” هنا"),
        ("بقي 12 من 40", "بقي 12 من 40"),
        ("لديك --lang en، es، ar.", "لديك ⟨--lang en⟩، ⟨es⟩، ⟨ar⟩."),
        ("رقم o/r#12 مفتوح", "رقم ⟨o/r#12⟩ مفتوح"),
        ("كلّه بالعربيّة: لا شيء هنا!", "كلّه بالعربيّة: لا شيء هنا!"),
        ("campaign post ours-2027", "campaign post ours-2027"),
        ("", ""),
    ],
)
def test_what_runs_the_other_way_is_set_apart(text: str, shown: str) -> None:
    """A command stays one piece; the sentence keeps its own punctuation and its numbers."""
    assert marked(text) == shown


@given(st.text(st.sampled_from("aZ1 9/.,:-()[]@#\"'…اب،؟é"), max_size=40))
def test_nothing_is_lost_and_every_isolate_is_closed(text: str) -> None:
    """Taken out again, the marks leave the line as it was; none reaches over an Arabic sign."""
    shown = marked(text)
    assert shown.replace("⟨", "").replace("⟩", "") == text
    depth = 0
    for sign in shown:
        depth += {"⟨": 1, "⟩": -1}.get(sign, 0)
        assert depth in (0, 1)
        assert not (depth and sign in "اب،؟")
    assert depth == 0


def test_the_marks_are_for_the_terminal_alone() -> None:
    """The gate refuses them in every text that would be posted."""
    assert {name for _, name in strange_characters(isolate("في o/r"))} == {"direction"}
