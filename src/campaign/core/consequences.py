"""What an issue would do once it is public, as rows for people: the weightiest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from campaign.core.draft import Draft
from campaign.core.sentence import N_


@dataclass(frozen=True, kw_only=True, slots=True)
class Consequence:
    """One thing a text does once it is public, and to whom or what."""

    label: str
    items: tuple[str, ...]
    none: str = ""
    """What is said where there are no items; without it the row is left out."""


def consequences(draft: Draft) -> tuple[Consequence, ...]:
    """What is worth a look before posting; the weightiest first."""
    effects = draft.effects
    tags = tuple(tag for tag in effects.tags if tag != "div")
    hidden = tuple(each for each in effects.comments if f"<!-- {each} -->" != draft.marker)
    called = effects.mentions + effects.team_mentions
    touched = effects.references
    rows = (
        Consequence(label=N_("Notifies"), items=called, none=N_("nobody")),
        Consequence(label=N_("Leaves a mark in"), items=touched, none=N_("no other issue")),
        Consequence(label=N_("Seems to close"), items=effects.closing_words),
        Consequence(label=N_("Names commits"), items=effects.commits),
        Consequence(label=N_("Loads pictures"), items=effects.images),
        Consequence(label=N_("Holds HTML, shown here as written"), items=tags),
        Consequence(label=N_("Hides from readers"), items=hidden),
        Consequence(
            label=N_("Ends with a hidden line, to be recognised by"), items=(draft.marker,)
        ),
    )
    return tuple(row for row in rows if row.items or row.none)


def hosts(links: Iterable[str]) -> tuple[str, ...]:
    """The distinct hosts that links lead to, in their order."""
    return tuple(dict.fromkeys(filter(None, map(host, links))))


def host(address: str) -> str:
    """Where an address leads; empty where it names no host."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
