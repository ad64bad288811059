"""`settle --decide`: the last resort, for a person at a terminal, and never by default."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest
from tests.cli.command import Command, created, eventually
from tests.cli.terminal import SitDown, Terminal

from campaign.adapters.clock import SystemClock
from campaign.adapters.ledger import Ledger
from campaign.cli import settle_decide
from campaign.cli.app import App
from campaign.core.api_address import GITHUB
from campaign.core.marker import Key
from campaign.core.receipt import Posting, State
from campaign.errors import CampaignError
from campaign.flow import forge as flow
from campaign.flow.settling import in_doubt
from campaign.rehearsal import mishaps
from campaign.rehearsal.server import StandIn
from campaign.rehearsal.world import World

QUESTION = "I have looked, and it is not there: may it be sent again?"


@pytest.fixture
def doubt(campaign: Command, running: Path, github: StandIn) -> str:
    """One issue that nobody knows of, and that was never made; its repository."""
    github.plan(mishaps.lose_request())
    ended = campaign("post", running, "--yes", "--limit", "1", "--max-wait", "0", "--json")
    assert ended.code == 6
    repo: str = ended.json["results"][0]["repo"]
    return repo


def look(campaign: Command, running: Path, times: int) -> None:
    """Look so often, in vain."""
    for _ in range(times):
        assert campaign("settle", running, "--max-wait", "0").code == 6


def at_the_question(
    campaign: Command, sit_down: SitDown, running: Path, world: World, *, looks: int = 2
) -> Terminal:
    """The window that asks, after so many looks in vain and two hours."""
    look(campaign, running, looks)
    world.clock.sleep(7200)
    window = sit_down("settle", running, "--decide", "--max-wait", "0")
    window.expect(QUESTION)
    return window


def test_without_a_terminal_nobody_decides(
    campaign: Command, running: Path, world: World, doubt: str
) -> None:
    """Refused before anything is asked of GitHub, with the way to do it."""
    world.clock.sleep(7200)
    before = len(world.requests())
    for options in ([], ["--json"]):
        ended = campaign("settle", running, "--decide", *options)
        assert ended.code == 2
        assert "nobody can decide" in ended.out + ended.err
    assert len(world.requests()) == before


@pytest.mark.parametrize(("hours", "looks"), [(0, 3), (2, 0)])
def test_too_early_to_decide(
    campaign: Command,
    sit_down: SitDown,
    running: Path,
    world: World,
    doubt: str,
    hours: int,
    looks: int,
) -> None:
    """Less than an hour, or fewer than three looks: nobody is asked, and it is said why."""
    look(campaign, running, looks)
    world.clock.sleep(hours * 3600)
    window = sit_down("settle", running, "--decide", "--max-wait", "0")
    assert window.end() == 6
    assert "not to be decided yet" in window.new
    assert QUESTION not in window.new


def test_saying_yes(
    campaign: Command, sit_down: SitDown, running: Path, world: World, doubt: str
) -> None:
    """Everything that is known is shown first; then the next run sends it, once."""
    window = at_the_question(campaign, sit_down, running, world)
    window.expect(f"{QUESTION} [y/N]")
    assert f"In doubt: the issue for {doubt}" in window.new
    assert "2019-05-11 14:05 UTC, as ada" in window.new
    assert "4 times, in vain" in window.new
    address = f"https://github.com/{doubt}/issues?q=is%3Aissue%20author%3Aada"
    assert address in window.text.replace("\n", "")
    window.answer("y")
    assert window.end() == 7
    assert f"{doubt}: not yet posted: As you decided" in window.new
    assert "To post: campaign post " in window.new
    ended = campaign("post", running, "--yes", "--limit", "1", "--json")
    assert (ended.code, ended.outcomes) == (0, ["posted"])
    assert created(world) == 1


@pytest.mark.parametrize("answer", ["", "n", "no"])
def test_not_saying_yes(
    campaign: Command, sit_down: SitDown, running: Path, world: World, doubt: str, answer: str
) -> None:
    """No is the default: it stays unknown, and is not sent again."""
    window = at_the_question(campaign, sit_down, running, world)
    window.answer(answer)
    assert window.end() == 6
    assert campaign("settle", running, "--max-wait", "0").code == 6
    assert len(world.requests("POST", "/issues")) == 1


def test_the_question_says_what_the_look_has_found(
    campaign: Command, sit_down: SitDown, running: Path, world: World, github: StandIn
) -> None:
    """An issue moved out of sight: whoever decides is told that one has gone from there."""
    github.plan(mishaps.lose_answer())
    lag, world.list_lag = world.list_lag, 9000.0
    ended = campaign("post", running, "--yes", "--limit", "1", "--max-wait", "0", "--json")
    repo = ended.json["results"][0]["repo"]
    look(campaign, running, 2)
    world.clock.sleep(7200)
    world.list_lag = lag
    attic = world.add_repository("palantir/attic")
    place = world.find(repo)
    assert place is not None
    (issue,) = (each for each in place.issues.values() if "campaign:" in each.body)
    world.transfer_issue(issue, attic)
    attic.private = True
    window = sit_down("settle", running, "--decide", "--max-wait", "0")
    window.expect(QUESTION)
    asked = window.new[window.new.index("In doubt: the issue for") :]
    assert "is no longer in the list" in asked
    assert f"https://github.com/{repo}/issues/{issue.number}" in asked
    window.answer("n")
    assert window.end() == 6


def test_leaving_at_the_question(
    campaign: Command, sit_down: SitDown, running: Path, world: World, doubt: str
) -> None:
    """130, and nothing is decided."""
    window = at_the_question(campaign, sit_down, running, world)
    window.answer("maybe")
    window.expect("y: send it again.")
    window.expect(QUESTION)
    window.press("\x03")
    assert window.end() == 130
    assert "Interrupted. Nothing was decided." in window.new
    assert campaign("settle", running, "--max-wait", "0").code == 6


def test_leaving_after_a_yes(
    campaign: Command, sit_down: SitDown, running: Path, world: World, github: StandIn
) -> None:
    """130 at the second question; what was decided at the first one is told."""
    for repo in ("palantir/blueprint", "palantir/conjure"):
        github.plan(mishaps.lose_request())
        options: tuple[Any, ...] = ("--yes", "--pace", "0", "--max-wait", "0", "--repo", repo)
        assert campaign("post", running, *options).code == 6
    window = at_the_question(campaign, sit_down, running, world, looks=3)
    window.answer("y")
    window.expect("In doubt: the issue for palantir/conjure")
    window.expect(QUESTION)
    window.press("\x03")
    assert window.end() == 130
    assert "palantir/blueprint: not yet posted: As you decided" in window.new
    assert "palantir/conjure: unknown whether it was posted" in window.new


def test_two_repositories_of_one_name(
    campaign: Command, sit_down: SitDown, running: Path, world: World, doubt: str
) -> None:
    """What is decided of one is not said of the other."""
    (file,) = (campaign.folder.parent / "state").glob("ledger*.db")
    with Ledger.open(file) as ledger:
        (row,) = ledger.postings()
        twin = replace(row, key=replace(row.key, repo_id=row.key.repo_id + 1000))
        ledger.claim(twin)
        ledger.record_unknown(twin.key, at=twin.intended_at, reason="", message="the other")
    window = at_the_question(campaign, sit_down, running, world, looks=3)
    window.answer("y")
    window.expect(QUESTION)
    window.answer("n")
    assert window.end() == 6
    assert window.new.count(f"{doubt}: not yet posted: As you decided") == 1
    assert window.new.count(f"{doubt}: unknown whether it was posted") == 1


@dataclass
class BreaksAtTheSecond:
    """A ledger whose disk fails at the second decision."""

    decided: list[Key] = field(default_factory=list)

    def call_unmade(self, key: Key, *, at: datetime) -> None:
        """Record the first one."""
        if self.decided:
            raise CampaignError("The disk is broken.")
        self.decided.append(key)


def test_a_decision_is_told_where_the_next_one_fails(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is on record: whoever read of the broken disk alone would not know."""
    monkeypatch.setattr(settle_decide, "ask_letter", lambda question, screen: "y")
    rows = [doubtful("ant/one", 1), doubtful("bee/two", 2)]
    app = App(api_url=GITHUB, state_dir=None, plain=True, no_color=True, verbose=False)
    ledger = BreaksAtTheSecond()
    with pytest.raises(CampaignError, match="The disk is broken"):
        settle_decide.decide_each(
            app,
            rows,
            before=[replace(row, looks=0) for row in rows],
            found={row.key: in_doubt(row) for row in rows},
            forge=cast(flow.Forge, SystemClock()),
            ledger=cast(flow.Ledger, ledger),
        )
    assert ledger.decided == [rows[0].key]
    assert "ant/one: not yet posted: As you decided" in capfd.readouterr().err


