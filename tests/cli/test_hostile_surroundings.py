"""A machine that fails or sets traps: disks, streams, folders, clocks."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.command import COMMAND, FAST, Command, created, eventually

from campaign.rehearsal import mishaps
from campaign.rehearsal.server import StandIn
from campaign.rehearsal.world import World

pytestmark = pytest.mark.slow

ONE = ("--repo", "palantir/blueprint")

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="limits of a running process")

TRAPS = (
    *("yaml", "github", "rich", "click", "sitecustomize", "json", "pydantic"),
    *("jinja2", "requests", "sqlite3", "gettext", "locale", "usercustomize"),
)

SMALL_DISK = [
    sys.executable,
    "-c",
    "import resource, sys; from campaign.cli.main import run;"
    " resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000)); sys.exit(run(sys.argv[1:]))",
]
"""The command where no file can have more than 2,000 bytes."""


def ledgers(campaign: Command) -> list[Path]:
    """The records of postings in the state folder."""
    return list(Path(campaign.settings["CAMPAIGN_STATE_DIR"]).glob("ledger*.db"))


def test_modules_lying_about_are_not_run_as_a_module_either(
    campaign: Command, running: Path
) -> None:
    """`python -m campaign` in a folder full of traps runs none of them."""
    for name in TRAPS:
        trap = campaign.folder / f"{name}.py"
        trap.write_text("open('pwned', 'w').close()\nraise SystemExit('trapped')\n")
    for words in (("check", running), ("validate", running), ("post", running, "--dry-run")):
        ended = campaign(*words)
        assert ended.code == 0, ended.err
    assert not list(campaign.folder.glob("pwned"))


@LINUX
def test_a_full_disk_before_the_first_issue(campaign: Command, running: Path, world: World) -> None:
    """What cannot be written down is not sent."""
    ended = campaign("post", running, *FAST, program=SMALL_DISK)
    assert ended.code == 1
    assert "Traceback" not in ended.err
    assert not world.requests("POST", "/issues")
    again = campaign("post", running, *FAST, "--limit", "1", "--json")
    assert (again.code, again.outcomes) == (0, ["posted"])


@LINUX
def test_a_disk_that_is_full_when_the_answer_comes(
    campaign: Command, running: Path, world: World, github: StandIn
) -> None:
    """The issue's place is said aloud, and the next run finds it instead of sending it again."""
    import resource

    github.plan(mishaps.hang())
    process = campaign.start("post", running, *FAST, *ONE, "--max-wait", "0")
    eventually(lambda: created(world))
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (0, 0))
    github.release()
    out, err = process.communicate(timeout=60)
    assert process.returncode == 6, err
    assert "Traceback" not in out + err
    (visit,) = world.requests("POST", "/issues")
    repo = visit.path.removeprefix("/repos/").removesuffix("/issues")
    number = max(world.find(repo).issues)  # type: ignore[union-attr]
    told = " ".join(err.split())
    assert f"#{number}" in told
    assert repo in told
    again = campaign("post", running, *FAST, *ONE, "--max-wait", "0", "--json")
    assert (again.code, again.outcomes) == (0, ["already"])
    assert len(world.requests("POST", "/issues")) == created(world) == 1


def test_a_reader_that_leaves_while_an_issue_is_on_its_way(
    campaign: Command, running: Path, world: World, github: StandIn
) -> None:
    """`campaign post … | head -1`: whoever stops reading loses no record, and is told so aside."""
    github.plan(mishaps.hang())
    process = campaign.start("post", running, *FAST, *ONE)
    assert process.stdout
    assert process.stderr
    eventually(lambda: created(world))
    process.stdout.close()
    github.release()
    talk = process.stderr.read()
    process.stderr.close()
    assert process.wait(60) == 0
    assert "could not be written where they were to go: Broken pipe" in " ".join(talk.split())
    assert "Traceback" not in talk
    assert "Exception" not in talk
    rows = campaign("status", running, "--json").json["issues"]
    assert [row["state"] for row in rows] == ["open"]
    again = campaign("post", running, *FAST, *ONE, "--json")
    assert again.outcomes == ["already"]
    assert len(world.requests("POST", "/issues")) == created(world) == 1


