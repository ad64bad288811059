"""The simulated campaign as a state machine: whatever is done in whatever order, all holds.

`PYTHONPATH=src python -m tests.proof.machine 1000 50` plays 1,000 campaigns of 50 steps each.
"""

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from random import Random

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from tests.proof.simulator.books import Memory
from tests.proof.simulator.desk import Manner
from tests.proof.simulator.disk import Disk
from tests.proof.simulator.ending import check_end
from tests.proof.simulator.fate import Fate
from tests.proof.simulator.invariants import check_run
from tests.proof.simulator.remembered import remembered
from tests.proof.simulator.stage import ALIAS, NAMES, Choices, Ending, Stage
from tests.proof.simulator.troubles import (
    CHANGES,
    FAULTS,
    delete_my_issue,
    exhaust,
    jump,
    make_peace,
    move_my_issue,
    open_by_hand,
    put_right,
    relent,
    revoke,
)

from campaign.rehearsal.accounts import User

SEEDS = st.integers(0, 2**16)
MOMENTS = st.integers(1, 120)
FATES = st.one_of(
    *[st.builds(Fate)] * 3,
    st.builds(Fate, kill=MOMENTS),
    st.builds(Fate, press=st.sets(MOMENTS, min_size=1, max_size=2)),
    st.builds(Fate, disk=st.sets(MOMENTS, min_size=1), full=st.booleans()),
)
PLACES = st.integers(0, len(NAMES) - 1)
SECONDS = st.sampled_from((1, 10, 60, 900, 3600, 90_000))

Trouble = Callable[[Stage, User, Random], object]

TROUBLES: tuple[Trouble, ...] = (
    lambda stage, me, _: revoke(stage, me),
    lambda stage, me, random: exhaust(stage, me, left=random.randint(0, 8)),
    lambda stage, _, random: jump(stage, random),
    lambda stage, _, random: setattr(stage.github, "unreachable", random.randint(1, 4)),
    lambda _stage, me, _: setattr(me, "flagged", True),
    lambda _stage, me, _: setattr(me, "email_verified", False),
)
"""What may happen to the supporter's account, clock or network."""


