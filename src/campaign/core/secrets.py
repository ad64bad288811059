"""What must not leave this computer in a public issue: tokens, keys, and traces of who runs it."""

import html
import re
from base64 import b64encode
from collections.abc import Collection, Iterator
from math import ceil

from campaign.core.sentence import N_

SHORTEST_SECRET = 8
"""Characters below which a known secret is no secret, and would match by chance."""

_SHORTEST_PRIVATE = 3

# https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github#githubs-token-formats
# Lengths and alphabet are not promised: r-lib/gh#231 has long ones with dots.
_SHAPES = {
    N_("a GitHub token"): re.compile(
        r"(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9._-]{16,}|github_pat_[A-Za-z0-9_]{16,})"
    ),
    N_("a private key"): re.compile(r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----"),
    N_("an AWS access key"): re.compile(
        r"(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])"
    ),
}
_OWN = N_("your own token")

_HEX = re.compile(r"(?<![0-9A-Za-z/@])[0-9a-f]{40}(?![0-9A-Za-z])")
_PATH = re.compile(r"(?<![\w.-])(?:/home|/Users)/[^/\s]+|[A-Za-z]:\\Users\\[^\\\s]+")
_CODED = re.compile(r"%[0-7][0-9A-Fa-f]|&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,31});")


def find_secrets(text: str, *, secrets: Collection[str]) -> Iterator[tuple[int, str]]:
    """The place and the kind of each secret: the given ones, plain, in base64 or URL-coded, and
    whatever has the shape of a token or key. Never the secret itself.
    """
    found: dict[int, str] = {}
    own = [_spellings(secret) for secret in secrets if len(secret) >= SHORTEST_SECRET]
    for view, places in _views(text):
        for what, pattern in [*((_OWN, each) for each in own), *_SHAPES.items()]:
            for match in pattern.finditer(view):
                found.setdefault(places[match.start()], what)
    yield from sorted(found.items())


def find_hex(text: str) -> Iterator[tuple[int, str]]:
    """40 hexadecimal digits: a very old token, or only the name of a commit."""
    return ((match.start(), "") for match in _HEX.finditer(text))


def find_private(text: str, *, private: Collection[str]) -> Iterator[tuple[int, str]]:
    """The given strings as whole words, and paths into somebody's home folder."""
    words = [re.escape(word) for word in private if len(word) >= _SHORTEST_PRIVATE]
    patterns = [_PATH]
    if words:
        patterns.append(re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE))
    found = {match.start() for pattern in patterns for match in pattern.finditer(text)}
    return ((place, "") for place in sorted(found))


def _views(text: str) -> Iterator[tuple[str, range | list[int]]]:
    """The text as it is, and as a browser would decode it; with the place of each character."""
    yield text, range(len(text) + 1)
    pieces: list[str] = []
    places: list[int] = []
    last = 0
    for match in _CODED.finditer(text):
        sign = _decoded(match[0])
        pieces += [text[last : match.start()], sign]
        places += [*range(last, match.start()), *[match.start()] * len(sign)]
        last = match.end()
    if last:
        yield "".join([*pieces, text[last:]]), [*places, *range(last, len(text) + 1)]


def _decoded(code: str) -> str:
    return chr(int(code[1:], 16)) if code.startswith("%") else html.unescape(code)


def _spellings(secret: str) -> re.Pattern[str]:
    """The secret as it is, and inside a base64 text, wherever it begins and wraps there."""
    coded = [_base64_core(secret.encode("utf-8", "replace"), shift) for shift in range(3)]
    flexible = [
        r"\s*".join(re.escape(c).replace(r"\+", r"[+\-]").replace("/", "[/_]") for c in core)
        for core in coded
    ]
    return re.compile("|".join([re.escape(secret), *flexible]), re.IGNORECASE)


def _base64_core(secret: bytes, shift: int) -> str:
    """The base64 digits that depend on the secret alone, with `shift` bytes before it."""
    digits = b64encode(bytes(shift) + secret).decode()
    return digits[ceil(shift * 8 / 6) : (shift + len(secret)) * 8 // 6]
