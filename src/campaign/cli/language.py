"""The language this tool speaks: chosen once, from what the system says that its person reads.

Every sentence for people passes `_`, or `ngettext` where something is counted; English words are
the keys, and what nobody has translated stays English. docs/translations.md tells how to add more.
"""

from collections.abc import Callable
from functools import cache
from gettext import NullTranslations
from typing import TYPE_CHECKING

from campaign.adapters.catalogues import read_catalogue, translated_languages
from campaign.adapters.local_languages import local_languages
from campaign.core.direction import isolate
from campaign.core.languages import best, name_of, runs_right_to_left
from campaign.core.sentence import N_, Sentence

if TYPE_CHECKING:
    from campaign.core.campaign import Campaign

__all__ = ["N_", "_", "isolated", "issue_language", "ngettext", "spoken", "told"]


@cache
def spoken() -> str:
    """The language of this run, by its tag."""
    return best(local_languages(), ("en", *translated_languages())) or "en"


@cache
def _catalogue() -> NullTranslations:
    return NullTranslations() if spoken() == "en" else read_catalogue(spoken())


def _(text: str) -> str:
    """English words in the language of this run."""
    return _catalogue().gettext(text) if text else ""  # gettext answers "" with its header


def ngettext(one: str, several: str, number: int) -> str:
    """The words that fit a number, in the language of this run."""
    return _catalogue().ngettext(one, several, number)


def told(text: str) -> str:
    """A sentence of the core in the language of this run; a text of others stays as it is."""
    return text.told(_, ngettext) if isinstance(text, Sentence) else _(text)


def isolated(text: str) -> str:
    """A line of ours for the terminal: where it runs from right to left, the names, addresses and
    commands in it keep their own direction. Apply it last, to what is printable.
    """
    return isolate(text) if runs_right_to_left(spoken()) else text


def issue_language(campaign: "Campaign", *, say: Callable[[str], None]) -> str:
    """The campaign's language that suits this person; where it has none, that is said."""
    wanted = local_languages()
    language = best(wanted, campaign.languages)
    if language is None and wanted:
        note = _(
            "Your system speaks {yours}; this campaign has {known}. The issue is in {language}:"
            " choose with --lang."
        )
        known = ", ".join(campaign.languages)
        yours, own = _(name_of(wanted[0])), _(name_of(campaign.issue.language))
        say(note.format(yours=yours, known=known, language=own))
    return language or campaign.issue.language
