"""What a system says about the languages of its person."""

import os

import pytest

from campaign.adapters.local_languages import local_languages


@pytest.mark.skipif(os.name == "nt", reason="Windows says it otherwise")
@pytest.mark.parametrize(
    ("variables", "languages"),
    [
        ({}, ()),
        ({"LANG": "es_MX.UTF-8"}, ("es-MX",)),
        ({"LANG": "es_ES", "LC_MESSAGES": "ar_EG.UTF-8"}, ("ar-EG",)),
        ({"LANG": "es_ES", "LC_MESSAGES": "ar", "LC_ALL": "fr_FR"}, ("fr-FR",)),
        ({"LANG": "es_ES", "LC_ALL": ""}, ("es-ES",)),
        ({"LANG": "es_ES", "LANGUAGE": "fr:pt_BR:en"}, ("fr", "pt-BR", "en")),
        ({"LANG": "C", "LANGUAGE": "fr"}, ()),
        ({"LANG": "C.UTF-8"}, ()),
        ({"LC_ALL": "POSIX", "LANG": "es_ES"}, ()),
        ({"LANG": "es_ES", "CAMPAIGN_LANG": "ar"}, ("ar",)),
        ({"LANG": "es_ES", "CAMPAIGN_LANG": "C"}, ()),
        ({"LANG": "\x1b[2J"}, ()),
    ],
)
def test_the_order_of_gettext(
    variables: dict[str, str], languages: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The locale by LC_ALL, LC_MESSAGES and LANG; LANGUAGE outweighs it, our own variable all."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE", "CAMPAIGN_LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert local_languages() == languages
