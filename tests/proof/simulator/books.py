"""The books of a simulated campaign: every request that arrives, and what may arrive at all."""

import math
import re
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field

from tests.proof.simulator.clocks import MachineClock
from tests.proof.simulator.disk import Disk
from tests.proof.simulator.fate import Fate

from campaign.core.answer import Reply
from campaign.core.marker import bears_campaign
from campaign.core.plan import Step
from campaign.core.receipt import Receipt
from campaign.rehearsal.books import Birth, Visit
from campaign.rehearsal.places import Repository
from campaign.rehearsal.world import World

Key = tuple[int, int]
"""Account id and repository id."""

ROUNDED = 1.0
"""GitHub's clock shows whole seconds."""

DAY_LONG = 86_400
"""The longest pause that is believed."""

LONG_AGO = 360.0
"""Seconds after which a run must have noticed that a repository asks campaigns to stay away."""

_CREATE = re.compile(r"/repos/([^/]+/[^/]+)/issues")


@dataclass
class Memory:
    """What a ledger has lived through; a restored backup remembers less."""

    claims: Counter[Key] = field(default_factory=Counter)
    """How many intents had been written down when the latest request arrived."""
    sent_at: dict[int, float] = field(default_factory=dict)
    """Account id → when its latest request arrived."""
    born: set[Key] = field(default_factory=set)
    """Issues that were made by requests of this ledger."""
    held: dict[Key, float] = field(default_factory=dict)
    """Refusals that hold, and until when."""
    lawless: bool = False
    """Whether two runs were at it at once, because the lock did not work.

    Then one does not know the other's pace and refusals; twice and lost must not be all the same.
    """
    not_before: dict[int, float] = field(default_factory=dict)
    """Account id → until when GitHub wants no further issue, as a run has heard it."""
    loose: bool = False
    """Whether a run has ended without a chance to put its last record in order."""


@dataclass
class Machine:
    """A computer: its clocks, its ledger, and what that ledger should know."""

    clock: MachineClock
    disk: Disk = field(default_factory=Disk)
    memory: Memory = field(default_factory=Memory)
    at_work: bool = False
    """Whether a run holds the lock."""

    def backup(self) -> tuple[Disk, Memory]:
        return self.disk.copy(), deepcopy(self.memory)

    def restore(self, backup: tuple[Disk, Memory]) -> None:
        """The disk as it was then."""
        self.disk, self.memory = backup[0].copy(), deepcopy(backup[1])

    def put_back(self) -> None:
        """What a lost ledger knew that its copy does not know is forgotten."""
        if not self.at_work and self.disk.put_back():
            for key in self.memory.claims:
                self.memory.claims[key] = self.disk.claims(*key)

    def belongs_to_another(self, account_id: int) -> bool:
        """Whether somebody has taken part from here, and only from another account."""
        accounts = self.disk.accounts()
        return bool(accounts) and account_id not in accounts


@dataclass(kw_only=True)
class RunBook:
    """One run: who posts from where, and what was approved."""

    machine: Machine
    account_id: int
    token: str
    pace: float
    fate: Fate
    unwelcome: Collection[int]
    """Repositories that asked campaigns to stay away before the run began."""
    shut: bool
    """Whether this computer has taken part from another account only."""
    moves: int
    """How many moves the ledger had written down before."""
    approved: set[tuple[str, str, str]] = field(default_factory=set)
    """Repository, title and body of every issue the person said yes to."""
    told: list[Receipt] = field(default_factory=list)
    closes: float = math.inf
    """When the action is over."""
    quiet_until: float = -math.inf
    """Until when GitHub has asked for no further request, of whichever kind."""
    limited_until: float = -math.inf
    """The same, said in answer to a request for an issue."""

    def approve(self, step: Step) -> None:
        """The person has seen exactly this, and said yes."""
        self.approved.add((step.access.name_now, step.draft.title, step.draft.body))


