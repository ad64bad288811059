"""A page or a picture is written whole or not at all, and never over something else."""

import os
import stat
import sys
from pathlib import Path

import pytest

from campaign.adapters.output_file import NotWritten, write_page

PAGE = "<!doctype html>\n<p>مرحبا</p>\n"
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg">\n<text>مرحبا</text>\n</svg>\n'


def test_a_page_is_written_as_it_is(tmp_path: Path) -> None:
    """UTF-8 with plain line breaks on every system, and nothing left beside it."""
    path = tmp_path / "page.html"
    write_page(path, PAGE)
    assert path.read_bytes() == PAGE.encode()
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_a_page_is_for_its_owner_alone(tmp_path: Path) -> None:
    """It may hold a personal statement that was never posted."""
    write_page(tmp_path / "page.html", PAGE)
    assert stat.S_IMODE((tmp_path / "page.html").stat().st_mode) == 0o600


def test_an_earlier_page_is_replaced(tmp_path: Path) -> None:
    """Looking again after a change needs no new name."""
    path = tmp_path / "page.html"
    path.write_text("<!DOCTYPE HTML>\nold", encoding="utf-8")
    write_page(path, PAGE)
    assert path.read_bytes() == PAGE.encode()


@pytest.mark.parametrize("content", ["campaign: ours\n", "", "<!doctype"])
def test_any_other_file_stays_as_it_is(tmp_path: Path, content: str) -> None:
    """A slip of the hand must not cost somebody their campaign."""
    path = tmp_path / "ours.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(NotWritten, match="left as it is"):
        write_page(path, PAGE)
    assert path.read_text(encoding="utf-8") == content


@pytest.mark.parametrize(("content", "other"), [(PAGE, PICTURE), (PICTURE, PAGE)])
def test_a_page_is_no_picture(tmp_path: Path, content: str, other: str) -> None:
    """The one never takes the other's place, and is not called by its name."""
    path, ending = tmp_path / "mine", ".svg" if content == PICTURE else ".html"
    path.write_text(other, encoding="utf-8")
    with pytest.raises(NotWritten, match="another kind of file") as refused:
        write_page(path, content)
    assert refused.value.hint.endswith(ending)
    assert path.read_text(encoding="utf-8") == other


@pytest.mark.parametrize(("content", "name"), [(PAGE, "preview.html"), (PICTURE, "doors.svg")])
def test_a_folder_is_refused(tmp_path: Path, content: str, name: str) -> None:
    """The hint names a file in it."""
    with pytest.raises(NotWritten, match="is a folder") as refused:
        write_page(tmp_path, content)
    assert refused.value.hint.endswith(str(tmp_path / name))


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    """Nothing is made that was not asked for."""
    with pytest.raises(NotWritten, match="could not be written") as refused:
        write_page(tmp_path / "none" / "page.html", PAGE)
    assert "a folder that exists" in refused.value.hint
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither")
@pytest.mark.parametrize("kind", ["link", "dead link", "pipe"])
def test_what_is_no_ordinary_file_is_refused(tmp_path: Path, kind: str) -> None:
    """Neither a link nor a pipe is replaced or followed."""
    page, path = tmp_path / "page.html", tmp_path / "odd.html"
    if kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to(page)
    if kind == "link":
        write_page(page, PAGE)
    with pytest.raises(NotWritten, match="another kind of file"):
        write_page(path, PAGE)
    assert path.is_symlink() == (kind != "pipe")


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such limit on Windows")
def test_a_full_disk_leaves_what_was_there(tmp_path: Path) -> None:
    """The old page stays whole, and no half of the new one lies about."""
    import resource
    import signal

    path = tmp_path / "page.html"
    write_page(path, PAGE)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    old = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, before[1]))
    try:
        with pytest.raises(NotWritten, match="Nothing was sent"):
            write_page(path, PAGE + "x" * 100_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, old)
    assert path.read_bytes() == PAGE.encode()
    assert list(tmp_path.iterdir()) == [path]
