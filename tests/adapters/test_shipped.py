"""Which campaign is meant: a path, a shipped name, a local name; never an address."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import campaign
from campaign.adapters.campaign_file import load
from campaign.adapters.shipped import find, local, shipped
from campaign.errors import WrongUsage

SHIPPED = ["immigrationos-2026", "notechforice-2019"]
LOCAL = "# mine\ncampaign: mine-2027\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two local campaigns and two files that are none."""
    (tmp_path / "campaigns").mkdir()
    (tmp_path / "mine.yaml").write_text(LOCAL)
    (tmp_path / "campaigns" / "other.yml").write_text('campaign: "other-2027" # comment\n')
    (tmp_path / "compose.yaml").write_text("services:\n  campaign: x\n")
    (tmp_path / "campaigns" / "note.txt").write_text(LOCAL)
    return tmp_path


def refusal(name: str, folder: Path) -> WrongUsage:
    """Why there is no such campaign."""
    with pytest.raises(WrongUsage) as caught:
        find(name, folder=folder)
    assert caught.value.hint
    return caught.value


def test_two_campaigns_are_shipped() -> None:
    """The program comes with two campaigns, named as their files are, and both are valid."""
    assert [path.stem for path in shipped()] == SHIPPED
    assert [load(path).campaign.slug for path in shipped()] == SHIPPED


def test_an_installed_program_brings_its_campaigns(tmp_path: Path) -> None:
    """Outside a checkout the campaigns lie within the package."""
    package = tmp_path / "site" / "campaign"
    shutil.copytree(Path(campaign.__file__).parent, package)
    shutil.copytree(shipped()[0].parent, package / "campaigns")
    done = subprocess.run(
        [sys.executable, "-c", "from campaign.adapters.shipped import shipped; print(*shipped())"],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path / "site")},
    )
    found = [Path(path) for path in done.stdout.split()]
    assert [(path.parent, path.stem) for path in found] == [
        (package / "campaigns", name) for name in SHIPPED
    ]


def test_local_campaigns_say_what_they_are(folder: Path) -> None:
    """A file counts by its ending and its line `campaign:`, here and in `campaigns/`."""
    assert local(folder) == (folder / "mine.yaml", folder / "campaigns" / "other.yml")


def test_shipped_campaigns_are_not_local_too() -> None:
    """In a checkout the shipped campaigns are listed once."""
    assert local(shipped()[0].parent.parent) == ()


def test_a_file_that_cannot_be_read_is_no_campaign(folder: Path) -> None:
    """A broken link or an enormous file does not stop the list."""
    (folder / "link.yaml").symlink_to(folder / "nowhere")
    (folder / "large.yaml").write_bytes(b"campaign: large\n" + b"#" * 300_000)
    (folder / "folder.yaml").mkdir()
    assert len(local(folder)) == 2


def test_a_name_means_a_shipped_or_a_local_campaign(folder: Path) -> None:
    """Shipped names come first: a local file cannot take the place of one."""
    (folder / "trap.yaml").write_text("campaign: notechforice-2019\n")
    assert find("notechforice-2019", folder=folder) == shipped()[1]
    assert find("mine-2027", folder=folder) == folder / "mine.yaml"
    assert find("other-2027", folder=folder) == folder / "campaigns" / "other.yml"


def test_an_existing_path_wins(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What looks like a path is one, relative to where one stands."""
    monkeypatch.chdir(folder)
    assert find("compose.yaml") == Path("compose.yaml")
    assert find("./mine.yaml") == Path("mine.yaml")
    assert find("campaigns/note.txt") == Path("campaigns/note.txt")
    assert find(str(folder / "mine.yaml")) == folder / "mine.yaml"


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/a.yaml",
        "https://example.org/a.yaml",
        "HTTPS://EXAMPLE.ORG",
        "file:///etc/passwd",
        "file:/etc/passwd",
        "//example.org/a.yaml",
        "\\\\host\\share\\a.yaml",
        "data:text/plain,campaign:",
    ],
)
def test_an_address_is_refused(address: str, folder: Path) -> None:
    """Nothing is fetched: a campaign is downloaded and read by a person first."""
    error = refusal(address, folder)
    assert "never an address" in error.message
    assert "Download" in error.hint


def test_a_misspelt_name_is_answered_with_the_names_that_exist(folder: Path) -> None:
    """A near name is suggested, and all are listed."""
    error = refusal("notechforice", folder)
    assert "Did you mean notechforice-2019?" in error.hint
    assert "immigrationos-2026, mine-2027, notechforice-2019, other-2027" in error.hint
    assert "Did you mean" not in refusal("zzz", folder).hint


def test_a_misspelt_path_is_answered_with_a_near_one(folder: Path) -> None:
    """A file that does not exist is refused, whatever its name is made of."""
    assert f"Did you mean {folder / 'mine.yaml'}?" in refusal("mime.yaml", folder).hint
    for name in ("nowhere/zzz", "a" * 5000 + ".yaml", "\0.yaml", "\x1b[2J.yaml"):
        error = refusal(name, folder)
        assert error.message.startswith("There is no file")
        assert "\x1b" not in error.message
        assert len(error.message) < 200
