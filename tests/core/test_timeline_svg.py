"""The picture of a history: complete in itself, readable without colours, safe with any name."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest

from campaign.adapters.web_files import read_web_file
from campaign.core.access import Reason, Verdict
from campaign.core.history import Glimpse, Look
from campaign.core.timeline import Timeline, timelines
from campaign.core.timeline_svg import WIDTH, Words, timeline_svg

NOON = datetime(2019, 5, 11, 12, 0, tzinfo=UTC)
SVG = "{http://www.w3.org/2000/svg}"
WORDS = Words(
    title="Open or closed: <ants> & bees",
    description="Sentences about <everything> & more.",
    caption=["Times in <UTC> & nowhere."],
    verdicts={
        Verdict.OPEN: "open",
        Verdict.CLOSED: "closed",
        Verdict.UNKNOWN: "unknown",
        None: "not looked at",
    },
    told=lambda stretch: f"<{stretch.verdict}> & since {stretch.since:%H:%M}",
)
LONG = f"{'a' * 39}/{'b' * 100}"


def history(*names: str) -> tuple[Timeline, ...]:
    """Three hours: open, then closed, a gap, then unknown for a moment."""
    verdicts = {0: Verdict.OPEN, 20: Verdict.OPEN, 40: Verdict.CLOSED, 180: Verdict.UNKNOWN}
    looks = [
        Look(
            at=NOON + timedelta(minutes=minute),
            account_id=None,
            login=None,
            seen=tuple(
                Glimpse(repo=name, verdict=verdict, reason=Reason.NO_EVIDENCE) for name in names
            ),
        )
        for minute, verdict in verdicts.items()
    ]
    return timelines(looks, names)


def draw(rows: Sequence[Timeline]) -> tuple[str, ElementTree.Element]:
    """The file, and its tree."""
    text = timeline_svg(rows, zone=UTC, words=WORDS, style=read_web_file("timeline.css"))
    return text, ElementTree.fromstring(text)  # noqa: S314 - our own


def test_it_can_be_heard() -> None:
    """A title, a description, and for each stretch a sentence; everything escaped."""
    _, root = draw(history("ant/one"))
    assert root.get("role") == "img"
    labelled = {root.find(f"{SVG}{tag}").get("id") for tag in ("title", "desc")}  # type: ignore[union-attr]
    assert set((root.get("aria-labelledby") or "").split()) == labelled
    assert root.findtext(f"{SVG}desc") == WORDS.description
    told = [rect.findtext(f"{SVG}title") for rect in root.iter(f"{SVG}rect")]
    assert "<closed> & since 12:40" in told


def test_words_and_patterns_say_what_colours_say() -> None:
    """Closed is hatched, unknown dotted, each is named, and a legend explains them."""
    text, root = draw(history("ant/one"))
    shown = [each.text for each in root.iter(f"{SVG}text")]
    assert shown.count("open") == 2  # in its bar and in the legend
    assert {"closed", "unknown", "not looked at", "ant/one"} <= set(shown)
    assert "12:30" in shown
    assert ".closed { fill: url(#closed)" in text
    assert {each.get("id") for each in root.iter(f"{SVG}pattern")} == {"closed", "unknown"}


def test_it_is_complete_in_itself() -> None:
    """No script, and no address but that of its own language."""
    text, root = draw(history("ant/one"))
    assert re.findall(r"\w+://[^\"' ]+", text) == ["http://www.w3.org/2000/svg"]
    assert not list(root.iter(f"{SVG}script"))
    assert "@import" not in text


def test_it_follows_the_readers_choice_of_light_or_dark() -> None:
    """By a media query: the same file serves both."""
    assert "@media (prefers-color-scheme: dark)" in draw(history("ant/one"))[0]


@pytest.mark.parametrize(
    "names", [("ant/one",), ("ant/one", LONG), tuple(f"a/r{n}" for n in range(60))]
)
def test_nothing_leaves_the_picture(names: tuple[str, ...]) -> None:
    """It is 800 wide, whatever the names, and as high as its rows need."""
    _, root = draw(history(*names))
    height = float(root.get("height") or 0)
    assert root.get("viewBox") == f"0 0 {WIDTH} {height:.0f}"
    for rect in root.iter(f"{SVG}rect"):
        if rect.get("x") is not None:
            left, width = float(rect.get("x") or 0), float(rect.get("width") or 0)
            assert left >= 0
            assert left + width <= WIDTH
            assert width >= 3
    for text in root.iter(f"{SVG}text"):
        assert float(text.get("y") or 0) < height
        assert len(text.text or "") < 100
    titles = [each.findtext(f"{SVG}title") for each in root.iter(f"{SVG}g")]
    assert titles == list(names)


def test_a_single_look_is_a_picture_too() -> None:
    """One moment, one mark."""
    rows = history("ant/one")
    only = Timeline(repo="ant/one", stretches=rows[0].stretches[-1:])
    _, root = draw([only])
    bars = [each for each in root.iter(f"{SVG}rect") if each.get("height") == "18"]
    assert [bar.get("class") for bar in bars] == ["unknown"]
