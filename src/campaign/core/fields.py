"""The kinds of value a campaign file may hold, each refusing the rest in plain words."""

import re
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints
from pydantic_core import PydanticCustomError

REFUSAL = "campaign_refusal"
"""The error type of every refusal worded here; its context holds `said` and `hint`."""

SLUG_LENGTH = 64
LINE_LENGTH = 500
URL_LENGTH = 2000

SLUG = f"[a-z0-9-]{{1,{SLUG_LENGTH}}}"
LANGUAGE = "[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}"
TEMPLATE_NAME = r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}\.md\.j2"
DATE = "[0-9]{4}(-[0-9]{2}){0,2}"
WHOLE = "[0-9]{1,9}"
YES_NO = "true|false"
_URL_SIGN = r"[!#-;=?-\[\]_a-z~]"
HTTPS_URL = rf"https://([A-Za-z0-9-]+\.)+[A-Za-z][A-Za-z0-9-]*([/?#]{_URL_SIGN}*)?"
"""Each pattern describes a whole text, in the part of the language that JSON Schema has, too."""

_SHOWN = 60


class Part(BaseModel):
    """What every part of a campaign has in common: frozen, and no key but the known ones."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


def quoted(text: str) -> str:
    """Somebody else's words for use inside a message: short, and without anything invisible."""
    short = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
    return '"' + "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in short) + '"'


def refusal(message: str, hint: str = "") -> PydanticCustomError:
    """The error a validator raises; both texts reach the reader as they are."""
    return PydanticCustomError(REFUSAL, "{said}", {"said": message, "hint": hint})


def _one_line(text: str) -> str:
    if len(text.splitlines()) > 1:
        raise refusal("This must be one line.", "Leave out the line breaks.")
    return text


def _whole_number(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch(WHOLE, value):
        raise refusal(f"{quoted(value)} is not a whole number.", "Write digits only, such as 3.")
    return value


def _yes_or_no(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch(YES_NO, value):
        raise refusal(f"{quoted(value)} is neither true nor false.", "Write `true` or `false`.")
    return value


def _slug(text: str) -> str:
    if re.fullmatch(SLUG, text):
        return text
    better = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:SLUG_LENGTH]
    hint = f"Use 1 to {SLUG_LENGTH} small letters, digits and hyphens"
    raise refusal(f"{quoted(text)} is not a short name.", f"{hint}, such as `{better or 'ours'}`.")


def is_language(text: str) -> bool:
    """Whether this has the shape of a language tag: `en`, `pt-BR`, `zh-Hant-TW`."""
    return re.fullmatch(LANGUAGE, text) is not None


def _language(text: str) -> str:
    if not is_language(text):
        raise refusal(
            f"{quoted(text)} is not a language.", "Use a language tag, such as en, ar or pt-BR."
        )
    return text


def is_template_name(text: str) -> bool:
    """Whether this is a bare file name that a template may have."""
    return re.fullmatch(TEMPLATE_NAME, text) is not None


def _template_name(text: str) -> str:
    if not is_template_name(text):
        raise refusal(
            f"{quoted(text)} is not a template's file name.",
            "Give a bare file name ending in .md.j2, without a folder.",
        )
    return text


def _https_url(text: str) -> str:
    if not re.fullmatch(f"{_URL_SIGN}{{1,{URL_LENGTH}}}", text):
        raise refusal(
            f"{quoted(text)} is not a plain web address.",
            "Write it in plain ASCII without spaces, other characters percent-encoded.",
        )
    if text.startswith("https://") and not re.fullmatch(HTTPS_URL, text):
        raise refusal(
            f"{quoted(text)} is not the https address of a public page.",
            "Write it as https://example.org/page: a name, without a port or a login.",
        )
    if not re.fullmatch(HTTPS_URL, text):
        raise refusal(
            f"{quoted(text)} is not an https address.", "Write it in full: https://example.org/page"
        )
    return text


def _link(text: str) -> str:
    return _https_url(text) if text else text


def _maybe_date(text: str) -> str:
    if not text:
        return text
    if not re.fullmatch(DATE, text):
        raise refusal(
            f"{quoted(text)} is not a date.",
            "Write it as exactly as it is known, such as 2019-05-02, 2019-05 or 2019.",
        )
    try:
        date.fromisoformat(f"{text}-01-01"[:10])
    except ValueError:
        raise refusal(
            f"There is no such date as {text}.", "Check the year, the month and the day."
        ) from None
    return text


Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=LINE_LENGTH),
    AfterValidator(_one_line),
]
MaybeLine = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=LINE_LENGTH), AfterValidator(_one_line)
]
Paragraph = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
MaybeParagraph = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]
Whole = Annotated[int, BeforeValidator(_whole_number)]
YesNo = Annotated[bool, BeforeValidator(_yes_or_no)]
Slug = Annotated[str, AfterValidator(_slug)]
Language = Annotated[str, AfterValidator(_language)]
TemplateName = Annotated[str, AfterValidator(_template_name)]
HttpsUrl = Annotated[str, AfterValidator(_https_url)]
MaybeHttpsUrl = Annotated[str, AfterValidator(_link)]
MaybeDate = Annotated[str, AfterValidator(_maybe_date)]
"""A day, a month or a year, in ISO 8601: as exact as it is known; empty where nothing is."""
