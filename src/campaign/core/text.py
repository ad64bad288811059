"""The gate every foreign string passes before it is posted or shown."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from itertools import islice

from campaign.core.characters import escape_strange, shows_nothing
from campaign.core.sentence import Sentence
from campaign.core.text_rules import BODY_LENGTH, RULES, TITLE_LENGTH, Given, Kind

__all__ = [
    "BODY_LENGTH",
    "RULES",
    "TITLE_LENGTH",
    "Finding",
    "Kind",
    "examine",
    "is_blank",
    "normalise_statement",
    "printable",
    "printable_line",
]

MOST_FINDINGS = 20
"""Places reported for one rule; more would bury the rest."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One thing a rule found; line and column count from 1. Refused, or else only advised."""

    rule: str
    message: Sentence
    hint: str
    refused: bool
    line: int
    column: int


def examine(
    text: str, *, kind: Kind, secrets: Collection[str] = (), private: Collection[str] = ()
) -> tuple[Finding, ...]:
    """Everything the rules find in `text`, in the order of the text.

    A statement is tidied by `normalise_statement` first: a carriage return is a control character.

    Args:
        secrets: tokens that must never be posted; no message repeats them.
        private: names and folders of this machine, which are advised against.
    """
    given = Given(text=text, secrets=secrets, private=private)
    found = [
        (place, rule, what)
        for rule in RULES
        if kind in rule.kinds
        for place, what in islice(rule.find(given), MOST_FINDINGS)
    ]
    return tuple(
        Finding(
            rule=rule.id,
            message=Sentence(text=rule.message, values=(("what", what),)),
            hint=rule.hint,
            refused=rule.refused,
            line=text.count("\n", 0, place) + 1,
            column=place - text.rfind("\n", 0, place),
        )
        for place, rule, what in sorted(found, key=lambda each: each[0])
    )


def is_blank(text: str) -> bool:
    """Whether a reader would see nothing at all, whatever invisible characters there are."""
    return shows_nothing(text)


def printable(text: str) -> str:
    """The text as any terminal may show it: line breaks kept, tabs as four spaces, control
    characters as `^[`, whatever deceives or hides as `<U+202E>`. Never raises.
    """
    return escape_strange(text.replace("\t", "    "))


def printable_line(text: str, *, limit: int | None = None) -> str:
    """The same on one line, a line break shown as `^J`; with `…` where it is cut at `limit`."""
    line = printable(text).replace("\n", "^J")
    return line if limit is None or len(line) <= limit else f"{line[: max(limit - 1, 0)]}…"


def normalise_statement(text: str) -> str:
    r"""The one way a statement is tidied before it is examined, shown, hashed and posted.

    Line breaks become `\n`; spaces and tabs at the end of a line, blank lines at both ends and
    every blank line after the second go. The words themselves stay byte for byte.
    """
    lines = re.sub(r"\r\n?", "\n", text).split("\n")
    tidy = "\n".join(line.rstrip(" \t") for line in lines).strip("\n")
    return re.sub(r"\n{4,}", "\n\n\n", tidy)
