"""Advice on valid campaigns: each rule speaks when it should, and only then."""

import time

import pytest
from tests.core.lint_cases import ACTION, TEMPLATE, URL, advice, ids, only, ours

from campaign.core.advice import AdviceId
from campaign.core.lint import MEANINGS, RULES, advise, silenced


def test_a_blameless_campaign_gets_no_advice() -> None:
    """No rule speaks without a reason."""
    assert advice() == ()


def test_every_advice_has_a_rule_and_a_meaning() -> None:
    """No id is without a row in the table, or has two."""
    assert len({each for each, _, _ in RULES}) == len(RULES)
    assert set(MEANINGS) == set(AdviceId)
    assert all(meaning.endswith(".") for meaning in MEANINGS.values())


def test_somebody_to_write_to() -> None:
    """Maintainers should be able to reach the organiser."""
    found = only(advice(organiser={"name": "We", "url": URL}))
    assert (found.id, found.path) == ("no-contact", ("organiser",))


@pytest.mark.parametrize("tag", ["notechforice", "NOTECHFORICE", "noTechForIce"])
def test_a_hashtag_without_capitals(tag: str) -> None:
    """Screen readers need a capital for each word."""
    assert only(advice(hashtag=tag)).id == "hashtag-case"


@pytest.mark.parametrize("tag", ["", "NoTechForICE", "ICE", "نوتك", "Ours2027"])
def test_a_readable_hashtag(tag: str) -> None:
    """Short capitals and scripts without capitals are left alone."""
    assert advice(hashtag=tag) == ()


def test_a_long_action() -> None:
    """Seven days are fine, more are worth a thought."""
    assert advice(action={**ACTION, "ends": "2019-05-18 10:00"}) == ()
    found = only(advice(action={**ACTION, "ends": "2019-05-18 10:01"}))
    assert (found.id, found.path) == ("long-action", ("action", "ends"))


def test_a_language_that_is_not_translated() -> None:
    """A second language with the words of the first is no translation."""
    issue = {
        "title": {"en": "Please", "es": "Please", "ar": "رجاءً"},
        "template": {"en": "a.md.j2", "es": "b.md.j2", "ar": "a.md.j2"},
    }
    found = advice({"en": TEMPLATE, "es": TEMPLATE + "¡Hola!", "ar": TEMPLATE}, issue=issue)
    assert {(each.id, each.path) for each in found} == {
        ("missing-translation", ("issue", "title", "es")),
        ("missing-translation", ("issue", "template", "ar")),
        ("missing-translation", ("statement", "prompt", "es")),
        ("missing-translation", ("statement", "prompt", "ar")),
    }


def test_a_prompt_in_every_language() -> None:
    """Who writes in Arabic is asked in Arabic; one prompt that is left out is named."""
    issue = {
        "title": {"en": "Please", "ar": "رجاءً"},
        "template": {"en": "a.md.j2", "ar": "b.md.j2"},
    }
    templates = {"en": TEMPLATE, "ar": TEMPLATE + "مرحبًا"}
    both = {"en": "I write because", "ar": "أكتب لأنّ"}
    assert advice(templates, issue=issue, statement={"prompt": both}) == ()
    found = only(advice(templates, issue=issue, statement={"prompt": {"en": "I write because"}}))
    assert (found.id, found.path) == ("missing-translation", ("statement", "prompt", "ar"))


@pytest.mark.parametrize(
    "words",
    [
        *("", "statement", "{# {{ statement }} #}", "{%- if statement %}Thanks!{% endif %}"),
        "{% raw %}{{ statement }}{% endraw %}",
    ],
)
def test_a_template_without_the_statement(words: str) -> None:
    """The supporter's own words must have a place; a comment is none."""
    template = TEMPLATE.replace("{{ statement }}", words)
    found = only(advice(template))
    assert (found.id, found.path) == ("statement-unused", ("issue", "template", "en"))


@pytest.mark.parametrize(
    "words", ["{%- if statement %}{{ statement | quote }}{% endif %}", "{{statement}}"]
)
def test_a_template_with_the_statement(words: str) -> None:
    """Wherever the words themselves are written out, they have a place."""
    assert advice(TEMPLATE.replace("{{ statement }}", words)) == ()


