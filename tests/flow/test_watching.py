"""Watching: looks at their pace, every change once, and trouble that does not end it."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import datetime

import pytest
from tests.flow.conftest import Stage

from campaign.adapters.github import GitHub
from campaign.core.changes import Change, Standing
from campaign.errors import CampaignError, SignInNeeded
from campaign.flow.checking import Survey, survey
from campaign.flow.watching import Watch
from campaign.rehearsal import mishaps
from campaign.rehearsal.clock import PlayClock
from campaign.rehearsal.faults import Fault
from campaign.rehearsal.wire import Reply, error, json_reply

Make = Callable[..., Stage]
Turn = Callable[[], None]


class Notes:
    """A view that writes down what it is told."""

    step = 1e9

    def __init__(self) -> None:
        self.news: list[list[tuple[str, str | None, str]]] = []
        self.troubles: list[str] = []
        self.slower: list[tuple[float, int, int]] = []
        self.limits: list[datetime] = []
        self.waits: list[float] = []

    def show(
        self, survey: Survey, standings: Mapping[str, Standing], news: Sequence[Change]
    ) -> None:
        self.news.append(
            [(each.access.repo, each.before, each.access.verdict.value) for each in news]
        )

    def trouble(self, error: CampaignError, *, at: datetime) -> None:
        self.troubles.append(error.message)

    def slow_down(self, seconds: float, *, spent: int, allowance: int) -> None:
        self.slower.append((seconds, spent, allowance))

    def limited(self, until: datetime, *, seconds: float) -> None:
        self.limits.append(until)

    def say(self, text: str) -> None:
        self.troubles.append(text)

    def wait(self, seconds: float) -> None:
        if seconds:
            self.waits.append(seconds)


class Night:
    """A clock at which something happens in every wait, until the watcher is called away."""

    def __init__(self, clock: PlayClock, turns: Sequence[Turn]) -> None:
        self._clock = clock
        self._turns: Iterator[Turn] = iter(turns)

    def now(self) -> datetime:
        return self._clock.now()

    def monotonic(self) -> float:
        return self._clock.monotonic()

    def sleep(self, seconds: float) -> None:
        """Called away when nothing more is to happen."""
        turn = next(self._turns, None)
        if turn is None:
            raise KeyboardInterrupt
        self._clock.sleep(seconds)
        turn()


def watch(
    stage: Stage, *turns: Turn, seconds: float = 60, signed_in: bool = True
) -> tuple[Notes, Watch]:
    """What somebody saw who watched all targets while these things happened between the looks."""
    notes = Notes()
    repos = [target.repo for target in stage.campaign.targets]
    with closing(stage.forge(may_write=False) if signed_in else stranger(stage)) as forge:
        account = forge.account() if signed_in else None
        watched = Watch(
            look=lambda: survey(repos, forge=forge, account=account, refusals={}),
            forge=forge,
            clock=Night(stage.clock, turns),
            view=notes,
            signed_in=signed_in,
            seconds=seconds,
        )
        with pytest.raises(KeyboardInterrupt):
            watched.run()
    return notes, watched


def stranger(stage: Stage) -> GitHub:
    """The client of somebody without a token."""
    return GitHub(
        api_url=stage.github.url,
        token=None,
        monotonic=stage.clock.monotonic,
        sleep=stage.clock.sleep,
    )


def nothing() -> None:
    """A quiet minute."""


def test_every_change_is_told_once(make_stage: Make) -> None:
    """First how each is found; then what closes, and what opens again."""
    stage = make_stage("ant/one", "bee/two")
    bee = stage.repo("bee/two")

    def close() -> None:
        bee.has_issues = False

    def reopen() -> None:
        bee.has_issues = True

    notes, watched = watch(stage, nothing, close, nothing, reopen)
    assert notes.news == [
        [("ant/one", None, "open"), ("bee/two", None, "open")],
        [],
        [("bee/two", "open", "closed")],
        [],
        [("bee/two", "closed", "open")],
    ]
    assert (watched.looks, watched.news) == (5, 2)
    assert watched.standings["bee/two"].before == "closed"
    assert [round(wait) for wait in notes.waits] == [60] * 5


def test_trouble_on_the_way_is_told_and_the_watch_goes_on(make_stage: Make) -> None:
    """A server out of reach, a page of some network: what was known stands, and nothing is news."""
    stage = make_stage("ant/one")

    def portal() -> None:
        stage.come_back()
        stage.github.plan(replace(mishaps.captive_portal().at("POST", "/graphql$"), times=2))

    notes, watched = watch(stage, stage.vanish, portal, nothing)
    assert len(notes.troubles) == 2
    assert "could not be reached" in notes.troubles[0]
    assert notes.news == [[("ant/one", None, "open")], []]
    assert watched.standings["ant/one"].access.verdict == "open"


def test_a_look_that_told_nothing_of_some_is_told_once(make_stage: Make) -> None:
    """Not again at each look; what was known of them stands, and opens and closes nothing."""
    stage = make_stage("ant/one", "bee/two")
    broken = {"data": {"r0": None}, "errors": [{"path": ["r0"], "message": "Something is wrong"}]}

    def break_one(honest: Reply) -> Reply:
        told = json.loads(honest.body)
        told["data"] |= broken["data"]
        return json_reply({**told, "errors": broken["errors"]})

    def break_twice() -> None:
        fault = Fault(then=break_one, path="/graphql$", after_create=True, times=2)
        stage.github.plan(fault)

    notes, watched = watch(stage, break_twice, nothing, nothing)
    assert notes.troubles == ["GitHub gave no usable answer about 1 repository."]
    assert notes.news[1:] == [[], [], []]
    assert watched.looks == 4
    assert watched.standings["ant/one"].access.verdict == "open"


def test_after_a_limit_it_comes_back_when_github_said(make_stage: Make) -> None:
    """The time is told, and no look is made before."""
    stage = make_stage("ant/one")

    def limit() -> None:
        stage.github.plan(mishaps.too_many_requests(retry_after=600).at("POST", "/graphql$"))

    notes, watched = watch(stage, limit, nothing)
    assert len(notes.limits) == 1
    assert 590 < notes.waits[1] <= 610
    assert watched.looks == 3
    assert notes.news[1:] == [[], []]


def test_it_leaves_half_of_the_hour_to_others(make_stage: Make) -> None:
    """Without a token there are 60 requests: looks come as rarely as half of them allow."""
    stage = make_stage("ant/one", "bee/two")
    notes, _ = watch(stage, nothing, signed_in=False)
    ((seconds, spent, allowance),) = notes.slower
    assert allowance == 60
    assert seconds == spent * 3600 / 30 > 60
    assert [round(wait) for wait in notes.waits] == [seconds, seconds]


def test_with_a_token_an_ordinary_pace_is_kept(make_stage: Make) -> None:
    """A look at a few repositories every half minute is no burden."""
    notes, _ = watch(make_stage("ant/one", "bee/two"), nothing, nothing, seconds=30)
    assert not notes.slower
    assert [round(wait) for wait in notes.waits] == [30, 30, 30]


def test_a_token_that_is_taken_away_ends_it(make_stage: Make) -> None:
    """Nobody is left to look through whose eyes."""
    stage = make_stage("ant/one")

    def revoke() -> None:
        stage.github.plan(Fault(then=error(401, "Bad credentials")).at("POST", "/graphql$"))

    with pytest.raises(SignInNeeded):
        watch(stage, revoke)
