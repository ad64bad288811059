"""Which language is spoken: by the tool itself, and in the issue."""

from collections.abc import Iterator

import pytest
from tests.cli.command import Command

from campaign.adapters.catalogues import translated_languages
from campaign.cli import language
from campaign.cli.language import N_, _, isolated, ngettext, spoken, told
from campaign.core.characters import strange_characters
from campaign.core.coach import coach
from campaign.core.sentence import counted, sentence

SLUG = "immigrationos-2026"
NO_LOCALE = {"LANG": None, "LANGUAGE": None, "LC_ALL": None, "LC_MESSAGES": None}
DAYS = (
    "An account without visible ties opened #{number} on {date}, {count} day ago.",
    "An account without visible ties opened #{number} on {date}, {count} days ago.",
)


@pytest.fixture
def speak(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Lets a test choose the language of the tool, as if it was started anew."""

    def forget() -> None:
        language.spoken.cache_clear()
        language._catalogue.cache_clear()

    forget()
    yield monkeypatch
    monkeypatch.undo()
    forget()


def issue_in(campaign: Command, locale: str | None, *options: str) -> tuple[str, str]:
    """The language that `preview` chooses, and what it says about it."""
    words = ("preview", SLUG, "--repo", "palantir/conjure", "--no-statement", "--json", *options)
    ended = campaign(*words, env={**NO_LOCALE, "LANG": locale})
    assert ended.code == 0
    return ended.json["language"], ended.told


@pytest.mark.parametrize(
    ("locale", "chosen"),
    [("es_MX.UTF-8", "es"), ("ar_EG.UTF-8", "ar"), ("en_GB", "en"), ("C", "en"), (None, "en")],
)
def test_an_issue_is_written_in_the_person_s_own_language(
    locale: str | None, chosen: str, campaign: Command
) -> None:
    """Where the campaign has it nothing needs to be said; without a locale the default is used."""
    assert issue_in(campaign, locale) == (chosen, "")


def test_a_language_that_is_missing_is_said_aloud(campaign: Command) -> None:
    """Once, with what there is and how to choose."""
    assert issue_in(campaign, "fr_FR.UTF-8") == (
        "en",
        "Your system speaks French; this campaign has en, es, ar. The issue is in English: choose"
        " with --lang.",
    )
    assert issue_in(campaign, "tlh_QO.UTF-8")[1].startswith("Your system speaks tlh-QO;")


def test_who_has_chosen_is_told_nothing(campaign: Command) -> None:
    """--lang outweighs every locale."""
    assert issue_in(campaign, "fr_FR.UTF-8", "--lang", "ar") == ("ar", "")
    assert issue_in(campaign, "es_ES.UTF-8", "--lang", "en") == ("en", "")


def test_a_second_language_of_the_person_comes_before_the_campaign_s_own(
    campaign: Command,
) -> None:
    """LANGUAGE is a list."""
    ended = campaign(
        *("preview", SLUG, "--repo", "palantir/conjure", "--json"),
        env={**NO_LOCALE, "LANG": "fr_FR.UTF-8", "LANGUAGE": "fr:es"},
    )
    assert (ended.json["language"], ended.err) == ("es", "")


@pytest.mark.parametrize(
    ("tag", "language"),
    [("es-AR", "es"), ("ar", "ar"), ("en-US", "en"), ("tlh", "en"), ("en:es", "en"), ("C", "en")],
)
def test_the_tool_speaks_what_it_can(tag: str, language: str, speak: pytest.MonkeyPatch) -> None:
    """The first language of the person that there are words for, and English else."""
    speak.setenv("CAMPAIGN_LANG", tag)
    assert spoken() == language


def test_what_nobody_has_translated_is_said_in_english(speak: pytest.MonkeyPatch) -> None:
    """One sentence, not the head of the catalogue and no key error."""
    speak.setenv("CAMPAIGN_LANG", "es")
    assert _("Spanish") == "español"
    assert _("No catalogue has this sentence.") == "No catalogue has this sentence."
    assert ngettext("{n} unheard-of", "{n} unheard-ofs", 2) == "{n} unheard-ofs"
    assert _("") == ""
    assert N_("Spanish") == "Spanish"


def test_a_sentence_of_the_core_is_told_in_the_language_of_the_reader(
    speak: pytest.MonkeyPatch,
) -> None:
    """Its values stay as they are, and machine output stays English."""
    speak.setenv("CAMPAIGN_LANG", "es")
    said = sentence("It is now called {name}.", name="o/Spanish")
    assert told(said) == "Ahora se llama o/Spanish."
    assert str(said) == "It is now called o/Spanish."
    (nudge,) = coach("", common="")
    assert told(nudge.message).startswith("Todavía no hay palabras")


def test_arabic_counts_in_six_ways(speak: pytest.MonkeyPatch) -> None:
    """None, one, two, a few, many, hundreds."""
    speak.setenv("CAMPAIGN_LANG", "ar")
    forms = {
        told(counted(*DAYS, number, number=7, date="x")).replace(str(number), "N")
        for number in (0, 1, 2, 3, 11, 100)
    }
    assert len(forms) == 6


@pytest.mark.parametrize("tag", translated_languages())
def test_a_line_keeps_its_commands_readable(tag: str, speak: pytest.MonkeyPatch) -> None:
    """In Arabic names and commands are set apart; in other languages nothing is added."""
    speak.setenv("CAMPAIGN_LANG", tag)
    line = _(
        "Your system speaks {yours}; this campaign has {known}. The issue is in {language}:"
        " choose with --lang."
    ).format(yours=_("French"), known="en", language=_("English"))
    marks = [name for place, name in strange_characters(isolated(line))]
    assert marks == (["direction"] * 4 if tag == "ar" else [])


def test_the_choice_is_told_in_the_person_s_language(campaign: Command) -> None:
    """Whoever reads Spanish is told in Spanish that the campaign of 2019 is in English."""
    words = ("preview", "notechforice-2019", "--repo", "palantir/conjure", "--json")
    ended = campaign(*words, env={**NO_LOCALE, "LANG": "es_ES.UTF-8"})
    assert ended.json["language"] == "en"
    assert ended.told.startswith("Su sistema habla español; esta campaña tiene en.")


def test_machine_output_is_the_same_in_every_language(campaign: Command) -> None:
    """A script reads one document, whoever runs it."""
    words = ("check", "palantir/blueprint", "--json")
    first, second = (
        campaign(*words, env={**NO_LOCALE, "LANG": locale}).json for locale in ("C", "ar_EG.UTF-8")
    )
    assert first["targets"] == second["targets"]