@pytest.mark.parametrize(
    "place", ['<div dir="rtl">{{ statement }}</div>', "<p>\n{{ statement }}\n</p>"]
)
def test_a_template_that_exposes_the_statement(place: str) -> None:
    """Inside HTML an @name would come alive; a paragraph of its own is safe."""
    found = only(advice(TEMPLATE.replace("{{ statement }}", place)))
    assert (found.id, found.path) == ("statement-exposed", ("issue", "template", "en"))
    apart = place.replace("{{ statement }}", "\n\n{{ statement }}\n\n")
    assert advice(TEMPLATE.replace("{{ statement }}", apart)) == ()


@pytest.mark.parametrize("place", ["> {{ statement }}", "- *{{ statement }}*", "`{{ statement }}`"])
def test_a_template_that_only_frames_the_statement(place: str) -> None:
    """In a quotation, a list or code letters there is nothing to fear."""
    assert advice(TEMPLATE.replace("{{ statement }}", place)) == ()


def test_a_repository_listed_twice() -> None:
    """Each further mention is named with the first, at its own place in the file."""
    found = advice(
        targets=[
            {"repo": "Owner/Repo", "why": "w"},
            {"repo": "owner/repo", "why": "w"},
            {"repo": "owner/repo.git", "why": "w"},
        ]
    )
    assert ids(found) == ["duplicate-target", "duplicate-target"]
    assert [each.path for each in found] == [("targets", 1, "repo"), ("targets", 2, "repo")]
    assert "owner/repo" in found[0].message
    assert "targets[0]" in found[0].message
    assert "Owner/Repo" in found[0].message


def test_many_repositories_of_one_owner() -> None:
    """Who lists more than three of one account should decide what one person does."""
    targets = [{"repo": f"owner/r{n}", "why": "w"} for n in range(4)]
    assert only(advice(targets=targets)).id == "limit-not-stated"
    assert only(advice(targets=targets, limits={"pace_seconds": "5"})).id == "limit-not-stated"
    assert advice(targets=targets, limits={"per_person": "3"}) == ()
    assert advice(targets=targets[:3]) == ()


def test_sources() -> None:
    """Claims need sources, sources need dates, lasting copies and citations."""
    assert ids(advice(sources=[])) == ["no-sources"]
    source = {
        "id": "other",
        "title": "t",
        "publisher": "p",
        "url": URL,
    }
    found = advice(sources=[source])
    assert [(each.id, each.path) for each in found] == [
        ("source-not-dated", ("sources", 0)),
        ("source-not-archived", ("sources", 0)),
        ("source-not-cited", ("sources", 0, "id")),
    ]


def test_a_year_is_date_enough() -> None:
    """A document often carries no more, and an invented day would be worse."""
    source = ours().sources[0].model_dump()
    assert advice(sources=[{**source, "date": "2019"}]) == ()


def test_a_comment_cites_nothing() -> None:
    """What is never sent supports no claim."""
    template = TEMPLATE.replace("{{ 'paper' | cite }}", "{# {{ 'paper' | cite }} #}")
    assert only(advice(template)).id == "source-not-cited"


def test_a_loop_cites_every_source() -> None:
    """A list of all sources at the end cites each of them; words shown as they are cite none."""
    loop = "{% for each in sources %}{{ each.id | cite }}{% endfor %}"
    assert advice(TEMPLATE.replace("{{ 'paper' | cite }}", loop)) == ()
    shown = TEMPLATE.replace("{{ 'paper' | cite }}", "{% raw %}{{ 'paper' | cite }}{% endraw %}")
    assert only(advice(shown)).id == "source-not-cited"


def test_a_campaign_without_any_prompt() -> None:
    """Where the file asks nothing itself, others than English readers are asked in English."""
    issue = {
        "title": {"en": "Please", "es": "Por favor"},
        "template": {"en": "a.md.j2", "es": "b.md.j2"},
    }
    found = only(advice({"en": TEMPLATE, "es": f"{TEMPLATE} Hola"}, issue=issue, statement={}))
    assert found.id == "missing-translation"
    assert found.message.startswith("The file has no prompt: who writes in es is asked in English")


def test_the_next_line_is_not_part_of_a_name() -> None:
    """A message names the person, not the word that happens to follow; a long name is whole."""
    assert '"Dr. Smith" seems' in only(advice(summary="Call Dr. Smith\nHello")).message
    assert '"Dr. Smith" seems' in only(advice(summary="Call Dr.\nSmith")).message