class Books:
    """Watches every request; `broken` names what must never happen."""

    def __init__(self, world: World, slug: str, *, owners: Collection[str]) -> None:
        """Keep the books of the campaign `slug`, which lists repositories of these owners."""
        self.broken: list[str] = []
        self.creates = 0
        self._world = world
        self._slug = slug
        self._owners = owners
        self._people: set[int] = set()
        self._births = 0
        self._made: list[Birth] = []
        self._run: RunBook | None = None
        self._poster: RunBook | None = None
        self.unwelcome: dict[int, float] = {}
        """Repositories that ask campaigns to stay away, and since when."""

    def add_person(self, account_id: int) -> None:
        """Somebody whose issues are counted."""
        self._people.add(account_id)

    @contextmanager
    def at_work(self, run: RunBook) -> Iterator[None]:
        """While it lasts, the requests are this run's; it may be in the middle of another."""
        before, self._run = self._run, run
        try:
            yield
        finally:
            self._attribute(self._poster)
            self._run = before

    def made(self) -> list[Birth]:
        """Every issue of ours for this campaign that ever came into being."""
        self._attribute(self._poster)
        return self._made

    def by_hand(self) -> None:
        """What was just made was made by a person in a browser."""
        self._attribute(None)

    def _attribute(self, poster: RunBook | None) -> None:
        births = self._world.births
        for birth in births[self._births :]:
            if birth.author_id in self._people and bears_campaign(birth.body, self._slug):
                self._made.append(birth)
                if poster is not None:
                    poster.machine.memory.born.add((birth.author_id, birth.repository_id))
        self._births = len(births)

    def watch(self, visit: Visit) -> None:
        """A request arrives; nothing has been done about it yet."""
        run = self._run
        if run is None:
            self.broken.append(f"{visit.method} {visit.path} outside any run")
            return
        if visit.arrived < run.quiet_until - 1e-6:
            self.broken.append(f"{visit.method} {visit.path} before the time that GitHub named")
        request = visit.request
        if run.token.encode() in request.payload or run.token in request.query_string:
            self.broken.append("the token left its header")
        if visit.method == "POST" and visit.path != "/graphql":
            self._attribute(self._poster)
            self._poster = run
            self.creates += 1
            self._watch_create(visit, run)

    def hear(self, visit: Visit, reply: Reply) -> None:
        """An answer; where it names a time, nothing more may arrive before."""
        run, named = self._run, reply.headers.get("retry-after", "")
        if run is None or reply.status not in (403, 429) or not named.isdigit():
            return
        run.quiet_until = visit.arrived + min(int(named), DAY_LONG)
        if _CREATE.fullmatch(visit.path) and visit.method == "POST":
            run.limited_until = run.quiet_until

    def _watch_create(self, visit: Visit, run: RunBook) -> None:
        match = _CREATE.fullmatch(visit.path)
        name = match[1] if match else ""
        if (name, visit.title, visit.body) not in run.approved:
            self.broken.append(f"a place or text that nobody approved: POST {visit.path}")
        if name.partition("/")[0] not in self._owners:
            self.broken.append(f"an owner whom the campaign does not list: POST {visit.path}")
        if run.shut:
            self.broken.append("one person, and a second account")
        if visit.arrived > run.closes:
            self.broken.append("a request after the end of the action")
        not_before = run.machine.memory.not_before.get(run.account_id, -math.inf)
        if visit.arrived < not_before - ROUNDED and not run.machine.memory.lawless:
            self.broken.append("a request before the time that GitHub named to an earlier run")
        if run.fate.disk_failed:
            self.broken.append("a request after the disk had failed")
        place = self._world.find(name)
        if place is None:
            return
        self._watch_claim(place, run)
        self._watch_pace(visit, run)
        self._watch_refusals(place, run, at=visit.arrived)

    def _watch_pace(self, visit: Visit, run: RunBook) -> None:
        sent_at = run.machine.memory.sent_at
        gap = visit.arrived - sent_at.get(run.account_id, -math.inf)
        if gap < run.pace - 1e-6 and not run.machine.memory.lawless:
            self.broken.append(f"too fast: {gap:.3f} seconds after the one before")
        sent_at[run.account_id] = visit.arrived

    def _watch_claim(self, place: Repository, run: RunBook) -> None:
        disk, claims = run.machine.disk, run.machine.memory.claims
        key = (run.account_id, place.id)
        intents = disk.claims(*key)
        if intents <= claims[key] or disk.states(run.account_id).get(place.id) != "intent":
            self.broken.append(f"a request without an intent of its own on disk: {place.full_name}")
        claims[key] = intents

    def _watch_refusals(self, place: Repository, run: RunBook, *, at: float) -> None:
        machine, owner = run.machine, place.owner.login
        if machine.memory.lawless:
            return
        if machine.memory.held.get((run.account_id, place.id), -math.inf) > at:
            self.broken.append(f"a refusal was not respected: {place.full_name}")
        if place.id in run.unwelcome or at - self.unwelcome.get(place.id, math.inf) > LONG_AGO:
            self.broken.append(f"a request to {place.full_name}, which asked us to stay away")
        if owner in machine.disk.blocked_by(run.account_id):
            self.broken.append(f"a request to {owner}, who has blocked the account")
