"""Where in a campaign's files something stands that is known by its path or its words."""

import re
from collections.abc import Iterator

from campaign.adapters.campaign_file import CampaignFile
from campaign.adapters.yaml_events import Path, path_text
from campaign.core.advice import Advice
from campaign.core.finished import Flaw, flaws
from campaign.core.lint_given import COMMENT, VOWEL_SIGNS
from campaign.errors import Fault

_TEMPLATE = ("issue", "template")


def place_of(file: CampaignFile, advice: Advice) -> Fault:
    """An advice at the place that it speaks of, in the campaign file or in a template."""
    return _fault(
        file,
        advice.path,
        words=advice.words,
        message=advice.message,
        hint=advice.hint,
        advice=advice.id.value,
    )


def unfit_issues(file: CampaignFile) -> Iterator[Fault]:
    """Why issues of this campaign could not be posted, each at the place where it is mended."""
    for flaw in flaws(file.campaign, file.templates):
        yield _of_flaw(file, flaw)


def _of_flaw(file: CampaignFile, flaw: Flaw) -> Fault:
    path = ("issue", "title" if flaw.of_title else "template", flaw.language)
    return _fault(file, path, words=flaw.words, message=flaw.message, hint=flaw.hint)


def _fault(
    file: CampaignFile, path: Path, *, words: str, message: str, hint: str, advice: str = ""
) -> Fault:
    template = str(path[-1]) if path[:2] == _TEMPLATE else ""
    line, column = _find(file.templates[template], words) if template else _nearest(file, path)
    return Fault(
        line=line,
        column=column,
        path=path_text(path),
        message=message,
        hint=hint,
        file=file.template_files.get(template, ""),
        advice=advice,
    )


def _nearest(file: CampaignFile, path: Path) -> tuple[int, int]:
    while path and path not in file.places:
        path = path[:-1]
    return file.places.get(path, (1, 1))


def _find(source: str, words: str) -> tuple[int, int]:
    """Where the words begin, whatever vowel signs of Arabic are among them; else the beginning."""
    letters = f"{VOWEL_SIGNS}*".join(map(re.escape, words))
    found = re.search(letters, COMMENT.sub(lambda each: "\0" * len(each[0]), source))
    at = found.start() if found else 0
    return source.count("\n", 0, at) + 1, at - source.rfind("\n", 0, at)
