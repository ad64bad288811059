"""The format as JSON Schema: an editor marks what is wrong, and never what is right."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator, Draft202012Validator

from campaign.adapters.schema_faults import check_format
from campaign.adapters.shipped import shipped
from campaign.adapters.yaml_events import read_yaml
from campaign.core.campaign import State
from campaign.core.reference_text import EXAMPLE
from campaign.core.schema import STATES, json_schema
from campaign.core.starter import choose_zone

SCHEMA = json_schema()

MISSING = object()


def changed(place: str, value: object) -> str:
    """The example with another value at one place, such as `targets.0.repo`, or without that."""
    whole = yaml.safe_load(EXAMPLE)
    *groups, last = (int(part) if part.isdigit() else part for part in place.split("."))
    inner = whole
    for part in groups:
        inner = inner[part] if isinstance(part, int) else inner.setdefault(part, {})
    if value is MISSING:
        del inner[last]
    else:
        inner[last] = value
    return yaml.safe_dump(whole, allow_unicode=True)


def marks(text: str) -> list[str]:
    """What an editor would mark in the file: it has JSON's types, so a date is a text."""
    seen = json.loads(json.dumps(yaml.safe_load(text), default=str))
    told = [error.message for error in Draft202012Validator(SCHEMA).iter_errors(seen)]
    older = [error.message for error in Draft7Validator(SCHEMA).iter_errors(seen)]
    assert told == older, "an editor that knows draft 7 only sees something else"
    return told


def is_accepted(text: str) -> bool:
    """Whether the format takes the file."""
    document = read_yaml(text)
    return not document.faults and check_format(document)[0] is not None


