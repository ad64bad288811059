"""SavedPlan: a Plan as it was shown, kept for another hour."""

import json
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, model_validator

from campaign.core.campaign import REPO
from campaign.core.fields import LANGUAGE, SLUG
from campaign.core.plan import Plan, Step
from campaign.core.receipt import Outcome
from campaign.core.sentence import Sentence, sentence
from campaign.errors import CampaignError, Exit

MOST_FAULTS = 6
"""Faults of a damaged file that are told: enough to see what it is about."""

_Repo = Annotated[str, Field(pattern=rf"\A(?:{REPO})\Z")]
_Sha256 = Annotated[str, Field(pattern=r"\A[0-9a-f]{64}\Z")]
_Number = Annotated[int, Field(ge=1, lt=2**63)]
_Line = Annotated[str, Field(min_length=1, max_length=500)]


class NoPlan(CampaignError):
    """A file that holds no plan saved by this program, or one that was changed since."""

    exit_code = Exit.USAGE


class _Part(BaseModel):
    # The pattern of a repository looks ahead, which only Python's own engine can.
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, regex_engine="python-re")


class SavedAccount(_Part):
    """Who the plan was made for."""

    id: _Number
    login: _Line


class SavedStep(_Part):
    """One issue, as it was shown; `repo` is the name in the campaign file."""

    repo: _Repo
    name_now: _Repo
    repo_id: _Number
    title: str
    title_sha256: _Sha256
    body: str
    body_sha256: _Sha256

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if (_hash(self.title), _hash(self.body)) != (self.title_sha256, self.body_sha256):
            raise ValueError("the text is not the one that was saved")
        return self


class SavedPlan(_Part):
    """Everything that was shown, and what it was made from."""

    schema_: Annotated[Literal["campaign.plan/1"], Field(alias="schema")] = "campaign.plan/1"
    campaign: Annotated[str, Field(pattern=rf"\A{SLUG}\Z")]
    campaign_sha256: _Sha256
    """Of the campaign file with its templates."""
    account: SavedAccount
    api_url: _Line
    language: Annotated[str, Field(pattern=rf"\A{LANGUAGE}\Z")]
    statement: str
    steps: tuple[SavedStep, ...]
    made_at: AwareDatetime

    @property
    def repos(self) -> tuple[str, ...]:
        return tuple(step.repo for step in self.steps)


def record(
    plan: Plan,
    *,
    campaign_sha256: str,
    api_url: str,
    language: str,
    statement: str,
    made_at: datetime,
) -> SavedPlan:
    """The plan as it is saved. Also what a saved one is compared with."""
    return SavedPlan(
        campaign=plan.campaign,
        campaign_sha256=campaign_sha256,
        account=SavedAccount(id=plan.account_id, login=plan.login),
        api_url=api_url,
        language=language,
        statement=statement,
        steps=tuple(_saved_step(step) for step in plan.steps),
        made_at=made_at,
    )


def _saved_step(step: Step) -> SavedStep:
    return SavedStep(
        repo=step.repo,
        name_now=step.access.name_now,
        repo_id=step.key.repo_id,
        title=step.draft.title,
        title_sha256=_hash(step.draft.title),
        body=step.draft.body,
        body_sha256=step.draft.body_sha256,
    )


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def write_text(saved: SavedPlan) -> str:
    """The plan as a JSON text that people can read, too."""
    document = saved.model_dump(mode="json", by_alias=True)
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def read_text(text: str) -> SavedPlan:
    """The plan that such a text holds.

    Raises:
        NoPlan: it is something else, has been changed, or is of another version.
    """
    try:
        json.loads(text, object_pairs_hook=_distinct)
        saved = SavedPlan.model_validate_json(text)
    except ValidationError as error:
        raise NoPlan("\n".join(_faults(error)), hint=_AGAIN) from None
    except (ValueError, RecursionError) as error:
        raise NoPlan(
            sentence("It is not the JSON that --save-plan writes: {words}.", words=error),
            hint=_AGAIN,
        ) from None
    if not saved.steps or len(set(saved.repos)) < len(saved.steps):
        raise NoPlan(Sentence("It holds no issue, or two for one repository."), hint=_AGAIN)
    return saved


_AGAIN = Sentence("Make a new one with --save-plan, and leave it as it was written.")


def _distinct(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice")
    return found


def _faults(error: ValidationError) -> Iterator[str]:
    for each in error.errors(include_url=False, include_input=False)[:MOST_FAULTS]:
        place = ".".join(map(str, each["loc"])) or "the whole"
        yield f"{place}: {each['msg'].removeprefix('Value error, ')}"


def is_done(saved: SavedPlan, now: Plan) -> bool:
    """Whether every issue of it exists already, from the account it was made for."""
    there = {receipt.repo for receipt in now.done if receipt.outcome is Outcome.ALREADY}
    same = (saved.campaign, saved.account.id) == (now.campaign, now.account_id)
    return same and set(saved.repos) <= there
