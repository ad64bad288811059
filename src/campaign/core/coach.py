"""The coach: looks at a statement, offline, and nudges; it never stops anybody.

What a campaign must refuse (secrets, control characters) is the gate's work, not the coach's.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from campaign.core.sentence import Sentence, sentence

COMFORTABLE = 1_000
"""Characters after which fewer people read to the end."""

SHINGLE = 4
"""So many words in a row that also stand in the common text count as copied."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Nudge:
    """A piece of advice on somebody's own words."""

    id: str
    message: Sentence


_PLACEHOLDERS = re.compile(
    r"(?i:\[(?:your|insert|name|city|job|place)\b[^\]\n]{0,40}\]"
    r"|<(?:your|insert|name)[^>\n]{0,40}>|lorem ipsum)"
    # In small letters "todo" is a word of Spanish.
    r"|\b(?:TODO|TBD|XXX)\b"
    # The end of a prompt that nobody went on from.
    r"|\b(?:because|porque|weil|parce que|perché|لأن|لأنّ)\s*(?:…|\.\.\.)\s*$"
)

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]*\w")

_PHONE = re.compile(r"(?<![\w/.-])\+?\(?\d(?:(?: ?[()./–-]{1,2} ?| )?\d){8,14}(?![\w/])")

_YEAR = r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)"
_NO_PHONE = re.compile(
    r"(?<!\d)\d{4}([-/.])\d{1,2}\1\d{1,2}(?!\d)|(?<!\d)\d{1,2}([-/.])\d{1,2}\2\d{4}(?!\d)"
    rf"|{_YEAR}(?:[ /–-]{{1,3}}{_YEAR})+"
    r"|(?i:ISBN)[-:0-9 ]{9,20}[0-9Xx]|(?<!\d)97[89][- ]?\d(?:[- ]?\d){9}"
    r"|(?<![\d+])[1-9]\d?(?:[.,]\d{3}){2,}(?!\d)"
    r"|(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?!\.?\d)|(?<![\d.])\d{1,2}\.\d{7,}"
)
"""Dates, years, numbers of books, large numbers, addresses of computers, and fractions."""

_STREET = re.compile(
    r"\b\d{1,5}[a-z]?,? (?:[A-Z][\w'.]+ ){1,3}(?:Street|St|Avenue|Ave|Road|Rd|Lane|Drive|Blvd)\b"
    r"|\b(?:Calle|Avenida|Plaza) (?:[A-ZÁÉÍÓÚÑ]\w+ ?){1,3},? \d{1,4}\b"
    r"|\b\w+(?:straße|strasse|gasse|weg) \d{1,4}\b"
)

_EMPLOYER = re.compile(
    r"\bI(?: am|'m)? (?:work|employed|working) (?:at|for|by) (?!the\b|a\b|an\b)[A-Z]"
)


_EMPTY = Sentence("No words of your own yet. Two or three sentences count more than the rest.")

_PRIVATE = (
    (_EMAIL, "email", Sentence("It seems to give away an e-mail address. It will stay public.")),
    (_PHONE, "phone", Sentence("It seems to give away a phone number. It will stay public.")),
    (_STREET, "address", Sentence("It seems to give away a street address. It will stay public.")),
    (_EMPLOYER, "employer", Sentence("It seems to give away your employer. It will stay public.")),
)


def coach(statement: str, *, common: str) -> tuple[Nudge, ...]:
    """What a friend would say before this becomes public for ever.

    Args:
        common: the campaign's own text, to see which words are the person's own.
    """
    if not statement.strip():
        return (Nudge(id="empty", message=_EMPTY),)
    return tuple(_nudges(statement, common=common))


def _nudges(statement: str, *, common: str) -> Iterator[Nudge]:
    if found := _PLACEHOLDERS.search(statement):
        left = sentence("A placeholder seems to be left in it: {words}", words=found[0].strip())
        yield Nudge(id="placeholder", message=left)
    if len(statement) > COMFORTABLE:
        long = sentence(
            "It has {length} characters; most readers stop before {limit}.",
            length=len(statement),
            limit=COMFORTABLE,
        )
        yield Nudge(id="long", message=long)
    without_dates = _NO_PHONE.sub("·", statement)
    for pattern, kind, message in _PRIVATE:
        if pattern.search(without_dates):
            yield Nudge(id=kind, message=message)
    borrowed = 1 - own_words(statement, common=common)
    if borrowed > 0.5:
        copied = sentence(
            "{share} of it repeats the campaign's text. Say it in your own way.",
            share=f"{borrowed:.0%}",
        )
        yield Nudge(id="copied", message=copied)


def own_words(statement: str, *, common: str) -> float:
    """The share of the statement's words that are the person's own, from 0 to 1.

    A word is borrowed if it stands in four words in a row that the common text has too.
    Individual letters sway the undecided, form mail far less:
    https://www.congressfoundation.org/news/blog/917
    """
    words, theirs = _words(statement), _words(common)
    known = {tuple(theirs[begin:end]) for begin, end in _passages(theirs)}
    borrowed: set[int] = set()
    for begin, end in _passages(words):
        if tuple(words[begin:end]) in known:
            borrowed.update(range(begin, end))
    return 1 - len(borrowed) / len(words) if words else 1.0


def share_of_issue(statement: str, *, common: str) -> float:
    """How much of the finished issue the person has written, from 0 to 1: the own-words meter."""
    mine = len(_words(statement)) * own_words(statement, common=common)
    whole = len(_words(statement)) + len(_words(common))
    return mine / whole if whole else 0.0


# Scripts that leave no space between words: Thai and Lao, Burmese, Khmer, kana, ideographs.
_UNSPACED = (
    r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    r"\uf900-\ufaff\U00020000-\U0003fffd"
)
_ONE_WORD = re.compile(rf"[{_UNSPACED}]|(?:(?![{_UNSPACED}])\w)+")
_SIGN = re.compile(rf"[{_UNSPACED}]")


def _words(text: str) -> list[str]:
    """The words, or the single signs of a script that does not part them."""
    return _ONE_WORD.findall(text.casefold())


def _passages(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where the runs of SHINGLE words begin and end; two single signs count as one word."""
    for begin in range(len(words)):
        halves, end = 0, begin
        while halves < 2 * SHINGLE and end < len(words):
            halves += 1 if _SIGN.match(words[end]) else 2
            end += 1
        if halves >= 2 * SHINGLE:
            yield begin, end
