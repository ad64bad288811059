"""A plan on disk: private, never over something else, read whole or refused."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from campaign.adapters import plan_file
from campaign.adapters.plan_file import LIMIT, NotSaved
from campaign.core.saved_plan import NoPlan, SavedAccount, SavedPlan, SavedStep
from campaign.errors import Exit

EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.fixture
def plan() -> SavedPlan:
    """One issue."""
    step = SavedStep(
        repo="ant/one",
        name_now="ant/one",
        repo_id=1,
        title="",
        title_sha256=EMPTY,
        body="",
        body_sha256=EMPTY,
    )
    return SavedPlan(
        campaign="no-nets",
        campaign_sha256="a" * 64,
        account=SavedAccount(id=7, login="mia"),
        api_url="https://api.github.com",
        language="ar",
        statement="كلماتي",
        steps=(step,),
        made_at=datetime(2019, 5, 11, 14, tzinfo=UTC),
    )


def test_it_reads_what_it_wrote(plan: SavedPlan, tmp_path: Path) -> None:
    """In UTF-8, whatever the system's own encoding."""
    plan_file.save(tmp_path / "my.plan", plan)
    assert plan_file.load(tmp_path / "my.plan") == plan


@pytest.mark.skipif(sys.platform == "win32", reason="there are no modes here")
def test_it_is_private(plan: SavedPlan, tmp_path: Path) -> None:
    """Own words are in it: nobody else reads them, whatever the umask."""
    before = os.umask(0)
    try:
        plan_file.save(tmp_path / "my.plan", plan)
    finally:
        os.umask(before)
    assert (tmp_path / "my.plan").stat().st_mode & 0o777 == 0o600


def test_nothing_is_overwritten(plan: SavedPlan, tmp_path: Path) -> None:
    """Neither a file nor what a link leads to; the check beforehand says so as well."""
    there = tmp_path / "there"
    there.write_text("mine")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for path in (there, tmp_path / "link", tmp_path):
        for attempt in (lambda p: plan_file.save(p, plan), plan_file.check_free):
            with pytest.raises(NotSaved) as caught:
                attempt(path)
            assert caught.value.exit_code is Exit.USAGE
    assert there.read_text() == "mine"
    assert not (tmp_path / "nowhere").exists()


def test_a_folder_that_is_not_there_is_told_early(plan: SavedPlan, tmp_path: Path) -> None:
    """Before anybody has written their words."""
    with pytest.raises(NotSaved, match="no folder"):
        plan_file.check_free(tmp_path / "lost" / "my.plan")


@pytest.mark.parametrize("data", [b"\xff\xfe{}", b"{}", b"x" * (LIMIT + 1), None])
def test_what_is_no_plan_is_refused(data: bytes | None, tmp_path: Path) -> None:
    """Not UTF-8, not a plan, too large, not there: one sentence each, and exit 2."""
    path = tmp_path / "my.plan"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(NoPlan) as caught:
        plan_file.load(path)
    assert caught.value.exit_code is Exit.USAGE
    assert str(path) in caught.value.message
    assert "Nothing was sent." in caught.value.message


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pipes of this kind here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """No hang on something that is not an ordinary file."""
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(NoPlan, match="not an ordinary file"):
        plan_file.load(tmp_path / "pipe")
