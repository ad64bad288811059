"""The issues a campaign would make, looked at before anybody takes part: what the gate refuses.

Issues of one campaign differ by their targets' values only. Each is made, and its title read; of
texts that differ in nothing else, the longest is read.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from campaign.core.campaign import Campaign, Target
from campaign.core.draft import Draft, render_draft
from campaign.core.marker import WEB
from campaign.core.template import TemplateRefused, TitleRefused
from campaign.core.text import Finding, Kind, examine

READ = 300_000
"""Characters read for one language, a few seconds' work; posting reads every issue."""

MOST_FLAWS = 20
"""Flaws told for one language."""

# Signs that begin and end nothing in Markdown, wherever they stand.
_PLAIN = re.compile(r"[\w ,.;:?'()/-]*")


@dataclass(frozen=True, kw_only=True, slots=True)
class Flaw:
    """Why an issue in this language could not be posted."""

    language: str
    of_title: bool
    """Whether the title is to be mended; or else the template."""
    message: str
    hint: str
    words: str = ""
    """The line of the finished text in which it was found."""


def flaws(campaign: Campaign, templates: Mapping[str, str]) -> Iterator[Flaw]:
    """What the gate refuses of the issues as they are without a statement.

    Args:
        templates: language → template source.
    """
    for language in campaign.languages:
        told: dict[tuple[str, ...], Flaw] = {}
        for flaw in _flaws(campaign, templates[language], language=language):
            # The same fault in the same line of another issue is mended with the first.
            same = (flaw.hint,) if flaw.of_title else (flaw.hint, flaw.words)
            told.setdefault(same, flaw)
        yield from list(told.values())[:MOST_FLAWS]


def _flaws(campaign: Campaign, template: str, *, language: str) -> Iterator[Flaw]:
    texts: dict[str, Draft] = {}
    for target in campaign.targets:
        try:
            draft = render_draft(
                campaign, target, template, language=language, statement="", key=WEB
            )
        except TemplateRefused as refused:
            yield _unmade(refused, repo=target.repo, language=language)
            continue
        yield from _of_title(draft)
        like = _without_values(draft.text, target)
        texts[like] = max(texts.get(like, draft), draft, key=lambda each: len(each.text))
    for draft in _within(READ, texts.values()):
        yield from _of_text(draft)


def _without_values(text: str, target: Target) -> str:
    for value in (target.why, target.repo, target.owner, target.name):
        if _PLAIN.fullmatch(value):
            text = text.replace(value, "\0")
    return text


def _within(room: int, drafts: Iterable[Draft]) -> Iterator[Draft]:
    for draft in drafts:
        yield draft
        room -= len(draft.text)
        if room < 0:
            return


def _unmade(refused: TemplateRefused, *, repo: str, language: str) -> Flaw:
    (fault,) = refused.faults
    message = f"In the issue for {repo}: {fault.message}"
    of_title = isinstance(refused, TitleRefused)
    return Flaw(language=language, of_title=of_title, message=message, hint=fault.hint)


def _of_title(draft: Draft) -> Iterator[Flaw]:
    for found in examine(draft.title, kind=Kind.TITLE):
        if found.refused:
            yield _flaw(draft, found, of_title=True)


def _of_text(draft: Draft) -> Iterator[Flaw]:
    if draft.hides_more_than_its_marker:
        yield Flaw(
            language=draft.language,
            of_title=False,
            message=f"In the issue for {draft.repo}: The text holds a hidden comment, or does not"
            " end what it began.",
            hint="Take `<!--` out of the template, and close every code block with ```.",
            words="<!--" if "<!--" in draft.text else "```",
        )
    for found in examine(draft.body, kind=Kind.BODY):
        if found.refused:
            yield _flaw(draft, found, of_title=False)


def _flaw(draft: Draft, found: Finding, *, of_title: bool) -> Flaw:
    text = draft.title if of_title else draft.body
    return Flaw(
        language=draft.language,
        of_title=of_title,
        message=f"In the issue for {draft.repo}: {found.message}",
        hint=found.hint,
        words=text.split("\n")[found.line - 1].strip(),
    )