def properties(schema: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every property of the schema, with its dotted path."""
    for key, told in schema.get("properties", {}).items():
        yield f"{path}{key}", told
        yield from properties(told.get("items", told), f"{path}{key}.")


def test_it_is_a_schema_that_old_and_new_editors_understand() -> None:
    """It names its dialect, and keeps to what draft 7 has as well."""
    Draft202012Validator.check_schema(SCHEMA)
    Draft7Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert "$id" not in SCHEMA
    assert SCHEMA["title"]
    assert SCHEMA["description"]
    assert not {"$ref", "$defs"} & set(json.dumps(SCHEMA).split('"'))


@pytest.mark.parametrize("path", shipped(), ids=lambda path: path.stem)
def test_the_shipped_campaigns_are_not_marked(path: Path) -> None:
    """What is valid shows no mistake in an editor."""
    assert marks(path.read_text(encoding="utf-8")) == []


def test_every_key_is_described_and_none_has_a_made_up_title() -> None:
    """Whoever points at a key reads a sentence of ours."""
    every = dict(properties(SCHEMA))
    assert {"campaign", "action.starts", "issue.template", "targets.repo", "sources.id"} <= set(
        every
    )
    for path, told in every.items():
        assert told["description"].endswith("."), path
        assert "\n" not in told["description"], path
        assert "title" not in told, path


def test_every_state_is_offered_with_its_meaning() -> None:
    """An editor completes the four words and says what each of them does."""
    offered = dict(properties(SCHEMA))["outcome.state"]["oneOf"]
    assert {each["const"]: each["description"] for each in offered} == dict(STATES)
    assert set(STATES) == set(State)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("campaign", "Not A Slug"),
        ("campaign", ""),
        ("campaign", "a" * 65),
        ("campaign", MISSING),
        ("title", ["a", "list"]),
        ("title", "a" * 501),
        ("summary", ""),
        ("hashtag", "#Ours"),
        ("hashtag", "two words"),
        ("organiser", MISSING),
        ("organiser", "We"),
        ("organiser.url", "http://example.org"),
        ("organiser.url", "https://localhost"),
        ("organiser.mail", "a@example.org"),
        ("action", MISSING),
        ("action.starts", "2027-05-08"),
        ("action.starts", "2027-05-08 10:00 EST"),
        ("action.timezone", "EST"),
        ("issue.template", "../ours.md.j2"),
        ("issue.template", {"en": "ours.txt"}),
        ("issue.title", {}),
        ("issue.title", {"English": "Please"}),
        ("issue.language", "English"),
        ("statement.required", "yes"),
        ("statement.max_length", 20_001),
        ("statement.prompt", {}),
        ("statement.prompt", {"Spanish": "Porque"}),
        ("statement.prompt", {"es": ""}),
        ("supporters", "many"),
        ("supporters", 1_000_001),
        ("targets.0.watchers", -1),
        ("targets", []),
        ("targets.0.repo", "https://github.com/owner/name"),
        ("targets.0.repo", "owner/.."),
        ("targets.0.why", MISSING),
        ("targets.0.weight", 0),
        ("limits.per_person", 21),
        ("limits.per_person", "three"),
        ("limits.pace_seconds", 2),
        ("sources", "none"),
        ("sources.0.date", "2019-5"),
        ("sources.0.date", "May 2019"),
        ("lint", "typed-time"),
        ("lint", {}),
        ("lint", {"typed-tme": "It is the only way."}),
        ("lint", {"typed-time": ""}),
        ("sources.0.archive", "www.example.org"),
        ("outcome.state", "runing"),
        ("share", None),
        ("lint.nothing-silenced", "We know."),
        ("colour", "red"),
    ],
)
def test_what_the_format_refuses_is_marked(place: str, value: object) -> None:
    """Mistakes show while one types, before anything is run."""
    text = changed(place, value)
    assert not is_accepted(text)
    assert marks(text)


@pytest.mark.parametrize(
    "line",
    [
        "campaign: 2027",
        'campaign: "2027"',
        "title: 2027",
        "title: 1.10",
        "title: true",
        "summary: 2027-05-08",
        "hashtag:",
        'hashtag: ""',
        "hashtag: نو_تك",
        "share: {text: }",
        "limits: {per_person: 20, pace_seconds: 3600}",
        'limits: {per_person: "20"}',
        "statement: {required: true, max_length: 1}",
        'statement: {required: "false", prompt: 7}',
        "statement: {prompt: {en: Because, zh-Hant-TW: 7}}",
        "supporters: 400",
        'supporters: "0"',
        "outcome: {state: won, note: , superseded_by: 2028}",
        "lint: {typed-time: 10am is part of the name, source-not-archived: 2027}",
    ],
)
def test_what_the_format_reads_as_text_is_not_marked(line: str) -> None:
    """An editor takes `2027` for a number and nothing for null; the format does not mind."""
    key = line.partition(":")[0]
    text = yaml.safe_dump({k: v for k, v in yaml.safe_load(EXAMPLE).items() if k != key})
    text += f"{line}\n"
    assert is_accepted(text)
    assert marks(text) == []


@pytest.mark.parametrize("date", [2019, "2019", "2019-05", "2019-05-02", ""])
def test_a_date_as_exact_as_it_is_known_is_not_marked(date: object) -> None:
    """A bare year is a number to an editor."""
    assert is_accepted(changed("sources.0.date", date))
    assert marks(changed("sources.0.date", date)) == []


def test_several_languages_are_not_marked() -> None:
    """One title and one template, or as many as there are languages."""
    issue = {
        "title": {"en": "Please", "pt-BR": "Por favor", "zh-Hant-TW": 2027},
        "template": {"en": "a.md.j2", "pt-BR": "b.md.j2", "zh-Hant-TW": "c.md.j2"},
    }
    assert is_accepted(changed("issue", issue))
    assert marks(changed("issue", issue)) == []


def test_only_a_paused_campaign_may_be_without_a_date() -> None:
    """The one rule that looks at two keys is in the schema, too."""
    whole = yaml.safe_load(EXAMPLE)
    del whole["action"]
    for state in State:
        text = yaml.safe_dump({**whole, "outcome": {"state": state.value}})
        assert is_accepted(text) is (state is State.PAUSED)
        assert (marks(text) == []) is (state is State.PAUSED)


def test_every_zone_is_known() -> None:
    """No place on earth is marked that the format takes."""
    zone = Draft202012Validator(dict(properties(SCHEMA))["action.timezone"])
    places = [name for name in available_timezones() if choose_zone(name) == name]
    assert len(places) > 300
    assert [name for name in places if not zone.is_valid(name)] == []


SCALARS = (
    *("campaign", "title", "hashtag", "organiser.url", "organiser.contact", "action.timezone"),
    *("action.starts", "issue.template", "issue.language", "statement.required", "targets.0.repo"),
    *("targets.0.weight", "limits.per_person", "sources.0.id", "sources.0.date", "outcome.state"),
    *("sources.0.archive", "share.text"),
)

PIECES = st.sampled_from(
    [
        *("a", "Z", "9", "0", "-", "_", ".", "/", "#", "?", ":", "@", "é", "ت", "owner/name"),
        *("https://example.org", "10:00", "2027-05-08", " ", "UTC", "Europe/Berlin", "true"),
        *("en", "-BR", ".md.j2", ".git", "running", "%20", "(", ")", "[", "*", "~", "+"),
    ]
)


@given(st.sampled_from(SCALARS), st.lists(PIECES, max_size=4).map(lambda all: "".join(all).strip()))
def test_whatever_the_format_accepts_is_not_marked(place: str, value: str) -> None:
    """The schema may be more lenient than the format, never stricter."""
    text = changed(place, value)
    if is_accepted(text):
        assert marks(text) == []
