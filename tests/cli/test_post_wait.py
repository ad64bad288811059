"""`campaign post --wait`: sign-in first, then a wait by GitHub's clock, to be seen and left."""

import re
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from tests.cli.command import FAST, Command, created, eventually
from tests.cli.terminal import SitDown

from campaign.adapters.campaign_file import load
from campaign.cli import waiting
from campaign.cli.app import App
from campaign.errors import CampaignError, RateLimited
from campaign.rehearsal import mishaps
from campaign.rehearsal.accounts import User
from campaign.rehearsal.faults import Fault
from campaign.rehearsal.server import StandIn
from campaign.rehearsal.world import World

Faults = tuple[list[float], Callable[..., None]]
"""The waits so far, and a wait that is followed by so many faults."""

BROKEN = mishaps.bad_gateway(created=False)


@pytest.fixture
def soon(running: Path, world: World) -> Path:
    """A campaign that begins in half a minute, by the stand-in's clock, which is told so."""
    start = world.clock.now() + timedelta(minutes=2)
    starts_at(running, world, timedelta(minutes=2))
    world.clock.sleep((start.replace(second=0, microsecond=0) - world.clock.now()).seconds - 10)
    return running


def starts_at(running: Path, world: World, after: timedelta) -> None:
    """Let the action begin so long after the present minute."""
    text = running.read_text().replace("timezone: America/New_York", "timezone: UTC")
    text = re.sub(r"starts: .*", f"starts: {world.clock.now() + after:%Y-%m-%d %H:%M}", text)
    ends = world.clock.now() + after + timedelta(days=1)
    running.write_text(re.sub(r"ends: .*", f"ends: {ends:%Y-%m-%d %H:%M}", text))


def test_it_waits_and_posts(campaign: Command, soon: Path, world: World) -> None:
    """The start is told on three clocks; nothing is posted before it, by GitHub's clock."""
    ended = campaign("post", soon, "--wait", *FAST)
    assert ended.code == 0
    assert "You are signed in. The action has not begun." in ended.err
    assert "Starts: Sat 11 May 2019, 14:07 UTC" in ended.err
    assert re.search(r"Waiting \d+ seconds?: until it is your turn\.", ended.err)
    assert created(world) == 3
    assert "You begin" not in ended.err


def test_supporters_are_spread(campaign: Command, soon: Path, world: World) -> None:
    """Where there is a pace, a moment after the start is drawn by chance, and said aloud."""
    process = campaign.start("post", soon, "--wait", "--yes", "--pace", "3")
    assert process.stderr is not None
    told = ""
    while "Waiting" not in told:
        line = process.stderr.readline()
        assert line, told
        told += line
    process.kill()
    process.communicate(timeout=20)
    assert re.search(r"You begin \d+ (minutes?|seconds?) after that", told)
    assert created(world) == 0


def test_sign_in_comes_before_the_wait(campaign: Command, running: Path, world: World) -> None:
    """Nobody waits for an hour to learn that the token is no good."""
    starts_at(running, world, timedelta(hours=2))
    unknown = {"GH_TOKEN": "ghp_" + "x" * 36}
    assert campaign("post", running, "--wait", *FAST, env=unknown).code == 4
    poor = campaign("post", running, "--wait", *FAST, "--statement", "x" * 3000)
    assert poor.code == 2


