"""What a lint rule is given, and what it answers."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from campaign.core.campaign import Campaign

Path: TypeAlias = tuple[str | int, ...]

COMMENT = re.compile(r"\{#(?:(?!\{#).)*?#\}", re.DOTALL)
VOWEL_SIGNS = r"[\u0640\u064b-\u0652]"
"""Signs of Arabic that may be written or left out, as a pattern."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """What a rule has to say; `path` leads to the value it speaks of, as keys and indices."""

    path: Path
    message: str
    hint: str
    words: str = ""
    """The words it is about, where they stand in a longer text."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Given:
    """A valid campaign and its templates."""

    campaign: Campaign
    templates: Mapping[str, str]
    """Language → source, without comments, which nobody will read."""
    public: tuple[tuple[Path, str], ...]
    """Every text that others will read, without the vowel signs of Arabic: they are optional."""


Rule: TypeAlias = Callable[[Given], Iterator[Note]]


def prepare(campaign: Campaign, templates: Mapping[str, str]) -> Given:
    """The campaign as the rules look at it; `templates` are sources by language."""
    said = {language: COMMENT.sub("", source) for language, source in templates.items()}
    public = ((path, re.sub(VOWEL_SIGNS, "", text)) for path, text in _texts(campaign, said))
    return Given(campaign=campaign, templates=said, public=tuple(public))


def _texts(campaign: Campaign, templates: Mapping[str, str]) -> Iterator[tuple[Path, str]]:
    yield ("title",), campaign.title
    yield ("summary",), campaign.summary
    for language, title in campaign.issue.title.items():
        yield ("issue", "title", language), COMMENT.sub("", title)
    for language, source in templates.items():
        yield ("issue", "template", language), source
    for index, target in enumerate(campaign.listed):
        yield ("targets", index, "why"), target.why
    yield ("outcome", "note"), campaign.outcome.note
    yield ("share", "text"), campaign.share.text
