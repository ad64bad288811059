"""The place whose time this computer shows: said by a variable, a link, or nobody."""

import sys
from pathlib import Path

import pytest

from campaign.adapters.local_zone import local_zone


@pytest.mark.parametrize("text", ["Europe/Berlin", ":Europe/Berlin"])
def test_the_variable_comes_first(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """TZ is what every other program of this person goes by."""
    monkeypatch.setenv("TZ", text)
    assert local_zone() == "Europe/Berlin"


@pytest.mark.skipif(sys.platform == "win32", reason="making links needs rights there")
@pytest.mark.parametrize(
    "target",
    [
        "/usr/share/zoneinfo/America/Argentina/Ushuaia",
        "../usr/share/zoneinfo/America/Argentina/Ushuaia",
        "/var/db/timezone/zoneinfo/America/Argentina/Ushuaia",
    ],
)
def test_the_link_of_the_system_tells_the_place(
    target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Linux and macOS keep the zone as a link into their list of zones."""
    monkeypatch.delenv("TZ")
    (tmp_path / "localtime").symlink_to(target)
    assert local_zone(localtime=tmp_path / "localtime") == "America/Argentina/Ushuaia"


def test_a_system_that_says_nothing_is_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No such file, an ordinary file, or a link to elsewhere: nobody knows."""
    monkeypatch.delenv("TZ")
    place = tmp_path / "localtime"
    assert local_zone(localtime=place) is None
    place.write_bytes(b"TZif")
    assert local_zone(localtime=place) is None
    if sys.platform != "win32":
        place.unlink()
        place.symlink_to("/somewhere/else")
        assert local_zone(localtime=place) is None
