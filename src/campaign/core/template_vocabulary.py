"""The words of the template language: every name and every filter a template may use."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from jinja2 import pass_context
from jinja2.runtime import Context

from campaign.core.markdown import code_span
from campaign.core.moment import MONTHS

NAMES: Mapping[str, str] = {
    "campaign.title": "what the action is called",
    "campaign.summary": "the campaign in one paragraph",
    "campaign.hashtag": "the hashtag, without its # sign",
    "campaign.organiser.name": "who calls for the action",
    "campaign.organiser.url": "the organiser's address on the web",
    "action.starts": "when the action begins, formatted for reading; empty without a date",
    "action.ends": "when the action ends, formatted for reading; empty without a date",
    "target.repo": "the repository the issue is for, such as palantir/blueprint",
    "target.owner": "the first half of that name",
    "target.name": "the second half of that name",
    "target.why": "why this repository is a fair place to ask",
    "statement": "the supporter's own words; empty if there are none",
    "language": "the language of the text, such as en",
    "sources": "the list of sources, for {% for source in sources %}",
    "source.id": "inside that loop: the short name of the source",
    "source.title": "inside that loop: what the source is called",
    "source.publisher": "inside that loop: who published it",
    "source.date": "inside that loop: when, such as 2019-05-02, 2019-05 or 2019; may be empty",
    "source.url": "inside that loop: its address",
    "source.archive": "inside that loop: the address of an archived copy; may be empty",
    "loop.index": "inside that loop: 1, 2, 3 …",
}
"""Every name a template may use, and what it stands for."""


@pass_context
def _cite(context: Context, text: str) -> str:
    urls = {source["id"]: source["url"] for source in context["sources"]}
    number = list(urls).index(text) + 1
    return f"[[{number}]]({urls[text].replace('(', '%28').replace(')', '%29')})"


def _date(text: str) -> str:
    """`2 May 2019`, `May 2019` or `2019`; any other text stays as it is."""
    shape = re.fullmatch(r"([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-([0-9]{2}))?)?", text)
    if not shape:
        return text
    year, month, day = shape.groups()
    words = [str(int(day))] if day else []
    return " ".join([*words, *([MONTHS[int(month) - 1]] if month else []), year])


def _quote(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


@dataclass(frozen=True, kw_only=True, slots=True)
class FilterRule:
    """One filter: what it does, as the documentation tells it, and the function that does it."""

    meaning: str
    example: str
    function: Callable[..., str]


FILTERS: Mapping[str, FilterRule] = {
    "cite": FilterRule(
        meaning="a numbered link to the source with that id",
        example="{{ 'intercept-2019' | cite }}",
        function=_cite,
    ),
    "date": FilterRule(
        meaning="an English date, such as 2 May 2019",
        example="{{ source.date | date }}",
        function=_date,
    ),
    "quote": FilterRule(
        meaning="a Markdown quotation", example="{{ statement | quote }}", function=_quote
    ),
    "code": FilterRule(
        meaning="literal text, in code letters",
        example="{{ target.repo | code }}",
        function=code_span,
    ),
    "upper": FilterRule(
        meaning="capital letters", example="{{ language | upper }}", function=str.upper
    ),
    "lower": FilterRule(
        meaning="small letters", example="{{ campaign.hashtag | lower }}", function=str.lower
    ),
}
"""Every filter a template may use; none takes an argument."""
