"""The simulator's short cuts show what the real client sees over HTTP, in the same world."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from random import Random

import pytest
from tests.proof.simulator.chance import RandomCampaign
from tests.proof.simulator.fate import Fate
from tests.proof.simulator.forge import DirectGitHub
from tests.proof.simulator.remembered import remembered
from tests.proof.simulator.stage import Stage
from tests.proof.simulator.troubles import CHANGES, FAULTS, exhaust, revoke

from campaign.adapters.github import GitHub
from campaign.core.access import RepoFacts
from campaign.core.account import Account
from campaign.core.answer import Asked, read_reply
from campaign.core.marker import Key, marker, marker_key
from campaign.core.verdict import judge
from campaign.errors import CampaignError
from campaign.rehearsal.server import StandIn

PLACE = "ant/one"

PATIENCE = 0.5
"""Real seconds for one request where silence is the fault."""


def direct(stage: Stage) -> DirectGitHub:
    """The client that asks in process."""
    machine = stage.machines[0]
    token = stage.people[0].token
    return DirectGitHub(stage.github, token=token, clock=machine.clock, fate=Fate())


@contextmanager
def over_http(stage: Stage, *, timeout: float = 20.0) -> Iterator[tuple[StandIn, GitHub]]:
    """The client that supporters have, and a stand-in that shows the same world."""
    with (
        StandIn(stage.world) as github,
        closing(
            GitHub(
                api_url=github.url,
                token=stage.people[0].token,
                timeout=timeout,
                may_write=True,
                monotonic=stage.clock.monotonic,
                sleep=stage.clock.sleep,
            )
        ) as forge,
    ):
        yield github, forge


def look(stage: Stage, forge: GitHub, account: Account) -> list[tuple[object, ...]] | str:
    """All that a plan is made of, for every target; or the words of the failure."""
    repos = [target.repo for target in stage.campaign.targets]
    try:
        return [_seen(stage, facts) for facts in forge.look(repos, account=account)]
    except CampaignError as error:
        return error.message


def _seen(stage: Stage, facts: RepoFacts) -> tuple[object, ...]:
    access = judge(facts, now=stage.clock.now())
    return facts.repo, facts.found, facts.name_now, facts.repo_id, facts.own, access.reason


def me(stage: Stage) -> Account:
    """Mia, as GitHub tells of her."""
    person = stage.people[0]
    return Account(
        login=person.login,
        id=person.id,
        name=person.name,
        created_at=person.created_at,
        token_kind="classic token",
        scopes=("public_repo",),
    )


@pytest.mark.parametrize("seed", range(8))
def test_a_look_in_process_is_a_look_over_http(seed: int) -> None:
    """What the plan is made of is the same, whatever has happened in that world."""
    with remembered():
        stage = RandomCampaign(seed).play()
    changes = Random(seed).sample(sorted(CHANGES), len(stage.places))  # noqa: S311 - a play
    for place, change in zip(stage.places, changes, strict=True):
        CHANGES[change](stage, place)
    with remembered():
        in_process = look(stage, direct(stage), me(stage))
    with over_http(stage) as (_, forge):
        assert look(stage, forge, me(stage)) == in_process


@pytest.mark.parametrize("trouble", ["revoked", "used up", "suspended"])
def test_a_look_that_fails_in_process_fails_so_over_http(trouble: str) -> None:
    """At the door, too, the words are the stand-in's own."""
    told = []
    for in_process in (True, False):
        stage = Stage()
        if trouble == "revoked":
            revoke(stage, stage.people[0])
        elif trouble == "used up":
            exhaust(stage, stage.people[0], left=0)
        else:
            stage.people[0].suspended = True
        if in_process:
            with remembered():
                told.append(look(stage, direct(stage), me(stage)))
        else:
            with over_http(stage) as (_, forge):
                told.append(look(stage, forge, me(stage)))
    assert told[0] == told[1]


@pytest.mark.parametrize("name", [*CHANGES, "nothing"])
def test_a_create_in_process_is_a_create_over_http(name: str) -> None:
    """Each refusal, and the success, is understood alike."""
    answers = []
    for in_process in (True, False):
        stage = Stage()
        if name in CHANGES:
            CHANGES[name](stage, stage.places[0])
        if in_process:
            with remembered():
                answers.append(create(direct(stage)))
        else:
            with over_http(stage) as (_, forge):
                answers.append(create(forge))
    assert answers[0] == answers[1]


@pytest.mark.parametrize("name", [name for name in FAULTS if not name.startswith("look")])
def test_a_fault_in_process_is_a_fault_over_http(name: str) -> None:
    """Whatever goes wrong on the way proves the same, and makes as many issues."""
    answers = []
    for in_process in (True, False):
        stage, fault = Stage(), FAULTS[name](Random(3))  # noqa: S311 - a play
        if in_process:
            stage.github.plan(name, fault)
            here = direct(stage)
            told = create(here), my_issues(here, stage)
            assert stage.github.struck
        else:
            with over_http(stage, timeout=PATIENCE if name == "silence" else 20) as (http, forge):
                http.plan(fault)
                told = create(forge), my_issues(forge, stage)
        answers.append((*told, len(stage.world.births)))
    assert answers[0] == answers[1]


def create(forge: GitHub) -> tuple[object, ...]:
    """What the answer to a create proves; where none came, its words are the client's own."""
    me = forge.account().id
    key = Key(campaign="no-nets", repo_id=70_000_001, account_id=me)
    ours = marker("no-nets", marker_key(key))
    reply = forge.create_issue(PLACE, title="A letter", body=f"Please stop.\n\n{ours}")
    asked = Asked(key=key, repo=PLACE, title="A letter", api_url=forge.api_url)
    answer = read_reply(reply, asked)
    words = answer.message if reply.status else ""
    return reply.sent, reply.status, answer.proof, answer.scope, answer.reason, words, answer.wait


def my_issues(forge: GitHub, stage: Stage) -> object:
    """The list that settles a doubt; None if it could not be read."""
    return forge.own_issues(70_000_001, account=me(stage), since=None)


def test_my_issues_in_process_are_my_issues_over_http() -> None:
    """The lists that settle a doubt are the same."""
    with remembered():
        stage = RandomCampaign(1).play()
    since = stage.campaign.action.starts if stage.campaign.action else stage.clock.now()
    with over_http(stage) as (_, forge):
        for place in stage.places:
            shown = forge.own_issues(place.id, account=me(stage), since=since)
            assert direct(stage).own_issues(place.id, account=me(stage), since=since) == shown
            assert direct(stage).whereabouts(place.id) == forge.whereabouts(place.id)
        assert direct(stage).account() == forge.account()
