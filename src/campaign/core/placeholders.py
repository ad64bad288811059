"""Words that stand for others: those of the starter, and what people write to come back to."""

import re

# Domains that nobody can own: https://www.rfc-editor.org/rfc/rfc2606
_LEFT = re.compile(
    r"\bReplace this(?: (?:by|too)\b|[:,])|ReplaceThis|\breplace-this/"
    r"|(?<![\w-])example\.(?:com|net|org)(?!\.?[\w-])|[\w-]\.(?:example|invalid|test)\b"
    r"|\bOur group\b|\bexample-owner/|[Ll]orem ipsum"
    # Only in capitals and as a note: "todo" is a word of Spanish.
    r"|\bTODO:|^[^\w\n]*TODO\b|\b(?:TBD|FIXME|XXX)\b",
    re.MULTILINE,
)


def placeholder(text: str) -> str:
    """The first such words; empty where there are none."""
    found = _LEFT.search(text)
    return found[0] if found else ""
