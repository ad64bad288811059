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


def test_what_was_not_there_is_remembered_as_that(tmp_path: Path) -> None:
    """With the status that said so."""
    nothing = Known(etag="main 2019", body="{}", fresh_until=60.0, status=404)
    first = cache(tmp_path)
    first.put("/repos/o/r", nothing)
    first.save()
    assert cache(tmp_path).get("/repos/o/r") == nothing


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


@pytest.mark.skipif(os.name != "posix", reason="owners")
@pytest.mark.parametrize("what", ["file", "folder"])
def test_what_somebody_else_may_have_planted_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """Another user's file would turn every door to closed; the next look writes an own one."""
    folder = tmp_path / "cache"
    first = cache(folder)
    first.put("/a", KNOWN)
    first.save()
    (file,) = folder.iterdir()
    somebody = os.getuid() + 1
    here = (file if what == "file" else folder).stat().st_ino
    honest = os.lstat, os.fstat

    def as_somebodys(info: os.stat_result) -> os.stat_result:
        return os.stat_result((*info[:4], somebody, *info[5:])) if info.st_ino == here else info

    monkeypatch.setattr(os, "fstat", lambda handle: as_somebodys(honest[1](handle)))
    monkeypatch.setattr(Path, "lstat", lambda path: as_somebodys(honest[0](path)))
    assert cache(folder).get("/a") is None


@pytest.mark.skipif(os.name != "posix", reason="file modes")
def test_an_own_file_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    """As every file of the state folder."""
    first = cache(tmp_path)
    first.put("/a", KNOWN)
    first.save()
    (file,) = tmp_path.iterdir()
    file.chmod(0o644)
    assert cache(tmp_path).get("/a") == KNOWN
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_disk_that_refuses_is_no_obstacle(tmp_path: Path) -> None:
    """What cannot be written is not kept."""
    (tmp_path / "file").write_text("x")
    first = cache(tmp_path / "file" / "cache")
    first.put("/a", KNOWN)
    first.save()
    assert (tmp_path / "file").read_text() == "x"
