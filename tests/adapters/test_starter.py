"""The starter on disk: two new files that are a valid campaign, or none."""

import re
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from campaign.adapters.campaign_file import load
from campaign.adapters.starter import write_starter
from campaign.core.advice import AdviceId
from campaign.core.campaign import State
from campaign.core.draft import check_drafts, render_drafts
from campaign.core.lint import advise
from campaign.core.placeholders import placeholder
from campaign.errors import CampaignError, Exit, WrongUsage

NOW = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


def write(folder: Path, name: str = "ours", *, zone: str | None = "Europe/Berlin") -> Path:
    """Write a starter and return the campaign's path."""
    return write_starter(name, folder=folder, now=NOW, zone=zone)[0]


def refusal(folder: Path, name: str = "ours") -> CampaignError:
    """Why there is no starter; whatever was in the folder is still there, and nothing new."""
    before = {path: path.lstat().st_mtime_ns for path in folder.parent.rglob("*")}
    with pytest.raises(CampaignError) as caught:
        write(folder, name)
    files = {path: path.lstat().st_mtime_ns for path in folder.parent.rglob("*")}
    assert {path for path in files if path != folder} == {path for path in before if path != folder}
    assert caught.value.hint
    return caught.value


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder."""
    (tmp_path / "here").mkdir()
    return tmp_path / "here"


@pytest.mark.parametrize("name", ["ours", "2027", "true", "starter", "-", "a" * 64])
@pytest.mark.parametrize("zone", ["Europe/Berlin", "UTC", "America/Argentina/Ushuaia", None])
def test_the_starter_is_valid_and_only_to_be_filled_in(
    name: str, zone: str | None, folder: Path
) -> None:
    """The first thing an organiser sees is a campaign without a fault."""
    file = load(write(folder, name, zone=zone))
    assert file.campaign.slug == name
    assert file.campaign.issue.template == {"en": f"{name}.md.j2"}
    advice = advise(file.campaign, file.templates)
    assert {each.id for each in advice} == {AdviceId.PLACEHOLDER_LEFT}


def test_the_starter_makes_issues(folder: Path) -> None:
    """It can be previewed before a word of it is replaced."""
    file = load(write(folder))
    for statement in ("", "I am a nurse."):
        for draft in check_drafts(
            render_drafts(file.campaign, file.templates, language="en", statement=statement)
        ):
            assert "replace" in draft.text.lower()
            assert statement in draft.text


def test_nobody_can_post_the_starter(folder: Path) -> None:
    """It is paused until an organiser says otherwise."""
    assert load(write(folder)).campaign.outcome.state is State.PAUSED


def test_it_begins_on_a_saturday_at_ten_in_that_place(folder: Path) -> None:
    """The proposed day is near, and a clock in the place shows it."""
    action = load(write(folder)).campaign.action
    assert action is not None
    assert action.starts_text == "Saturday 28 November 2026, 10:00 CET"
    assert action.ends_text == "Sunday 29 November 2026, 10:00 CET"


def test_what_is_to_be_replaced_says_so(folder: Path) -> None:
    """One search finds every placeholder, and so does `validate`: no other word is invented."""
    file = load(write(folder))
    campaign = file.campaign
    placeholders = (
        *(campaign.title, campaign.summary, campaign.hashtag, campaign.share.text),
        *(campaign.organiser.name, campaign.organiser.url, campaign.organiser.contact),
        *(text for each in campaign.targets for text in (each.repo, each.why)),
        *(text for each in campaign.sources for text in (each.title, each.publisher, each.url)),
        *campaign.issue.title.values(),
        campaign.outcome.note,
    )
    assert [text for text in placeholders if "replace" not in text.lower()] == []
    noticed = [text for text in placeholders if placeholder(text)]
    assert noticed == list(placeholders)
    assert len(advise(campaign, file.templates)) == len(placeholders) + 2  # a copy, the template


def test_it_says_how_an_editor_learns_the_format(folder: Path) -> None:
    """The first line is the one editors look for, and the command for it follows."""
    first, *rest = write(folder).read_text(encoding="utf-8").splitlines()
    name = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert name
    assert f"#     campaign schema > {name[1]}" in rest


@pytest.mark.parametrize("name", ["ours.yaml", "ours.md.j2", "../templates/ours.md.j2"])
def test_nothing_is_overwritten(name: str, folder: Path) -> None:
    """A file in the way stays as it is, and no half of a starter is left beside it."""
    (folder.parent / "templates").mkdir()
    (folder / name).write_text("mine")
    error = refusal(folder)
    assert error.exit_code == Exit.USAGE
    assert "exists already" in error.message
    assert (folder / name).read_text() == "mine"


@pytest.mark.skipif(sys.platform == "win32", reason="making links needs rights there")
def test_no_link_is_followed(folder: Path) -> None:
    """A link that leads nowhere is in the way, too: nothing appears where it points."""
    (folder / "ours.md.j2").symlink_to(folder / "elsewhere")
    assert "exists already" in refusal(folder).message


def test_a_name_that_leads_elsewhere_is_refused(folder: Path) -> None:
    """No file is written outside the folder."""
    assert isinstance(refusal(folder, "../ours"), WrongUsage)


def test_the_name_of_a_shipped_campaign_is_taken(folder: Path) -> None:
    """Two campaigns of one name would count each other's issues."""
    assert "comes with this tool" in refusal(folder, "notechforice-2019").message


def test_a_folder_that_is_not_there_is_told(folder: Path) -> None:
    """An error of the system becomes a sentence."""
    folder.rmdir()
    error = refusal(folder)
    assert error.exit_code == Exit.ERROR
    assert "No file is left behind" in error.message


def test_a_full_disk_leaves_nothing_behind(folder: Path) -> None:
    """Half a file would be in the way of the next try."""
    resource = pytest.importorskip("resource")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, limits[1]))
    try:
        error = refusal(folder)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert "cannot be written" in error.message
    assert not list(folder.iterdir())
