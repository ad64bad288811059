"""Words that shout, insult or threaten, in English, Spanish and Arabic: few, and beyond doubt.

The same noun is an insult where it is thrown at somebody, and a word of history elsewhere: so it
counts behind `you are`, `these` and the like, and where it is a whole sentence.
"""

import re
from itertools import pairwise
from unicodedata import normalize

_WORD = re.compile(r"[^\W\d_]+")

LONGEST_NAME = 3
"""Letters in names such as DHS and ICE: a row of such names alone is no shouting."""

_NAMES = {
    *("ACLU", "AIDS", "ASCII", "BIPOC", "CARE", "COVID", "EPIC", "FEMA", "GLAAD", "HIAS", "IETF"),
    *("IEEE", "JSON", "LGBTI", "LGBTQ", "LGBTQI", "LGBTQIA", "MIDI", "NAACP", "NASA", "NATO"),
    *("OPEC", "OSCE", "OTAN", "REST", "SARS", "SIPRI", "SOAP", "TOML", "UEFA", "UNESCO", "UNHCR"),
    *("UNICEF", "UNRWA", "USAID", "USCIS", "WIPO", "YAML"),
}
"""Longer names that can be pronounced; those without a vowel are known by that."""
_VOWELS = set("AEIOUYАЕИОУЫЭЮЯІЄΑΕΗΙΟΥΩ")

_ENGLISH = (
    *("or else[.!]", "you(?: will|['’]ll) (?:regret|pay (?:for (?:this|it|what)|dearly))"),
    *("you(?: will|['’]ll) pay[.!]", "we know where you", "watch your back", "scum of the earth"),
    *("burn (?:it|you|them) down", "kill (?:yoursel(?:f|ves)|them all)"),
    r"(?:we|i)(?: will|['’]ll|(?:['’]m| am|['’]re| are)? go(?:ing to|nna))"
    r" (?:(?:dox+|expose|hunt|kill|hurt|shoot|beat|hang) you"
    r"|(?:find|get|come (?:for|after)) you(?=\s*(?:[.!,;…]|\Z|and (?:you|your|then)\b)))",
    r"you(?: all)? (?:should|must|will|deserve to) (?:die|hang|burn)(?! out)",
)
_SPANISH = (
    *("aténganse a las consecuencias", "(?:se|te) va[ns]? a arrepentir", "se arrepentirán"),
    *("l[oa] (?:van a pagar|pagarán)(?: caro)?[.!]", "sabemos dónde viv(?:en?|es|ís)"),
    *("cuídense las espaldas", "(?:os|te|l[oa]s) (?:vamos|voy) a (?:matar|quemar)"),
    *("(?:vamos|voy) a (?:matar|quemar)(?:os|te|l[oa]s)", "(?:os|te) (?:mataremos|mataré)"),
    *(r"(?:os|te) (?:vamos a encontrar|encontraremos)(?=\s*(?:[.!,;…]|\Z))",),
    *("merec(?:en|éis|es) morir", "ojalá (?:se |os |te )?mu(?:eran|ráis|eras)"),
)
_ARABIC = (
    *("ستندم(?:ون)?", "ستدفع(?:ون)? الثمن", "نعرف أين تسكن(?:ون)?", "سنحرقكم"),
    *("س[أن]قتل(?:ك|كم|كن|كما)", "س[أن]جد(?:كم|كن)", "تستحق(?:ون)? الموت"),
)

_ENGLISH_INSULT = (
    "(?:traitors?|scum(?:bags?)?|cowards?|murderers?|nazis?|fascists?|bastards?|idiots?)"
)
_SPANISH_INSULT = "(?:traidor(?:a|es|as)?|escoria|cobardes?|asesin[oa]s?|nazis?|fascistas?)"
_ARABIC_INSULT = "(?:ال)?(?:خونة|خائن(?:ون|ين)?|جبناء|جبان|حثالة|قتلة|نازي(?:ون|ين)|فاشي(?:ون|ين))"
_A = "(?: (?:all|just|nothing but|an?|the|bunch|pack|of|filthy|little)){0,4}"
_UN = "(?: (?:todos|todas|un|una|unos|unas|pura|puros|panda|banda|de)){0,4}"
_THROWN = (
    rf"you(?:['’]re| are)?{_A} {_ENGLISH_INSULT}",
    rf"(?<!nobody )(?<!no one )(?<!we )(?:are|is){_A} {_ENGLISH_INSULT}",
    rf"(?:these|those) {_ENGLISH_INSULT}",
    rf"(?<!no )(?<!nadie )(?:sois|son|eres|es){_UN} {_SPANISH_INSULT}",
    rf"(?:estos|esos|estas|esas|vosotros|ustedes|panda de|banda de),? {_SPANISH_INSULT}",
    rf"(?:يا|أيها|أيتها|أنتم|أنت|إنكم|كلكم|هم|إنهم|هؤلاء)(?: (?:كلكم|جميعا|مجرد|حفنة من))?"
    rf" {_ARABIC_INSULT}",
)
_ANY_INSULT = f"(?:{_ENGLISH_INSULT}|{_SPANISH_INSULT}|{_ARABIC_INSULT})"
_BEGINS = r"(?:\A|\n[ \t]*\n|[.!?…¡؟])[^\w\n]{0,8}"
_ENDS = r"(?=[ \t]*(?:[.!,;:،]|\n[ \t]*\n|\s*\Z))"
_ALONE = rf"{_BEGINS}(?P<alone>{_ANY_INSULT}){_ENDS}"
_THREAT = re.compile(
    rf"(?<!\w)(?:{'|'.join((*_ENGLISH, *_SPANISH, *_ARABIC, *_THROWN))})(?!\w)|{_ALONE}",
    re.IGNORECASE,
)


def shouting(text: str) -> str:
    """The first three or more words in capitals in a row; empty where nobody shouts."""
    run: list[re.Match[str]] = []
    words = [*_WORD.finditer(text), None]
    for word, after in pairwise(words):
        if word and word[0].isupper():
            run.append(word)
            if after and re.fullmatch(r"\s{1,2}", text[word.end() : after.start()]):
                continue
        if len(run) > 2 and any(_is_loud(each[0]) for each in run):
            return text[run[0].start() : run[-1].end()]
        run = []
    return ""


def _is_loud(word: str) -> bool:
    """Whether a word in capitals is no name in capitals."""
    letters = set(normalize("NFD", word))
    return len(word) > LONGEST_NAME and word not in _NAMES and bool(letters & _VOWELS)


def threatening(text: str) -> str:
    """The first insult or threat; empty where there is none."""
    found = _THREAT.search(text)
    return (found["alone"] or found[0]) if found else ""
