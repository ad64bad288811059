"""The unknown words of a template that Jinja2 cannot read as a whole, by its pieces."""

import re
from collections.abc import Collection, Iterable, Iterator

from jinja2 import TemplateSyntaxError

from campaign.core.template_faults import TemplateFault, unknown
from campaign.core.template_places import Places
from campaign.core.template_vocabulary import FILTERS, NAMES

_OWN_WORDS = {"and", "or", "not", "in", "is", "if", "else", "recursive"}
_CONSTANTS = {"true", "false", "none", "True", "False", "None"}
_GROUPS = {name.rpartition(".")[0] for name in NAMES}
_WORD = re.compile(r"(\|\s*)?(?<![\w.%])([^\W\d]\w*(?:\.\w+)*)")
_LOOP = re.compile(r"%for\s+(\w+)\s+in\b")

_Token = tuple[int, str, str]


def unknown_words(tokens: Iterable[_Token], *, places: Places) -> Iterator[TemplateFault]:
    """Every name and filter that is not on the lists, as far as the tokens can be read."""
    phrases = tuple(_phrases(tokens))
    loops = {each for _, phrase in phrases for each in _LOOP.findall(phrase)}
    for begin, phrase in phrases:
        for at, what, word, known in _unknown(phrase, loops=loops):
            line = begin + phrase.count("\n", 0, at)
            column = places.column(line, word)
            yield unknown(line=line, column=column, what=what, word=word, known=known)


def _phrases(tokens: Iterable[_Token]) -> Iterator[tuple[int, str]]:
    """What stands between braces, and its line: texts in quotes left empty, % before a tag."""
    begin, phrase = 0, ""
    try:
        for line, kind, text in tokens:
            if kind in ("variable_begin", "block_begin"):
                begin, phrase = line, "%" if kind == "block_begin" else ""
            elif kind in ("variable_end", "block_end"):
                yield begin, phrase
            elif kind == "string":
                phrase += "''" + "\n" * text.count("\n")
            elif phrase != "%" or kind != "whitespace":
                phrase += text
    except TemplateSyntaxError:
        return


def _unknown(
    phrase: str, *, loops: Collection[str]
) -> Iterator[tuple[int, str, str, Collection[str]]]:
    for found in _WORD.finditer(phrase):
        if found[1]:
            if found[2] not in FILTERS:
                yield found.start(2), "filter", found[2], FILTERS
        elif not _is_known(found[2], loops=loops):
            yield found.start(2), "name", found[2], NAMES


def _is_known(word: str, *, loops: Collection[str]) -> bool:
    """Whether the word is a name somewhere; what stands in the wrong place is told another time."""
    root, _, rest = word.partition(".")
    if root in loops:
        return not rest or f"source.{rest}" in NAMES
    return word in NAMES or word in _GROUPS or word in _OWN_WORDS or word in _CONSTANTS
