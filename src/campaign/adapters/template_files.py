"""The templates a campaign names: found beside it, read without following links, and checked."""

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from campaign.adapters.plain_file import Unreadable, decode, read_bytes
from campaign.core.fields import is_template_name
from campaign.core.template import TemplateFault, check
from campaign.core.text import Finding, Kind, examine
from campaign.errors import CampaignError, Fault

_ENDING = ".md.j2"

LIMIT = 64 * 1024
"""Bytes in a template's file."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TemplateFile:
    """One template as it stands on disk."""

    shown: str
    """Its path as messages name it."""
    source: str
    data: bytes = field(repr=False)
    damage: tuple[Fault, ...]
    """What is not plain UTF-8 in it."""


def find_template(folder: Path, name: str) -> TemplateFile:
    """The template of this bare name for a campaign in `folder`: in `../templates/`, then beside.

    Raises:
        CampaignError: there is none, or it or its folder is a link, or it is no ordinary file, or
            too large.
    """
    near, beside = folder.parent / "templates" / name, folder / name
    path = next((each for each in (near, beside) if os.path.lexists(each)), None)
    if path is None:
        raise CampaignError(
            f"There is no template {name}.",
            hint=f"Looked for ../templates/{name}, then for {name} beside the campaign file."
            + _did_you_mean(name, (near.parent, folder)),
        )
    if path == near and near.parent.is_symlink():
        raise CampaignError(
            f"The folder {_shown(near.parent)} is a link, which is not followed.",
            hint="Put the template beside the campaign file, or into a real folder.",
        )
    try:
        data = read_bytes(path, limit=LIMIT)
    except Unreadable as error:
        raise CampaignError(f"{_shown(path)}: {error.message}", hint=error.hint) from error
    source, damage = decode(data)
    return TemplateFile(shown=_shown(path), source=source, data=data, damage=damage)


def _did_you_mean(name: str, folders: Collection[Path]) -> str:
    names = {path.name for each in folders for path in each.glob(f"*{_ENDING}")}
    known = sorted(each.removesuffix(_ENDING) for each in names if is_template_name(each))
    near = get_close_matches(name.removesuffix(_ENDING), known, 1)
    return f" Did you mean {near[0]}{_ENDING}?" if near else ""


def _shown(path: Path) -> str:
    try:
        return str(path.relative_to(Path.cwd()))
    except (ValueError, OSError):  # not below the working folder, or that is gone
        return str(path)


def template_faults(
    template: TemplateFile, *, source_ids: Collection[str] | None
) -> Iterator[Fault]:
    """Everything in the template that is not allowed, at its place there; see `check`."""
    yield from (_fault(template, each) for each in template.damage)
    yield from (
        _fault(template, each)
        for each in examine(template.source, kind=Kind.CAMPAIGN)
        if each.refused
    )
    yield from (_fault(template, each) for each in check(template.source, source_ids=source_ids))


def _fault(template: TemplateFile, found: Fault | Finding | TemplateFault) -> Fault:
    return Fault(
        line=found.line,
        column=getattr(found, "column", 1),
        path="issue.template",
        message=found.message,
        hint=found.hint,
        file=template.shown,
    )
