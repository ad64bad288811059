"""What a text would do once it is public on GitHub, and the same words without doing it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import lru_cache
from urllib.parse import unquote

from campaign.core.autolinks import CLOSING, COMMIT, ISSUE_ADDRESS, MENTION, REFERENCE
from campaign.core.decoding import decode_references
from campaign.core.markdown import Reading, read_markdown
from campaign.core.softening import literal, soften

_COMMENT_SIGN = re.compile(r"<!--|-->")
_CODE = re.compile("`[^`]+`")
_TAG_SIGN = re.compile(r"(?<!\\)(?:\\\\)*<[A-Za-z/!?]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Effects:
    """What GitHub makes of a Markdown text: distinct strings, in the order of the text."""

    mentions: tuple[str, ...] = ()
    """`@name`: that person is notified."""
    team_mentions: tuple[str, ...] = ()
    """`@organisation/team`."""
    references: tuple[str, ...] = ()
    """`#1`, `GH-1`, `owner/name#1` and addresses on github.com: an event in that place."""
    closing_words: tuple[str, ...] = ()
    """`fixes #1`; without effect in an issue, but easily misread."""
    commits: tuple[str, ...] = ()
    """What looks like the name of a commit: a link, if there is one."""
    links: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    """Whatever would be loaded from elsewhere."""
    tags: tuple[str, ...] = ()
    """The names of raw HTML tags."""
    comments: tuple[str, ...] = ()
    """Text that the source holds and the page hides; the campaign's own marker is one."""

    @property
    def quiet(self) -> bool:
        """Nobody is called, no other issue or commit is touched, nothing is loaded."""
        return not any(getattr(self, name) for name in _ACTS)

    def __or__(self, other: "Effects") -> "Effects":
        """What either does."""
        names = [each.name for each in fields(self)]
        both = {name: (*getattr(self, name), *getattr(other, name)) for name in names}
        return Effects(**{name: _distinct(texts) for name, texts in both.items()})

    def beyond(self, other: "Effects") -> tuple[str, ...]:
        """On whom and what this acts that the other leaves alone."""
        pairs = ((getattr(self, name), getattr(other, name)) for name in _ACTS)
        return tuple(each for mine, theirs in pairs for each in mine if each not in theirs)


_ACTS = ("mentions", "team_mentions", "references", "closing_words", "commits", "images")


@lru_cache(maxsize=512)
def effects(body: str) -> Effects:
    """What GitHub makes of `body`, a Markdown text. Code and comments have no effect; character
    references and backslashes hide nothing. Never raises.

    Source: https://docs.github.com/en/get-started/writing-on-github
    """
    return _effects(read_markdown(body))


def effects_of_title(title: str) -> Effects:
    """What reads in a title as if GitHub acted on it; of Markdown it knows code letters alone.

    Source: https://docs.github.com/en/get-started/writing-on-github
    """
    return _effects(Reading(prose=[decode_references(_CODE.sub("`", title))]))


@lru_cache(maxsize=16)
def neutralise(text: str) -> str:
    """The same words with no effect on anybody else: for a supporter's statement.

    A text that is harmless as it stands comes back unchanged, so doing it twice changes nothing
    more. Otherwise names and numbers that GitHub would act on go into code letters, addresses of
    issues become the redirect that leaves no trace, images become links, and raw HTML shows as
    it is written. Where that is not enough, every line goes into code letters.
    """
    words = re.sub(r"\r\n?", "\n", text)
    if _harmless(words):
        return words
    softened = soften(words)
    return softened if _harmless(softened) else literal(words)


def _effects(reading: Reading) -> Effects:
    prose = reading.prose
    mentions = [match for text in prose for match in MENTION.finditer(text)]
    addresses = _found(ISSUE_ADDRESS, prose)
    addresses += [link for link in reading.links if ISSUE_ADDRESS.match(unquote(link))]
    return Effects(
        mentions=_distinct(match[0] for match in mentions if not match[2]),
        team_mentions=_distinct(match[0] for match in mentions if match[2]),
        references=_distinct([*_found(REFERENCE, prose), *addresses]),
        closing_words=_distinct(_found(CLOSING, prose)),
        commits=_distinct(_found(COMMIT, prose)),
        links=_distinct(reading.links),
        images=_distinct(reading.images),
        tags=_distinct(reading.tags),
        comments=_distinct(reading.comments),
    )


def _found(pattern: re.Pattern[str], prose: Iterable[str]) -> list[str]:
    return [match[0] for text in prose for match in pattern.finditer(text)]


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


def _harmless(text: str) -> bool:
    """Without effect wherever a template puts it: on its own lines or within one."""
    return not _COMMENT_SIGN.search(text) and all(
        _is_inert(f"{start}{text}") for start in ("", "x ")
    )


def _is_inert(text: str) -> bool:
    """Without effect, without HTML, and what follows stays what it is."""
    ticks = " ".join(sorted(set(re.findall("`+", text))))
    reading = read_markdown(f"{text}\nend {ticks}")
    found = _effects(reading)
    in_code = sum(len(_TAG_SIGN.findall(code)) for code in reading.code)
    return (
        found.quiet
        and not (found.tags or found.comments or reading.definitions)
        and len(_TAG_SIGN.findall(text)) == in_code
        and any(block.endswith(f"end {ticks}".rstrip()) for block in reading.blocks)
    )
