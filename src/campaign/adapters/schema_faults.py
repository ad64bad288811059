"""A document against the format: the Campaign, or every complaint in plain words at its place."""

from collections.abc import Callable
from difflib import get_close_matches
from typing import get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from campaign.adapters.yaml_events import Document, Path, path_text
from campaign.core.campaign import Campaign, State
from campaign.core.fields import REFUSAL, Part, quoted
from campaign.errors import Fault

_FILL_IN = 'Fill it in. A text that begins with # or contains ": " needs quotes around it.'
_SCHEMA = "`campaign schema` prints the whole format."


def check_format(document: Document) -> tuple[Campaign | None, tuple[Fault, ...]]:
    """The campaign a document describes, or else every fault of its values.

    Of a document that could not be read to its end, what was read is judged; what is missing there
    may still come.
    """
    if document.root is None:
        return None, ()
    try:
        return Campaign.model_validate(document.root), ()
    except ValidationError as error:
        errors = error.errors(include_url=False)
        faults = (_fault(document, each) for each in errors if not _may_be_mended(document, each))
        return None, tuple(fault for fault in faults if fault)


def _may_be_mended(document: Document, error: ErrorDetails) -> bool:
    """Whether the rest of the file, which could not be read, may set this right."""
    if document.unfinished is None:
        return False
    path = tuple(part for part in error["loc"] if part != "[key]")
    # The keys of one group explain each other: `language` may stand below `template`.
    group = path[:1] if len(path) == 2 else path
    return (
        error["type"] == "missing"
        or path not in document.values
        or not document.unfinished.isdisjoint((path, group))
    )


def _fault(document: Document, error: ErrorDetails) -> Fault | None:
    path = error["loc"]
    of_key = error["type"] in ("missing", "extra_forbidden")
    if path[-1:] == ("[key]",):
        path, of_key = path[:-1], True
    # One text for every language counts as one of each: `issue.title` is at fault, not its `.en`.
    while not of_key and path and path not in document.values:
        path = path[:-1]
    if path in document.unread:
        return None
    line, column = document.key_place(path) if of_key else document.place(path)
    message, hint = _WORDS.get(error["type"], _misfit)(error)
    return Fault(line=line, column=column, path=path_text(path), message=message, hint=hint)


def _refused(error: ErrorDetails) -> tuple[str, str]:
    return error["ctx"]["said"], error["ctx"]["hint"]


def _missing(error: ErrorDetails) -> tuple[str, str]:
    return f"The key `{error['loc'][-1]}` is missing.", f"Add it. {_SCHEMA}"


def _unknown_key(error: ErrorDetails) -> tuple[str, str]:
    *group, key = error["loc"]
    known = _keys_of(tuple(group))
    near = get_close_matches(str(key).lower(), known, 1)
    hint = f"Did you mean `{near[0]}`?" if near else f"Known keys here: {', '.join(known)}."
    return f"{quoted(str(key))} is not a key of this format.", hint


def _keys_of(path: Path) -> list[str]:
    model: type[Part] = Campaign
    for part in path:
        if isinstance(part, str):
            fields = {field.alias or name: field for name, field in model.model_fields.items()}
            model = _part_in(fields[part].annotation) or model
    return [field.alias or name for name, field in model.model_fields.items()]


def _part_in(annotation: object) -> type[Part] | None:
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return annotation
    return next(filter(None, map(_part_in, get_args(annotation))), None)


def _unknown_state(error: ErrorDetails) -> tuple[str, str]:
    states = [state.value for state in State]
    near = get_close_matches(str(error["input"]).lower(), states, 1)
    hint = f"Did you mean {near[0]}?" if near else f"Choose one of: {', '.join(states)}."
    return f"{quoted(str(error['input']))} is not a state of a campaign.", hint


def _group_expected(error: ErrorDetails) -> tuple[str, str]:
    if not error["input"]:
        return "This is empty.", "Write its keys below it, indented, or leave it out."
    keys = ", ".join(_keys_of(error["loc"]))
    return "Keys are expected here, not a text or list.", f"Write them below it, indented: {keys}."


def _list_expected(error: ErrorDetails) -> tuple[str, str]:
    return "A list is expected here.", 'Write each entry below it, beginning with "- ".'


def _text_expected(error: ErrorDetails) -> tuple[str, str]:
    return "A text is expected here, not a list or keys.", "Put it in quotes on one line."


def _empty(error: ErrorDetails) -> tuple[str, str]:
    return "This is empty.", _FILL_IN


def _too_long(error: ErrorDetails) -> tuple[str, str]:
    return f"This is longer than {error['ctx']['max_length']} characters.", "Shorten it."


def _too_many(error: ErrorDetails) -> tuple[str, str]:
    return f"More than {error['ctx']['max_length']} entries.", "Shorten the list."


def _too_small(error: ErrorDetails) -> tuple[str, str]:
    return f"{error['input']} is too small.", f"The least is {error['ctx']['ge']}."


def _too_large(error: ErrorDetails) -> tuple[str, str]:
    return f"{error['input']} is too large.", f"The most is {error['ctx']['le']}."


def _half_character(error: ErrorDetails) -> tuple[str, str]:
    return "This text contains half a character.", "Write the character itself, without \\u."


def _misfit(error: ErrorDetails) -> tuple[str, str]:
    return "This value does not belong here.", _SCHEMA


_WORDS: dict[str, Callable[[ErrorDetails], tuple[str, str]]] = {
    REFUSAL: _refused,
    "missing": _missing,
    "extra_forbidden": _unknown_key,
    "enum": _unknown_state,
    "model_type": _group_expected,
    "dict_type": _text_expected,
    "tuple_type": _list_expected,
    "string_type": _text_expected,
    "string_too_short": _empty,
    "string_too_long": _too_long,
    "string_unicode": _half_character,
    "too_long": _too_many,
    "greater_than_equal": _too_small,
    "less_than_equal": _too_large,
}
"""Pydantic's error types in our words. https://docs.pydantic.dev/latest/errors/validation_errors/"""
