"""What must hold after every run, by the stand-in's own books and by the ledger files."""

import itertools
import sqlite3
from collections import Counter, defaultdict
from contextlib import closing
from pathlib import Path
from typing import cast

from tests.flow.conftest import Stage, states

from campaign.adapters.ledger import Ledger
from campaign.core.campaign import Campaign
from campaign.core.marker import bears_campaign
from campaign.core.receipt import MOVES, Outcome, State
from campaign.flow.posting import Run
from campaign.rehearsal.books import Birth, Visit

STARTS = ("intent", "posted")
"""How a posting may enter a ledger."""

NOTHING = {None, "planned", "refused"}
TELLS: dict[Outcome, set[str | None]] = {
    Outcome.POSTED: {"posted"},
    Outcome.ALREADY: {"posted"},
    Outcome.UNKNOWN: {"unknown", "intent"},
}
"""What the ledger holds where a run says so; NOTHING for every other word."""


class WatchedStage(Stage):
    """A stage that keeps books of what arrives: when, from which ledger, and whether shown."""

    def __init__(self, folder: Path, campaign: Campaign) -> None:
        super().__init__(folder, campaign)
        self.arrivals: defaultdict[str, list[float]] = defaultdict(list)
        self.sender: dict[int, str] = {}
        """Repository id → the ledger of the run that made the issue there."""
        self.unseen: list[str] = []

    def made(self) -> list[Birth]:
        """Every issue of mine for this campaign that ever came into being."""
        slug, me = self.campaign.slug, self.me.id
        births = (birth for birth in self.world.births if birth.author_id == me)
        return [birth for birth in births if bears_campaign(birth.body, slug)]

    def _look_at_the_ledger(self, visit: Visit) -> None:
        super()._look_at_the_ledger(visit)
        if visit.method != "POST" or not visit.path.endswith("/issues"):
            return
        self.arrivals[self.ledger_name].append(visit.arrived)
        assert self.plan is not None
        shown = {step.draft.body for step in (*self.plan.steps, *self.plan.reserve)}
        self.unseen += [visit.path] if visit.body not in shown else []
        place = self.world.find("/".join(visit.path.split("/")[2:4]))
        if place and place.id not in {birth.repository_id for birth in self.made()}:
            self.sender[place.id] = self.ledger_name


def check_run(stage: WatchedStage, run: Run | None) -> None:
    """All that holds at any time; `run` is None where the process was killed."""
    at_most_one_each(stage)
    created_is_known(stage)
    posted_is_made(stage)
    assert set(stage.seen_at_creates) <= {"intent"}, "a request without an intent on disk"
    assert stage.unseen == [], "a text that was not shown"
    token_stays_in_its_header(stage)
    pace_is_kept(stage)
    moves_are_legal(stage)
    assert stage.world.unexpected == []
    if run is not None:
        every_step_has_its_receipt(stage, run)


def check_end(stage: WatchedStage) -> None:
    """All that holds once GitHub can be reached and its lists have caught up."""
    for birth in stage.made():
        path = stage.folder / stage.sender[birth.repository_id]
        assert states(path)[birth.repository_id] == "posted", "made, and not found"


def at_most_one_each(stage: WatchedStage) -> None:
    """At most one issue in each repository, and the campaign's own limit.

    Of the limit a second machine can only know what GitHub shows: not where issues are off.
    """
    places = Counter(birth.repository_id for birth in stage.made())
    assert set(places.values()) <= {1}, "two issues in one repository"
    allowed = stage.campaign.limits.per_person
    assert len(stage.arrivals) > 1 or len(places) <= allowed, "more issues than allowed"


def created_is_known(stage: WatchedStage) -> None:
    """What was made is posted or unknown, or an intent that a dead run left to be recovered."""
    for birth in stage.made():
        name = stage.sender[birth.repository_id]
        alive = name == stage.ledger_name and stage.ledger_kind is Ledger
        fine = {"posted", "unknown"} if alive else {"posted", "unknown", "intent"}
        assert states(stage.folder / name)[birth.repository_id] in fine, "made, and lost"


def posted_is_made(stage: WatchedStage) -> None:
    """Whatever a ledger calls posted is an issue of mine."""
    made = {birth.repository_id for birth in stage.made()}
    for path in stage.folder.glob("*.db"):
        posted = {repo_id for repo_id, state in states(path).items() if state == "posted"}
        assert posted <= made, "posted, and never made"


def token_stays_in_its_header(stage: Stage) -> None:
    """The token is where it belongs, and nowhere else."""
    token = stage.me.token
    for visit in stage.world.log:
        others = [v for k, v in visit.request.headers.items() if k != "authorization"]
        assert token not in f"{visit.request.path}?{visit.request.query_string} {others}"
        assert token.encode() not in visit.request.payload


def pace_is_kept(stage: WatchedStage) -> None:
    """The pace by the monotonic clock, for each machine: none knows of the refusals of another."""
    pace = stage.campaign.limits.pace_seconds
    for times in stage.arrivals.values():
        gaps = [later - earlier for earlier, later in itertools.pairwise(times)]
        assert all(gap >= pace for gap in gaps), f"too fast: {gaps}"


def moves_are_legal(stage: Stage) -> None:
    """Each posting's moves form one chain of legal ones, from its start to its state."""
    for path in stage.folder.glob("*.db"):
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
            moves = connection.execute(
                "SELECT repo_id, from_state, to_state FROM move ORDER BY seq"
            ).fetchall()
        chain: dict[int, str] = {}
        for repo_id, before, after in cast("list[tuple[int, str | None, str]]", moves):
            assert before == chain.get(repo_id), "a move out of the blue"
            legal = (State(before), State(after)) in MOVES if before else after in STARTS
            assert legal, f"{before} to {after}"
            chain[repo_id] = after
        assert states(path) == chain


def every_step_has_its_receipt(stage: Stage, run: Run) -> None:
    """Each repository that was chosen is told of, once, as the ledger has it."""
    told = Counter(receipt.repo for receipt in run.receipts)
    assert stage.plan is not None
    assert set(told.values()) <= {1}, "a repository told twice"
    assert {step.repo for step in stage.plan.steps} <= set(told), "a step without a receipt"
    written = states(stage.ledger_path)
    for receipt in run.receipts:
        state = written.get(stage.repo(receipt.repo).id)
        assert state in TELLS.get(receipt.outcome, NOTHING), f"{receipt.outcome} for {state}"
