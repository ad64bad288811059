"""Words that stand for others: those of the starter, and what people write to come back to."""

import re

# Domains that nobody can own: https://www.rfc-editor.org/rfc/rfc2606
_LEFT = re.compile(
    r"\bReplace this(?: (?:by|too)\b|:|, or take\b)|ReplaceThis|\breplace-this/"
    r"|(?<![\w-])example\.(?:com|net|org)(?!\.?[\w-])"
    r"|[\w-]\.(?:example|invalid|test)(?!\.?[\w-])"
    r"|\AOur group\Z|\bexample-owner/|[Ll]orem ipsum"
    r"|\[(?:(?i:your|insert|tu|su|inserte)\s|اسمك|مدينتك|你的|您的|お名前|あなたの|שמך)"
    r"[^\[\]\n]{0,40}\](?![(\[:])"
    # Only in capitals and as a note: "todo" is a word of Spanish.
    r"|\bTODO[:(]|^[^\w\n]*TODO[^\w\n]*$|\b(?:TBD|FIXME|XXX)\b",
    re.MULTILINE,
)


def placeholder(text: str) -> str:
    """The first such words; empty where there are none."""
    found = _LEFT.search(text)
    return found[0] if found else ""
