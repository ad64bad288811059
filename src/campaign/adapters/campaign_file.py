"""A campaign file on disk → Campaign, or every fault with its place, all at once."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path as FilePath

from campaign.adapters.plain_file import Unreadable, decode, read_bytes
from campaign.adapters.schema_faults import check_format
from campaign.adapters.template_files import TemplateFile, find_template, template_faults
from campaign.adapters.yaml_events import Document, Path, Place, path_text, read_yaml
from campaign.core.campaign import Campaign
from campaign.core.fields import is_template_name
from campaign.core.template import check
from campaign.core.text import Kind, examine
from campaign.errors import CampaignError, Fault, InvalidCampaign

LIMIT = 256 * 1024
"""Bytes in a campaign file; 500 targets take a fifth of it."""

MOST = 100
"""Faults told at once: a reader mends a few at a time, a hostile file could have thousands."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CampaignFile:
    """A campaign that keeps every rule, and the texts it came from."""

    path: FilePath
    campaign: Campaign
    templates: Mapping[str, str]
    """Language → template source."""
    template_files: Mapping[str, str]
    """Language → the template's path as messages name it."""
    places: Mapping[Path, Place]
    """Key path → line and column of the value, counted from 1."""
    digest: str
    """SHA-256 of the file and its templates, in hexadecimal."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Inspection:
    """What reading a file came to: a campaign, or faults in the order of the file."""

    file: CampaignFile | None
    faults: tuple[Fault, ...]


def load(path: FilePath) -> CampaignFile:
    """Read a campaign with its templates.

    Raises:
        InvalidCampaign: the file or a template breaks the format; it holds all faults.
    """
    inspection = inspect(path)
    if inspection.file is None:
        raise InvalidCampaign(str(path), inspection.faults)
    return inspection.file


def inspect(path: FilePath) -> Inspection:
    """Read a campaign with its templates, and find everything that is wrong with them."""
    try:
        data = read_bytes(path, limit=LIMIT, follow_links=True)
    except Unreadable as error:
        unread = Fault(line=1, column=1, path="", message=error.message, hint=error.hint)
        return Inspection(file=None, faults=(unread,))
    text, damage = decode(data)
    document = read_yaml(text)
    campaign, misfits = check_format(document)
    templates, lost = _find_templates(path.resolve().parent, document)
    words = list(_faults_of_words(document, templates))
    # A value the gate refuses is not quoted again: it may be a secret.
    refused = {(fault.line, fault.column) for fault in words if not fault.file}
    misfits = tuple(fault for fault in misfits if (fault.line, fault.column) not in refused)
    faults = (*damage, *document.faults, *misfits, *lost, *words)
    if campaign is None or faults:
        return Inspection(file=None, faults=_in_order(faults))
    named = {lang: templates[name] for lang, name in campaign.issue.template.items()}
    file = CampaignFile(
        path=path,
        campaign=campaign,
        templates={language: template.source for language, template in named.items()},
        template_files={language: template.shown for language, template in named.items()},
        places=document.values,
        digest=_digest(data, *(templates[name].data for name in sorted(templates))),
    )
    return Inspection(file=file, faults=())


def _find_templates(
    folder: FilePath, document: Document
) -> tuple[dict[str, TemplateFile], list[Fault]]:
    """The templates by their names, and a fault for every name that leads to none."""
    templates, faults = {}, []
    for path, name in document.texts("issue", "template"):
        if name not in templates and is_template_name(name):
            try:
                templates[name] = find_template(folder, name)
            except CampaignError as error:
                faults.append(_fault(document, path, error.message, error.hint))
    return templates, faults


def _faults_of_words(document: Document, templates: Mapping[str, TemplateFile]) -> Iterator[Fault]:
    """What the gate for foreign text and the template language refuse."""
    listed = [text for path, text in document.texts("sources") if path[2:] == ("id",)]
    source_ids = listed if document.unfinished is None else None
    for template in templates.values():
        yield from template_faults(template, source_ids=source_ids)
    for path, text in document.texts():
        for found in examine(text, kind=Kind.CAMPAIGN):
            if found.refused:
                yield _fault(document, path, found.message, found.hint)
        if path[:2] == ("issue", "title"):
            for broken in check(text, source_ids=source_ids):
                yield _fault(document, path, broken.message, broken.hint)


def _fault(document: Document, path: Path, message: str, hint: str) -> Fault:
    line, column = document.place(path)
    return Fault(line=line, column=column, path=path_text(path), message=message, hint=hint)


def _in_order(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """The campaign file from its top, then each template."""
    return tuple(sorted(faults, key=lambda each: (each.file, each.line, each.column))[:MOST])


def _digest(*parts: bytes) -> str:
    # A hash of hashes: no byte can move from one file to the next unnoticed.
    return sha256(b"".join(sha256(part).digest() for part in parts)).hexdigest()
