"""Rules on what an organiser has begun and not yet ended: placeholders and blank templates."""

from collections.abc import Iterator

from campaign.core.fields import quoted
from campaign.core.lint_given import Given, Note, Path
from campaign.core.placeholders import placeholder


def placeholder_left(given: Given) -> Iterator[Note]:
    """A letter that says "Replace this" in public speaks for nobody."""
    for path, text in (*given.public, *_particulars(given)):
        if left := placeholder(text):
            yield Note(
                path=path,
                message=f"{quoted(left)} is a placeholder: readers would see it.",
                hint="Put your own words in its place.",
                words=left,
            )
    for language, source in given.templates.items():
        if not source.strip():
            yield Note(
                path=("issue", "template", language),
                message="The template says nothing: the issue would be blank.",
                hint="Write your letter in it; `campaign new NAME` shows how one begins.",
            )


def _particulars(given: Given) -> Iterator[tuple[Path, str]]:
    """Names and addresses, which other rules have nothing to say about."""
    campaign = given.campaign
    yield ("hashtag",), campaign.hashtag
    for key in ("name", "url", "contact"):
        yield ("organiser", key), getattr(campaign.organiser, key)
    for language, prompt in campaign.statement.prompts.items():
        yield ("statement", "prompt", language), prompt
    for index, target in enumerate(campaign.listed):
        yield ("targets", index, "repo"), target.repo
    for index, source in enumerate(campaign.sources):
        for key in ("title", "publisher", "url", "archive"):
            yield ("sources", index, key), getattr(source, key)
