"""A copy of a campaign that can be played today, whatever its own outcome and date."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from campaign.adapters.campaign_file import CampaignFile, load
from campaign.adapters.running_copy import LASTS, write_running_copy
from campaign.adapters.shipped import shipped
from campaign.core.campaign import State

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)

TEXT = """\
# A comment
campaign: no-nets
title: No nets
summary: We ask the company to stop.
organiser: {name: Us, url: https://example.org/}
issue: {title: Stop, template: no-nets.md.j2}
targets:
  - repo: acme/nets
    why: They read it.
"""

ACTION = "action: {starts: 2019-05-11 10:00, ends: 2019-05-12 10:00, timezone: America/New_York}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the copy goes."""
    made = tmp_path / "copy"
    made.mkdir()
    return made


def written(tmp_path: Path, text: str) -> CampaignFile:
    """A campaign on disk, read."""
    path = tmp_path / "no-nets.yaml"
    path.write_bytes(text.encode())
    (tmp_path / "no-nets.md.j2").write_text("Dear people,\n\n{{ statement }}\n")
    return load(path)


def copied(file: CampaignFile, folder: Path) -> CampaignFile:
    """Its copy, read."""
    return load(write_running_copy(file, folder=folder, now=NOW))


@pytest.mark.parametrize("path", shipped(), ids=lambda path: path.stem)
def test_every_shipped_campaign_can_be_played(path: Path, folder: Path) -> None:
    """All that changes is its outcome, and its date where it has none."""
    file = load(path)
    before = path.read_bytes()
    copy = copied(file, folder)
    assert copy.campaign.outcome.state is State.RUNNING
    assert copy.campaign.action is not None
    kept = {"outcome", "action"}
    assert copy.campaign.model_dump(exclude=kept) == file.campaign.model_dump(exclude=kept)
    assert copy.templates == file.templates
    assert file.campaign.action in (None, copy.campaign.action)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "outcome",
    [
        "outcome: {state: paused}\n",
        "outcome: {note: We wait., state: 'paused', superseded_by: ''}\n",
        'outcome:\n  state: "paused"   # until summer\n  note: |\n    state: paused\n',
        "outcome:\n    note: x\n    state:   paused",
        "outcome: {state: paused} # state: paused",
    ],
)
def test_a_paused_campaign_gets_a_day(tmp_path: Path, folder: Path, outcome: str) -> None:
    """From now, for a day, in UTC; the note stays as it was, however the state is written."""
    file = written(tmp_path, TEXT + outcome)
    copy = copied(file, folder)
    assert copy.campaign.outcome.state is State.RUNNING
    assert copy.campaign.outcome.note == file.campaign.outcome.note
    action = copy.campaign.action
    assert action is not None
    assert (action.starts, action.length, action.timezone) == (NOW, LASTS, "UTC")


@pytest.mark.parametrize("state", ["running", "won", "ended", "paused"])
@pytest.mark.parametrize("first", [True, False])
def test_a_campaign_with_a_day_keeps_it(
    tmp_path: Path, folder: Path, state: str, first: bool
) -> None:
    """Won or over, on top or at the end of the file: it can be played on its own day."""
    outcome = f"outcome: {{state: {state}}}\n"
    file = written(tmp_path, (outcome + TEXT if first else TEXT + outcome) + ACTION)
    copy = copied(file, folder)
    assert copy.campaign.outcome.state is State.RUNNING
    assert copy.campaign.action == file.campaign.action


def test_a_file_without_an_outcome(tmp_path: Path, folder: Path) -> None:
    """It is running already, and copied as it is."""
    file = written(tmp_path, TEXT + ACTION)
    copy = write_running_copy(file, folder=folder, now=NOW)
    assert copy.read_text() == TEXT + ACTION


def test_a_file_from_windows(tmp_path: Path, folder: Path) -> None:
    """Its line ends are no obstacle."""
    text = (TEXT + ACTION + "outcome:\n  state: ended\n").replace("\n", "\r\n")
    assert copied(written(tmp_path, text), folder).campaign.outcome.state is State.RUNNING


def test_the_copy_has_its_own_templates(tmp_path: Path, folder: Path) -> None:
    """No template that happens to lie near the folder takes their place."""
    file = written(tmp_path, TEXT + ACTION)
    for planted in (tmp_path / "templates", folder.parent / "templates"):
        planted.mkdir(exist_ok=True)
        (planted / "no-nets.md.j2").write_text("Something else.\n")
    assert copied(file, folder).templates == file.templates
