"""Answers kept on disk: for one reader of one server, bounded, private, and never in the way."""

import os
import stat
from pathlib import Path

import pytest

from campaign.adapters import github_cache
from campaign.adapters.github_cache import AnswerCache, Known

KNOWN = Known(etag='W/"7"', body='{"id": 7}', fresh_until=60.0)


def cache(folder: Path | None, *, reader: str = "anonymous", api_url: str = "u") -> AnswerCache:
    """A cache as another process would open it."""
    return AnswerCache(folder, api_url=api_url, reader=reader)


def test_what_was_put_there_is_found_again(tmp_path: Path) -> None:
    """By the same reader, of the same server, at the same address."""
    first = cache(tmp_path)
    first.put("/repos/o/r", KNOWN)
    assert first.get("/repos/o/r") == KNOWN
    first.save()
    assert cache(tmp_path).get("/repos/o/r") == KNOWN
    assert cache(tmp_path).get("/repos/o/R") is None
    assert cache(tmp_path, reader="7").get("/repos/o/r") is None
    assert cache(tmp_path, api_url="v").get("/repos/o/r") is None


def test_what_was_dropped_stays_away(tmp_path: Path) -> None:
    """Also on disk."""
    first = cache(tmp_path)
    first.put("/a", KNOWN)
    first.save()
    second = cache(tmp_path)
    second.drop("/a")
    second.drop("/never")
    second.save()
    assert cache(tmp_path).get("/a") is None


def test_nothing_new_is_not_written(tmp_path: Path) -> None:
    """A look that learns nothing leaves no file."""
    cache(tmp_path / "none").save()
    assert not (tmp_path / "none").exists()


def test_without_a_folder_it_lasts_as_long_as_the_process() -> None:
    """For whoever wants nothing on disk."""
    lasting = cache(None)
    lasting.put("/a", KNOWN)
    lasting.save()
    assert lasting.get("/a") == KNOWN
    assert cache(None).get("/a") is None


@pytest.mark.skipif(os.name != "posix", reason="file modes")
@pytest.mark.usefixtures("open_to_all")
def test_nobody_else_reads_it(tmp_path: Path) -> None:
    """Which repositories somebody looks at is nobody's business."""
    first = cache(tmp_path / "cache")
    first.put("/a", KNOWN)
    first.save()
    (file,) = (tmp_path / "cache").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_it_stays_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was used the longest ago goes first."""
    monkeypatch.setattr(github_cache, "LARGEST", 1000)
    first = cache(tmp_path)
    for number in range(50):
        first.put(f"/{number}", KNOWN)
    first.get("/3")
    first.save()
    (file,) = tmp_path.iterdir()
    assert file.stat().st_size <= 1000
    second = cache(tmp_path)
    assert second.get("/3") == second.get("/49") == KNOWN
    assert second.get("/4") is None


@pytest.mark.parametrize("kind", ["folder", "link", "large"])
def test_what_is_not_its_file_counts_as_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """A link, a folder, a file of another size: not read, and nothing goes wrong."""
    first = cache(tmp_path)
    first.put("/a", KNOWN)
    first.save()
    (file,) = tmp_path.iterdir()
    elsewhere = file.replace(tmp_path / "elsewhere")
    if kind == "folder":
        file.mkdir()
    elif kind == "link":
        file.symlink_to(elsewhere)
    else:
        elsewhere.replace(file)
        monkeypatch.setattr(github_cache, "LARGEST", 10)
    again = cache(tmp_path)
    assert again.get("/a") is None
    again.put("/a", KNOWN)
    again.save()


def test_a_disk_that_refuses_is_no_obstacle(tmp_path: Path) -> None:
    """What cannot be written is not kept."""
    (tmp_path / "file").write_text("x")
    first = cache(tmp_path / "file" / "cache")
    first.put("/a", KNOWN)
    first.save()
    assert (tmp_path / "file").read_text() == "x"
