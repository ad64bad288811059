"""A simulated campaign: a world, people, computers, and the runs of the real flow among them."""

import math
import signal
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from random import Random

from tests.flow.conftest import DAY, TEMPLATES, make_campaign
from tests.proof.simulator.books import Books, Machine, RunBook
from tests.proof.simulator.clocks import MachineClock, StillClock
from tests.proof.simulator.desk import Manner, SimulatedDesk
from tests.proof.simulator.fate import Fate, Killed
from tests.proof.simulator.forge import DirectGitHub
from tests.proof.simulator.standin import DirectStandIn

from campaign.adapters.ledger import Ledger
from campaign.adapters.run_lock import AlreadyRunning
from campaign.core.account import Account
from campaign.core.campaign import Campaign
from campaign.core.marker import Key as PostingKey
from campaign.core.plan import Plan
from campaign.core.receipt import Outcome, Receipt
from campaign.errors import CampaignError, Exit
from campaign.flow.deciding import call_unmade, open_questions, why_not_yet
from campaign.flow.planning import plan_posts, posting_account, take_stock
from campaign.flow.posting import Rules, Run, post
from campaign.flow.settling import settle_all
from campaign.rehearsal.accounts import User
from campaign.rehearsal.places import Repository
from campaign.rehearsal.world import World

NAMES = (
    *("ant/one", "ant/two", "ant/three", "bee/four", "bee/five", "cat/six"),
    *("dog/seven", "eel/eight", "fox/nine"),
)
ALIAS, ITS_NAME = "fox/nine-as-it-was", "fox/nine"
"""A former name that the campaign file may list beside the new one."""

campaign_of = cache(make_campaign)


@dataclass(frozen=True, kw_only=True)
class Choices:
    """How a run is started, and what befalls it."""

    limit: int | None = None
    max_wait: float = 120.0
    lasts: float = math.inf
    """Seconds until the action is over."""
    chosen: Collection[str] = ()
    statement: str = ""
    manner: Manner = field(default_factory=Manner)
    decides: bool = False
    """Whether the person calls unmade what `settle` has not found, where they may."""
    fate: Fate = field(default_factory=Fate)
    happenings: Mapping[int, Callable[[], None]] = field(default_factory=dict)


@dataclass(kw_only=True)
class Ending:
    """How a run ended; `code` is None where the process was killed."""

    machine: Machine
    user: User
    book: RunBook
    code: Exit | None = None
    plan: Plan | None = None
    run: Run | None = None
    receipts: tuple[Receipt, ...] = ()
    error: CampaignError | None = None


