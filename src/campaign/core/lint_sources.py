"""Rules on sources: every claim has one, and each is dated, kept and cited."""

from collections.abc import Iterator

from campaign.core.lint_given import Given, Note
from campaign.core.template_uses import uses


def no_sources(given: Given) -> Iterator[Note]:
    """Readers want to check what they are told."""
    if not given.campaign.sources:
        yield Note(
            path=(),
            message="No source is named: readers cannot check what the campaign says.",
            hint="Add `sources:` and cite each where it is used: {{ 'id' | cite }}.",
        )


def source_not_dated(given: Given) -> Iterator[Note]:
    """Without a date nobody knows what a source could have known."""
    for index, source in enumerate(given.campaign.sources):
        if not source.date:
            yield Note(
                path=("sources", index),
                message=f"The source {source.id} has no date.",
                hint="Add `date:`, as exactly as it is known: 2019-05-02, 2019-05 or 2019.",
            )


def source_not_archived(given: Given) -> Iterator[Note]:
    """Pages change and vanish."""
    for index, source in enumerate(given.campaign.sources):
        if not source.archive:
            yield Note(
                path=("sources", index),
                message=f"The source {source.id} has no lasting copy.",
                hint="Save the page at https://web.archive.org/save and add it as `archive:`.",
            )


def source_not_cited(given: Given) -> Iterator[Note]:
    """A source that no sentence points to supports nothing."""
    texts = [*given.templates.values(), *given.campaign.issue.title.values()]
    used = [uses(text) for text in texts]
    cited = frozenset[str]().union(*(each.cited for each in used))
    for index, source in enumerate(given.campaign.sources):
        if source.id not in cited and not any(each.cites_each for each in used):
            yield Note(
                path=("sources", index, "id"),
                message=f"No template cites the source {source.id}.",
                hint=f"Write {{{{ '{source.id}' | cite }}}} behind what it supports.",
            )
