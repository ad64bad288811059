"""What is said of an issue's effects before anybody agrees to it."""

import pytest

from campaign.cli.effect_words import effects_in_words
from campaign.core.consequences import consequences
from campaign.core.draft import Draft


def words(text: str, title: str = "T") -> str:
    """The sentence on an issue with this text."""
    marker = "<!-- campaign:x web -->"
    return effects_in_words(Draft(repo="o/r", language="en", title=title, text=text, marker=marker))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "mentions nobody, refers to no other issue, has 0 links"),
        ("[a](https://a.example/x)", "has 1 link (to a.example)"),
        ("https://b.example https://b.example/2 [x](/y)", "has 3 links (to b.example)"),
        ("@mia @org/team", "notifies @mia, @org/team"),
        ("fixes #3,\ncloses\no/r#4", "refers to #3, o/r#4, seems to close something (fixes #3"),
        ("closes\no/r#4", "(closes^Jo/r#4)"),
        ("see abcdef1234567", "names what may be commits (abcdef1234567)"),
        ("<details><summary>a</summary></details>", "holds HTML (details, summary)"),
        ("![i](https://a.example/i)", "loads pictures (https://a.example/i)"),
        ("a <!-- psst --> b", "hides from readers: psst"),
    ],
)
def test_every_effect_is_told(text: str, said: str) -> None:
    """The same things that the page of `preview --html` lists, in one line."""
    assert said in words(text)
    assert "\n" not in words(text)


def test_the_title_is_looked_at_too() -> None:
    """Nobody reads only the text."""
    told = words("Hello.", title="Fixes #9 @boss")
    assert told.startswith("notifies @boss, refers to #9, seems to close something (Fixes #9)")


def test_a_flood_is_cut_and_counted() -> None:
    """Nothing pushes the question off the screen."""
    told = words(" ".join(f"https://h{i}.example" for i in range(300)))
    assert "h9.example, 290 more)" in told
    assert len(words(f"<b{'x' * 5000}>")) < 200


def test_every_row_of_the_page_has_words() -> None:
    """A new kind of effect cannot be left out here by mistake."""
    text = "@a #1 fixes #2 abcdef1234567 ![i](https://a.example/i) <b> <!-- x -->"
    draft = Draft(repo="o/r", language="en", title="T", text=text, marker="<!-- campaign:x w -->")
    rows = consequences(draft)
    assert len(rows) == 8
    said = effects_in_words(draft)
    assert all(row.items[0] in said for row in rows[:-1])
