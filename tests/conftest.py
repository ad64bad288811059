"""Safety for every test: no token, no home, no network but this computer."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

# Shared machines are slow at times, and a green run should be green again.
hypothesis.settings.register_profile("steady", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("steady")

_SETTINGS = (
    "CAMPAIGN_",
    "GH_",
    "GITHUB_",
    "NO_COLOR",
    "FORCE_COLOR",
    "ACCESSIBLE",
    "XDG_",
    "LANG",
    "LC_",
)


@pytest.fixture(autouse=True)
def nobody_at_home(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """An empty home folder and an environment that says nothing about the person."""
    for name in list(os.environ):
        if name.startswith(_SETTINGS):
            monkeypatch.delenv(name)
    home = str(tmp_path_factory.mktemp("home"))
    for name in ("HOME", "USERPROFILE", "LOCALAPPDATA"):
        monkeypatch.setenv(name, home)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TZ", "UTC")


@pytest.fixture(autouse=True)
def loopback_only(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A connection to anywhere else fails, and fails the test."""
    connect = socket.socket.connect
    strayed: list[object] = []

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_here(address[0]):
            strayed.append(address)
            raise OSError(f"tests may not reach {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
    yield
    assert not strayed, f"a test tried to reach {strayed}"


def _is_here(host: str) -> bool:
    return host.startswith("127.") or host in ("::1", "localhost")


@pytest.fixture
def checkout() -> Path:
    """The top of this repository."""
    return Path(__file__).parents[1]
