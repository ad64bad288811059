"""One random campaign, replayable by its seed: a few runs of the real flow, and what goes wrong."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from tests.flow.conftest import make_campaign
from tests.flow.invariants import WatchedStage, check_end, check_run

from campaign.adapters.ledger import Ledger
from campaign.adapters.ledger_errors import LedgerError
from campaign.core.marker import Key, marker, marker_key
from campaign.errors import RateLimited
from campaign.flow.posting import Decision
from campaign.rehearsal import mishaps
from campaign.rehearsal.faults import Fault, FaultPlan
from campaign.rehearsal.places import CreationPolicy, Limit, Repository
from campaign.rehearsal.wire import error, json_reply

NAMES = ("ant/one", "ant/two", "ant/three", "bee/four", "bee/five", "cat/six")
LISTS = r"/issues$"
OTHER = {"number": 1, "repository_url": "https://api.github.com/repos/an/other"}
PAUSES = (0, 5, 40, 700, 4000, 90_000)
"""Seconds between two runs."""


class Killed(BaseException):
    """The process dies between the answer and its record."""


class Dying(Ledger):
    """Is killed before it can write what became of the issue."""

    def record_posted(self, key: Key, *, number: int, at: datetime) -> None:
        raise Killed

    def record_unknown(self, key: Key, *, at: datetime, reason: str, message: str) -> None:
        raise Killed


class Full(Ledger):
    """Takes the intent, and has no room for what became of it."""

    def record_posted(self, key: Key, *, number: int, at: datetime) -> None:
        raise LedgerError("disk full")

    def record_refused(self, key: Key, **_: Any) -> None:
        raise LedgerError("disk full")


class Simulation:
    """A campaign with everything that may befall it, all chosen by one number."""

    def __init__(self, seed: int, folder: Path) -> None:
        self.random = Random(seed)  # noqa: S311 - a play, not a secret
        names = self.random.sample(NAMES, self.random.randint(1, len(NAMES)))
        campaign = make_campaign(
            *names, per_person=self.random.randint(1, 4), pace=self.random.choice((3, 20))
        )
        self.stage = WatchedStage(folder, campaign)
        self.places = [self.stage.repo(name) for name in names]
        world = self.stage.world
        world.list_lag = self.random.choice((0, 0, 0, 8, 200, 600))
        world.limit_status = self.random.choice((403, 422))
        world.policy_status = self.random.choice((403, 404))
        world.old_schema = self.random.random() < 0.2

    def play(self) -> None:
        """Some runs in trouble, then one at each machine in peace; the invariants after each."""
        try:
            for _ in range(self.random.randint(1, 5)):
                self._trouble()
                self._run()
            self._peace()
            for path in sorted(self.stage.folder.glob("*.db")):
                self.stage.ledger_name = path.name
                self._run()
            check_end(self.stage)
        finally:
            self.stage.vanish()

    def _run(self) -> None:
        stage = self.stage
        try:
            run = stage.post(
                max_wait=self.random.choice((0, 20, 120)),
                limit=self.random.choice((None, None, 1, 2)),
            )
        except (Killed, LedgerError, RateLimited):
            run = None
        check_run(stage, run)
        stage.clock.sleep(self.random.choice(PAUSES))

    def _trouble(self) -> None:
        chance, stage = self.random.random, self.stage
        for _ in range(self.random.randint(0, 3)):
            stage.go_wrong(self._fault().after(self.random.randint(0, 2)))
        if chance() < 0.2:
            stage.go_wrong(mishaps.bad_gateway(created=False).at("GET", LISTS))
        stage.desk.decisions = {
            place.full_name: self.random.choice((Decision.SKIP, Decision.QUIT))
            for place in self.places
            if chance() < 0.1
        }
        stage.desk.agrees = chance() < 0.5
        stage.desk.interrupt = self.random.choice(("approve", "wait", "move_on", "undisturbed"))
        stage.desk.interrupt *= chance() < 0.15
        stage.ledger_kind = self.random.choices((Ledger, Dying, Full), (85, 10, 5))[0]
        # Where lists lag, no second machine can know what the first one has just made.
        if stage.world.list_lag == 0 and chance() < 0.2:
            stage.ledger_name = self.random.choice(("ledger.db", "laptop.db"))
        if chance() < 0.1:
            self._copy_my_marker(self.random.choice(self.places))
        change = self._change(self.random.choice(self.places)) if chance() < 0.4 else None
        stage.meanwhile = change or (lambda: None)

    def _copy_my_marker(self, place: Repository) -> None:
        """A stranger opens an issue that bears the marker mine would bear."""
        stage = self.stage
        key = Key(campaign=stage.campaign.slug, repo_id=place.id, account_id=stage.me.id)
        body = marker(stage.campaign.slug, marker_key(key))
        stage.world.seed_issue(place, by="owen", body=body)

    def _peace(self) -> None:
        """Everything is put right, every list has caught up, and a day goes by."""
        stage = self.stage
        stage.github.faults = FaultPlan()
        stage.desk.decisions, stage.desk.interrupt = {}, ""
        stage.ledger_kind = Ledger
        stage.meanwhile = lambda: None
        for place in self.places:
            place.limit, place.creation_policy = Limit.NO_LIMIT, CreationPolicy.ALL
            place.has_issues, place.archived_at = True, None
            place.owner.blocked.clear()
        stage.clock.sleep(90_000)

    def _fault(self) -> Fault:
        reset = self.stage.clock.now() + timedelta(seconds=self.random.choice((50, 2000)))
        made = self.random.random() < 0.5
        return self.random.choice(
            (
                mishaps.lose_answer(),
                mishaps.lose_request(),
                mishaps.bad_gateway(created=made),
                mishaps.server_error(created=made),
                mishaps.gateway_timeout(created=made),
                mishaps.secondary_limit(retry_after=self.random.choice((None, 1, 60, 7200))),
                mishaps.submitted_too_quickly(),
                mishaps.primary_exhausted(reset=reset),
                replace(mishaps.token_revoked(), times=1),
                mishaps.cut_answer(),
                mishaps.invalid_json(),
                Fault(then=json_reply(OTHER, status=201), after_create=made),
                mishaps.captive_portal(),
                mishaps.redirect("https://example.org/"),
                Fault(then=error(self.random.choice((403, 404, 422, 451)), "Words unheard of")),
            )
        )

    def _change(self, place: Repository) -> Callable[[], None]:
        """What the owner does between the plan and the first question."""
        stage = self.stage
        return self.random.choice(
            (
                lambda: setattr(place, "limit", Limit.COLLABORATORS_ONLY),
                lambda: setattr(place, "creation_policy", CreationPolicy.COLLABORATORS_ONLY),
                lambda: setattr(place, "has_issues", False),
                lambda: setattr(place, "archived_at", stage.clock.now()),
                lambda: place.owner.blocked.add(stage.me),
                lambda: stage.world.move(place, f"{place.owner.login}/x-{place.name}"),
            )
        )
