"""Drafts as one page for the browser: each issue the way GitHub shows it, and what it would do."""

from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256

from jinja2 import Environment, StrictUndefined

from campaign.core.campaign import Campaign
from campaign.core.consequences import consequences, host
from campaign.core.draft import Draft
from campaign.core.markdown_html import draw_markdown
from campaign.core.text import BODY_LENGTH, TITLE_LENGTH


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


def _make_environment() -> Environment:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["markdown"] = draw_markdown
    environment.filters["consequences"] = consequences
    environment.filters["host"] = host
    return environment


_JINJA = _make_environment()
