"""Drafts as one page for the browser: each issue the way GitHub shows it, and what it would do."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import urlsplit

from jinja2 import Environment, StrictUndefined

from campaign.core.campaign import Campaign
from campaign.core.draft import Draft
from campaign.core.markdown_html import draw_markdown
from campaign.core.text import BODY_LENGTH, TITLE_LENGTH


@dataclass(frozen=True, kw_only=True, slots=True)
class Consequence:
    """One thing a text does once it is public, and to whom or what."""

    label: str
    items: tuple[str, ...]
    none: str = ""
    """What is said where there are no items; without it the row is left out."""


def issue_page(campaign: Campaign, drafts: Sequence[Draft], *, template: str, style: str) -> str:
    """One HTML page, complete in itself: no script, and no request of any kind.

    Args:
        drafts: at least one, all in one language.
        template: the page's Jinja source; every value is escaped.
        style: the page's CSS; the page's policy admits these very bytes and no other style.
    """
    return _JINJA.from_string(template).render(
        campaign=campaign,
        drafts=drafts,
        title_length=TITLE_LENGTH,
        body_length=BODY_LENGTH,
        style=style,
        style_hash=f"sha256-{b64encode(sha256(style.encode()).digest()).decode()}",
    )


def consequences(draft: Draft) -> tuple[Consequence, ...]:
    """What is worth a look before posting; the weightiest first."""
    effects = draft.effects
    tags = tuple(tag for tag in effects.tags if tag != "div")
    hidden = tuple(each for each in effects.comments if f"<!-- {each} -->" != draft.marker)
    rows = (
        Consequence(
            label="Notifies", items=effects.mentions + effects.team_mentions, none="nobody"
        ),
        Consequence(label="Leaves a mark in", items=effects.references, none="no other issue"),
        Consequence(label="Seems to close", items=effects.closing_words),
        Consequence(label="Names commits", items=effects.commits),
        Consequence(label="Loads pictures", items=effects.images),
        Consequence(label="Holds HTML, shown here as written", items=tags),
        Consequence(label="Hides from readers", items=hidden),
        Consequence(label="Ends with a hidden line, to be recognised by", items=(draft.marker,)),
    )
    return tuple(row for row in rows if row.items or row.none)


def host(address: str) -> str:
    """Where an address leads; empty where it names no host."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _make_environment() -> Environment:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["markdown"] = draw_markdown
    environment.filters["consequences"] = consequences
    environment.filters["host"] = host
    return environment


_JINJA = _make_environment()
