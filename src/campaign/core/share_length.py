"""How long a text is for each of the services where people share."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

_LINK = re.compile(r"https?://\S+")

_LIGHT = (range(0x1100), range(0x2000, 0x200E), range(0x2010, 0x2020), range(0x2032, 0x2038))
"""What counts as one character on X; whatever else, such as an emoji, counts as two."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Service:
    limit: int
    count: Callable[[str], int]


def _with_short_links(text: str) -> str:
    return _LINK.sub("x" * 23, text)


def _on_x(text: str) -> int:
    signs = map(ord, _with_short_links(text))
    return sum(1 if any(sign in light for light in _LIGHT) else 2 for sign in signs)


SERVICES: Mapping[str, _Service] = {
    # https://raw.githubusercontent.com/twitter/twitter-text/master/config/v3.json
    "X": _Service(limit=280, count=_on_x),
    # Counts graphemes, of which there are never more than code points:
    # https://github.com/bluesky-social/atproto/blob/main/lexicons/app/bsky/feed/post.json
    "Bluesky": _Service(limit=300, count=len),
    # The usual limit; a server may have another: https://docs.joinmastodon.org/user/posting/#text
    "Mastodon": _Service(limit=500, count=lambda text: len(_with_short_links(text))),
}


def too_long_for(text: str) -> tuple[str, ...]:
    """The services that would not take the text in one post, each with its limit: `X (280)`."""
    return tuple(
        f"{name} ({service.limit})"
        for name, service in SERVICES.items()
        if service.count(text) > service.limit
    )
