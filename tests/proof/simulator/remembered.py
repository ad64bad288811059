"""Pure work done once: thousands of campaigns write the same few letters."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from email.utils import format_datetime, parsedate_to_datetime
from functools import cache
from typing import Any

from campaign.core import waits
from campaign.core.campaign import Campaign
from campaign.core.draft import Draft, check_drafts, render_drafts
from campaign.core.marker import marker_key
from campaign.flow import planning
from campaign.rehearsal import api, fields, graphql, rest
from campaign.rehearsal.refusals import TABLE, Attempt, Refusal, Step

_check = cache(lambda draft, secrets: check_drafts((draft,), secrets=secrets))

_marker_key = cache(marker_key)

_drafts: dict[tuple[str | None, ...], Draft] = {}


def _render(
    campaign: Campaign,
    templates: Mapping[str, str],
    *,
    language: str,
    statement: str = "",
    keys: Mapping[str, str] | None = None,
) -> tuple[Draft, ...]:
    """Every target for itself, which is how they are rendered."""
    keys, drafts = keys or {}, []
    for target in campaign.targets:
        key = (campaign.slug, target.repo, language, statement, keys.get(target.repo))
        if key not in _drafts:
            alone = campaign.model_copy(update={"targets": (target,)})
            (_drafts[key],) = render_drafts(
                alone, templates, language=language, statement=statement, keys=keys
            )
        drafts.append(_drafts[key])
    return tuple(drafts)


def _examined(drafts: Iterable[Draft], *, secrets: Sequence[str] = ()) -> tuple[Draft, ...]:
    return tuple(draft for each in drafts for draft in _check(each, tuple(secrets)))


@cache
def _rows(step: Step) -> tuple[Refusal, ...]:
    return tuple(row for row in TABLE if row.step & step)


def _refuse(step: Step, attempt: Attempt) -> Refusal | None:
    """The rows of a step are sought once; which of them applies, every time."""
    return next((row for row in _rows(step) if row.when(attempt)), None)


@contextmanager
def remembered() -> Iterator[None]:
    """While it lasts, what was worked out before is not worked out again."""
    askers = (api, rest, graphql, fields)
    with replacing(
        (planning, "render_drafts", _render),
        (planning, "check_drafts", _examined),
        (planning, "marker_key", _marker_key),
        *((module, "refuse", _refuse) for module in askers),
        (api, "format_datetime", cache(format_datetime)),
        (waits, "parsedate_to_datetime", cache(parsedate_to_datetime)),
    ):
        yield


@contextmanager
def replacing(*replaced: tuple[Any, str, Any]) -> Iterator[None]:
    """While it lasts, these attributes have these values."""
    before = []
    try:
        for owner, name, value in replaced:
            before.append((owner, name, vars(owner)[name]))
            setattr(owner, name, value)
        yield
    finally:
        for owner, name, value in reversed(before):
            setattr(owner, name, value)
