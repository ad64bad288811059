"""A whole rehearsed day: the real flow, and books that would show a loss."""

import re
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from campaign.adapters.campaign_file import CampaignFile, load
from campaign.rehearsal.play import Balance, Line, perform
from campaign.rehearsal.scenes import SCENES

Play = Callable[..., tuple[Balance, list[Line]]]

EXPECTED = {
    "calm": ("looks at which repositories are open", "Chosen for Ada", "posted:"),
    "action-day": (
        "limits issues to collaborators, unseen from outside, in",
        "refused:",
        "cut GitHub's next yes",
        "unknown:",
        "looking for the issue",
    ),
    "policy": ("as a policy", r"\d closed:"),
    "all-limited": ("unseen from outside\\.", "refused:", "skipped: .*: owner_interaction_limit"),
    "lost-answer": ("cut GitHub's next yes", "unknown:", "looking for the issue"),
    "rate-limit": ("pause of 60 seconds", r"\(60 seconds pass: GitHub asks for a pause"),
    "opt-out": ("ask campaigns to stay away, in a file", "1 closed: palantir/"),
    "renamed": (r"is called palantir/.*-next from now on", r"posted: .*-next/issues/\d"),
}


@pytest.fixture
def campaign(checkout: Path) -> CampaignFile:
    """The campaign of 2019, as it is shipped."""
    return load(checkout / "campaigns" / "notechforice-2019.yaml")


@pytest.fixture
def play(campaign: CampaignFile) -> Play:
    """Plays one scene and returns its balance and its story."""

    def run(name: str, *, supporters: int = 3, seed: int = 0) -> tuple[Balance, list[Line]]:
        story: list[Line] = []
        balance = perform(
            campaign.campaign,
            campaign.templates,
            scene=SCENES[name],
            supporters=supporters,
            seed=seed,
            tell=story.append,
        )
        return balance, story

    return run


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("name", SCENES)
def test_every_scene(play: Play, name: str, seed: int) -> None:
    """Whatever the scene: nothing twice, nothing lost, nothing unknown, and the story tells it."""
    balance, story = play(name, seed=seed)
    text = "\n".join(line.text for line in story)
    assert (balance.duplicates, balance.lost, balance.unknown) == (0, 0, 0)
    assert (balance.scene, balance.supporters) == (name, 3)
    assert balance.posted == sum(balance.by_repo.values()) > 0
    assert balance.requests > 3 * balance.supporters
    for phrase in EXPECTED[name]:
        assert re.search(phrase, text), phrase


@pytest.mark.parametrize("seed", [6, 10, 12, 15, 33])
def test_lost_answer_is_met(play: Play, seed: int) -> None:
    """The announced loss hits an issue that is made: who comes finds the first choice open."""
    balance, story = play("action-day", seed=seed)
    assert (balance.supporters, balance.unknown, balance.lost) == (3, 0, 0)
    told = [line.text for line in story]
    announced = next(index for index, text in enumerate(told) if "GitHub's next yes" in text)
    assert any(text.startswith("unknown: ") for text in told[announced:])


def test_nothing_is_announced_that_cannot_happen(campaign: CampaignFile) -> None:
    """Where every repository is limited, no answer is said to get lost."""
    few = campaign.campaign.model_copy(update={"targets": campaign.campaign.targets[:2]})
    story: list[Line] = []
    balance = perform(
        few,
        campaign.templates,
        scene=SCENES["action-day"],
        supporters=3,
        seed=0,
        tell=story.append,
    )
    assert balance.unknown == balance.lost == 0
    assert not any("GitHub's next yes" in line.text for line in story)


def test_counts_what_is_told(play: Play) -> None:
    """Posted and refused are as many as the story says."""
    balance, story = play("all-limited")
    told = [line.text.partition(":")[0] for line in story]
    assert (told.count("posted"), told.count("refused")) == (balance.posted, balance.refused)


def test_same_seed_same_day(play: Play) -> None:
    """A day can be played again."""
    one, first = play("action-day", seed=3)
    two, second = play("action-day", seed=3)
    assert one == two
    assert [line.text for line in first] == [line.text for line in second]


def test_other_seed_other_day(play: Play) -> None:
    """Another number sends people elsewhere."""
    assert play("calm", seed=1)[0].by_repo != play("calm", seed=2)[0].by_repo


def test_first_issue_is_shown(play: Play) -> None:
    """The text of the first issue is part of the story, once."""
    _, story = play("calm")
    drafts = [line.draft for line in story if line.draft is not None]
    assert len(drafts) == 1
    assert drafts[0].body.endswith(drafts[0].marker)


def test_supporters_spread(play: Play, campaign: CampaignFile) -> None:
    """Twenty-five people reach every repository, none of them with more than half of all."""
    balance, _ = play("calm", supporters=25)
    assert balance.posted == 75
    assert len(balance.by_repo) == len(campaign.campaign.targets)
    assert max(balance.by_repo.values()) < 25


@pytest.mark.parametrize("name", SCENES)
def test_many_supporters(play: Play, name: str) -> None:
    """The promise holds for a crowd."""
    balance, _ = play(name, supporters=12, seed=7)
    assert (balance.duplicates, balance.lost, balance.unknown) == (0, 0, 0)


def test_lost_is_counted(
    campaign: CampaignFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A ledger that forgets an issue is found out by the stand-in's own books."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def forget(line: Line) -> None:
        if line.text.startswith("posted"):
            for path in tmp_path.glob("campaign-rehearsal-*/ada/ledger.db"):
                with closing(sqlite3.connect(path)) as connection:
                    connection.execute("DROP TRIGGER IF EXISTS no_delete")
                    connection.execute("DELETE FROM posting")
                    connection.commit()

    balance = perform(
        campaign.campaign,
        campaign.templates,
        scene=SCENES["calm"],
        supporters=2,
        seed=0,
        tell=forget,
    )
    assert (balance.posted, balance.lost, balance.duplicates) == (6, 3, 0)


def test_leaves_nothing_behind(play: Play, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The ledgers of a rehearsal go with it."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    play("calm", supporters=1)
    assert list(tmp_path.iterdir()) == []