@pytest.fixture
def with_faults(
    running: Path,
    world: World,
    github: StandIn,
    ada: User,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Faults:
    """The waits of `--wait` in the stand-in's time alone; each may be followed by faults."""
    starts_at(running, world, timedelta(hours=2))
    waits: list[float] = []
    broken: list[Fault] = []

    def sit(screen: object, seconds: float, **how: object) -> None:
        waits.append(seconds)
        world.clock.sleep(seconds)
        while broken:
            github.plan(broken.pop().at("GET", r"^/user$"))

    monkeypatch.setattr(waiting, "wait_visibly", sit)
    app = App(
        api_url=github.url, state_dir=tmp_path / "state", plain=True, no_color=True, verbose=False
    )

    def wait(times: int, fault: Fault = BROKEN) -> None:
        broken.extend([fault] * times)
        waiting.wait_for_start(app, load(running).campaign, token=ada.token, timeout=30, share=0.0)

    return waits, wait


def test_a_failing_request_does_not_end_a_long_wait(
    with_faults: Faults, world: World, capfd: pytest.CaptureFixture[str]
) -> None:
    """It is said, and GitHub is asked again half a minute later."""
    waits, wait = with_faults
    wait(3)
    assert waits[0] > 7000
    assert waits[1:] == [30.0] * 3
    assert "GitHub" in capfd.readouterr().err
    assert created(world) == 0


def test_nobody_waits_for_ever_on_a_broken_line(with_faults: Faults) -> None:
    """After twenty tries in a row the last failure is the answer."""
    waits, wait = with_faults
    with pytest.raises(CampaignError):
        wait(40)
    assert waits[1:] == [30.0] * 19


def test_a_named_time_ends_the_wait(with_faults: Faults) -> None:
    """Where GitHub says when to come back, it is not asked every half minute until then."""
    waits, wait = with_faults
    with pytest.raises(RateLimited):
        wait(1, mishaps.too_many_requests(retry_after=3600))
    assert len(waits) == 1


def test_the_hour_is_used_up(campaign: Command, running: Path, world: World, ada: User) -> None:
    """Its last answer was a good one; all the same nothing is asked before the next hour: 7."""
    world.limits.leave(ada.id, 1)
    ended = campaign("post", running, "--wait", *FAST)
    assert (ended.code, ended.out, len(world.requests())) == (7, "", 1)
    assert "GitHub's limit on requests is reached. Nothing was posted." in ended.told
    assert "Run the same command again after 2019-05-11 15:0" in ended.told


def test_too_long_a_wait_is_refused(campaign: Command, running: Path, world: World) -> None:
    """5, when it begins, and when to come back; without --wait its name is told."""
    starts_at(running, world, timedelta(days=3))
    ended = campaign("post", running, "--wait", *FAST)
    assert (ended.code, ended.out) == (5, "")
    assert "too long to wait here" in ended.told
    assert "Come back within a day of the start" in ended.told
    assert "Starts: Tue 14 May 2019" in ended.err
    plain = campaign("post", running, *FAST)
    assert plain.code == 5
    assert "--wait" in plain.err
    assert not world.requests("POST")


def test_begun_is_not_waited_for(campaign: Command, running: Path, world: World) -> None:
    """Whoever comes late begins at once."""
    ended = campaign("post", running, "--wait", *FAST, "--limit", "1")
    assert ended.code == 0
    assert "Waiting" not in ended.err


def test_ctrl_c_leaves_the_wait(sit_down: SitDown, running: Path, world: World) -> None:
    """130; a countdown was to be seen, nothing was posted, and no other run is kept out."""
    starts_at(running, world, timedelta(hours=2))
    window = sit_down("post", running, "--wait")
    window.expect("until it is your turn ━")
    assert "Ctrl-C leaves without posting." in window.text
    time.sleep(0.3)
    window.press("\x03")
    assert window.end() == 130
    assert "Interrupted. Nothing was posted." in window.text
    assert not world.requests("POST")


def test_keys_do_not_spoil_the_countdown(sit_down: SitDown, running: Path, world: World) -> None:
    """Impatient fingers leave no trace on the screen."""
    starts_at(running, world, timedelta(hours=2))
    window = sit_down("post", running, "--wait")
    window.expect("until it is your turn ━")
    window.press("please\r")
    bars = window.shown.count(b"your turn")
    eventually(lambda: window._read(0.05) and window.shown.count(b"your turn") > bars + 1)
    window.press("\x03")
    assert window.end() == 130
    assert b"please" not in window.shown


def test_other_campaigns_go_on_meanwhile(
    sit_down: SitDown, campaign: Command, running: Path, world: World
) -> None:
    """A wait of hours holds no lock."""
    now = running.with_name("now.yaml")
    now.write_text(running.read_text())
    starts_at(running, world, timedelta(hours=2))
    window = sit_down("post", running, "--wait")
    window.expect("until it is your turn ━")
    assert campaign("post", now, *FAST, "--limit", "1").code == 0
