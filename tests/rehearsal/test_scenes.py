"""The scenes: what each turn does to the world, and that it says so."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

import pytest

from campaign.rehearsal.accounts import User
from campaign.rehearsal.places import CreationPolicy, Limit, Repository
from campaign.rehearsal.scenes import SCENES, Moment
from campaign.rehearsal.server import StandIn
from campaign.rehearsal.world import World

NAMES = ("palantir/blueprint", "palantir/tslint", "palantir/conjure", "palantir/atlasdb")
DRAFT = {"title": "A title", "body": "A body"}


@pytest.fixture
def places(world: World) -> list[Repository]:
    """Four repositories; the first is used, the second would be next."""
    return list(world.add_repositories(*NAMES))


@pytest.fixture
def moment(github: StandIn, places: list[Repository]) -> Moment:
    """The moment between two supporters."""
    return Moment(github=github, used=places[:1], next_choice=places[1], everywhere=places)


def turn(name: str, moment: Moment) -> str:
    """Plays the only turn of a scene."""
    [happens] = SCENES[name].turns.values()
    return happens(moment)


def with_limit(places: Collection[Repository]) -> list[str]:
    """Those under an interaction limit."""
    return [place.full_name for place in places if place.limit is not Limit.NO_LIMIT]


def test_names() -> None:
    """Scenes are found by their own name, the default comes first, and each has a sentence."""
    assert next(iter(SCENES)) == "action-day"
    for name, scene in SCENES.items():
        assert name == scene.name
        assert scene.summary.endswith(".")
        assert all(place >= 1 for place in scene.turns)
        assert scene.posters <= set(scene.turns)


def test_calm() -> None:
    """On a calm day nothing happens."""
    assert SCENES["calm"].turns == {}


def test_action_day_limits_what_is_used(moment: Moment, places: list[Repository]) -> None:
    """Before the second supporter, what was used and their first choice are limited, by name."""
    said = SCENES["action-day"].turns[2](moment)
    assert with_limit(places) == list(NAMES[:2])
    assert said.endswith("in palantir/blueprint, palantir/tslint.")


def test_all_limited(moment: Moment, places: list[Repository]) -> None:
    """Everywhere is everywhere."""
    said = turn("all-limited", moment)
    assert with_limit(places) == list(NAMES)
    assert "everywhere" in said


def test_policy(moment: Moment, places: list[Repository]) -> None:
    """The setting that everybody can see, and no limit."""
    said = turn("policy", moment)
    closed = [p.full_name for p in places if p.creation_policy is CreationPolicy.COLLABORATORS_ONLY]
    assert (closed, with_limit(places)) == (list(NAMES[:2]), [])
    assert "as a policy: palantir/blueprint, palantir/tslint" in said


def test_lost_answer(moment: Moment, client: Any, places: list[Repository]) -> None:
    """The next issue is made and its answer lost; the one after that is told."""
    turn("lost-answer", moment)
    with pytest.raises(ConnectionError):
        client.post(f"/repos/{NAMES[0]}/issues", DRAFT)
    assert len(places[0].issues) == 1
    assert client.post(f"/repos/{NAMES[0]}/issues", DRAFT).status == 201


@pytest.mark.parametrize("setting", ["limit", "creation_policy"])
def test_lost_answer_spares_refusals(
    moment: Moment, client: Any, places: list[Repository], setting: str
) -> None:
    """Where the door is shut the refusal arrives, and the loss waits for an issue."""
    setattr(
        places[0],
        setting,
        Limit.COLLABORATORS_ONLY if setting == "limit" else CreationPolicy.COLLABORATORS_ONLY,
    )
    turn("lost-answer", moment)
    assert client.post(f"/repos/{NAMES[0]}/issues", DRAFT).status in (403, 422)
    with pytest.raises(ConnectionError):
        client.post(f"/repos/{NAMES[2]}/issues", DRAFT)
    assert len(places[2].issues) == 1


def test_opt_out(moment: Moment, places: list[Repository]) -> None:
    """The next choice asks to be left alone, by name; the others do not."""
    said = turn("opt-out", moment)
    assert [place.full_name for place in places if place.opt_out_file] == [NAMES[1]]
    assert f"maintainers of {NAMES[1]}" in said


def test_renamed(moment: Moment, client: Any, places: list[Repository]) -> None:
    """The next choice has a new name, and the old one leads there."""
    said = turn("renamed", moment)
    assert places[1].full_name == f"{NAMES[1]}-next"
    assert client.get(f"/repos/{NAMES[1]}").status == 301
    assert said == f"{NAMES[1]} is called {NAMES[1]}-next from now on."


def test_rate_limit(moment: Moment, client: Any, alice: User) -> None:
    """One pause of a minute, once."""
    said = turn("rate-limit", moment)
    first = client.post(f"/repos/{NAMES[0]}/issues", DRAFT)
    assert (first.status, first.headers["retry-after"]) == (403, "60")
    assert client.post(f"/repos/{NAMES[0]}/issues", DRAFT).status == 201
    assert "60 seconds" in said


def test_limits_do_not_end_by_themselves(moment: Moment, places: list[Repository]) -> None:
    """A limit of a scene lasts for the day."""
    turn("all-limited", moment)
    moment.github.world.clock.sleep(timedelta(days=1).total_seconds())
    visitor = moment.github.world.add_user("visitor")
    assert all(place.excludes(visitor, moment.github.world.clock.now()) for place in places)
