"""The languages a person reads, as far as their system says."""

import locale
import os

from campaign.core.languages import tag_of

VARIABLE = "CAMPAIGN_LANG"
"""What outweighs the system."""


def local_languages() -> tuple[str, ...]:
    """Language tags, the most wanted first; none where the system names none, as with LANG=C.

    The order is gettext's: LC_ALL, LC_MESSAGES and LANG say the locale, and LANGUAGE outweighs it
    unless it is C. https://www.gnu.org/software/gettext/manual/html_node/Locale-Environment-Variables.html
    """
    if chosen := os.environ.get(VARIABLE):
        return _tags(chosen)
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    name = next(filter(None, names), None) or _windows_name()
    if not tag_of(name):
        return ()
    return _tags(os.environ.get("LANGUAGE", "")) or _tags(name)


def _tags(names: str) -> tuple[str, ...]:
    return tuple(filter(None, map(tag_of, names.split(":"))))


def _windows_name() -> str:
    """`es_ES` of `Spanish_Spain`, as Windows calls its locales."""
    if os.name != "nt":
        return ""
    name = locale.getlocale()[0] or ""
    return name if tag_of(name) else locale.normalize(name.partition("_")[0])
