"""A random campaign: one number decides all that is done in it, and all that goes wrong."""

import math
from collections.abc import Callable
from random import Random

from tests.proof.simulator.books import Machine, Memory
from tests.proof.simulator.desk import Manner
from tests.proof.simulator.disk import Disk
from tests.proof.simulator.ending import check_end
from tests.proof.simulator.fate import Fate
from tests.proof.simulator.invariants import check_run
from tests.proof.simulator.stage import ALIAS, NAMES, Choices, Stage
from tests.proof.simulator.troubles import (
    CHANGES,
    FAULTS,
    ask_while_somebody_reads,
    delete_my_issue,
    edit_marker_away,
    exhaust,
    jump,
    make_anew,
    make_peace,
    move_my_issue,
    open_by_hand,
    revoke,
    terminal_beside,
    unlocked_terminal_beside,
)

from campaign.rehearsal import mishaps
from campaign.rehearsal.accounts import User

LAGS = (0, 0, 0, 0, 8, 200, 480, 2940)
"""Seconds until lists show a new issue: up to 49 minutes have been seen."""

PAUSES = (0, 5, 40, 700, 4000, 90_000)
"""Seconds between two runs."""

MOMENTS = 100
"""A run of a few issues has about so many moments between its steps."""

NIGHT = 9 * 3600.0

ONLY_BETWEEN_RUNS = ("deleted and made anew", "made anew, and the form used there")

SEEN_IN_LISTS = ("opened by hand", "another computer meanwhile")
"""What a run in its middle can find out from a list, unless the lists are late."""


