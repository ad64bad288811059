"""A copy of a campaign that can be played: its outcome `running`, its date set."""

import re
from datetime import datetime, timedelta
from pathlib import Path

from campaign.adapters.campaign_file import CampaignFile

LASTS = timedelta(days=1)


def write_running_copy(file: CampaignFile, *, folder: Path, now: datetime) -> Path:
    """Write the campaign and its templates into an empty folder and return the copy's path.

    A campaign without a date gets the day from `now`; one whose day is set keeps it.
    """
    text = _set_running(file, file.path.read_text(encoding="utf-8"))
    if file.campaign.action is None:
        text = f"{text.rstrip()}\n{_action(now)}"
    # As in a checkout, so that no other `../templates/` can come before these.
    campaigns, templates = folder / "campaigns", folder / "templates"
    campaigns.mkdir()
    templates.mkdir()
    copy = campaigns / file.path.name
    copy.write_text(text, encoding="utf-8")
    for language, name in file.campaign.issue.template.items():
        (templates / name).write_text(file.templates[language], encoding="utf-8")
    return copy


def _set_running(file: CampaignFile, text: str) -> str:
    """Change the one word of `outcome.state`, wherever it stands."""
    place = file.places.get(("outcome", "state"))
    if place is None:
        return text
    line, column = place
    lines = text.split("\n")
    before, after = lines[line - 1][: column - 1], lines[line - 1][column - 1 :]
    lines[line - 1] = before + re.sub(r"^([\"']?)\w+\1", "running", after, count=1)
    return "\n".join(lines)


def _action(now: datetime) -> str:
    rows = {"starts": now, "ends": now + LASTS}
    times = "".join(f"  {key}: {moment:%Y-%m-%d %H:%M}\n" for key, moment in rows.items())
    return f"action:\n{times}  timezone: UTC\n"