def doubtful(repo: str, repo_id: int) -> Posting:
    """An issue that may be decided about."""
    return Posting(
        key=Key(campaign="no-nets", repo_id=repo_id, account_id=1),
        repo=repo,
        name_now=repo,
        login="ada",
        state=State.UNKNOWN,
        title="t",
        body_sha256="",
        intended_at=datetime(2019, 5, 11, tzinfo=UTC),
        looks=3,
    )


def test_nothing_to_decide(sit_down: SitDown, running: Path) -> None:
    """Where every outcome is known, nobody is asked."""
    window = sit_down("settle", running, "--decide")
    assert window.end() == 0
    assert "every outcome is known" in window.new


def test_found_just_now(
    campaign: Command, sit_down: SitDown, running: Path, world: World, github: StandIn
) -> None:
    """The look before the question finds it: nothing is asked."""
    world.list_lag = 3600.0
    github.plan(mishaps.lose_answer())
    options: tuple[Any, ...] = ("--yes", "--limit", "1", "--max-wait", "0")
    assert campaign("post", running, *options).code == 6
    look(campaign, running, 3)
    world.clock.sleep(7200)
    window = sit_down("settle", running, "--decide", "--max-wait", "0")
    assert window.end() == 0
    assert ": posted: https://github.com/" in window.new
    assert eventually(lambda: created(world)) == 1