class CampaignMachine(RuleBasedStateMachine):
    """One supporter and their campaign; every rule is something that may happen."""

    def __init__(self) -> None:
        super().__init__()
        self._open = ExitStack()
        self._open.enter_context(remembered())
        self._backup: tuple[Disk, Memory] | None = None
        self._here = 0

    @initialize(
        count=st.integers(1, len(NAMES)),
        alias=st.booleans(),
        per_person=st.integers(1, len(NAMES)),
        lag=st.sampled_from((0, 8, 480, 2940)),
        alone=st.booleans(),
        seed=SEEDS,
    )
    def begin(
        self, *, count: int, alias: bool, per_person: int, lag: int, alone: bool, seed: int
    ) -> None:
        names = (*NAMES[-count:], *((ALIAS,) if alias else ()))
        self.stage = Stage(names, per_person=per_person, pace=3, seed=seed)
        self.stage.world.list_lag = lag
        self.me = self.stage.people[0]
        self.alone = alone

    @rule(
        limit=st.sampled_from((1, 1, None)),
        max_wait=st.sampled_from((0, 20, 120, 1000)),
        wavers=st.booleans(),
        fate=FATES,
        faults=st.lists(st.sampled_from(sorted(FAULTS)), max_size=2),
        seed=SEEDS,
    )
    def post(
        self,
        *,
        limit: int | None,
        max_wait: float,
        wavers: bool,
        fate: Fate,
        faults: Sequence[str],
        seed: int,
    ) -> None:
        random = Random(seed)  # noqa: S311 - a play, not a secret
        for name in faults:
            self.stage.github.plan(name, FAULTS[name](random))
        manner = Manner(skips=0.2, leaves=0.1, edits=0.3, agrees=0.5) if wavers else Manner()
        choices = Choices(limit=limit, max_wait=max_wait, fate=fate, manner=manner)
        self._check(self.stage.post(self.stage.machines[self._here], self.me, choices))

    @rule(max_wait=st.sampled_from((0, 20, 1000)), decides=st.booleans())
    def settle(self, *, max_wait: float, decides: bool) -> None:
        machine = self.stage.machines[self._here]
        choices = Choices(max_wait=max_wait, decides=decides)
        self._check(self.stage.settle(machine, self.me, choices))

    @rule(name=st.sampled_from(sorted(CHANGES)), place=PLACES)
    def an_owner_acts(self, *, name: str, place: int) -> None:
        CHANGES[name](self.stage, self.stage.places[place])

    @rule(place=PLACES)
    def an_owner_relents(self, *, place: int) -> None:
        relent(self.stage, self.stage.places[place])

    @rule(place=PLACES)
    def a_repository_is_made_anew(self, *, place: int) -> None:
        self.stage.recreate(self.stage.places[place])

    @rule(place=PLACES)
    def i_use_the_form(self, *, place: int) -> None:
        open_by_hand(self.stage, self.me, self.stage.places[place])

    @precondition(lambda self: self.alone)
    @rule(seed=SEEDS)
    def my_issue_is_deleted(self, *, seed: int) -> None:
        delete_my_issue(self.stage, Random(seed))  # noqa: S311 - a play, not a secret

    @precondition(lambda self: self.alone)
    @rule(seed=SEEDS)
    def my_issue_is_moved(self, *, seed: int) -> None:
        move_my_issue(self.stage, Random(seed))  # noqa: S311 - a play, not a secret

    @rule(seconds=SECONDS, asleep=st.booleans())
    def time_passes(self, *, seconds: int, asleep: bool) -> None:
        clock = self.stage.machines[self._here].clock
        (clock.close_the_lid if asleep else clock.sleep)(seconds)

    @rule(trouble=st.sampled_from(TROUBLES), seed=SEEDS)
    def i_am_in_trouble(self, *, trouble: Trouble, seed: int) -> None:
        trouble(self.stage, self.me, Random(seed))  # noqa: S311 - a play, not a secret

    @rule()
    def i_sign_in_again(self) -> None:
        put_right(self.stage, self.me)

    @precondition(lambda self: not self.alone)
    @rule()
    def i_go_to_the_other_computer(self) -> None:
        self.stage.catch_up()
        if len(self.stage.machines) == 1:
            self.stage.add_machine()
        self._here = 1 - self._here

    @precondition(lambda self: not self.alone)
    @rule()
    def i_keep_a_backup(self) -> None:
        self._backup = self.stage.machines[self._here].backup()

    @precondition(lambda self: self._backup is not None)
    @rule()
    def i_restore_the_backup(self) -> None:
        assert self._backup is not None
        self.stage.catch_up()
        self.stage.machines[self._here].restore(self._backup)

    @rule()
    def all_is_put_right(self) -> None:
        make_peace(self.stage)
        machine = self.stage.machines[self._here]
        ending = self.stage.post(machine, self.me, Choices())
        self._check(ending)
        check_end(self.stage, ending)

    def teardown(self) -> None:
        if hasattr(self, "stage"):
            self.all_is_put_right()
        self._open.close()

    def _check(self, ending: Ending) -> None:
        check_run(self.stage, ending)


def play(examples: int, steps: int, *, explain: bool = True) -> None:
    """So many campaigns of so many steps; raises what is broken.

    Args:
        explain: look for the shortest way to it, which takes a while.
    """
    run_state_machine_as_test(
        CampaignMachine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=True,
            database=None,
            phases=set(Phase) - (set() if explain else {Phase.shrink, Phase.explain}),
            suppress_health_check=list(HealthCheck),
        ),
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.proof.machine", description=__doc__)
    parser.add_argument("examples", type=int, help="how many campaigns")
    parser.add_argument("steps", type=int, help="how many steps in each")
    given, began = parser.parse_args(), time.monotonic()
    play(given.examples, given.steps)
    sys.stdout.write(
        f"{given.examples:,} campaigns of {given.steps} steps, none failed,"
        f" {time.monotonic() - began:.0f} seconds\n"
    )
