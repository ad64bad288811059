"""A language made on the fly, in which no word has an English letter: what has, is untranslated."""

import io
import re
import shutil
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from tests.babel_commands import CHECKOUT, SOURCE, english, extract

TAG = "qps"
"""A tag for private use, as others call their pseudo-languages."""

_SIGNS = {
    ord(first) + place: chr(other + place)
    for first, other in (("A", 0x410), ("a", 0x250))
    for place in range(26)
}
"""Each letter of ASCII → one of another script, as wide as itself."""


def translated(text: str) -> str:
    """The words in the language, between brackets; the names of values as they are."""
    pieces = re.split(r"(\{\w+\})", text)
    words = (piece if piece.startswith("{") else piece.translate(_SIGNS) for piece in pieces)
    return f"⟦{''.join(words)}⟧"


def build(folder: Path) -> Path:
    """A copy of the program that speaks the language; what to put on Python's path."""
    copy = folder / "src" / "campaign"
    shutil.copytree(SOURCE, copy, ignore=shutil.ignore_patterns("__pycache__", "locale"))
    for name in ("campaigns", "templates"):
        shutil.copytree(CHECKOUT / name, folder / name)
    catalogue = Catalog(charset="utf-8", fuzzy=False)
    for message in extract(folder):
        if message.id:
            forms = tuple(map(translated, english(message)))
            catalogue.add(message.id, string=forms if len(forms) > 1 else forms[0])
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    place = copy / "locale" / TAG / "LC_MESSAGES"
    place.mkdir(parents=True)
    (place / "campaign.mo").write_bytes(compiled.getvalue())
    return copy.parent


_GUTTER = re.compile(r"^ *(?:[│┊|]|>) .*$", re.MULTILINE)
"""Foreign text: the campaign's, and the issue itself."""

_NO_WORDS = re.compile(
    r"""
      (?:https?|file)://\S+                          # addresses
    | \b(?:[\w-]+\.)+(?:com|org|gov)\b               # hosts
    | \bcampaign\ (?:--\S+\ \S+\ )*(?:post|settle|status|check|preview)\b
      (?:\ +(?:-\S+|'[^']*'|[^\s⟦⟧]*[./\d][^\s⟦⟧]*|[A-Z/]+\b))*   # the next command
    | `[^`]*`                                        # the same inside a sentence
    | \b(?:palantir|octocat|bystander)/[\w.-]+
    | (?<!\w)/[\w./-]+                               # paths
    | (?<!\w)--[\w-]+                                # options
    | \b\d\d:\d\d\ (?:UTC|EDT)\b | \bUTC\b | \bAmerica/New_York\b
    | \bpublic_repo\b | \bHTTP\b | \b[0-9A-F]{4,}(?::[0-9A-F]+)+\b  # GitHub's request id
    """,
    re.VERBOSE | re.MULTILINE,
)


def untranslated(talk: str, *names: str) -> list[str]:
    """Every word in English letters, but for foreign text, names, addresses and commands.

    Args:
        names: what else stays as it is, such as the words of somebody else.
    """
    talk = _GUTTER.sub("", talk)
    for name in sorted(names, key=len, reverse=True):
        talk = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "", talk)
    return re.findall(r"[A-Za-z]{2,}", _NO_WORDS.sub("", talk))
