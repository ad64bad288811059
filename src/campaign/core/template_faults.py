"""What is wrong with a template, in words that say what to write instead."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from jinja2 import nodes

from campaign.core.template_places import line_of
from campaign.core.text import printable_line

_SHOWN = 60
_LISTED = 25
"""Known words a hint lists: all of the language's own, and enough of a campaign's sources."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TemplateFault:
    """One thing in a template that is not allowed; lines and columns count from 1."""

    line: int
    column: int = 1
    message: str
    hint: str = ""


_NOT_ALLOWED: Mapping[type[nodes.Node], tuple[str, str]] = {
    nodes.Const: (
        "A text in quotes cannot stand here by itself.",
        "Write the text itself, outside the braces; quotes are for 'id' | cite and for comparing.",
    ),
    nodes.Call: ("Nothing can be called in a template.", "Use a name, or one of the filters."),
    nodes.Getattr: ("Only the given names have parts.", "Write a name such as campaign.title."),
    nodes.Getitem: (
        "Square brackets and numbered parts are not part of the template language.",
        "Write the part after a dot, such as campaign.title.",
    ),
    nodes.Test: (
        "`is` is not part of the template language.",
        "Every name is always there, empty if there is nothing to say: {% if statement %}.",
    ),
    nodes.CondExpr: (
        "A condition cannot stand inside {{ }}.",
        "Write {% if … %}…{% else %}…{% endif %}.",
    ),
    nodes.Filter: ("A filter cannot stand in a condition.", "Compare the name itself."),
    nodes.Compare: ("A comparison can only stand in a condition.", "Write {% if … %}…{% endif %}."),
    nodes.Not: ("`not` can only stand in a condition.", "Write {% if not … %}…{% endif %}."),
    nodes.And: ("`and` can only stand in a condition.", "Write {% if … and … %}…{% endif %}."),
    nodes.Or: ("`or` can only stand in a condition.", "Write {% if … or … %}…{% endif %}."),
    nodes.Concat: ("Texts cannot be joined with ~.", "Write one after the other: {{ a }}{{ b }}."),
    nodes.BinExpr: ("Templates cannot calculate.", "Write the result itself."),
    nodes.UnaryExpr: ("Templates cannot calculate.", "Write the result itself."),
    nodes.Literal: (
        "Lists and tables cannot be written in a template.",
        "The only list is `sources`: {% for source in sources %}…{% endfor %}.",
    ),
    nodes.Include: ("A template cannot read another file.", "Copy the text into this template."),
    nodes.Import: ("A template cannot read another file.", "Copy the text into this template."),
    nodes.FromImport: ("A template cannot read another file.", "Copy the text into this template."),
    nodes.Extends: ("A template cannot read another file.", "Copy the text into this template."),
    nodes.Stmt: (
        "This {% … %} is not part of the template language.",
        "There are if, elif, else and endif, and {% for source in sources %}…{% endfor %}.",
    ),
}
"""What is refused, and what to write instead; found by the node's class or its nearest parent."""


_NO_TEXT = (
    "Numbers, true, false and none are not part of the template language.",
    "Write the words themselves, outside the braces; a name that is empty counts as false.",
)


def not_allowed(node: nodes.Node, *, column: int) -> TemplateFault:
    """The fault for a construct the language does not have."""
    known = (_NOT_ALLOWED[kind] for kind in type(node).__mro__ if kind in _NOT_ALLOWED)
    message, hint = next(known, ("This is not part of the template language.", ""))
    if isinstance(node, nodes.Const) and not isinstance(node.value, str):
        message, hint = _NO_TEXT
    return TemplateFault(line=line_of(node), column=column, message=message, hint=hint)


def unknown(
    *, line: int, column: int, what: str, word: str, known: Collection[str]
) -> TemplateFault:
    """The fault for a word that is not on the list `known`: tells the nearest, and the list."""
    group = f"{word.partition('.')[0]}."
    if not any(name.startswith(group) for name in known):
        group = ""
    pool = {name.removeprefix(group): name for name in known if name.startswith(group)}
    ends = [name for name in known if name.rpartition(".")[2] == word]
    near = ends or [pool[each] for each in get_close_matches(word.removeprefix(group), pool, n=1)]
    meant = f"Did you mean {' or '.join(near)}? " if near else ""
    return TemplateFault(
        line=line,
        column=column,
        message=f"There is no {what} `{printable_line(word, limit=_SHOWN)}`.",
        hint=meant + (_list(list(pool.values())) if pool else f"There is no {what} at all."),
    )


def _list(known: Sequence[str]) -> str:
    more = " …" if len(known) > _LISTED else "."
    return f"Known: {', '.join(known[:_LISTED])}{more}"
