"""A file the person asked for: written whole or not at all, and never over something else."""

import os
from pathlib import Path

from campaign.adapters.private_files import replace_file
from campaign.core.sentence import Sentence, sentence
from campaign.errors import CampaignError


class NotWritten(CampaignError):
    """The file could not be written where it was asked for; what was there is unchanged."""


def write_page(path: Path, page: str) -> None:
    """Write an HTML page or an SVG picture, readable by its owner alone.

    An earlier one of that name is replaced.

    Raises:
        NotWritten: something of another kind has that name, or the disk refuses.
    """
    try:
        _check_place(path, page)
        replace_file(path, page.encode())
    except OSError as error:
        raise NotWritten(
            sentence(
                "{path} could not be written: {words}. Nothing was sent.",
                path=path,
                words=error.strerror or error,
            ),
            hint=Sentence("Choose a file in a folder that exists and that you may write to."),
        ) from error


def _check_place(path: Path, page: str) -> None:
    example = "doors.svg" if page.startswith("<svg") else "preview.html"
    if path.is_dir():
        raise NotWritten(
            sentence("{path} is a folder. Nothing was written.", path=path),
            hint=sentence("Name a file in it, such as {example}", example=path / example),
        )
    if os.path.lexists(path) and not _is_of_its_kind(path, page):
        raise NotWritten(
            sentence(
                "{path} is there already, and it is another kind of file. It was left as it is.",
                path=path,
            ),
            hint=sentence("Choose another name, such as {example}", example=example),
        )


def _is_of_its_kind(path: Path, page: str) -> bool:
    """Whether it is an ordinary file that begins as the page does."""
    start = page.partition("\n")[0].encode()
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(start)).lower() == start.lower()
