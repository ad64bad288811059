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
from campaign.core.campaign import Campaign, Organiser, Outcome, Source, State, Target
from campaign.core.fields import Part
from campaign.core.issue_text import IssueText
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
            return {"type": ["integer", "string"], "pattern": "^[0-9]{1,9}$", **bounds}
        case "boolean":
            return {"type": ["boolean", "string"], "pattern": "^(true|false)$", **bounds}
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

_LANGUAGE = "^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}$"
_HTTPS = r"https://[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+([/?#][!#-;=?-\[\]_a-z~]*)?"


def _string(pattern: str) -> JsonSchemaValue:
    """Where digits alone are never right."""
    return {"type": "string", "pattern": f"^{pattern}$"}


def _per_language(text: JsonSchemaValue) -> JsonSchemaValue:
    """One text, or one for each language."""
    return {
        **text,
        "type": [*text["type"], "object"],
        "propertyNames": {"pattern": _LANGUAGE},
        "additionalProperties": text,
        "minProperties": 1,
        "maxProperties": 50,
    }


_LINE: JsonSchemaValue = {"type": _TEXT, "minLength": 1, "maxLength": 500}
_SLUG: JsonSchemaValue = {"pattern": "^[a-z0-9-]*$", "minLength": 1, "maxLength": 64}
_URL: JsonSchemaValue = {**_string(_HTTPS), "maxLength": 2000}

_SHAPES: Mapping[tuple[type[Part], str], JsonSchemaValue] = {
    (Campaign, "campaign"): _SLUG,
    # Letters are those of every script, which patterns in editors do not know.
    (Campaign, "hashtag"): {"pattern": r"^[^\s#-]*$", "maxLength": 100},
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
    (IssueText, "title"): _per_language(_LINE),
    (IssueText, "template"): _per_language(
        {"type": ["string"], "pattern": r"^[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}\.md\.j2$"}
    ),
    (IssueText, "language"): {"pattern": _LANGUAGE},
    (Target, "repo"): _string(r"[A-Za-z0-9][A-Za-z0-9-]{0,38}/(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}"),
    (Source, "id"): _SLUG,
    # An editor reads a year as a number.
    (Source, "date"): {
        "type": ["string", "integer", "null"],
        "pattern": "^([0-9]{4}(-[0-9]{2}){0,2})?$",
    },
    (Source, "url"): _URL,
    (Source, "archive"): {"pattern": f"^({_HTTPS})?$", "maxLength": 2000},
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
