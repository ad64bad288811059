"""Campaign: what an organiser's file says, once every rule of the format holds."""

import re
from enum import StrEnum
from functools import cached_property
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, field_validator

from campaign.core.advice import Silenced
from campaign.core.fields import (
    HttpsUrl,
    Language,
    Line,
    MaybeDate,
    MaybeHttpsUrl,
    MaybeLine,
    MaybeParagraph,
    Paragraph,
    Part,
    Slug,
    Whole,
    YesNo,
    quoted,
    refusal,
)
from campaign.core.issue_text import FEW_LANGUAGES, IssueText
from campaign.core.schedule import Schedule

REPO = r"[A-Za-z0-9][A-Za-z0-9-]{0,38}/(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}"
HASHTAG_LENGTH = 100

PROMPT = "This matters to me because"

ANY_LANGUAGE = "und"
"""The tag of a text that names no language. https://www.rfc-editor.org/rfc/rfc5646#section-4.1"""


def repo_slug(text: str) -> str:
    """`owner/name` as GitHub allows it, a trailing `.git` left off; refuses anything that could
    reach another address. https://docs.github.com/en/rest/issues/issues#create-an-issue
    """
    bare = re.sub(r"(\.git)+$", "", text.strip(), flags=re.IGNORECASE)
    if re.fullmatch(REPO, bare):
        return bare
    shown = re.fullmatch(r"(?:https?://)?(?:www\.)?github\.com/([^/]+/[^/]+)/?", bare)
    example = shown[1] if shown and re.fullmatch(REPO, shown[1]) else "owner/name"
    raise refusal(f"{quoted(text)} is not a repository.", f"Write it as {example}, nothing else.")


def _hashtag(text: str) -> str:
    if text.startswith("#"):
        raise refusal(
            "The hashtag is written without the # sign.", f"Write {quoted(text.lstrip('#'))}."
        )
    if text and not re.fullmatch(rf"(?=.*[^\W\d_])\w{{1,{HASHTAG_LENGTH}}}", text):
        raise refusal(
            f"{quoted(text)} is not a hashtag.", "Use letters, digits and underscores, no spaces."
        )
    return text


def _in_any_language(value: object) -> object:
    return {ANY_LANGUAGE: value} if isinstance(value, str) else value


class Organiser(Part):
    """Who calls for the action and answers for it."""

    name: Line
    """The group or person, as supporters and maintainers will read it."""
    url: HttpsUrl
    """A public page of the organiser or of the campaign, in full with https://."""
    contact: MaybeLine = ""
    """How to reach the organiser in public, such as an address made for the campaign."""


class StatementRule(Part):
    """What a supporter may add in their own words."""

    required: YesNo = False
    """Whether nobody can post without words of their own."""
    max_length: Whole = Field(default=2000, ge=1, le=20_000)
    """The most a statement may have, in characters."""
    prompts: Annotated[dict[Language, Line], BeforeValidator(_in_any_language), FEW_LANGUAGES] = (
        Field(default={ANY_LANGUAGE: PROMPT}, alias="prompt")
    )
    """The beginning of the sentence that a supporter is asked to complete, or one for each
    language.
    """

    @field_validator("prompts")
    @classmethod
    def _asks_something(cls, prompts: dict[str, str]) -> dict[str, str]:
        if not prompts:
            raise refusal("This is empty.", "Give a text, or one for each language.")
        return prompts


class Target(Part):
    """One repository, and why it is a fair place to ask."""

    repo: Annotated[str, AfterValidator(repo_slug)]
    """The repository, written owner/name."""
    why: Line
    """Why this repository is a fair place to ask, in one line."""
    weight: Whole = Field(default=1, ge=1, le=100)
    """The share of supporters who are sent here first: with 2 twice as many as with 1."""
    watchers: Whole = Field(default=0, ge=0, le=1_000_000)
    """How many people watch the repository and get a mail for every issue, as its page says; 0
    where it is not known.
    """

    @property
    def owner(self) -> str:
        """The account that holds the repository."""
        return self.repo.partition("/")[0]

    @property
    def name(self) -> str:
        """The repository's name without its owner."""
        return self.repo.partition("/")[2]

    @property
    def key(self) -> str:
        """The repository as GitHub compares names: without regard to case."""
        return self.repo.lower()


class Limits(Part):
    """How much one person does, and how fast."""

    per_person: Whole = Field(default=3, ge=1, le=20)
    """Issues by one account in the whole campaign."""
    pace_seconds: Whole = Field(default=20, ge=3, le=3600)
    """The pause between two issues, in seconds."""


