"""Advice: its ids, by which a campaign file may silence it with a reason, and one piece of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator

from campaign.core.fields import Line, quoted, refusal


class AdviceId(StrEnum):
    """The name of each advice; what it is about stands beside its rule, in `core/lint.py`."""

    NO_CONTACT = "no-contact"
    HASHTAG_CASE = "hashtag-case"
    LONG_ACTION = "long-action"
    MISSING_TRANSLATION = "missing-translation"
    STATEMENT_UNUSED = "statement-unused"
    STATEMENT_EXPOSED = "statement-exposed"
    DUPLICATE_TARGET = "duplicate-target"
    LIMIT_NOT_STATED = "limit-not-stated"
    MAINTAINER_COST = "maintainer-cost"
    NO_SOURCES = "no-sources"
    SOURCE_NOT_DATED = "source-not-dated"
    SOURCE_NOT_ARCHIVED = "source-not-archived"
    SOURCE_NOT_CITED = "source-not-cited"
    TYPED_TIME = "typed-time"
    TYPED_DATE = "typed-date"
    ALL_CAPITALS = "all-capitals"
    THREAT = "threat"
    PERSON_NAMED = "person-named"
    SHARE_TOO_LONG = "share-too-long"
    PLACEHOLDER_LEFT = "placeholder-left"
    NOTHING_SILENCED = "nothing-silenced"


@dataclass(frozen=True, kw_only=True, slots=True)
class Advice:
    """One thing an organiser should look at again; `path` leads to it as keys and indices."""

    id: AdviceId
    path: tuple[str | int, ...]
    message: str
    hint: str
    words: str = ""
    """The words it is about, where they stand in a longer text."""


def _known(text: str) -> str:
    known = [each.value for each in AdviceId if each is not AdviceId.NOTHING_SILENCED]
    if text in known:
        return text
    near = get_close_matches(text.lower(), known, 1)
    hint = f"Did you mean `{near[0]}`?" if near else f"Known: {', '.join(known)}."
    raise refusal(f"There is no advice {quoted(text)} to silence.", hint)


def _by_id(value: object) -> object:
    if value and isinstance(value, Mapping):
        return value
    raise refusal(
        "Nothing is silenced here." if not value else "Advice is silenced by its id.",
        "Write below it, indented, `source-not-archived: the reason`, or leave `lint` out.",
    )


Silenced = Annotated[
    dict[Annotated[AdviceId, BeforeValidator(_known)], Line], BeforeValidator(_by_id)
]
"""Advice that does not apply, by its id, each with the reason."""
