"""A rule on the place that a template gives to a supporter's own words."""

from collections.abc import Iterator

from campaign.core.draft import DraftRefused, render_draft
from campaign.core.lint_given import Given, Note
from campaign.core.marker import WEB
from campaign.core.template import TemplateRefused

_ASKING = "Thank you, @somebody, for #1."


def statement_exposed(given: Given) -> Iterator[Note]:
    """Inside HTML nothing makes an @name harmless: whoever writes one could not take part."""
    for language, source in given.templates.items():
        try:
            render_draft(
                given.campaign,
                given.campaign.targets[0],
                source,
                language=language,
                statement=_ASKING,
                key=WEB,
            )
        except DraftRefused:
            yield Note(
                path=("issue", "template", language),
                message="An @name or a #number in a supporter's words would take effect where this"
                " template puts them: such words are refused.",
                hint="Give {{ statement }} a paragraph of its own, outside HTML tags: with a blank"
                " line before and after it.",
            )
        except TemplateRefused:
            continue
