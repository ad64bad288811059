"""The translations of what this tool says: gettext's catalogues, which come with the program."""

from gettext import GNUTranslations, NullTranslations
from importlib.resources import files

_FOLDER = files("campaign").joinpath("locale")


def translated_languages() -> tuple[str, ...]:
    """The languages there is a catalogue for, by their folders."""
    return tuple(sorted(each.name for each in _FOLDER.iterdir() if each.is_dir()))


def read_catalogue(language: str) -> NullTranslations:
    """The words of one of these languages."""
    with _FOLDER.joinpath(language, "LC_MESSAGES", "campaign.mo").open("rb") as file:
        return GNUTranslations(file)