class RandomCampaign:
    """Some runs in trouble, then one at each computer in peace; the invariants after each."""

    def __init__(self, seed: int) -> None:
        self.random = random = Random(seed)  # noqa: S311 - a play, not a secret
        start, count = random.randrange(len(NAMES)), random.randint(1, 6)
        names = [*NAMES, *NAMES][start : start + count]
        if random.random() < 0.3:
            names.append(ALIAS)
        self.stage = Stage(
            tuple(names), per_person=random.randint(1, 4), pace=random.choice((3, 20)), seed=seed
        )
        self.alone = random.random() < 0.5
        """One computer and no backup: only then may an issue vanish, which no list remembers."""
        self.known = self.alone or ALIAS not in names
        """Whether an issue without its marker is: its title may hold the repository's name."""
        self._backup: tuple[Disk, Memory] | None = None
        self._set_the_world()

    def _set_the_world(self) -> None:
        world, random = self.stage.world, self.random
        world.list_lag = random.choice(LAGS)
        world.limit_status = random.choice((403, 422))
        world.policy_status = random.choice((403, 404))
        world.old_schema = random.random() < 0.2
        world.limit_visible = random.random() < 0.2
        if random.random() < 0.1:
            world.limits.content_per_minute = random.randint(1, 3)

    def play(self) -> Stage:
        """From the first run to the last; what is left can be counted."""
        stage, random = self.stage, self.random
        machine, user = stage.machines[0], stage.people[0]
        for _ in range(random.randint(1, 3)):
            if random.random() < 0.1:
                user = stage.people[1]
                stage.struck["account switched"] += 1
            machine = self._choose_machine(machine)
            self._trouble_between_runs(user)
            self._run(machine, user)
            stage.clock.sleep(random.choice(PAUSES))
        self._peace(machine)
        return stage

    def _run(self, machine: Machine, user: User) -> None:
        stage, choices = self.stage, self._choices(machine, user)
        verb = stage.settle if self.random.random() < 0.15 else stage.post
        check_run(stage, verb(machine, user, choices))

    def _peace(self, machine: Machine) -> None:
        """Who took part goes on at each computer, the one used last before the others."""
        stage = self.stage
        make_peace(stage)
        others = [each for each in stage.machines if each is not machine]
        took_part = {birth.author_id for birth in stage.books.made()} | {stage.people[0].id}
        for user in stage.people:
            for each in (machine, *others) if user.id in took_part else ():
                ending = stage.post(each, user, Choices())
                check_run(stage, ending)
                check_end(stage, ending)
                stage.catch_up()

    def _choose_machine(self, machine: Machine) -> Machine:
        """Perhaps another computer, or this one with the disk of a week ago."""
        stage, random = self.stage, self.random
        if self.alone or random.random() < 0.6:
            return machine
        stage.catch_up()
        if self._backup is None:
            self._backup = machine.backup()
        elif random.random() < 0.4:
            machine.restore(self._backup)
            stage.struck["backup restored"] += 1
            return machine
        if len(stage.machines) == 1:
            stage.add_machine()
        stage.struck["another computer"] += 1
        return random.choice(stage.machines)

    def _trouble_between_runs(self, user: User) -> None:
        stage, random = self.stage, self.random
        for _ in range(random.randint(0, 2)):
            name = random.choice(tuple(FAULTS))
            stage.github.plan(name, FAULTS[name](random).after(random.randint(0, 2)))
        if random.random() < 0.05:
            stage.github.unreachable = random.randint(1, 4)
        for name, happens, likely in self._events(user):
            if random.random() < likely:
                stage.struck[name] += 1
                happens()

    def _events(self, user: User) -> tuple[tuple[str, Callable[[], object], float], ...]:
        """What may happen at any time: its name, itself, and how likely it is between runs."""
        stage, random = self.stage, self.random
        place, change = random.choice(stage.listed()), random.choice(tuple(CHANGES))
        return (
            (change, lambda: CHANGES[change](stage, place), 0.3),
            ("deleted and made anew", lambda: stage.recreate(place), 0.04),
            ("made anew, and the form used there", lambda: make_anew(stage, user, place), 0.04),
            ("opened by hand", lambda: open_by_hand(stage, user, place), 0.05),
            ("my issue deleted", lambda: delete_my_issue(stage, random), 0.1 * self.alone),
            ("my issue moved", lambda: move_my_issue(stage, random), 0.1 * self.alone),
            ("my marker edited away", lambda: edit_marker_away(stage, random), 0.1 * self.known),
            ("clock set anew", lambda: jump(stage, random), 0.1),
            ("few requests left", lambda: exhaust(stage, user, left=random.randint(0, 8)), 0.04),
            ("token revoked", lambda: revoke(stage, user), 0.02),
            ("account flagged", lambda: setattr(user, "flagged", True), 0.02),
            ("address not verified", lambda: setattr(user, "email_verified", False), 0.02),
        )

    def _choices(self, machine: Machine, user: User) -> Choices:
        random, stage, fate = self.random, self.stage, self._fate()
        if random.random() < 0.3:
            stage.github.asleep = self._lid(machine)
        repos = [target.repo for target in stage.campaign.targets]
        return Choices(
            limit=random.choice((None, None, None, 1, 2)),
            max_wait=random.choice((0, 20, 120, 1000)),
            lasts=random.choice((5, 30, 90, 1000)) if random.random() < 0.2 else math.inf,
            chosen=random.sample(repos, 1) if random.random() < 0.1 else (),
            statement=random.choice(("", "I live here, too.")),
            manner=random.choices(
                (Manner(), Manner(skips=0.2, leaves=0.1, edits=0.3, agrees=0.5)), (1, 2)
            )[0],
            decides=random.random() < 0.5,
            fate=fate,
            happenings=self._happenings(machine, user, fate) if random.random() < 0.5 else {},
        )

    def _lid(self, machine: Machine) -> Callable[[], None]:
        return self._counted("lid closed", lambda: machine.clock.close_the_lid(NIGHT))

    def _fate(self) -> Fate:
        random = self.random
        moment, kind = random.randint(1, MOMENTS), random.random()
        if kind < 0.14:
            return Fate(kill=moment)
        if kind < 0.2:
            return Fate(kill_at=random.choice(("before the create", "after the create")))
        if kind < 0.3:
            return Fate(press={moment, moment + random.randint(0, 6)})
        if kind < 0.4:
            return Fate(disk=range(moment, moment + 4), full=random.random() < 0.7)
        if kind < 0.5:
            return self._a_lost_ledger()
        return Fate()

    def _a_lost_ledger(self) -> Fate:
        """Often when an issue is sent for the second time, and the answer is lost."""
        random, github = self.random, self.stage.github
        if random.random() < 0.7:
            github.plan("429", mishaps.too_many_requests(retry_after=1))
            github.plan("answer lost", mishaps.lose_answer().after(1))
        return Fate(lose=random.choice((1, 2, 2, 3)))

    def _happenings(
        self, machine: Machine, user: User, fate: Fate
    ) -> dict[int, Callable[[], None]]:
        """What goes on while the person reads or waits; nothing else where the ledger is lost."""
        random = self.random
        happenings: dict[int, Callable[[], None]] = {}
        if fate.lose:
            return happenings
        for _ in range(random.randint(1, 3)):
            name, happens = random.choice(self._meanwhile(machine, user))
            happenings[random.randint(1, 6)] = self._counted(name, happens)
        if random.random() < 0.2:
            happenings[random.randint(1, 6)] = self._lid(machine)
        return happenings

    def _meanwhile(self, machine: Machine, user: User) -> list[tuple[str, Callable[[], object]]]:
        """What may happen in the middle of a run: its name, and itself."""
        stage, place = self.stage, self.random.choice(self.stage.listed())
        events = [(name, happens) for name, happens, likely in self._events(user) if likely]
        events += [
            ("asked to stay away, and a long read", lambda: ask_while_somebody_reads(stage, place)),
            ("two terminals", lambda: terminal_beside(stage, machine, user)),
            ("two terminals, no lock", lambda: unlocked_terminal_beside(stage, machine, user)),
        ]
        if not self.alone:
            events.append(("another computer meanwhile", lambda: self._elsewhere(machine, user)))
        unseen = (*ONLY_BETWEEN_RUNS, *(SEEN_IN_LISTS if stage.world.list_lag else ()))
        return [(name, happens) for name, happens in events if name not in unseen]

    def _elsewhere(self, machine: Machine, user: User) -> None:
        """The same command at the other computer, while this one is at work."""
        if len(self.stage.machines) == 1:
            self.stage.add_machine()
        other = next(each for each in self.stage.machines if each is not machine)
        self.stage.post(other, user, Choices())

    def _counted(self, name: str, happens: Callable[[], object]) -> Callable[[], None]:
        def happen() -> None:
            self.stage.struck[name] += 1
            happens()

        return happen
