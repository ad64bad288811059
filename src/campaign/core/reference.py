"""The reference page of the campaign file, made from the format, the template language and the
advice themselves; docs/campaign-file.md holds a copy.
"""

from collections.abc import Iterable, Iterator, Mapping

from pydantic.json_schema import JsonSchemaValue

from campaign.core.lint import MEANINGS
from campaign.core.reference_text import CONSTRUCTS, INTRODUCTION, LINT, TEMPLATE_LANGUAGE
from campaign.core.schema import json_schema
from campaign.core.template import SOURCE_LENGTH
from campaign.core.template_grammar import DEPTH
from campaign.core.template_vocabulary import FILTERS, NAMES
from campaign.core.text_rules import BODY_LENGTH, RULES, TITLE_LENGTH, Kind

REWRITE = "campaign schema --markdown > docs/campaign-file.md"

_HEAD = f"""\
<!-- Made by `{REWRITE}`. -->

# The campaign file
"""


def reference() -> str:
    """The whole page, as Markdown."""
    parts = (_HEAD, INTRODUCTION, _keys(), _words(), _template_language(), _advice())
    return "\n".join(parts)


def _keys() -> str:
    sections = "\n".join(_sections(json_schema(), path=""))
    return f"## Every key\n\nA key is required within the group that it belongs to.\n\n{sections}"


def _sections(group: JsonSchemaValue, *, path: str) -> Iterator[str]:
    """The group's own keys, then those of the groups in it."""
    rows = (
        _row(key, told, required=key in group["required"])
        for key, told in group["properties"].items()
    )
    head = ("key", "value", "required", "default", "meaning", "limits")
    if path:
        yield f"### `{path}`\n\n{group['description']}\n"
    yield _table(head, rows)
    for key, told in group["properties"].items():
        inner = told.get("items", told)
        if "required" in inner:  # else it is a list of names, such as the advice of `lint`
            place = f"{path}.{key}" if path else key
            yield from _sections(inner, path=f"{place}[]" if "items" in told else place)


def _row(key: str, told: JsonSchemaValue, *, required: bool) -> tuple[str, ...]:
    states = (f"`{each['const']}`: {each['description']}" for each in told.get("oneOf", ()))
    return (
        f"`{key}`",
        _value(told),
        "yes" if required else "no",
        _default(told),
        " ".join([told["description"], *states]),
        _limits(told),
    )


def _value(told: JsonSchemaValue) -> str:
    kinds = told["type"]
    if kinds == "array":
        return "a list of groups"
    if kinds == "object":
        return "a group of keys"
    if "oneOf" in told:
        return ", ".join(f"`{each['const']}`" for each in told["oneOf"])
    if "object" in kinds:
        return "a text, or one for each language"
    return {"integer": "a whole number", "boolean": "`true` or `false`"}.get(kinds[0], "a text")


def _default(told: JsonSchemaValue) -> str:
    match told.get("default"):
        case None | "":
            return ""
        case bool(default):
            return f"`{str(default).lower()}`"
        case default:
            return f"`{default}`"


_UNITS = {
    "minimum maximum": "",
    "minLength maxLength": " characters",
    "minItems maxItems": " entries",
    "minProperties maxProperties": " languages",
}


def _limits(told: JsonSchemaValue) -> str:
    said = []
    for keys, unit in _UNITS.items():
        least, most = (told.get(key) for key in keys.split())
        if most is not None:
            said.append(f"{least} to {most:,}{unit}" if least else f"at most {most:,}{unit}")
    return "; ".join(said)


def _words() -> str:
    rules = [rule for rule in RULES if Kind.CAMPAIGN in rule.kinds and rule.refused]
    caught = "\n".join(f"- {rule.catches}" for rule in rules)
    return f"## What no text may hold\n\nNeither the file nor a template may hold:\n\n{caught}\n"


def _template_language() -> str:
    filters = {rule.example: rule.meaning for rule in FILTERS.values()}
    return "\n".join(
        (
            "## The template language\n",
            TEMPLATE_LANGUAGE,
            f"A template has at most {SOURCE_LENGTH:,} characters and {DEPTH} levels; filled in, a"
            f" title has\nat most {TITLE_LENGTH} characters and a text {BODY_LENGTH:,},"
            " because GitHub takes no more.\n",
            _two_columns(("construct", "what it does"), CONSTRUCTS),
            _two_columns(("name", "what it stands for"), NAMES),
            _two_columns(("filter", "what it writes"), filters),
        )
    )


def _advice() -> str:
    return f"## Advice\n\n{LINT}\n{_two_columns(('advice', 'what it is about'), MEANINGS)}"


def _two_columns(head: tuple[str, str], meanings: Mapping[str, str]) -> str:
    return _table(head, ((f"`{word}`", meaning) for word, meaning in meanings.items()))


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table; a bar inside a cell would end it, even in code."""
    names = list(head)
    lines = [names, ["---"] * len(names)]
    lines += [[cell.replace("|", "\\|") for cell in row] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"
