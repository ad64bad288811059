"""A stage for the flow: a stand-in GitHub, the real client, a ledger on disk, a scripted desk."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.flow.desk import ScriptedDesk

from campaign.adapters.github import GitHub
from campaign.adapters.ledger import Ledger
from campaign.core.campaign import Campaign
from campaign.core.plan import Plan, rendezvous
from campaign.core.receipt import Posting, Receipt
from campaign.flow.planning import plan_posts, posting_account, take_stock
from campaign.flow.posting import Rules, Run, dry_run, post
from campaign.flow.settling import settle_all
from campaign.rehearsal.books import Visit
from campaign.rehearsal.clock import PlayClock
from campaign.rehearsal.faults import Fault
from campaign.rehearsal.places import Issue, Repository
from campaign.rehearsal.server import StandIn
from campaign.rehearsal.world import World

DAY = datetime(2019, 5, 11, 14, 5, tzinfo=UTC)
REPOS = ("ant/one", "bee/two", "cat/three", "dog/four", "eel/five")
TEMPLATES = {"en": "Dear people of {{ target.repo }},\n\nplease stop.\n\n{{ statement }}\n"}
PATIENT, IMPATIENT = 20.0, 0.8
"""Real seconds for one request: the second for tests of silence."""


def make_campaign(*repos: str, per_person: int = 3, pace: int = 20, **more: Any) -> Campaign:
    """A small valid campaign of 11 May 2019, for these repositories."""
    return Campaign.model_validate(
        {
            "campaign": "no-nets",
            "title": "No nets: a letter",
            "summary": "We ask the company to stop.",
            "organiser": {"name": "Us", "url": "https://example.org/no-nets"},
            "action": {
                "starts": "2019-05-11 10:00",
                "ends": "2019-05-12 10:00",
                "timezone": "America/New_York",
            },
            "issue": {"title": "Please stop, {{ target.name }}", "template": "no-nets.md.j2"},
            "targets": [{"repo": repo, "why": "Its people read it."} for repo in repos],
            "limits": {"per_person": per_person, "pace_seconds": pace},
            **more,
        }
    )


class Stage:
    """One supporter, a campaign, and everything that can happen to them."""

    def __init__(self, folder: Path, campaign: Campaign) -> None:
        self.folder = folder
        self.campaign = campaign
        self.clock = PlayClock(DAY)
        self.world = World(self.clock)
        self.world.add_repositories(*(target.repo for target in campaign.targets))
        self.me = self.world.add_user("mia")
        self._port = 0
        self._there = False
        self.come_back()
        self.desk = ScriptedDesk(self.clock)
        self.plan: Plan | None = None
        self.timeout = PATIENT
        self.closes: datetime | None = None
        """When the action ends, if it does."""
        self.meanwhile: Callable[[], None] = lambda: None
        """Called between the plan and the first question."""
        self.at_create: Callable[[], None] = lambda: None
        """Called when a request for an issue arrives."""
        self.ledger_name = "ledger.db"
        self.ledger_kind: type[Ledger] = Ledger
        self.forge_kind: type[GitHub] = GitHub
        self.seen_at_creates: list[str | None] = []
        """The state that the file held for the repository whenever a create arrived."""

    def come_back(self) -> None:
        """GitHub can be reached, again at the same address."""
        if not self._there:
            self.github = StandIn(self.world, port=self._port, watch=self._look_at_the_ledger)
            self.github.__enter__()
            self._port = int(self.github.url.rpartition(":")[2])
            self._there = True

    def vanish(self) -> None:
        """GitHub cannot be reached: connections are refused."""
        if self._there:
            self.github.__exit__(None, None, None)
            self._there = False

    @property
    def ledger_path(self) -> Path:
        return self.folder / self.ledger_name

    @property
    def order(self) -> list[str]:
        """Where this supporter posts first, second …"""
        weights = [(target.repo, target.weight) for target in self.campaign.targets]
        return rendezvous(weights, slug=self.campaign.slug, account_id=self.me.id)

    def repo(self, name: str) -> Repository:
        found = self.world.find(name)
        assert found is not None, name
        return found

    def forge(self, token: str | None = None, *, may_write: bool = True) -> GitHub:
        """The real client."""
        return self.forge_kind(
            api_url=self.github.url,
            token=token or self.me.token,
            timeout=self.timeout,
            may_write=may_write,
            monotonic=self.clock.monotonic,
            sleep=self.clock.sleep,
        )

    def post(
        self,
        *,
        chosen: Sequence[str] = (),
        limit: int | None = None,
        statement: str = "",
        max_wait: float = 120,
        pace: float | None = None,
        token: str | None = None,
        only_look: bool = False,
        jitter: Callable[[], float] = lambda: 0.0,
    ) -> Run:
        """One whole `campaign post`, as another process would do it."""
        with (
            closing(self.forge(token)) as forge,
            self.ledger_kind.open(self.ledger_path) as ledger,
        ):
            account = posting_account(forge)
            standing = take_stock(
                self.campaign, forge=forge, ledger=ledger, account=account, waiting=self.desk
            )
            plan = plan_posts(
                self.campaign,
                TEMPLATES,
                standing,
                language="en",
                statement=statement,
                chosen=chosen,
                limit=limit,
                secrets=(token or self.me.token,),
            )
            self.plan = plan
            self.meanwhile()
            if only_look:
                return dry_run(plan)
            return post(
                plan,
                account=account,
                forge=forge,
                ledger=ledger,
                clock=self.clock,
                desk=self.desk,
                rules=Rules(
                    pace=self.campaign.limits.pace_seconds if pace is None else pace,
                    max_wait=max_wait,
                    looked_at=standing.survey.checked_at,
                    jitter=jitter,
                    ends=self.closes,
                ),
            )

    def settle(self, *, max_wait: float = 120) -> tuple[Receipt, ...]:
        """One whole `campaign settle`."""
        with closing(self.forge(may_write=False)) as forge, Ledger.open(self.ledger_path) as ledger:
            settled = settle_all(
                campaign=self.campaign.slug,
                forge=forge,
                ledger=ledger,
                account=forge.account(),
                waiting=self.desk,
                max_wait=max_wait,
            )
            return tuple(settled.values())

    def go_wrong(self, *faults: Fault) -> None:
        self.github.plan(*faults)

    def creates(self) -> list[Visit]:
        """The requests for an issue that arrived."""
        return list(self.world.requests("POST", "/issues"))

    def issues(self) -> list[Issue]:
        """Mine, in all repositories, the oldest first."""
        every = [self.repo(target.repo) for target in self.campaign.targets]
        mine = (issue for repo in every for issue in repo.issues.values() if issue.by("mia"))
        return sorted(mine, key=lambda issue: issue.created_at)

    def rows(self) -> dict[str, Posting]:
        """The ledger, by repository as the file names it."""
        with Ledger.open(self.ledger_path) as ledger:
            return {row.repo: row for row in ledger.postings()}

    def states(self) -> dict[str, str]:
        return {repo: row.state.value for repo, row in self.rows().items()}

    def _look_at_the_ledger(self, visit: Visit) -> None:
        if visit.method == "POST" and visit.path.endswith("/issues"):
            repo = self.world.find("/".join(visit.path.split("/")[2:4]))
            self.seen_at_creates.append(states(self.ledger_path).get(repo.id if repo else 0))
            self.at_create()


def states(path: Path) -> dict[int, str]:
    """Repository id → what the ledger file holds, seen through another connection."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        return dict(connection.execute("SELECT repo_id, state FROM posting").fetchall())