def test_times_typed_by_hand() -> None:
    """A time with `am` or an abbreviation is what made the announcement of 2019 ambiguous."""
    found = advice(share={"text": "Join us on May 11 at 10am EST!"})
    assert [(each.id, each.path) for each in found] == [("typed-time", ("share", "text"))]
    assert "10am EST" in found[0].message


def test_dates_that_contradict_the_action() -> None:
    """A date near the action that is no day of it is named, wherever others read it."""
    found = advice(title="Act on 12 April 2019", summary="Until May 13.")
    assert [(each.id, each.path) for each in found] == [
        ("typed-date", ("title",)),
        ("typed-date", ("summary",)),
    ]
    assert advice(title="Act on 12 May 2019", summary="Since 2 May 2019, and in 2017.") == ()
    assert advice(outcome={"note": "On 13 May they answered."}) == ()
    assert "is a Saturday" in only(advice(summary="On Friday, 11 May.")).message


def test_shouting_and_threats() -> None:
    """Capitals and threats are named wherever others read them."""
    assert only(advice(title="STOP THIS RIGHT NOW please")).id == "all-capitals"
    assert only(advice(summary="Stop, or else!")).id == "threat"
    assert only(advice(TEMPLATE + "You traitors.")).path == ("issue", "template", "en")
    assert only(advice(outcome={"note": "Cowards!"})).path == ("outcome", "note")
    assert advice(TEMPLATE + "{# STOP SHOUTING HERE, you cowards #}") == ()


def test_vowel_signs_hide_nothing() -> None:
    """Arabic may be written with or without them."""
    assert only(advice(summary="أيّها الخَوَنة")).id == "threat"


def test_a_person_who_is_named() -> None:
    """Each name once for each text, with what this guess does not notice."""
    targets = [{"repo": "owner/name", "why": "Kept by engineer Jane Doe. Ask engineer Jane Doe."}]
    found = only(advice(targets=targets))
    assert (found.id, found.path) == ("person-named", ("targets", 0, "why"))
    assert '"engineer Jane Doe"' in found.message
    assert "look for other names yourself" in found.hint


def test_a_share_text_that_is_too_long() -> None:
    """The services that would cut it off are named, with what they take."""
    assert advice(share={"text": "a" * 280}) == ()
    found = only(advice(share={"text": "a" * 301}))
    assert (found.id, found.path) == ("share-too-long", ("share", "text"))
    assert "301 characters" in found.message
    assert "on X (280), Bluesky (300)." in found.message


def test_a_silenced_advice_is_left_out() -> None:
    """The file answers with a reason, and nothing more is said; the advice can still be seen."""
    campaign = ours(hashtag="notechforice", lint={"hashtag-case": "It is known so."})
    assert advise(campaign, {"en": TEMPLATE}) == ()
    assert only(silenced(campaign, {"en": TEMPLATE})).path == ("hashtag",)
    assert campaign.lint == {"hashtag-case": "It is known so."}


def test_only_what_is_named_is_silenced() -> None:
    """An answer to one advice is no answer to another."""
    changes = {"hashtag": "notechforice", "sources": [], "lint": {"hashtag-case": "r"}}
    template = TEMPLATE.replace(" {{ 'paper' | cite }}", "")
    assert only(advice(template, **changes)).id == "no-sources"


def test_silence_where_nothing_would_be_said() -> None:
    """An answer without a question is out of date, and stands in the way of the next one."""
    found = only(advice(lint={"hashtag-case": "r"}))
    assert (found.id, found.path) == ("nothing-silenced", ("lint", "hashtag-case"))
    assert silenced(ours(lint={"hashtag-case": "r"}), {"en": TEMPLATE}) == ()


def test_a_draft_without_a_day() -> None:
    """Rules about the action are silent where there is none."""
    assert advice(action=None, outcome={"state": "paused"}, title="Act on 12 April 2019") == ()


@pytest.mark.parametrize(
    "piece",
    [
        "Ab-",
        "Mr Ab de la ",
        "CEO Ab ",
        "A ",
        "@a",
        "`",
        "{#",
        "{{ statement",
        "1 May",
        "'a'|",
        "\n",
        "-\n",
    ],
)
def test_a_hostile_template_takes_no_time(piece: str) -> None:
    """A template may have 65,536 characters of anything."""
    start = time.process_time()
    advice(piece * (65_536 // len(piece)))
    assert time.process_time() - start < 20, "it grows with the square of the length"
