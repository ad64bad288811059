"""What is wrong with a template, in words that say what to write instead."""

import difflib
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from jinja2 import nodes

from campaign.core.text import printable_line

_SHOWN = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class TemplateFault:
    """One thing in a template that is not allowed; lines count from 1."""

    line: int
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


def not_allowed(node: nodes.Node) -> TemplateFault:
    """The fault for a construct the language does not have."""
    known = (_NOT_ALLOWED[kind] for kind in type(node).__mro__ if kind in _NOT_ALLOWED)
    message, hint = next(known, ("This is not part of the template language.", ""))
    return TemplateFault(line=node.lineno, message=message, hint=hint)


def unknown(node: nodes.Node, *, what: str, word: str, known: Collection[str]) -> TemplateFault:
    """The fault for a word that is not on the list `known`; tells the nearest, or else all."""
    ends = [name for name in known if name.rpartition(".")[2] == word]
    near = ends or difflib.get_close_matches(word, known, n=1)
    listed = f"Known: {', '.join(known)}." if known else f"There is no {what} at all."
    return TemplateFault(
        line=node.lineno,
        message=f"There is no {what} `{printable_line(word, limit=_SHOWN)}`.",
        hint=f"Did you mean {' or '.join(near)}?" if near else listed,
    )
