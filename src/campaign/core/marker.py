"""The Key of a posting, and the hidden marker by which any machine recognises its own issue."""

import re
from base64 import b32encode
from dataclasses import dataclass
from hashlib import sha256

WEB = "web"
"""Stands in a marker where the account is not known: a preview, or GitHub's own form."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Key:
    """What an issue is counted by: at most one each."""

    campaign: str
    repo_id: int
    account_id: int


def marker_key(key: Key) -> str:
    """The short hash by which any machine recognises its own issue."""
    digest = sha256(f"{key.campaign}|{key.repo_id}|{key.account_id}".encode()).digest()
    return b32encode(digest).decode().lower()[:16]


def marker(slug: str, key: str = WEB) -> str:
    """The hidden last line of a body."""
    return f"<!-- campaign:{slug} {key} -->"


def bears_marker(body: str, *, key: Key) -> bool:
    """Whether a body carries this posting's marker, or the one of GitHub's own form.

    It proves something only where the issue's author is the account itself.
    """
    keys = f"{marker_key(key)}|{WEB}"
    return re.search(rf"<!-- campaign:{re.escape(key.campaign)} ({keys}) -->", body) is not None


def bears_key(body: str, *, key: Key) -> bool:
    """The same without the form's marker, which does not tell of which repository it is."""
    return marker(key.campaign, marker_key(key)) in body


def campaign_marks(body: str) -> str:
    """What of a body marks it as a campaign's, of whichever one."""
    return "\n".join(re.findall(r"<!-- campaign:[a-z0-9-]+ [a-z0-9]+ -->", body))


def bears_campaign(body: str, slug: str) -> bool:
    """Whether a body carries a marker of this campaign, of whichever account."""
    return re.search(rf"<!-- campaign:{re.escape(slug)} [a-z0-9]+ -->", body) is not None
