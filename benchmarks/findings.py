"""One figure of ours beside one of the other way, and many of them as a table."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

HEADS = ("what", "campaign", "the other way", "so it needs", "goal", "")


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """`ours` is what `campaign` needs, `other` what the other way needs, both in `unit`."""

    what: str
    unit: str
    ours: float
    other: float | None = None
    other_way: str = ""
    goal: str = ""
    """In words; empty: there is none."""
    met: bool | None = None
    """Whether the goal is met; None where there is none."""
    why: str = ""
    """What is measured, and why it comes out so, where the figure alone does not tell."""

    @property
    def ratio(self) -> float | None:
        """How many times as much the other way needs; None where there is no other way."""
        return self.other / self.ours if self.other is not None and self.ours else None

    @property
    def cells(self) -> tuple[str, ...]:
        """The line of the table."""
        other = "" if self.other is None else f"{self.other_way} {_figure(self.other, self.unit)}"
        met = "" if self.met is None else "met" if self.met else "missed"
        ours = _figure(self.ours, self.unit)
        return (self.what, ours, other, _times(self.ratio), self.goal, met)


def _times(ratio: float | None) -> str:
    if not ratio:
        return ""
    return f"{ratio:.1f} times less" if ratio >= 1 else f"{1 / ratio:.1f} times more"


def _figure(value: float, unit: str) -> str:
    number = f"{value:.0f}" if value == int(value) else f"{value:.2f}"
    return f"{number} {unit}"


def table(findings: Iterable[Finding]) -> str:
    """All findings as text, one line each; below them what there is to say of some."""
    findings = list(findings)
    lines = [HEADS, *(finding.cells for finding in findings)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADS))]
    padded = (
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )
    return "\n".join([*padded, *_notes(findings)]) + "\n"


def _notes(findings: Iterable[Finding]) -> Iterator[str]:
    """Said once for findings of which the same is to be said."""
    alike: dict[str, list[str]] = {}
    for finding in findings:
        alike.setdefault(finding.why, []).append(finding.what)
    alike.pop("", None)
    for why, names in alike.items():
        yield ""
        yield f"{'; '.join(names)}: {why}."
