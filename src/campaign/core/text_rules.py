"""The one table of what is refused in a text, what is only advised against, and what is said."""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from campaign.core.characters import (
    MOST_ACCENTS,
    escape_strange,
    name_of,
    shows_nothing,
    strange_characters,
)
from campaign.core.secrets import find_hex, find_private, find_secrets
from campaign.core.sentence import N_, Sentence, sentence

TITLE_LENGTH = 256
BODY_LENGTH = 65_536
"""Characters GitHub accepts, JasonEtco/create-an-issue#123; counted here as code points."""

MOST_CALLED = 3
"""People and teams that one issue may notify."""
MOST_TOUCHED = 3
"""Other issues in which one may leave a mark."""


class Kind(StrEnum):
    """What a text is for; each kind has its own rules.

    What GitHub answers has none: it is never refused, only made printable.
    """

    CAMPAIGN = "campaign"
    TITLE = "title"
    BODY = "body"
    STATEMENT = "statement"


@dataclass(frozen=True, kw_only=True, slots=True)
class Given:
    """What a rule may look at."""

    text: str
    secrets: Collection[str]
    private: Collection[str]


Found = Iterable[tuple[int, str | Sentence]]
"""Each place, and what is there."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """One row of the table: what it catches, in which kinds of text, and what is said then."""

    id: str
    catches: str
    message: str
    hint: str
    find: Callable[[Given], Found]
    kinds: frozenset[Kind] = frozenset(Kind)
    refused: bool = True


@lru_cache(maxsize=8)
def _strange_characters(text: str) -> tuple[tuple[int, str], ...]:
    """One look serves every rule on characters."""
    return tuple(strange_characters(text))


def _characters(kind: str) -> Callable[[Given], Found]:
    def find(given: Given) -> Found:
        places = (index for index, name in _strange_characters(given.text) if name == kind)
        return ((index, name_of(given.text[index])) for index in places)

    return find


def _signs(signs: str) -> Callable[[Given], Found]:
    return lambda given: ((index, name_of(c)) for index, c in enumerate(given.text) if c in signs)


def _secrets(given: Given) -> Found:
    found = find_secrets(given.text, secrets=given.secrets)
    return ((place, Sentence(text=kind)) for place, kind in found)


def _private(given: Given) -> Found:
    found = find_private(given.text, private=given.private)
    return ((place, _shown(words)) for place, words in found)


def _longer_than(limit: int) -> Callable[[Given], Found]:
    def find(given: Given) -> Found:
        length = len(given.text)
        words = N_("{length} characters, and GitHub takes {most}")
        said = sentence(words, length=f"{length:,}", most=f"{limit:,}")
        return [(limit, said)] if length > limit else []

    return find


def _blank(given: Given) -> Found:
    return [(0, "")] if shows_nothing(given.text) else []


def _images(given: Given) -> Found:
    if "![" not in given.text and "<" not in given.text:
        return []
    from campaign.core.effects import effects  # late: reading Markdown is seldom needed

    return [(max(given.text.find(image), 0), _shown(image)) for image in effects(given.text).images]


def _beyond(most: int, kinds: Sequence[str]) -> Callable[[Given], Found]:
    """What the text does too often; `kinds` are those of its effects."""

    def find(given: Given) -> Found:
        if not _MAY_ACT.search(given.text):
            return []
        from campaign.core.effects import effects

        found = effects(given.text)
        items = [item for kind in kinds for item in getattr(found, kind)]
        return [
            (
                max(given.text.find(item), 0),
                sentence("{item}, after {most} others", item=_shown(item), most=most),
            )
            for item in items[most : most + 1]
        ]

    return find


_MAY_ACT = re.compile(r"[@#&%]|gh-|github", re.IGNORECASE)


def _shown(text: str) -> str:
    return escape_strange(text)[:80]


_REMOVE = N_("Remove it, or type that passage anew.")

RULES = (
    Rule(
        id="control",
        catches="control characters, such as those that move the cursor or colour a terminal",
        message=N_("There is a control character: {what}."),
        hint=_REMOVE,
        find=_characters("control"),
    ),
    Rule(
        id="direction",
        catches="characters that turn the direction of writing around, so that text reads "
        "differently from what it is",
        message=N_("There is a character that reorders the text: {what}."),
        hint=N_("Remove it, or type that passage anew. Arabic and Hebrew read well without it."),
        find=_characters("direction"),
    ),
    Rule(
        id="invisible",
        catches="invisible characters, except where an emoji or the script needs them",
        message=N_("There is an invisible character: {what}."),
        hint=_REMOVE,
        find=_characters("invisible"),
    ),
    Rule(
        id="separator",
        catches="Unicode's own line and paragraph separators",
        message=N_("There is an unusual line break: {what}."),
        hint=N_("Replace it by an ordinary line break."),
        find=_characters("separator"),
    ),
    Rule(
        id="nameless",
        catches="surrogates, noncharacters and private use: signs without a shared meaning",
        message=N_("There is a character that others cannot read: {what}."),
        hint=_REMOVE,
        find=_characters("nameless"),
    ),
    Rule(
        id="accents",
        catches=f"more than {MOST_ACCENTS} combining marks on one letter",
        message=N_("There are too many marks on one letter; this one is {what}."),
        hint=_REMOVE,
        find=_characters("accents"),
    ),
    Rule(
        id="line",
        catches="a line break or a tab in a title",
        message=N_("The title must be one plain line, but there is {what}."),
        hint=N_("Use a space instead."),
        find=_signs("\n\t"),
        kinds=frozenset({Kind.TITLE}),
    ),
    Rule(
        id="blank",
        catches="a title without any visible character",
        message=N_("The title is blank."),
        hint=N_("Give it some words."),
        find=_blank,
        kinds=frozenset({Kind.TITLE}),
    ),
    Rule(
        id="title-length",
        catches=f"a title of more than {TITLE_LENGTH} characters",
        message=N_("The title is too long: it has {what}."),
        hint=N_("Shorten it."),
        find=_longer_than(TITLE_LENGTH),
        kinds=frozenset({Kind.TITLE}),
    ),
    Rule(
        id="length",
        catches=f"a text of more than {BODY_LENGTH:,} characters",
        message=N_("The text is too long: it has {what}."),
        hint=N_("Shorten it."),
        find=_longer_than(BODY_LENGTH),
        kinds=frozenset(Kind) - {Kind.TITLE},
    ),
    Rule(
        id="secret",
        catches="tokens and keys: your own GitHub token in any usual coding, and known shapes",
        message=N_("There is what looks like {what}. It is not shown here."),
        hint=N_(
            "Take it out. If it was ever public, revoke it: https://github.com/settings/tokens"
        ),
        find=_secrets,
    ),
    Rule(
        id="hexadecimal",
        catches="40 hexadecimal digits, which may be a very old token",
        message=N_("There are 40 hexadecimal digits: a commit's name, or a very old token."),
        hint=N_("Make sure that it is not a token."),
        find=lambda given: find_hex(given.text),
        kinds=frozenset({Kind.STATEMENT}),
        refused=False,
    ),
    Rule(
        id="private",
        catches="a folder, a computer's or a user's name from this machine",
        message=N_("This looks like a name or a folder of your own computer: {what}."),
        hint=N_("It will be public. Take it out if you do not mean to show it."),
        find=_private,
        kinds=frozenset({Kind.STATEMENT}),
        refused=False,
    ),
    Rule(
        id="image",
        catches="images, which tell their owner who reads the issue and when",
        message=N_("There is an image: {what}."),
        hint=N_("Link to the page that shows it."),
        find=_images,
        kinds=frozenset({Kind.CAMPAIGN, Kind.BODY}),
    ),
    Rule(
        id="called",
        catches=f"more than {MOST_CALLED} people or teams called by their @name",
        message=N_("It calls too many people or teams, who would all be notified: {what}."),
        hint=N_("Write names without the @, or in code letters."),
        find=_beyond(MOST_CALLED, ("mentions", "team_mentions")),
        kinds=frozenset({Kind.CAMPAIGN, Kind.BODY}),
    ),
    Rule(
        id="touched",
        catches=f"more than {MOST_TOUCHED} references to other issues, which leave a mark there,"
        " closing words among them",
        message=N_("It leaves a mark in too many other issues: {what}."),
        hint=N_("Write the numbers in code letters, or leave them out."),
        find=_beyond(MOST_TOUCHED, ("references",)),
        kinds=frozenset({Kind.CAMPAIGN, Kind.BODY}),
    ),
)
"""The one table of what is refused and what is only advised against."""
