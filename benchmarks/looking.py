"""What `campaign check` asks of GitHub: requests, time, memory."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.findings import Finding
from benchmarks.running import CAMPAIGN, Failed, Ran, run
from campaign.adapters.github_query import ISSUES, PULLS
from campaign.rehearsal.accounts import User
from campaign.rehearsal.server import StandIn
from campaign.rehearsal.world import World

FAR_AWAY = 0.1
"""Seconds each answer takes: a distance from which GitHub is often seen."""

ONE_BY_ONE = Path(__file__).with_name("one_by_one.py")


@dataclass(frozen=True, kw_only=True, slots=True)
class Scene:
    """A stand-in with many repositories, somebody who looks at them, and a state folder."""

    world: World
    github: StandIn
    person: User
    names: Sequence[str]
    state: Path

    def check(self, *, signed: bool = True) -> Ran:
        """`campaign check` of all repositories.

        Raises:
            Failed: a repository is missing from the answer.
        """
        settings = {"CAMPAIGN_API_URL": self.github.url, "CAMPAIGN_STATE_DIR": str(self.state)}
        if signed:
            settings["GH_TOKEN"] = self.person.token
        else:
            # No `gh` on the way either: it might have a token of its own.
            settings["PATH"] = str(self.state)
        ran = run([*CAMPAIGN, "check", "--json", *self.names], settings)
        if len(ran.json["targets"]) != len(self.names):
            raise Failed("campaign check left a repository out")
        return ran

    def counted(self, *, signed: bool = True) -> int:
        """What GitHub has taken from the hour's REST requests."""
        return self.world.limits.budget(self.person.id if signed else None, "core").used


@contextmanager
def scene(
    *, repositories: int, latency: float = FAR_AWAY, issues: int = 10, pulls: int = 0
) -> Iterator[Scene]:
    """Repositories of fifty owners, each with some issues and pull requests of strangers."""
    world = World()
    names = [f"owner-{number % 50}/repository-{number}" for number in range(repositories)]
    for name in names:
        repository = world.add_repository(name)
        for number in range(issues + pulls):
            world.seed_issue(repository, is_pull_request=number >= issues)
    with (
        TemporaryDirectory(prefix="campaign-benchmark-") as state,
        StandIn(world, latency=latency) as github,
    ):
        person = world.add_user("ada")
        yield Scene(world=world, github=github, person=person, names=names, state=Path(state))


def requests_and_time(*, repositories: int, latency: float = FAR_AWAY) -> list[Finding]:
    """`campaign check` beside one PyGithub request for each repository."""
    with scene(repositories=repositories, latency=latency) as stage:
        ours = stage.check()
        asked = len(stage.world.log)
        settings = {"GH_TOKEN": stage.person.token}
        theirs = run([sys.executable, str(ONE_BY_ONE), stage.github.url, *stage.names], settings)
        asked_by_them = len(stage.world.log) - asked
    way = "PyGithub get_repo:"
    return [
        Finding(
            what=f"check of {repositories} repositories",
            unit="requests",
            ours=asked,
            other=asked_by_them,
            other_way=way,
            goal="at most 12, 20 times fewer",
            met=asked <= 12 and asked_by_them >= 20 * asked,
        ),
        Finding(
            what=f"the same, {latency * 1000:.0f} ms away",
            unit="s",
            ours=ours.seconds,
            other=theirs.seconds,
            other_way=way,
            goal="10 times less",
            met=theirs.seconds >= 10 * ours.seconds,
        ),
    ]


def memory(*, repositories: int) -> list[Finding]:
    """What `campaign check` of very many repositories, all of them busy, holds at most."""
    with scene(repositories=repositories, issues=ISSUES, pulls=PULLS) as stage:
        ran = stage.check()
        asked = len(stage.world.log)
    what = f"check of {repositories} repositories"
    findings = [Finding(what=what, unit="requests", ours=asked)]
    if ran.megabytes is not None:
        findings.append(
            Finding(
                what=f"{what}, peak memory",
                unit="MB",
                ours=ran.megabytes,
                goal="below 120",
                met=ran.megabytes < 120,
            )
        )
    return findings
