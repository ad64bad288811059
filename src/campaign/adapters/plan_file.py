"""A saved plan on disk: written once, for its owner alone; read whole, or not at all."""

import os
from pathlib import Path

from campaign.adapters.plain_file import Unreadable, read_bytes
from campaign.core.saved_plan import NoPlan, SavedPlan, read_text, write_text
from campaign.core.sentence import Sentence, in_lines, sentence
from campaign.errors import CampaignError, Exit

LIMIT = 8 * 1024 * 1024
"""Bytes: twenty issues of the greatest length, whatever their script, and room to spare."""


class NotSaved(CampaignError):
    """The plan could not be written where it was asked for; what was there is unchanged."""

    exit_code = Exit.USAGE


def check_free(path: Path) -> None:
    """Learn early, before anything is asked, that a plan cannot be saved there.

    Raises:
        NotSaved: something has that name already, or there is no such folder.
    """
    if os.path.lexists(path):
        raise NotSaved(
            sentence("{path} is there already, and is left as it is. Nothing was sent.", path=path),
            hint=Sentence("Choose another name for --save-plan, or remove that file first."),
        )
    if not path.parent.is_dir():
        raise NotSaved(
            sentence("There is no folder {folder}. Nothing was sent.", folder=path.parent),
            hint=Sentence("Name a file in a folder that exists."),
        )


def save(path: Path, plan: SavedPlan) -> None:
    """Write it with mode 0600, never over something else.

    Raises:
        NotSaved: something has that name already, or the disk refuses.
    """
    check_free(path)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(write_text(plan).encode())
        except BaseException:
            path.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise NotSaved(
            sentence(
                "The plan could not be saved as {path}: {words}. Nothing was sent.",
                path=path,
                words=error.strerror or error,
            ),
            hint=Sentence("Choose a file in a folder that you may write to."),
        ) from error


def load(path: Path) -> SavedPlan:
    """Read a plan that `save` has written.

    Raises:
        NoPlan: it cannot be read, or is not what was written.
    """
    try:
        text = read_bytes(path, limit=LIMIT).decode()
    except Unreadable as error:
        raise NoPlan(
            sentence("--plan {path}: {why} Nothing was sent.", path=path, why=error.message),
            hint=error.hint,
        ) from None
    except UnicodeDecodeError:
        raise NoPlan(
            sentence("--plan {path}: this is not a text in UTF-8. Nothing was sent.", path=path)
        ) from None
    try:
        return read_text(text)
    except NoPlan as error:
        told = sentence(
            "--plan {path}: this is not a plan as it was saved. Nothing was sent.", path=path
        )
        raise NoPlan(in_lines(told, error.message), hint=error.hint) from None