class Source(Part):
    """Where a claim comes from."""

    id: Slug
    """What a template cites: `{{ 'id' | cite }}`; small letters, digits and hyphens."""
    title: Line
    """What it is called."""
    publisher: Line
    """Who published it."""
    date: MaybeDate = ""
    """When it appeared, as exactly as it is known: YYYY-MM-DD, YYYY-MM or YYYY."""
    url: HttpsUrl
    """Its address, in full with https://."""
    archive: MaybeHttpsUrl = ""
    """A lasting copy, for the day the page is gone."""


class State(StrEnum):
    """Whether a campaign goes on, by its organiser's word."""

    RUNNING = "running"
    PAUSED = "paused"
    WON = "won"
    ENDED = "ended"


class Outcome(Part):
    """What has become of the campaign."""

    state: State = State.RUNNING
    """Whether people may take part."""
    note: MaybeParagraph = ""
    """What supporters are told about it."""
    superseded_by: MaybeLine = ""
    """The campaign that goes on from here."""


class Share(Part):
    """What a supporter may pass on after posting."""

    text: MaybeParagraph = ""
    """The words, ready to be sent elsewhere; 280 characters fit everywhere."""


class Campaign(Part):
    """A campaign: what is asked, of whom, when, in which words, and on what grounds."""

    slug: Slug = Field(alias="campaign")
    """The short name: small letters, digits and hyphens. It is part of every record and every
    issue, so never change it.
    """
    title: Line
    """What the action is called."""
    summary: Paragraph
    """One paragraph, shown on the page and before posting."""
    hashtag: Annotated[str, AfterValidator(_hashtag)] = ""
    """The hashtag, without its # sign."""
    organiser: Organiser
    # The rule of `action` looks at `outcome`, which is therefore read before it.
    outcome: Outcome = Outcome()
    action: Schedule | None = Field(default=None, validate_default=True)
    """The action's window; may be left out only while the campaign is paused."""
    issue: IssueText
    statement: StatementRule = StatementRule()
    listed: tuple[Target, ...] = Field(
        alias="targets", max_length=500, json_schema_extra={"minItems": 1}
    )
    """The repositories of the action, in the file's order; one named twice counts once."""
    limits: Limits = Limits()
    supporters: Whole = Field(default=0, ge=0, le=1_000_000)
    """How many people you expect to take part; 0 where it is not known."""
    sources: tuple[Source, ...] = Field(default=(), max_length=200)
    """Where the claims come from; a citation's number is the place in this list."""
    share: Share = Share()
    lint: Silenced = Field(default_factory=dict)
    """Advice that does not apply here, by its id, each with the reason in one line."""

    @field_validator("action")
    @classmethod
    def _is_set_unless_paused(
        cls, action: Schedule | None, info: ValidationInfo
    ) -> Schedule | None:
        outcome = info.data.get("outcome")
        if action is None and outcome and outcome.state is not State.PAUSED:
            raise refusal(
                "The action has no date.",
                "Add `action:` with starts, ends and timezone, or set `state: paused` in outcome.",
            )
        return action

    @field_validator("listed")
    @classmethod
    def _names_a_repository(cls, listed: tuple[Target, ...]) -> tuple[Target, ...]:
        if not listed:
            raise refusal("There are no targets.", "List at least one repository.")
        return listed

    @field_validator("sources")
    @classmethod
    def _has_distinct_ids(cls, sources: tuple[Source, ...]) -> tuple[Source, ...]:
        ids = [source.id for source in sources]
        twice = sorted({each for each in ids if ids.count(each) > 1})
        if twice:
            raise refusal(f"Two sources have the same id: {', '.join(twice[:3])}.", "Rename one.")
        return sources

    @cached_property
    def targets(self) -> tuple[Target, ...]:
        """Every repository once, in the file's order; the first mention counts."""
        first: dict[str, Target] = {}
        for target in self.listed:
            first.setdefault(target.key, target)
        return tuple(first.values())

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages an issue can be written in, in the file's order."""
        return tuple(self.issue.title)

    def prompt_in(self, language: str) -> str:
        """The beginning of the supporter's sentence; in the main language where it has no other."""
        prompts = self.statement.prompts
        own = prompts.get(language) or prompts.get(self.issue.language)
        return own or next(iter(prompts.values()))

    def target(self, repo: str) -> Target | None:
        """The target of this name, whatever its case; None where the campaign lists no such."""
        return next((each for each in self.targets if each.key == repo.lower()), None)
