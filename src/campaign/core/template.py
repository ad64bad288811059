"""The template language a campaign may use: a small, listed part of Jinja2, and its rendering."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from itertools import islice
from typing import TypeAlias, TypedDict

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from campaign.core.template_faults import TemplateFault
from campaign.core.template_grammar import MOST_FAULTS, grammar_faults
from campaign.core.template_names import unknown_words
from campaign.core.template_places import Places
from campaign.core.template_vocabulary import FILTERS, NAMES
from campaign.core.text import is_blank, printable_line
from campaign.errors import CampaignError, Exit

__all__ = [
    "FILTERS",
    "NAMES",
    "ActionValues",
    "CampaignValues",
    "OrganiserValues",
    "SourceValues",
    "TargetValues",
    "TemplateFault",
    "TemplateRefused",
    "TitleRefused",
    "Values",
    "check",
    "parse",
    "render",
    "render_title",
]

SOURCE_LENGTH = 65_536
"""Characters a template may have: as many as GitHub allows an issue."""

OUTPUT_LENGTH = 70_000
"""Characters after which rendering stops: more than GitHub allows an issue."""

_CLOSE_ALL = "Every {{ needs its }}, every {% its %}, every if its endif, every for its endfor."

_Plain: TypeAlias = "str | tuple[_Plain, ...] | dict[str, _Plain]"

_JINJA = ImmutableSandboxedEnvironment(
    undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False
)
"""The second lock: nothing reaches it that the grammar has not let through."""
_JINJA.globals.clear()
_JINJA.tests.clear()
_JINJA.filters.clear()
_JINJA.filters.update({name: rule.function for name, rule in FILTERS.items()})


class TemplateRefused(CampaignError):
    """A template that breaks the rules, or makes a text that is too long or is no title."""

    exit_code = Exit.USAGE

    def __init__(self, faults: Collection[TemplateFault]) -> None:
        self.faults = tuple(faults)
        lines = (f"line {fault.line}: {fault.message}" for fault in self.faults)
        hints = dict.fromkeys(fault.hint for fault in self.faults if fault.hint)
        super().__init__("\n".join(lines), hint="\n".join(hints))


class TitleRefused(TemplateRefused):
    """A template that makes no title: nothing to see, or more than one line."""


class OrganiserValues(TypedDict):
    """What a template may say about the organiser."""

    name: str
    url: str


class CampaignValues(TypedDict):
    """What a template may say about the campaign."""

    title: str
    summary: str
    hashtag: str
    organiser: OrganiserValues


class ActionValues(TypedDict):
    """When the action is, already formatted for reading."""

    starts: str
    ends: str


class TargetValues(TypedDict):
    """What a template may say about the repository it is rendered for."""

    repo: str
    owner: str
    name: str
    why: str


class SourceValues(TypedDict):
    """What a template may say about one source; `date` is ISO 8601, a day, a month or a year."""

    id: str
    title: str
    publisher: str
    date: str
    url: str
    archive: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Values:
    """Everything a template is given: plain texts, empty where there is nothing to say."""

    campaign: CampaignValues
    action: ActionValues
    target: TargetValues
    sources: tuple[SourceValues, ...]
    statement: str
    language: str


def check(source: str, *, source_ids: Collection[str] | None) -> tuple[TemplateFault, ...]:
    """Every fault of a template, in the order of its lines; none means `render` accepts it.

    Never raises, whatever the text. In a text that Jinja2 cannot read, the place where it stops is
    told, and every unknown word as far as the text can be taken apart.

    Args:
        source_ids: the sources that can be cited; None where they are not known.
    """
    try:
        parse(source, source_ids=source_ids)
    except TemplateRefused as refused:
        return refused.faults
    return ()


def render(source: str, *, values: Values) -> str:
    """A body: no blank lines around it, exactly one line break at its end.

    Raises:
        TemplateRefused: the template breaks the rules, or makes a text beyond OUTPUT_LENGTH.
    """
    return _text(source, values=values).strip("\n") + "\n"


def render_title(source: str, *, values: Values) -> str:
    """A title, without white space around it.

    Raises:
        TitleRefused: the title is blank or on more than one line.
        TemplateRefused: as for `render`.
    """
    title = _text(source, values=values).strip()
    if is_blank(title):
        raise TitleRefused([_fault("The title is blank.", "Give the title some words.")])
    if len(title.splitlines()) > 1:
        raise TitleRefused([_fault("The title is more than one line.", "Make it one line.")])
    return title


def _text(source: str, *, values: Values) -> str:
    template = _compiled(source, tuple(each["id"] for each in values.sources))
    pieces: list[str] = []
    room = OUTPUT_LENGTH
    for piece in template.generate(_given(values)):
        room -= len(piece)
        if room < 0:
            message = f"The text becomes longer than {OUTPUT_LENGTH:,} characters."
            raise TemplateRefused([_fault(message, "Shorten the template.")])
        pieces.append(piece)
    return "".join(pieces)


def _given(values: Values) -> dict[str, _Plain]:
    return {each.name: _plain(getattr(values, each.name)) for each in fields(values)}


@lru_cache(maxsize=64)
def _compiled(source: str, source_ids: tuple[str, ...]) -> Template:
    """What runs is the very tree that was checked; one text serves many targets and supporters."""
    return _JINJA.from_string(parse(source, source_ids=source_ids))


def parse(source: str, *, source_ids: Collection[str] | None) -> nodes.Template:
    """The syntax tree of a template without faults.

    Raises:
        TemplateRefused: it has faults; see `check`.
    """
    places = Places(source)
    if len(source) > SOURCE_LENGTH:
        message = f"The template is longer than {SOURCE_LENGTH:,} characters."
        raise TemplateRefused([_fault(message, "Shorten it.")])
    try:
        faults = _backslashes(source, places=places)
        tree = _JINJA.parse("" if faults else source)
    except TemplateSyntaxError as broken:
        message = printable_line(broken.message or "", limit=200).rstrip(".")
        column = places.column(broken.lineno)
        said = f"This cannot be read: {message}."
        fault = TemplateFault(line=broken.lineno, column=column, message=said, hint=_CLOSE_ALL)
        raise TemplateRefused(_with_unknown_words(fault, source)) from None
    except Exception:  # Jinja2 lets Python's own errors through, for numbers and for deep nesting
        fault = _fault("This is too intricate to be read.", "Say it more simply.")
        raise TemplateRefused([fault]) from None
    faults = faults or grammar_faults(tree, source_ids=source_ids, places=places)
    if faults:
        raise TemplateRefused(faults)
    return tree


def _with_unknown_words(fault: TemplateFault, source: str) -> list[TemplateFault]:
    words = islice(unknown_words(_JINJA.lex(source), places=Places(source)), MOST_FAULTS - 1)
    return sorted((fault, *words), key=lambda each: (each.line, each.column))


def _backslashes(source: str, *, places: Places) -> tuple[TemplateFault, ...]:
    """Texts in quotes mean what they show: Python's escapes would let them hide something."""
    found = (each for each in _JINJA.lex(source) if each[1] == "string" and "\\" in each[2])
    return tuple(
        TemplateFault(
            line=line,
            column=places.column(line, text),
            message="A backslash inside quotes is not allowed.",
            hint="Write the sign itself.",
        )
        for line, _, text in islice(found, MOST_FAULTS)
    )


def _plain(value: object) -> _Plain:
    """Exact texts in tuples and dictionaries: nothing that could bring code of its own."""
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, Mapping):
        return {str.__str__(key): _plain(each) for key, each in value.items()}
    if isinstance(value, Sequence):
        return tuple(_plain(each) for each in value)
    raise TypeError("a template is given texts only")


def _fault(message: str, hint: str) -> TemplateFault:
    return TemplateFault(line=1, message=message, hint=hint)
