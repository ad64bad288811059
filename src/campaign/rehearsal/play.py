"""A rehearsal: supporter after supporter goes the real way, against the stand-in GitHub.

Everything but GitHub is real: the same flow, the same client over HTTP, a ledger on disk for
each supporter. Only time is played, so that waiting costs none.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, closing, nullcontext
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from campaign.adapters.github import GitHub
from campaign.adapters.ledger import Ledger
from campaign.core.access import Verdict
from campaign.core.account import Account
from campaign.core.campaign import Campaign
from campaign.core.draft import Draft
from campaign.core.marker import bears_campaign
from campaign.core.plan import Plan, Step, rendezvous
from campaign.core.receipt import Outcome, Receipt, State
from campaign.flow.planning import plan_posts, posting_account, take_stock
from campaign.flow.posting import Approval, Decision, Rules, post
from campaign.flow.settling import settle_all
from campaign.rehearsal.accounts import User
from campaign.rehearsal.books import Birth, Books
from campaign.rehearsal.places import Repository
from campaign.rehearsal.scenes import Moment, Scene, is_shut
from campaign.rehearsal.server import StandIn
from campaign.rehearsal.stage import cast, set_stage, understudies
from campaign.rehearsal.world import World

WORDS = (
    "I write software too, and I would not want mine to be used for this.",
    "families in my street are afraid of the next knock at the door.",
    "I have seen what happens when nobody inside asks questions.",
)
"""What the rehearsed supporters add after the campaign's prompt."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One line of the story; a draft is shown with the line that speaks of it."""

    text: str
    heading: bool = False
    draft: Draft | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Balance:
    """The end of a rehearsal. `duplicates` and `lost` are counted on the stand-in's own books."""

    scene: str
    supporters: int
    posted: int
    refused: int
    unknown: int
    duplicates: int
    lost: int
    requests: int
    by_repo: Mapping[str, int]


def perform(
    campaign: Campaign,
    templates: Mapping[str, str],
    *,
    scene: Scene,
    supporters: int,
    seed: int,
    tell: Callable[[Line], None],
) -> Balance:
    """Play one scene from the first supporter to the stand-in's books."""
    world = set_stage(campaign, seed=seed)
    people = cast(world, supporters=supporters)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="campaign-rehearsal-")))
        github = stack.enter_context(StandIn(world))
        play = _Play(campaign, templates, scene, github, folder, tell)
        spare = understudies(world, after=supporters)
        for place, person in enumerate(people, start=1):
            visitor = play.visitor(place, person, spare)
            play.turn(place, visitor)
            play.supporter(place, visitor)
    return play.balance(supporters)


