"""Shouting, insults and threats are noticed in three languages, and nothing else is."""

import pytest

from campaign.core.tone import shouting, threatening


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("SHAME ON YOU", "SHAME ON YOU"),
        ("Please STOP THIS RIGHT NOW, or not.", "STOP THIS RIGHT NOW"),
        ("STOP ICE NOW", "STOP ICE NOW"),
        ("STOP\nTHIS\nNOW", "STOP\nTHIS\nNOW"),
        ("¡BASTA YA DE DEPORTACIÓN!", "BASTA YA DE DEPORTACIÓN"),
        ("ПРЕКРАТИТЕ ЭТО НЕМЕДЛЕННО СЕЙЧАС", "ПРЕКРАТИТЕ ЭТО НЕМЕДЛЕННО СЕЙЧАС"),
        ("ΣΤΑΜΑΤΗΣΤΕ ΤΟ ΤΩΡΑ!", "ΣΤΑΜΑΤΗΣΤΕ ΤΟ ΤΩΡΑ"),
        ("Say: NATO MUST STOP", "NATO MUST STOP"),
    ],
)
def test_three_words_in_capitals_are_shouting(text: str, found: str) -> None:
    """However short some of them are."""
    assert shouting(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "HSI, ERO and ICE are parts of DHS.",
        "ICE HSI ERO",
        "STOP ICE",
        "NATO, UNESCO, UNICEF",
        "USA GDPR HTTPS JSON API",
        "ICE DHS HSI ERO NATO",
        "UNHCR UNRWA UNICEF WFP",
        "СССР США ООН",
        "I am. I AM.",
        "A B C",
        "وكالة ICE",
        "",
    ],
)
def test_names_in_capitals_are_not(text: str) -> None:
    """Agencies have such names, in lists too."""
    assert shouting(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "Stop, or else!",
        "You will pay!",
        "you'll regret it",
        "We know where you live.",
        "TRAITORS",
        "Se van a arrepentir.",
        "¡Traidores!",
        "Sabemos dónde viven.",
        "ستندمون",
        "أيها الجبناء",
        "I will kill you",
        "we'll find you, and then",
        "We are going to hurt you.",
        "you are murderers",
        "You cowards!",
        "They are all a bunch of fascists.",
        "Nazis",
        "Nobody listened. Murderers!",
        "You should die.",
        "os vamos a matar",
        "asesinos",
        "Sois unos cobardes.",
        "Os encontraremos.",
        "Esa panda de asesinos",
        "قتلة",
        "أنتم قتلة",
        "سنقتلكم",
        "هؤلاء القتلة",
    ],
)
def test_threats_and_insults_are_found(text: str) -> None:
    """Beyond doubt, in English, Spanish and Arabic."""
    assert threatening(text)


@pytest.mark.parametrize(
    "text",
    [
        "Nobody else's cowardice.",
        "The contract that taxpayers will pay.",
        "Nobody should dox anybody.",
        "Lo van a pagar los contribuyentes.",
        "Temo por mi familia.",
        "أخاف على عائلتي",
        "nobody is a coward for staying",
        "We are not cowards, and you are no traitors.",
        "El cobarde león es un cuento",
        "Nadie es cobarde; no son asesinos.",
        "the scum of the pond",
        "My grandmother fled the Nazis. IBM's machines served the Nazis well.",
        "He was called a traitor, and they called us liars,\ntraitors, and worse.",
        "We will find you a room, and get you out.",
        "You will burn out.",
        "It will kill you to read it. These raids kill them.",
        "A los desaparecidos los vamos a encontrar.",
        "Te voy a encontrar un abogado; el asesino sigue libre.",
        "كتاب عن قتلة التاريخ",
        "ليسوا خونة",
        "סופו של הפחדן",
        "",
    ],
)
def test_hard_words_alone_are_no_threat(text: str) -> None:
    """An appeal may speak of money, fear and harm."""
    assert threatening(text) == ""
