"""Kept words: private, whole, one file for each campaign, and gone when they should be."""

import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from campaign.adapters.private_files import NotPrivate
from campaign.adapters.statement_draft import LIMIT, StatementDraft


@pytest.fixture
def draft(tmp_path: Path) -> StatementDraft:
    """The place of a campaign in a state folder that is not there yet."""
    return StatementDraft(tmp_path / "state", slug="no-nets")


def test_words_are_kept_as_they_were(draft: StatementDraft) -> None:
    """In any script, with the time of writing, and the latest words in place of earlier ones."""
    assert draft.load() is None
    draft.keep("first")
    draft.keep("Überall,\n日本でも 👩\u200d⚕️")
    kept = draft.load()
    assert kept is not None
    assert kept.words == "Überall,\n日本でも 👩\u200d⚕️"
    assert abs(datetime.now(UTC) - kept.written_at) < timedelta(minutes=5)
    assert [path.name for path in draft.path.parent.iterdir()] == ["statement-no-nets.txt"]


def test_each_campaign_has_its_own(draft: StatementDraft) -> None:
    """Words for one are not offered for another."""
    draft.keep("mine")
    assert StatementDraft(draft.path.parent, slug="other").load() is None


@pytest.mark.skipif(sys.platform == "win32", reason="there are no modes here")
def test_only_their_owner_can_read_them(draft: StatementDraft) -> None:
    """Folder 0700 and file 0600, whatever the umask."""
    before = os.umask(0)
    try:
        draft.keep("mine")
    finally:
        os.umask(before)
    assert draft.path.stat().st_mode & 0o777 == 0o600
    assert draft.path.parent.stat().st_mode & 0o777 == 0o700


def test_removed_is_gone(draft: StatementDraft) -> None:
    """And a second time changes nothing."""
    draft.keep("mine")
    draft.remove()
    draft.remove()
    assert draft.load() is None
    assert not list(draft.path.parent.iterdir())


@pytest.mark.parametrize("data", [b"", b" \n", b"\xff\xfe", b"x" * (LIMIT + 1)])
def test_what_cannot_be_read_is_not_offered(data: bytes, draft: StatementDraft) -> None:
    """Nothing to see, no UTF-8, or far too much."""
    draft.keep("mine")
    draft.path.write_bytes(data)
    assert draft.load() is None


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege here")
def test_a_link_is_neither_read_nor_written_through(draft: StatementDraft, tmp_path: Path) -> None:
    """What somebody planted there is replaced, and its target left alone."""
    victim = tmp_path / "victim"
    victim.write_text("theirs")
    draft.path.parent.mkdir(mode=0o700)
    draft.path.symlink_to(victim)
    assert draft.load() is None
    draft.keep("mine")
    assert victim.read_text() == "theirs"
    assert not draft.path.is_symlink()


def test_a_folder_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    """The caller says so, and goes on."""
    (tmp_path / "state").write_text("a file")
    with pytest.raises(NotPrivate):
        StatementDraft(tmp_path / "state", slug="no-nets").keep("mine")