def outcomes(run: Run) -> dict[str, str]:
    """What a run said of each repository."""
    return {receipt.repo: receipt.outcome.value for receipt in run.receipts}


def ends(run: Run) -> list[tuple[str, str]]:
    """The outcome and the reason of each receipt, in order."""
    return [(receipt.outcome.value, receipt.reason) for receipt in run.receipts]


def said(receipts: Iterable[Receipt]) -> list[str]:
    """The outcomes, in order."""
    return [receipt.outcome.value for receipt in receipts]


@pytest.fixture
def make_stage(tmp_path: Path) -> Iterator[Callable[..., Stage]]:
    """Makes a stage for any campaign; the stand-in listens until the test ends."""
    stages: list[Stage] = []

    def make(*repos: str, **more: Any) -> Stage:
        stage = Stage(tmp_path / str(len(stages)), make_campaign(*repos or REPOS, **more))
        stages.append(stage)
        return stage

    yield make
    for stage in stages:
        stage.vanish()
        assert stage.world.unexpected == []


@pytest.fixture
def stage(make_stage: Callable[..., Stage]) -> Stage:
    """Five repositories of five owners, all open; three issues for each person."""
    return make_stage()


@pytest.fixture
def single(make_stage: Callable[..., Stage]) -> Stage:
    """One repository."""
    return make_stage("ant/one")
