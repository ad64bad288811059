"""Languages by their tags: which of them fits a person, what it is called, which way it runs."""

import re
from collections.abc import Iterable, Mapping

from campaign.core.fields import is_language
from campaign.core.sentence import N_

RIGHT_TO_LEFT = {"ar", "fa", "he", "ur"}
"""Base languages written from right to left."""

NAMES: Mapping[str, str] = {
    "ar": N_("Arabic"),
    "bn": N_("Bengali"),
    "ca": N_("Catalan"),
    "cs": N_("Czech"),
    "da": N_("Danish"),
    "de": N_("German"),
    "el": N_("Greek"),
    "en": N_("English"),
    "es": N_("Spanish"),
    "fa": N_("Persian"),
    "fi": N_("Finnish"),
    "fr": N_("French"),
    "he": N_("Hebrew"),
    "hi": N_("Hindi"),
    "id": N_("Indonesian"),
    "it": N_("Italian"),
    "ja": N_("Japanese"),
    "ko": N_("Korean"),
    "nb": N_("Norwegian"),
    "nl": N_("Dutch"),
    "pl": N_("Polish"),
    "pt": N_("Portuguese"),
    "ru": N_("Russian"),
    "sv": N_("Swedish"),
    "sw": N_("Swahili"),
    "tr": N_("Turkish"),
    "uk": N_("Ukrainian"),
    "ur": N_("Urdu"),
    "vi": N_("Vietnamese"),
    "zh": N_("Chinese"),
}
"""What languages are called; others go by their tag."""


def base(tag: str) -> str:
    """The language of a tag without its region or script: `pt` of `pt-BR`."""
    return tag.partition("-")[0].lower()


def tag_of(locale: str) -> str:
    """The tag of a locale's name: `es-MX` of `es_MX.UTF-8`; empty for `C`, `POSIX` and nonsense."""
    tag = re.split(r"[.@]", locale)[0].replace("_", "-")
    tag = tag[:3].lower() + tag[3:] if "-" in tag[:4] else tag.lower()
    return tag if is_language(tag) and tag != "posix" else ""


def best(wanted: Iterable[str], offered: Iterable[str]) -> str | None:
    """The first wanted language that is offered: this very tag, or else the same base language."""
    tags = tuple(offered)
    for tag in wanted:
        same = [each for each in tags if each.lower() == tag.lower()]
        alike = [each for each in tags if base(each) == base(tag)]
        if same or alike:
            return (same or alike)[0]
    return None


def name_of(tag: str) -> str:
    """What the language is called, in English; the tag itself where no name is known."""
    return NAMES.get(base(tag), tag)


def runs_right_to_left(tag: str) -> bool:
    """Whether the language is written from right to left."""
    return base(tag) in RIGHT_TO_LEFT