@dataclass
class _Play:
    campaign: Campaign
    templates: Mapping[str, str]
    scene: Scene
    github: StandIn
    folder: Path
    tell: Callable[[Line], None]
    known: set[tuple[int, int]] = field(default_factory=set)
    """(account, repository) pairs that a supporter's own ledger knows of."""
    refused: int = 0
    unknown: int = 0

    @property
    def world(self) -> World:
        return self.github.world

    def visitor(self, place: int, person: User, spare: Iterator[User]) -> User:
        """Who comes: this person, or, where an issue must be made, somebody who can make one."""
        if place not in self.scene.posters:
            return person
        able = (each for each in chain([person], spare) if not is_shut(self._choices(each)[0]))
        return next(able, person)

    def turn(self, place: int, person: User) -> None:
        """What the scene has in store before this supporter comes."""
        happens = self.scene.turns.get(place)
        choices = self._choices(person)
        if happens is None or (place in self.scene.posters and is_shut(choices[0])):
            return
        used = {birth.repository_id for birth in self._births()}
        with self.world.lock:
            said = happens(
                Moment(
                    github=self.github,
                    used=[choice for choice in choices if choice.id in used],
                    next_choice=choices[0],
                    everywhere=choices,
                )
            )
        self.tell(Line(text=said, heading=True))

    def _choices(self, person: User) -> list[Repository]:
        """Where this person would post, the first choice first."""
        weights = [(target.repo, target.weight) for target in self.campaign.targets]
        order = rendezvous(weights, slug=self.campaign.slug, account_id=person.id)
        found = (self.world.find(repo) for repo in order)
        return [repository for repository in found if repository is not None]

    def _births(self) -> list[Birth]:
        """The issues of this campaign that were made."""
        return [b for b in self.world.births if bears_campaign(b.body, self.campaign.slug)]

    def supporter(self, place: int, person: User) -> None:
        """One supporter, from the first look to the last receipt."""
        clock = self.world.clock
        with ExitStack() as stack:
            forge = stack.enter_context(
                closing(
                    GitHub(
                        api_url=self.github.url,
                        token=person.token,
                        may_write=True,
                        monotonic=clock.monotonic,
                        sleep=clock.sleep,
                    )
                )
            )
            ledger = stack.enter_context(Ledger.open(self.folder / person.login / "ledger.db"))
            desk = _Actor(clock.sleep, self.tell)
            account = posting_account(forge)
            plan = self._look_and_plan(place, account, forge, ledger, desk)
            rules = Rules(
                pace=self.campaign.limits.pace_seconds, max_wait=120, looked_at=forge.now()
            )
            run = post(
                plan,
                account=account,
                forge=forge,
                ledger=ledger,
                clock=clock,
                desk=desk,
                rules=rules,
            )
            receipts = [*run.receipts, *self._settle(run.receipts, account, forge, ledger, desk)]
            self._keep_count(receipts, account, ledger)

    def _look_and_plan(
        self, place: int, account: Account, forge: GitHub, ledger: Ledger, desk: "_Actor"
    ) -> Plan:
        name = account.login.capitalize()
        self.tell(Line(text=f"{name} looks at which repositories are open.", heading=True))
        standing = take_stock(
            self.campaign, forge=forge, ledger=ledger, account=account, waiting=desk
        )
        for verdict in Verdict:
            repos = [a.repo for a in standing.survey.accesses if a.verdict is verdict]
            if repos:
                self.tell(Line(text=f"{len(repos)} {verdict.value}: {_shortly(repos)}"))
        words = WORDS[(place - 1) % len(WORDS)]
        plan = plan_posts(
            self.campaign,
            self.templates,
            standing,
            language=self.campaign.issue.language,
            statement=words,
        )
        chosen = ", ".join(step.repo for step in plan.steps) or "nothing: every door is closed"
        self.tell(Line(text=f"Chosen for {name}: {chosen}."))
        if place == 1 and plan.steps:
            first = plan.steps[0].draft
            self.tell(Line(text=f"{name} reads the issue and approves it:", draft=first))
        return plan

    def _settle(
        self,
        receipts: tuple[Receipt, ...],
        account: Account,
        forge: GitHub,
        ledger: Ledger,
        desk: "_Actor",
    ) -> tuple[Receipt, ...]:
        """What a supporter does later whose outcome stayed unknown."""
        if not any(receipt.outcome is Outcome.UNKNOWN for receipt in receipts):
            return ()
        settled = settle_all(
            campaign=self.campaign.slug,
            forge=forge,
            ledger=ledger,
            account=account,
            waiting=desk,
            max_wait=900,
        )
        for receipt in settled.values():
            desk.tell(receipt)
        return tuple(settled.values())

    def _keep_count(self, receipts: list[Receipt], account: Account, ledger: Ledger) -> None:
        self.refused += sum(1 for each in receipts if each.outcome is Outcome.REFUSED)
        for row in ledger.postings(account_id=account.id):
            self.unknown += row.state is State.UNKNOWN
            if row.state in (State.POSTED, State.UNKNOWN):
                self.known.add((account.id, row.key.repo_id))

    def books(self) -> Books:
        """What the stand-in itself has written down."""
        return self.world.books(self.campaign.slug)

    def balance(self, supporters: int) -> Balance:
        """The stand-in's books against the supporters' ledgers."""
        books = self.books()
        created = {(birth.author_id, birth.repository_id) for birth in self._births()}
        return Balance(
            scene=self.scene.name,
            supporters=supporters,
            posted=books.issues,
            refused=self.refused,
            unknown=self.unknown,
            duplicates=books.duplicates,
            lost=len(created - self.known),
            requests=len(self.world.requests()),
            by_repo=books.by_repo,
        )


def _shortly(repos: Sequence[str], most: int = 3) -> str:
    more = f" and {len(repos) - most} more" if len(repos) > most else ""
    return ", ".join(repos[:most]) + more


@dataclass(frozen=True)
class _Actor:
    """A supporter who reads, approves, and agrees to go elsewhere when refused."""

    sleep: Callable[[float], None]
    story: Callable[[Line], None]

    def approve(self, step: Step) -> Approval:
        return Approval(decision=Decision.POST, step=step)

    def move_on(self, refused: Receipt, to: Step) -> bool:
        self.story(Line(text=f"Asked, and agreed: {to.repo} instead."))
        return True

    def wait(self, seconds: float, *, why: str) -> None:
        self.story(Line(text=f"({seconds:.0f} seconds pass: {why})"))
        self.sleep(seconds)

    def tell(self, receipt: Receipt) -> None:
        words = receipt.url or receipt.message or receipt.reason
        self.story(Line(text=f"{receipt.outcome.value}: {receipt.repo}: {words}"))

    def undisturbed(self) -> AbstractContextManager[None]:
        return nullcontext()
