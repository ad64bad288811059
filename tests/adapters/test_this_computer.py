"""What is known of the computer that runs this, and what of it is nobody's secret."""

import getpass
import socket
from pathlib import Path

import pytest

from campaign.adapters.this_computer import traces


def fail(*_: object) -> str:
    """What a system without users or names does."""
    raise OSError


def test_folder_user_and_computer_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The computer's name with its domain and without."""
    monkeypatch.setattr(Path, "home", lambda: Path("/home/anna"))
    monkeypatch.setattr(getpass, "getuser", lambda: "anna")
    monkeypatch.setattr(socket, "gethostname", lambda: "annas-laptop.example.org")
    assert set(traces()) == {
        *(str(Path("/home/anna")), "anna", "annas-laptop.example.org", "annas-laptop")
    }


def test_names_that_everybody_has_are_no_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    """`user` on `localhost` says nothing about anybody, and stands in honest sentences."""
    monkeypatch.setattr(Path, "home", lambda: Path("/home/user"))
    monkeypatch.setattr(getpass, "getuser", lambda: "User")
    monkeypatch.setattr(socket, "gethostname", lambda: "localhost")
    assert traces() == (str(Path("/home/user")),)


def test_what_cannot_be_found_out_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """A container without a user's name, home or host still runs."""

    def homeless() -> Path:
        raise RuntimeError

    monkeypatch.setattr(Path, "home", homeless)
    monkeypatch.setattr(getpass, "getuser", fail)
    monkeypatch.setattr(socket, "gethostname", fail)
    assert traces() == ()
