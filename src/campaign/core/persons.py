"""Persons named in prose: found by a title or role beside a name, and by @login; and teams.

It is a guess, for English and Spanish. A name without a title or role is not found, nor one in
another script; a company's or a place's name beside a role is told apart by its common words.
"""

import re
from collections.abc import Iterator

_WORD = r"[A-ZÀ-ÖØ-Þ][A-Za-zÀ-ÖØ-öø-ÿ'’-]{0,30}[a-zß-öø-ÿ]"
_BETWEEN = r"\s(?:[A-Z]\.\s|(?:(?:de|del|la|las|los|van|von|der|bin|al)\s){1,2})?"
_FULL = rf"{_WORD}(?:{_BETWEEN}{_WORD}){{1,3}}"

_TITLE = r"(?:(?:Mr|Mrs|Ms|Mx|Dr|Prof|Sra|Srta|[Ee]l\sSr)\.?|Professor|[Ss]eñor(?:a|ita)?)"
# "Mr President" is whoever holds the office.
_OFFICE = (
    r"(?:President[ae]?|Speaker|Chair(?:man|woman|person)?|Minister|Ministr[oa]|Secretary"
    r"|Chancellor|Mayor|Ambassador|Judge|Justice|Alcalde(?:sa)?|Jue[zc]a?|Directora?)"
)
_CHIEF = r"(?:C[EFIOT]O|CISO|(?i:chief\sexecutive|(?:co-?)?founder))"
_ROLE = (
    rf"(?:{_CHIEF}|(?i:engineer|developer|programmer|maintainer|recruiter|manager|director|agent"
    r"|officer|employee|chair(?:man|woman)?|ingenier[oa]|directora?|gerente|(?:co)?fundadora?"
    r"|emplead[oa]|agente|jef[ae]))"
)

_NAMED = re.compile(
    rf"(?<!\w){_TITLE}\s(?!{_OFFICE}(?!\w|\s{_WORD})){_WORD}(?:{_BETWEEN}{_WORD})*"
    rf"|(?<!\w){_ROLE},?\s{_FULL}"
    rf"|(?<!\w){_FULL},\s(?:(?:the|its|former)\s){{0,2}}{_CHIEF}(?!\w)"
)
_LOGIN = re.compile(r"(?<![\w@/.])@[A-Za-z0-9][A-Za-z0-9-]{0,38}(?![\w/-])")
_NOT_PROSE = re.compile(r"`[^`\n]*`|https?://\S+")

_TEAM = re.compile(r"(?<![\w@/.])@[A-Za-z0-9][A-Za-z0-9-]{0,38}/[A-Za-z0-9][\w-]*(?![\w/-])")

_NO_SURNAME = re.compile(
    r"\b(?:Academy|Act|Agency|Amazon|Apple|Association|Board|Bureau|Ciudad|Cloud|College"
    r"|Committee|Company|Conference|Corporation|Corps|Council|Customs|Center|Day|Department"
    r"|Enforcement|Estados|Foundation|Foundry|Francisco|Google|Grande|Group|Guide|Handbook"
    r"|Homeland|Immigration|Inc|Institute|Investigations|Investigative|Kingdom|Labs|Management"
    r"|Manual|Microsoft|Network|Nueva|Office|Operations|Oracle|Palantir|Platform|Program(?:me)?"
    r"|Project|Public|Research|Río|School|Security|Services?|Software|States?|Studio|Summit"
    r"|Systems|Team|Technolog(?:y|ies)|Training|Union|United|University|Unidos|Valle|Washington"
    r"|Week|York)\b"
)


def persons(text: str) -> Iterator[str]:
    """Everything in the text that seems to name a person, as it stands there."""
    prose = _NOT_PROSE.sub(" ", text)
    for found in _NAMED.finditer(prose):
        if not _NO_SURNAME.search(found[0]):
            yield found[0]
    for login in _LOGIN.finditer(prose):
        yield login[0]


def teams(text: str) -> Iterator[str]:
    """Every @organisation/team of GitHub; packages of npm are written alike."""
    return (team[0] for team in _TEAM.finditer(_NOT_PROSE.sub(" ", text)))
