"""Small texts from disk: ordinary files of bounded size in UTF-8, and nothing else."""

import os
import time
from pathlib import Path

import pytest

from campaign.adapters.plain_file import Unreadable, decode, read_bytes


def reason(path: Path, *, limit: int = 100, follow_links: bool = False) -> str:
    """Why a file is not read."""
    with pytest.raises(Unreadable) as caught:
        read_bytes(path, limit=limit, follow_links=follow_links)
    assert caught.value.hint
    return caught.value.message


def test_an_ordinary_file_is_read_up_to_the_limit(tmp_path: Path) -> None:
    """As many bytes as the limit are read; one more is too many."""
    (tmp_path / "a").write_bytes(b"x" * 2048)
    assert read_bytes(tmp_path / "a", limit=2048) == b"x" * 2048
    assert reason(tmp_path / "a", limit=2047) == "The file is larger than 1 KiB."


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes by name are for Unix")
def test_nothing_but_ordinary_files_is_opened_for_long(tmp_path: Path) -> None:
    """A device, a pipe that nobody writes to and a folder are refused at once."""
    os.mkfifo(tmp_path / "pipe")
    start = time.monotonic()
    for path in (Path("/dev/zero"), tmp_path / "pipe", tmp_path):
        assert reason(path) == "This is not an ordinary file."
    assert time.monotonic() - start < 1


def test_what_cannot_be_a_file_is_refused(tmp_path: Path) -> None:
    """A missing file, an impossible name and a forbidden file are plain refusals."""
    assert reason(tmp_path / "none") == "There is no such file."
    assert reason(Path("a\0b")) == "This is not the name of a file."
    assert "cannot be read" in reason(tmp_path / ("a" * 5000))


def test_links_are_followed_only_when_asked(tmp_path: Path) -> None:
    """A link stands for its file for the person who gave it, never for a name in a file."""
    (tmp_path / "file").write_bytes(b"x")
    (tmp_path / "link").symlink_to(tmp_path / "file")
    assert read_bytes(tmp_path / "link", limit=1, follow_links=True) == b"x"
    assert reason(tmp_path / "link") == "The file is a link to another file."
    (tmp_path / "device").symlink_to("/dev/zero")
    assert reason(tmp_path / "device", follow_links=True) == "This is not an ordinary file."


def test_plain_text_is_decoded_without_a_fault() -> None:
    """Every script, emoji and both kinds of line ends are plain text."""
    text = "a\tb مرحبا שלום नमस्ते 👨‍👩‍👧"
    assert decode(f"{text}\r\n{text}\n".encode()) == (f"{text}\n{text}\n", ())


@pytest.mark.parametrize(
    "sign", ["\0", "\x1b", "\x07", "\x7f", "\x85", "\x9b", "\r", "\u2028", "\u2029", "\ufeff"]
)
def test_unseen_characters_are_refused_at_their_places(sign: str) -> None:
    """Each is named, and replaced so that the places after it stay right."""
    text, (fault,) = decode(f"a\nb{sign}c".encode())
    assert text == "a\nb\ufffdc"
    assert (fault.line, fault.column) == (2, 2)
    assert f"U+{ord(sign):04X}" in fault.message


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_mark_of_another_encoding_is_refused(encoding: str) -> None:
    """The text is still read, for the sake of its other faults."""
    text, (fault,) = decode("campaign: ü".encode(encoding))
    assert text == "campaign: ü"
    assert "UTF-8" in fault.message
    assert "UTF-8" in fault.hint


def test_a_stray_byte_is_found() -> None:
    """What is no UTF-8 is found by line and column."""
    text, (fault,) = decode("a\nOürs".encode("latin-1"))
    assert text == "a\nO\ufffdrs"
    assert (fault.line, fault.column) == (2, 2)


def test_a_flood_of_unseen_characters_is_cut_off() -> None:
    """Twenty places are enough to see what is wrong."""
    assert len(decode(b"\0" * 100_000)[1]) == 20
