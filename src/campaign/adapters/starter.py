"""The starter: a commented campaign and its template, written as two new files."""

import os
from datetime import datetime
from pathlib import Path

import campaign
from campaign.adapters.shipped import shipped
from campaign.core.starter import check_name, choose_zone, fill_in
from campaign.errors import CampaignError, WrongUsage

_STARTER = Path(campaign.__file__).parent / "starter"
_ENDINGS = (".yaml", ".md.j2")


def write_starter(name: str, *, folder: Path, now: datetime, zone: str | None) -> tuple[Path, Path]:
    """Write NAME.yaml and NAME.md.j2 into the folder, both or none, and return their paths.

    Args:
        zone: the IANA name of the place where the action is; unknown ones are left out.

    Raises:
        WrongUsage: the name is no short name or taken, or a file is in the way.
        CampaignError: the folder cannot be written to.
    """
    _check_free(check_name(name))
    yaml, template = (folder / f"{name}{ending}" for ending in _ENDINGS)
    _check_way(yaml, template, folder.absolute().parent / "templates" / template.name)
    written: list[Path] = []
    try:
        for path, ending in zip((yaml, template), _ENDINGS, strict=True):
            text = (_STARTER / f"starter{ending}").read_text(encoding="utf-8")
            with path.open("x", encoding="utf-8", newline="\n") as file:
                written.append(path)
                file.write(fill_in(text, name=name, zone=choose_zone(zone), now=now))
    except OSError as error:
        for path in written:
            path.unlink()
        raise CampaignError(
            f"The starter cannot be written: {error.strerror}. No file is left behind.",
            hint="Give a folder that you may write to: --dir DIR.",
        ) from error
    return yaml, template


def _check_free(name: str) -> None:
    """Two campaigns of one name would count each other's issues as their own."""
    if name in (path.stem for path in shipped()):
        raise WrongUsage(
            f"{name} is a campaign that comes with this tool. Nothing was written.",
            hint="Choose a name of your own, such as one with another year.",
        )


def _check_way(*paths: Path) -> None:
    """A template in `../templates/` is in the way too: it would be taken for the new one."""
    for path in paths:
        if os.path.lexists(path):
            raise WrongUsage(
                f"{path} exists already. Nothing was written.",
                hint="Choose another name, or another folder with --dir.",
            )
