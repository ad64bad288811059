"""Characters that deceive, hide or disturb, and the places where such a character does honest work.

Named after Trojan Source (CVE-2021-42574): text that reads differently from what it is.
"""

import re
import unicodedata
from collections.abc import Iterator

_CONTROL = r"\x00-\x08\x0b-\x1f\x7f-\x9f"
_DIRECTION = r"\u202a-\u202e\u2066-\u2069"
_SEPARATOR = r"\u2028\u2029"
# Surrogates, private use and noncharacters: they have no meaning that two people share.
_NAMELESS = r"\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\U000f0000-\U0010ffff" + "".join(
    rf"\U000{plane:x}fffe\U000{plane:x}ffff" for plane in range(1, 15)
)
_MARK = r"\u061c\u200e\u200f"
# https://www.unicode.org/reports/tr44/#Default_Ignorable_Code_Point, and what else of Cf shows
# nothing. The number signs of Arabic and its neighbours (U+0600, U+06DD …) are Cf, but visible.
_INVISIBLE = (
    r"\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065\u206a-\u206f"
    r"\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U00013430-\U0001343f\U0001bca0-\U0001bca3"
    r"\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)

_PICTURE = (
    r"\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u24c2\u25a0-\u27bf\u2934\u2935"
    r"\u2b05-\u2b55\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
)
_SKIN = r"\U0001f3fb-\U0001f3ff"
# Scripts in which U+200C and U+200D shape the letter before them: Arabic and its relatives, the
# Indic family, Mongolian, Adlam. https://www.unicode.org/versions/latest/core-spec/chapter-23/
_SHAPED = (
    r"\u0600-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u18aa\u1b00-\u1bff\ua840-\ua8ff\ua980-\ua9df"
    r"\uabc0-\uabff\ufb50-\ufdcf\ufe70-\ufefc\U00011000-\U0001147f\U0001e900-\U0001e95f"
)
# Scripts without spaces, where U+200B says where a word ends: Thai, Lao, Tibetan, Burmese, Khmer.
_UNSPACED = r"\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u1950-\u19df\u1a20-\u1aad"
# Ideographs, of which U+E0100 and its neighbours choose the shape that a name is written with:
# https://www.unicode.org/ivd/
_IDEOGRAPHS = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"

_AT_WORK = "|".join(
    (
        rf"[{_PICTURE}][\ufe0f{_SKIN}]?\u20e3?(?:\u200d[{_PICTURE}][\ufe0f{_SKIN}]?)+",
        rf"[{_PICTURE}][\ufe0e\ufe0f]",
        r"[0-9#*]\ufe0f\u20e3",
        # A flag of a part of a country, such as Scotland's: https://www.unicode.org/reports/tr51/
        r"\U0001f3f4[\U000e0061-\U000e007a]{2}[\U000e0030-\U000e0039\U000e0061-\U000e007a]{1,3}"
        r"\U000e007f",
        rf"(?![{_MARK}{_INVISIBLE}])[{_SHAPED}][\u200c\u200d]",
        rf"(?![{_INVISIBLE}])[{_UNSPACED}]\u200b",
        r"[\u1820-\u18aa][\u180b-\u180f]",
        rf"[{_IDEOGRAPHS}][\ufe00-\ufe02\U000e0100-\U000e01ef]",
    )
)

_STRANGE = re.compile(
    rf"(?:{_AT_WORK})|(?P<control>[{_CONTROL}])|(?P<direction>[{_DIRECTION}])"
    rf"|(?P<separator>[{_SEPARATOR}])|(?P<nameless>[{_NAMELESS}])|(?P<mark>[{_MARK}])"
    rf"|(?P<invisible>[{_INVISIBLE}])"
)
_SHOWS_NOTHING = re.compile(rf"[{_DIRECTION}{_MARK}{_INVISIBLE}\u2800]")
_UNSEEN = {"Cc", "Cs", "Zs", "Zl", "Zp", "Mn", "Me"}
_TWO_MARKS = re.compile(rf"[{_MARK}]{{2}}")

MOST_ACCENTS = 8
"""Combining marks on one letter: pointed and cantillated Hebrew needs five, Tibetan a few more."""


def strange_characters(text: str) -> Iterator[tuple[int, str]]:
    """The place of every character that needs a reason to be there, and its class:
    control, direction, separator, nameless, invisible or accents.

    Joiners inside emoji and in the scripts that need them are at work and not reported; neither
    are single direction marks in a text that has right-to-left letters.
    """
    if text.isascii() and text.isprintable():
        return
    marks_work = None
    for match in _STRANGE.finditer(text):
        name = match.lastgroup
        if name == "mark":
            if marks_work is None:
                marks_work = _is_right_to_left(text)
            name = None if marks_work and not _TWO_MARKS.match(text, match.start()) else "invisible"
        if name:
            yield match.start(), name
    yield from ((index, "accents") for index in _heaps(text))


def escape_strange(text: str) -> str:
    """Every such character as `^[` or `<U+202E>`; also the direction marks, whatever the text."""
    if text.isascii() and text.isprintable():
        return text
    heaps = set(_heaps(text))
    if heaps:
        text = "".join(_code(c) if i in heaps else c for i, c in enumerate(text))
    return _STRANGE.sub(_escaped, text)


def shows_nothing(text: str) -> bool:
    """Whether a reader would see nothing: white space and invisible characters only."""
    seen = _SHOWS_NOTHING.sub("", text)
    return all(unicodedata.category(character) in _UNSEEN for character in seen)


def name_of(character: str) -> str:
    """`U+202E RIGHT-TO-LEFT OVERRIDE`."""
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".rstrip()


def _escaped(match: re.Match[str]) -> str:
    if match.lastgroup is None:
        return match[0]
    if match.lastgroup == "control" and match[0] <= "\x7f":
        return f"^{chr(ord(match[0]) ^ 0x40)}"
    return _code(match[0])


def _code(character: str) -> str:
    return f"<U+{ord(character):04X}>"


def _is_right_to_left(text: str) -> bool:
    return any(
        unicodedata.bidirectional(c) in ("R", "AL") and c not in "\u061c\u200f" for c in text
    )


def _heaps(text: str) -> Iterator[int]:
    """Where a letter bears one combining mark too many, and each further one."""
    if text.isascii():
        return
    height = 0
    for index, character in enumerate(text):
        height = height + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        if height > MOST_ACCENTS:
            yield index
