"""Language tags: read from locales, matched with what there is, and called by their names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.core.fields import is_language
from campaign.core.languages import NAMES, best, name_of, runs_right_to_left, tag_of


@pytest.mark.parametrize(
    ("locale", "tag"),
    [
        ("es_MX.UTF-8", "es-MX"),
        ("es", "es"),
        ("ar_EG", "ar-EG"),
        ("sr_RS@latin", "sr-RS"),
        ("de_DE.ISO8859-1@euro", "de-DE"),
        ("zh_Hant_TW.UTF-8", "zh-Hant-TW"),
        ("pt-BR", "pt-BR"),
        ("ES_mx", "es-mx"),
        ("fil_PH", "fil-PH"),
        ("C", ""),
        ("C.UTF-8", ""),
        ("POSIX", ""),
        ("", ""),
        ("../../etc/passwd", ""),
        ("es\x1b[2J", ""),
        ("a" * 5000, ""),
    ],
)
def test_a_locale_has_a_tag(locale: str, tag: str) -> None:
    """What systems write is understood; what names no language is none."""
    assert tag_of(locale) == tag


@given(st.text())
def test_whatever_a_locale_says_a_tag_is_a_tag_or_nothing(text: str) -> None:
    """An odd variable of the environment is no name of a folder."""
    tag = tag_of(text)
    assert tag == "" or is_language(tag)


@pytest.mark.parametrize(
    ("wanted", "offered", "found"),
    [
        (["es"], ["en", "es"], "es"),
        (["es-MX"], ["en", "es"], "es"),
        (["pt"], ["en", "pt-BR"], "pt-BR"),
        (["pt-PT"], ["pt-BR", "pt-PT"], "pt-PT"),
        (["PT-br"], ["pt-PT", "pt-BR"], "pt-BR"),
        (["fr", "es"], ["en", "es"], "es"),
        (["en", "es"], ["es", "en"], "en"),
        (["fr"], ["en", "es"], None),
        ([], ["en"], None),
        (["e"], ["en"], None),
    ],
)
def test_the_best_language_is_the_first_that_is_offered(
    wanted: list[str], offered: list[str], found: str | None
) -> None:
    """A region of its own comes before another one; another language before none."""
    assert best(wanted, offered) == found


def test_languages_have_names() -> None:
    """People read a name; a rare language goes by its tag."""
    assert (name_of("es-MX"), name_of("fr"), name_of("tlh")) == ("Spanish", "French", "tlh")
    assert all(is_language(tag) for tag in NAMES)


def test_some_languages_run_from_right_to_left() -> None:
    """Whatever their region."""
    assert all(map(runs_right_to_left, ["ar", "ar-EG", "fa", "he-IL", "ur"]))
    assert not any(map(runs_right_to_left, ["en", "es", "az", "und"]))
