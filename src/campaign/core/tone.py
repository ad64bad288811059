"""Words that shout, insult or threaten, in English, Spanish and Arabic: few, and beyond doubt."""

import re

_CAPITALS = re.compile(r"\b[A-ZÀ-ÖØ-Þ]+(?:\s[A-ZÀ-ÖØ-Þ]+){2,}\b")

LONGEST_NAME = 3
"""Letters in names such as DHS and ICE: a row of such names alone is no shouting."""

_ENGLISH = (
    *("or else[.!]", "you(?: will|['’]ll) (?:regret|pay (?:for (?:this|it|what)|dearly))"),
    *("you(?: will|['’]ll) pay[.!]", "we(?: will|['’]ll) (?:dox+|expose|hunt) you"),
    *("we know where you", "watch your back", "burn (?:it|you|them) down"),
    *("traitors?", "scum", "cowards?"),
)
_SPANISH = (
    *("aténganse a las consecuencias", "(?:se|te) va[ns]? a arrepentir", "se arrepentirán"),
    *("l[oa] (?:van a pagar|pagarán)(?: caro)?[.!]", "sabemos dónde viv(?:en?|es|ís)"),
    *("cuídense las espaldas", "traidor(?:a|es|as)?", "escoria", "cobardes?"),
)
_ARABIC = (
    *("ستندم(?:ون)?", "ستدفع(?:ون)? الثمن", "نعرف أين تسكن(?:ون)?", "سنحرقكم"),
    *("(?:ال)?خونة", "(?:ال)?خائن(?:ون|ين)?", "(?:ال)?جبناء", "(?:ال)?حثالة"),
)
_THREAT = re.compile(
    rf"(?<!\w)(?:{'|'.join((*_ENGLISH, *_SPANISH, *_ARABIC))})(?!\w)", re.IGNORECASE
)


def shouting(text: str) -> str:
    """The first three or more words in capitals in a row; empty where nobody shouts."""
    runs = (found[0] for found in _CAPITALS.finditer(text))
    return next((run for run in runs if max(map(len, run.split())) > LONGEST_NAME), "")


def threatening(text: str) -> str:
    """The first insult or threat; empty where there is none."""
    found = _THREAT.search(text)
    return found[0] if found else ""
