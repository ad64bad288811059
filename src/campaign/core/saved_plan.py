"""SavedPlan: a Plan as it was shown, kept for another hour, and what has moved since then."""

import json
from collections.abc import Collection, Iterator
from datetime import datetime
from hashlib import sha256
from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, model_validator

from campaign.core.access import Access
from campaign.core.campaign import REPO
from campaign.core.fields import LANGUAGE, SLUG
from campaign.core.plan import Plan, Step
from campaign.core.receipt import Outcome
from campaign.errors import CampaignError, Exit

MOST_LINES = 6
"""Changed lines of one text that are told: enough to see what it is about."""

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
        raise NoPlan(f"It is not the JSON that --save-plan writes: {error}.", hint=_AGAIN) from None
    if not saved.steps or len(set(saved.repos)) < len(saved.steps):
        raise NoPlan("It holds no issue, or two for one repository.", hint=_AGAIN)
    return saved


_AGAIN = "Make a new one with --save-plan, and leave it as it was written."


def _distinct(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice")
    return found


def _faults(error: ValidationError) -> Iterator[str]:
    for each in error.errors(include_url=False, include_input=False)[:MOST_LINES]:
        place = ".".join(map(str, each["loc"])) or "the whole"
        yield f"{place}: {each['msg'].removeprefix('Value error, ')}"


def is_done(saved: SavedPlan, now: Plan) -> bool:
    """Whether every issue of it exists already, from the account it was made for."""
    there = {receipt.repo for receipt in now.done if receipt.outcome is Outcome.ALREADY}
    same = (saved.campaign, saved.account.id) == (now.campaign, now.account_id)
    return same and set(saved.repos) <= there


def differences(saved: SavedPlan, present: SavedPlan, *, plan: Plan) -> tuple[str, ...]:
    """What has moved since the plan was saved, a sentence each; nothing if it still holds.

    Args:
        present: the record of `plan`, made now with the saved words, language and repositories.
    """
    if strange := tuple(_differences_of_place(saved, present)):
        return strange
    found: list[str] = []
    if saved.campaign_sha256 != present.campaign_sha256:
        found.append("The campaign file or its template has been changed since.")
    now = {step.repo: step for step in present.steps}
    for step in saved.steps:
        if there := now.get(step.repo):
            found += _differences_of_step(step, there)
        else:
            found.append(f"{step.repo}: {_why_not(step.repo, plan)}")
    if not found and saved.repos != present.repos:
        found.append(f"The order has changed: now it would be {', '.join(present.repos)}.")
    return tuple(found)


def _differences_of_place(saved: SavedPlan, present: SavedPlan) -> Iterator[str]:
    """Another campaign, account or server: then nothing else can be the same."""
    if saved.campaign != present.campaign:
        yield f"The plan is for the campaign {saved.campaign}, not for {present.campaign}."
    if saved.account.id != present.account.id:
        yield (
            f"The plan was made for {saved.account.login} (account {saved.account.id}); you are"
            f" signed in as {present.account.login} (account {present.account.id})."
        )
    if saved.api_url != present.api_url:
        yield f"The plan was made with {saved.api_url}, not with {present.api_url}."


def _differences_of_step(saved: SavedStep, now: SavedStep) -> Iterator[str]:
    if saved.repo_id != now.repo_id:
        yield (
            f"{saved.repo}: this is another repository than the one you saw: it was deleted and"
            f" made again under the same name (number {saved.repo_id}, now {now.repo_id})."
        )
        return
    if saved.name_now != now.name_now:
        yield f"{saved.repo}: it is now called {now.name_now}; you saw {saved.name_now}."
    if saved.title != now.title:
        yield f"{saved.repo}: the title is another one.\n{_changed(saved.title, now.title)}"
    if saved.body != now.body:
        yield f"{saved.repo}: the text is another one.\n{_changed(saved.body, now.body)}"


def _changed(before: str, after: str) -> str:
    """The lines that went and the lines that came."""
    old, new = before.split("\n"), after.split("\n")
    went, came = (_missing_in(new, old), _missing_in(old, new))
    lines = [*(f"    was: {line}" for line in went), *(f"    now: {line}" for line in came)]
    more = len(lines) - MOST_LINES
    return "\n".join([*lines[:MOST_LINES], *([f"    and {more} more lines"] if more > 0 else [])])


def _missing_in(lines: Collection[str], of: Collection[str]) -> list[str]:
    return [line for line in of if line not in lines and line.strip()]


def _why_not(repo: str, plan: Plan) -> str:
    """Why this repository is not among the steps any more."""
    for receipt in plan.done:
        if receipt.repo == repo and receipt.outcome is Outcome.ALREADY:
            return f"your issue is there already: {receipt.url}"
        if receipt.repo == repo:
            return "it is not clear yet whether your issue was made there."
    closed: dict[str, Access] = {access.repo: access for access in plan.closed_chosen}
    if access := closed.get(repo):
        return f"it is {access.verdict.value} now. {' '.join(map(str, access.evidence))}"
    if any(step.repo == repo for step in plan.reserve):
        return "you have posted as many issues as one person may in this campaign."
    return "it is not one of the campaign's repositories any more."
