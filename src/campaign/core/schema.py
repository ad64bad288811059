"""The format of a campaign file as JSON Schema, for editors that complete and check keys.

An editor guesses types: it reads `2027` as a number where the format reads a text. So the schema
takes whatever an editor may make of a scalar that the format accepts. It uses nothing newer than
draft 7 and no references, because older editors understand no more.
"""

from collections.abc import Mapping
from inspect import getdoc
from typing import get_args, get_origin

from pydantic.fields import FieldInfo
from pydantic.json_schema import JsonSchemaValue

from campaign.core.advice import AdviceId
from campaign.core.campaign import (
    HASHTAG_LENGTH,
    PROMPT,
    REPO,
    Campaign,
    Organiser,
    Outcome,
    Source,
    State,
    StatementRule,
    Target,
)
from campaign.core.fields import (
    DATE,
    HTTPS_URL,
    LANGUAGE,
    LINE_LENGTH,
    SLUG,
    SLUG_LENGTH,
    TEMPLATE_NAME,
    URL_LENGTH,
    WHOLE,
    YES_NO,
    Part,
)
from campaign.core.issue_text import MOST_LANGUAGES, IssueText
from campaign.core.lint import MEANINGS
from campaign.core.schedule import Schedule

DIALECT = "https://json-schema.org/draft/2020-12/schema"

STATES: Mapping[State, str] = {
    State.RUNNING: "People may take part while the action lasts.",
    State.PAUSED: "Nobody can post for now; the action may be without a date.",
    State.WON: "It is over: what was asked for has come about.",
    State.ENDED: "It is over.",
}
"""What each state means to those who want to take part."""


def json_schema() -> JsonSchemaValue:
    """The whole format as one JSON Schema, every key with its description."""
    return {"$schema": DIALECT, "title": "Campaign file", **_part(Campaign), **_DATED}


def _part(model: type[Part]) -> JsonSchemaValue:
    told = model.model_json_schema()
    return {
        "type": "object",
        "description": _on_one_line(getdoc(model)),
        "additionalProperties": False,
        "required": told.get("required", []),
        "properties": {
            key: _property(field, told["properties"][key], shape=_SHAPES.get((model, key), {}))
            for name, field in model.model_fields.items()
            for key in (field.alias or name,)
        },
    }


def _property(
    field: FieldInfo, told: JsonSchemaValue, *, shape: JsonSchemaValue
) -> JsonSchemaValue:
    described = {"description": _on_one_line(field.description)} if field.description else {}
    part = _part_in(field.annotation)
    if part is None:
        return {**_scalar(told), **shape, **described}
    if get_origin(field.annotation) is not tuple:
        return {**_part(part), **described}
    bounds = _only(told, "minItems", "maxItems")
    return {"type": "array", **described, **bounds, "items": _part(part)}


def _scalar(told: JsonSchemaValue) -> JsonSchemaValue:
    """One value as an editor may read it: `3` and `"3"` are the same to the format."""
    bounds = _only(told, "default", "minimum", "maximum", "minLength", "maxLength", "pattern")
    match told.get("type"):
        case "integer":
            return {"type": ["integer", "string"], **_pattern(WHOLE), **bounds}
        case "boolean":
            return {"type": ["boolean", "string"], **_pattern(YES_NO), **bounds}
    nothing = ["null"] if told.get("default") == "" else []
    return {"type": [*_TEXT, *nothing], **bounds}


def _only(told: JsonSchemaValue, *keys: str) -> JsonSchemaValue:
    return {key: told[key] for key in keys if key in told}


def _part_in(annotation: object) -> type[Part] | None:
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return annotation
    return next(filter(None, map(_part_in, get_args(annotation))), None)


def _on_one_line(text: str | None) -> str:
    return " ".join((text or "").split())


_TEXT = ["string", "number", "boolean"]


def _pattern(whole: str) -> JsonSchemaValue:
    return {"pattern": f"^({whole})$"}


def _string(whole: str) -> JsonSchemaValue:
    """Where digits alone are never right."""
    return {"type": "string", **_pattern(whole)}


def _per_language(text: JsonSchemaValue) -> JsonSchemaValue:
    """One text, or one for each language."""
    return {
        **text,
        "type": [*text["type"], "object"],
        "propertyNames": _pattern(LANGUAGE),
        "additionalProperties": text,
        "minProperties": 1,
        "maxProperties": MOST_LANGUAGES,
    }


_LINE: JsonSchemaValue = {"type": _TEXT, "minLength": 1, "maxLength": LINE_LENGTH}
_SLUG: JsonSchemaValue = {**_pattern(SLUG), "minLength": 1, "maxLength": SLUG_LENGTH}
_URL: JsonSchemaValue = {**_string(HTTPS_URL), "maxLength": URL_LENGTH}

_SHAPES: Mapping[tuple[type[Part], str], JsonSchemaValue] = {
    (Campaign, "campaign"): _SLUG,
    # Letters are those of every script, which patterns in editors do not know.
    (Campaign, "hashtag"): {"pattern": r"^[^\s#-]*$", "maxLength": HASHTAG_LENGTH},
    (Campaign, "lint"): {
        "type": "object",
        "properties": {
            each.value: {**_LINE, "description": MEANINGS[each]}
            for each in AdviceId
            if each is not AdviceId.NOTHING_SILENCED
        },
        "additionalProperties": False,
        "minProperties": 1,
    },
    (Organiser, "url"): _URL,
    (Outcome, "state"): {
        "type": "string",
        "oneOf": [{"const": state.value, "description": said} for state, said in STATES.items()],
    },
    (Schedule, "timezone"): _string("(UTC|[A-Z][A-Za-z]+(/[A-Z][A-Za-z_-]+){1,2})"),
    (Schedule, "starts"): {"type": "string"},
    (Schedule, "ends"): {"type": "string"},
    (StatementRule, "prompt"): {**_per_language(_LINE), "default": PROMPT},
    (IssueText, "title"): _per_language(_LINE),
    (IssueText, "template"): _per_language({"type": ["string"], **_pattern(TEMPLATE_NAME)}),
    (IssueText, "language"): _pattern(LANGUAGE),
    (Target, "repo"): _string(REPO),
    (Source, "id"): _SLUG,
    # An editor reads a year as a number.
    (Source, "date"): {
        "type": ["string", "integer", "null"],
        **_pattern(f"({DATE})?"),
    },
    (Source, "url"): _URL,
    (Source, "archive"): {**_pattern(f"({HTTPS_URL})?"), "maxLength": URL_LENGTH},
}
"""What functions check, and pydantic cannot tell: the shape of one key of one part."""

_PAUSED: JsonSchemaValue = {
    "required": ["outcome"],
    "properties": {
        "outcome": {"required": ["state"], "properties": {"state": {"const": State.PAUSED.value}}}
    },
}

_DATED: JsonSchemaValue = {"if": _PAUSED, "else": {"required": ["action"]}}
"""The one rule between two keys: only a paused campaign may be without a date."""