class Stage:
    """Everything that exists in one simulated campaign."""

    def __init__(
        self, names: tuple[str, ...] = NAMES, *, per_person: int = 3, pace: int = 20, seed: int = 0
    ) -> None:
        self.random = Random(seed)  # noqa: S311 - a play, not a secret
        self.clock = StillClock(DAY)
        self.world = World(self.clock)
        self.campaign: Campaign = campaign_of(*names, per_person=per_person, pace=pace)
        self.places = list(self.world.add_repositories(*NAMES[:-1], ALIAS))
        self.world.move(self.places[-1], ITS_NAME)
        self.people = list(self.world.add_users("mia", "noa"))
        owners = {name.partition("/")[0] for name in names}
        self.books = Books(self.world, self.campaign.slug, owners=owners)
        for person in self.people:
            self.books.add_person(person.id)
        self.github = DirectStandIn(self.world, watch=self.books.watch, hear=self.books.hear)
        self.machines: list[Machine] = []
        self.runs = self.moments = 0
        self.struck: Counter[str] = Counter()
        """What has gone wrong, by name."""
        self.add_machine()

    def add_machine(self) -> None:
        """One more computer, its ledger empty."""
        self.machines.append(Machine(clock=MachineClock(self.clock)))

    def post(self, machine: Machine, user: User, choices: Choices) -> Ending:
        """One whole `campaign post`, as another process would do it."""
        ending = self._ending(machine, user, choices)
        desk = self._desk(ending, choices)
        ends = None
        if choices.lasts < math.inf:
            ending.book.closes = self.clock.monotonic() + choices.lasts
            ends = self.clock.now() + timedelta(seconds=choices.lasts)
        with self._process(ending), self._at_work(ending) as (forge, ledger):
            account = posting_account(forge)
            standing = take_stock(
                self.campaign, forge=forge, ledger=ledger, account=account, waiting=desk
            )
            ending.plan = plan_posts(
                self.campaign,
                TEMPLATES,
                standing,
                language="en",
                statement=choices.statement,
                chosen=choices.chosen,
                limit=choices.limit,
                secrets=(user.token,),
            )
            ending.run = post(
                ending.plan,
                account=account,
                forge=forge,
                ledger=ledger,
                clock=machine.clock,
                desk=desk,
                rules=Rules(
                    pace=ending.book.pace,
                    max_wait=choices.max_wait,
                    looked_at=standing.survey.checked_at,
                    jitter=self.random.random,
                    ends=ends,
                ),
            )
            ending.code, ending.receipts = ending.run.exit, ending.run.receipts
        return ending

    def settle(self, machine: Machine, user: User, choices: Choices) -> Ending:
        """One whole `campaign settle`."""
        ending = self._ending(machine, user, choices)
        with self._process(ending), self._at_work(ending) as (forge, ledger):
            account = forge.account()
            rows = open_questions(campaign=self.campaign.slug, ledger=ledger, account=account)
            looks = {row.key: row.looks for row in rows}
            settled = settle_all(
                campaign=self.campaign.slug,
                forge=forge,
                ledger=ledger,
                account=account,
                waiting=self._desk(ending, choices),
                max_wait=choices.max_wait,
            )
            ending.receipts = tuple(settled.values())
            unknown = any(each.outcome is Outcome.UNKNOWN for each in ending.receipts)
            ending.code = Exit.UNKNOWN if unknown else Exit.DONE
            if choices.decides:
                self._decide(account, forge, ledger, looks_before=looks)
        return ending

    def _decide(
        self,
        account: Account,
        forge: DirectGitHub,
        ledger: Ledger,
        *,
        looks_before: Mapping[PostingKey, int],
    ) -> None:
        """The person has looked with their own eyes, and frees what really was not made."""
        made = {(birth.author_id, birth.repository_id) for birth in self.books.made()}
        for row in open_questions(campaign=self.campaign.slug, ledger=ledger, account=account):
            too_early = why_not_yet(row, looks_before=looks_before, now=forge.now())
            if not too_early and (account.id, row.key.repo_id) not in made:
                call_unmade(row, forge=forge, ledger=ledger)
                self.struck["called unmade by a person"] += 1

    def catch_up(self) -> None:
        """So much time passes that every list shows what there is."""
        self.clock.sleep(self.world.list_lag + 120)

    def listed(self) -> list[Repository]:
        """The repositories that the campaign file names; all, if it names none that exists."""
        found = [self.world.find(target.repo) for target in self.campaign.targets]
        return [place for place in found if place is not None] or self.places

    def recreate(self, place: Repository) -> None:
        """Delete a repository, and make another one of the same name."""
        if place.deleted:
            return
        self.world.delete(place)
        again = self.world.add_repository(place.full_name)
        self.places[self.places.index(place)] = again

    def _ending(self, machine: Machine, user: User, choices: Choices) -> Ending:
        pace = float(self.campaign.limits.pace_seconds)
        machine.put_back()
        book = RunBook(
            machine=machine,
            account_id=user.id,
            token=user.token,
            pace=pace,
            fate=choices.fate,
            unwelcome=frozenset(self.books.unwelcome),
            shut=machine.belongs_to_another(user.id),
            moves=machine.disk.moves(),
        )
        return Ending(machine=machine, user=user, book=book)

    def _desk(self, ending: Ending, choices: Choices) -> SimulatedDesk:
        return SimulatedDesk(
            ending.book,
            random=self.random,
            manner=choices.manner,
            happenings=choices.happenings,
        )

    @contextmanager
    def _process(self, ending: Ending) -> Iterator[None]:
        """A process: whatever ends it, its end is written down."""
        self.runs += 1
        # In the background of a shell Ctrl-C is switched off; a simulated one must be felt.
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            with self.books.at_work(ending.book):
                yield
        except Killed:
            pass
        except KeyboardInterrupt:
            ending.code = Exit.INTERRUPTED
        except CampaignError as error:
            ending.code, ending.error = error.exit_code, error
        finally:
            signal.signal(signal.SIGINT, before)
            self.moments += ending.book.fate.moments
            self.struck.update(ending.book.fate.struck)

    @contextmanager
    def _at_work(self, ending: Ending) -> Iterator[tuple[DirectGitHub, Ledger]]:
        """The lock, the ledger and the line to GitHub, for one run alone."""
        machine, fate = ending.machine, ending.book.fate
        if machine.at_work:
            raise AlreadyRunning("Another run is at work.")
        machine.at_work = True
        try:
            with (
                closing(
                    DirectGitHub(
                        self.github, token=ending.user.token, clock=machine.clock, fate=fate
                    )
                ) as forge,
                machine.disk.ledger(fate) as ledger,
            ):
                yield forge, ledger
        finally:
            machine.at_work = False
