"""Timelines as a picture: one SVG file, complete in itself, readable without its colours."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from html import escape

from campaign.core.access import Verdict
from campaign.core.timeline import Stretch, Timeline, axis
from campaign.core.timeline_axis import ticks

WIDTH = 800
_EDGE, _TOP, _ROW, _BAR = 16, 64, 48, 18
_INNER = WIDTH - 2 * _EDGE
_LETTER = 8
_LONGEST_NAME = 90

_GROUND = '<path class="page" d="M0 0h8v8H0z"/>'
_SQUARE = 'width="8" height="8" patternUnits="userSpaceOnUse"'
_PATTERNS = f"""\
<defs>
<pattern id="closed" {_SQUARE} patternTransform="rotate(45)">
{_GROUND}<path class="hatch" d="M0 0V8"/></pattern>
<pattern id="unknown" {_SQUARE}>
{_GROUND}<circle class="dot" cx="2" cy="2" r="1.5"/><circle class="dot" cx="6" cy="6" r="1.5"/>
</pattern>
</defs>"""
"""Full for open, hatched for closed, dotted for unknown."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """Everything the picture says, in the reader's language."""

    title: str
    description: str
    caption: Sequence[str]
    """Below the axis: which time it shows."""
    verdicts: Mapping[Verdict | None, str]
    """None: nobody looked."""
    told: Callable[[Stretch], str]
    """One stretch as a sentence."""


def timeline_svg(rows: Sequence[Timeline], *, zone: tzinfo, words: Words, style: str) -> str:
    """The whole file. `rows` hold at least one look; `style` is its CSS."""
    start, end = axis(rows)
    bottom = _TOP + _ROW * len(rows)
    height = bottom + 64 + 18 * len(words.caption)

    def across(at: datetime) -> float:
        return round(_EDGE + _INNER * ((at - start) / (end - start)), 1)

    # A first line that is always the same tells a later run that the file is its own.
    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" data-made-by="campaign check --history"',
        f'width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" role="img"'
        ' aria-labelledby="title desc">',
        f'<title id="title">{escape(words.title)}</title>',
        f'<desc id="desc">{escape(words.description)}</desc>',
        f"<style>{style}</style>",
        _PATTERNS,
        '<rect class="page" width="100%" height="100%"/>',
        _text(_EDGE, 34, words.title, kind="heading"),
        *_axis(start, end, across=across, zone=zone, bottom=bottom),
    ]
    for number, row in enumerate(rows):
        parts += _row(row, top=_TOP + _ROW * number, across=across, words=words)
    parts += _legend(words, top=bottom + 28)
    lines = enumerate(words.caption)
    parts += [_text(_EDGE, bottom + 68 + 18 * n, line, kind="muted") for n, line in lines]
    return "\n".join([*parts, "</svg>", ""])


def _axis(
    start: datetime,
    end: datetime,
    *,
    across: Callable[[datetime], float],
    zone: tzinfo,
    bottom: int,
) -> Iterator[str]:
    for tick in ticks(start, end, zone=zone, most=8):
        x = across(tick.at)
        # At the right edge a label would leave the picture.
        anchor = "end" if x > WIDTH - 60 else "start"
        yield f'<path class="mark" d="M{x} {_TOP - 8}V{bottom}"/>'
        yield (
            f'<text class="muted" x="{x}" y="{bottom + 12}" text-anchor="{anchor}">'
            f"{escape(tick.label)}</text>"
        )


def _row(
    row: Timeline, *, top: int, across: Callable[[datetime], float], words: Words
) -> Iterator[str]:
    middle = top + 18 + _BAR / 2
    yield f"<g><title>{escape(row.repo)}</title>"
    yield _text(_EDGE, top + 12, _shortened(row.repo), kind="name")
    yield f'<path class="none" d="M{_EDGE} {middle}H{WIDTH - _EDGE}"/></g>'
    for stretch in row.stretches:
        left = min(across(stretch.since), WIDTH - _EDGE - 3.0)
        width = round(max(3.0, across(stretch.until) - left), 1)
        verdict = stretch.verdict
        if verdict is not None:
            yield (
                f'<rect class="{verdict.value}" x="{left}" y="{top + 18}" width="{width}"'
                f' height="{_BAR}" rx="2"><title>{escape(words.told(stretch))}</title></rect>'
            )
        word = words.verdicts[verdict]
        if width >= _LETTER * len(word) + 12:
            yield _text(left + 6, top + 31, word, kind="in")


def _legend(words: Words, *, top: int) -> Iterator[str]:
    left = _EDGE
    for verdict, word in words.verdicts.items():
        if verdict is None:
            yield f'<path class="none" d="M{left} {top + 7}h28"/>'
        else:
            yield (
                f'<rect class="{verdict.value}" x="{left}" y="{top}" width="28" height="14"'
                ' rx="2"/>'
            )
        yield _text(left + 36, top + 11, word)
        left += 60 + _LETTER * len(word)


def _text(x: float, y: float, words: str, *, kind: str = "") -> str:
    named = f' class="{kind}"' if kind else ""
    return f'<text{named} x="{x}" y="{y}">{escape(words)}</text>'


def _shortened(name: str) -> str:
    """Both ends of a name too long for the picture; its whole is in the row's title."""
    half = _LONGEST_NAME // 2
    return name if len(name) <= _LONGEST_NAME else f"{name[:half]}…{name[-half:]}"