def damage_garbage(data: bytes) -> bytes:
    """Something else altogether."""
    return b"My notes.\n" * 2000


def damage_cut(data: bytes) -> bytes:
    """The first half."""
    return data[: len(data) // 2]


def damage_zeros(data: bytes) -> bytes:
    """As many zeros."""
    return bytes(len(data))


@pytest.mark.parametrize("damage", [damage_garbage, damage_cut, damage_zeros])
@pytest.mark.parametrize("verb", ["post", "settle"])
def test_a_damaged_record_is_never_begun_anew(
    damage: Callable[[bytes], bytes], verb: str, campaign: Command, running: Path, world: World
) -> None:
    """Refused before any issue, left as it is, and the way out is named."""
    assert campaign("post", running, *FAST, "--limit", "1").code == 0
    (ledger,) = ledgers(campaign)
    ledger.write_bytes(damage(ledger.read_bytes()))
    kept = ledger.read_bytes()
    options = FAST if verb == "post" else ()
    ended = campaign(verb, running, *options)
    assert ended.code == 1
    assert str(ledger) in ended.err.replace("\n", "")
    assert len(ended.err.splitlines()) > 1, "no way out is named"
    assert ledger.read_bytes() == kept
    assert created(world) == 1


def test_a_record_that_vanished_is_found_again_at_github(
    campaign: Command, running: Path, world: World
) -> None:
    """A new computer, or an erased folder: what is mine is recognised by its marker."""
    assert campaign("post", running, *FAST, "--json").outcomes == ["posted"] * 3
    for path in ledgers(campaign):
        path.unlink()
    again = campaign("post", running, *FAST, "--json")
    assert (again.code, again.outcomes) == (0, ["already"] * 3)
    assert created(world) == 3


@pytest.mark.skipif(os.name == "nt", reason="there is no such stream there")
@pytest.mark.parametrize("verb", ["validate", "preview", "check"])
def test_nothing_is_read_that_was_not_asked_for(
    verb: str, campaign: Command, running: Path
) -> None:
    """A standard input without an end holds nothing up."""
    with Path("/dev/zero").open("rb") as endless:
        done = subprocess.run(
            [*COMMAND, verb, str(running)],
            env=campaign.environment(),
            stdin=endless,
            capture_output=True,
            timeout=120,
            cwd=campaign.folder,
        )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "settings",
    [
        {"LANG": "xx_YY.UTF-8"},
        {"LANG": "\x1b[2J"},
        {"LANG": "../../../../etc/passwd"},
        {"LANGUAGE": "ar:" * 10_000, "LANG": "ar"},
        {"LC_ALL": "a" * 100_000},
        {"CAMPAIGN_LANG": "es/../../x"},
        {"TZ": "../../etc/passwd"},
        {"TZ": "\x1b[2J"},
        {"COLUMNS": "1"},
        {"COLUMNS": "-5"},
        {"COLUMNS": "9" * 30},
        {"TERM": "\x1b]0;x\x07"},
        {"PYTHONIOENCODING": "ascii", "LANG": "C", "TERM": "dumb", "NO_COLOR": "1"},
        {"HOME": "/nowhere/at/all"},
        {"HOME": ""},
    ],
    ids=lambda settings: next(iter(settings)),
)
def test_odd_settings_of_a_machine_do_no_harm(
    settings: dict[str, str], campaign: Command, running: Path
) -> None:
    """Whatever the environment says: a look and a preview work, and nothing acts on the screen."""
    for words in (("check", running), ("preview", running)):
        ended = campaign(*words, env=settings)
        assert ended.code == 0, ended.err
        assert "\x07" not in ended.out + ended.err
