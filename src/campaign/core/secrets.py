"""What must not leave this computer in a public issue: tokens, keys, and traces of who runs it."""

import re
from base64 import b64encode
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from campaign.core.decoding import decode_references
from campaign.core.sentence import N_

SHORTEST_SECRET = 8
"""Characters below which a known secret is no secret, and would match by chance."""

_SHORTEST_LETTERS = 20
"""Letters and digits of a secret that are found whatever signs and line ends stand between them;
GitHub's tokens have twice as many.
"""

_SHORTEST_PRIVATE = 3

# https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github#githubs-token-formats
# Lengths and alphabet are not promised: r-lib/gh#231 has long ones with dots.
_SHAPES = {
    # Looked at without being taken: the next one may begin inside of what is none.
    N_("a GitHub token"): re.compile(
        r"(?=gh[pousr]_[A-Za-z0-9._-]{16}|github_pat_[A-Za-z0-9_]{16})"
    ),
    N_("a private key"): re.compile(r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----"),
    N_("an AWS access key"): re.compile(r"(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])"),
}
"""Each at the beginning of a word."""
_OWN = N_("your own token")

_HEX = re.compile(r"(?<![0-9A-Za-z/@])[0-9a-f]{40}(?![0-9A-Za-z])")
_PATH = re.compile(r"(?<![\w.-])(?:/home|/Users)/[^/\s]+|[A-Za-z]:\\Users\\[^\\\s]+")
# In raw HTML a number needs no semicolon.
_CODED = re.compile(r"%[0-7][0-9A-Fa-f]|&(?:#[0-9]+;?|#[xX][0-9A-Fa-f]+;?|[A-Za-z]{2,31};)")
_MOST_CODINGS = 3
# What is not seen on the page: Markdown's own signs, and coded signs without width …
_SIGNS = re.compile(r"\\(?=[!-/:-@\[-`{-~])|[*~`\[\]\u00ad\u200b-\u200f\u2060\ufeff]")
# … and all there is in a tag, or behind the words of a link.
_UNSEEN = re.compile(
    rf"</?[A-Za-z][^<>]*>|\[\^[^\[\]]*\]|\]\([^()]*\)|\]\[[^\[\]]*\]|{_SIGNS.pattern}"
)
_NOT_LETTERS = re.compile(r"[^A-Za-z0-9]+")
_BEGINS_A_WORD = re.compile(r"(?:\A|[^A-Za-z0-9]|\\[nrt])\Z")
"""What stands before it: a backslash with n, r or t ends a line as JSON and shells write it."""


def find_secrets(text: str, *, secrets: Collection[str]) -> Iterator[tuple[int, str]]:
    """The place and the kind of each secret: the given ones, plain, in base64 or URL-coded, and
    whatever has the shape of a token or key, also where Markdown's signs or tags are strewn into
    it. Never the secret itself.
    """
    found: dict[int, str] = {}
    own = [secret for secret in secrets if len(secret) >= SHORTEST_SECRET]
    spellings = [each for secret in own for each in _spellings(secret)]
    for plain in _decodings(text):
        for unseen in (None, _SIGNS, _UNSEEN):
            view = _rewritten(plain.text, unseen) if unseen else _as_it_is(plain.text)
            for what, place in _shaped_places(view, plain.text):
                found.setdefault(plain.places[view.places[place]], what)
            for place in _own_places(view.text, own, spellings):
                found[plain.places[view.places[place]]] = _OWN
    yield from sorted(found.items())


def find_hex(text: str) -> Iterator[tuple[int, str]]:
    """40 hexadecimal digits: a very old token, or only the name of a commit."""
    return ((match.start(), "") for match in _HEX.finditer(text))


def find_private(text: str, *, private: Collection[str]) -> Iterator[tuple[int, str]]:
    """The given strings as whole words, and paths into somebody's home folder, as they stand there.

    A name of letters alone is found in its own spelling only: `rosa` is a user's name, and Rosa is
    what she calls herself.
    """
    words = [_name(word) for word in private if len(word) >= _SHORTEST_PRIVATE]
    patterns = [_PATH]
    if words:
        patterns.append(re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)"))
    found = {match.start(): match[0] for pattern in patterns for match in pattern.finditer(text)}
    yield from sorted(found.items())


def _name(word: str) -> str:
    return re.escape(word) if word.isalpha() else f"(?i:{re.escape(word)})"


@dataclass(frozen=True, slots=True)
class _View:
    """A text, and where each of its characters stood in the text that it is made from."""

    text: str
    places: Sequence[int]


def _as_it_is(text: str) -> _View:
    return _View(text, range(len(text) + 1))


def _decodings(text: str) -> Iterator[_View]:
    """The text as it is, and as a browser would decode it; what is coded may be coded again."""
    view = _as_it_is(text)
    yield view
    for _ in range(_MOST_CODINGS):
        decoded = _rewritten(view.text, _CODED, _decoded)
        if decoded.text == view.text:
            return
        view = _View(decoded.text, [view.places[place] for place in decoded.places])
        yield view


def _decoded(code: str) -> str:
    return chr(int(code[1:], 16)) if code.startswith("%") else decode_references(code)


def _rewritten(
    text: str, pattern: re.Pattern[str], instead: Callable[[str], str] = lambda _: ""
) -> _View:
    pieces: list[str] = []
    places: list[int] = []
    last = 0
    for match in pattern.finditer(text):
        sign = instead(match[0])
        pieces += [text[last : match.start()], sign]
        places += [*range(last, match.start()), *[match.start()] * len(sign)]
        last = match.end()
    return _View("".join([*pieces, text[last:]]), [*places, *range(last, len(text) + 1)])


def _shaped_places(view: _View, before: str) -> Iterator[tuple[str, int]]:
    """Known shapes that begin a word, in the text `before` signs were taken out."""
    for what, pattern in _SHAPES.items():
        for match in pattern.finditer(view.text):
            start = view.places[match.start()]
            if _BEGINS_A_WORD.search(before, max(start - 2, 0), start):
                yield what, match.start()


def _own_places(text: str, secrets: Collection[str], spellings: Collection[str]) -> Iterator[int]:
    """Where a known secret stands as it is, and where its letters do, whatever is between them."""
    for secret in secrets:
        found = re.finditer(re.escape(secret), text, re.IGNORECASE)
        yield from (match.start() for match in found)
    letters = _NOT_LETTERS.sub("", text).lower()
    for spelling in spellings:
        if spelling in letters:
            signs = [place for place, sign in enumerate(text) if not _NOT_LETTERS.match(sign)]
            yield from (signs[m.start()] for m in re.finditer(spelling, letters))


def _spellings(secret: str) -> Iterator[str]:
    """The letters of the secret as it is, and inside a base64 text, wherever it begins there."""
    coded = (_base64_core(secret.encode("utf-8", "replace"), shift) for shift in range(3))
    letters = (_NOT_LETTERS.sub("", each).lower() for each in (secret, *coded))
    return (each for each in letters if len(each) >= _SHORTEST_LETTERS)


def _base64_core(secret: bytes, shift: int) -> str:
    """The base64 digits that depend on the secret alone, with `shift` bytes before it."""
    digits = b64encode(bytes(shift) + secret).decode()
    return digits[ceil(shift * 8 / 6) : (shift + len(secret)) * 8 // 6]
