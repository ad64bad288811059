"""A file the person asked for: written whole or not at all, and never over something else."""

import os
from pathlib import Path

from campaign.adapters.private_files import replace_file
from campaign.errors import CampaignError


class NotWritten(CampaignError):
    """The file could not be written where it was asked for; what was there is unchanged."""


def write_page(path: Path, page: str) -> None:
    """Write an HTML page, readable by its owner alone; an earlier page of that name is replaced.

    Raises:
        NotWritten: something else than a page has that name, or the disk refuses.
    """
    try:
        _check_place(path, page)
        replace_file(path, page.encode())
    except OSError as error:
        raise NotWritten(
            f"The page could not be written to {path}: {error.strerror or error}."
            " Nothing was sent.",
            hint="Choose a file in a folder that exists and that you may write to.",
        ) from error


def _check_place(path: Path, page: str) -> None:
    if path.is_dir():
        raise NotWritten(
            f"{path} is a folder. Nothing was written.",
            hint=f"Name a file in it, such as {path / 'preview.html'}",
        )
    if os.path.lexists(path) and not _is_page(path, page):
        raise NotWritten(
            f"{path} is there already, and it is not a web page. It was left as it is.",
            hint="Choose another name, such as preview.html.",
        )


def _is_page(path: Path, page: str) -> bool:
    """Whether an ordinary file begins as the page does."""
    start = page.partition("\n")[0].encode()
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(start)).lower() == start.lower()
