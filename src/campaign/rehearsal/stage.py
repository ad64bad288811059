"""The stage of a rehearsal: a world with the campaign's repositories, on the day of the action."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from campaign.core.campaign import Campaign
from campaign.rehearsal.accounts import User
from campaign.rehearsal.clock import PlayClock
from campaign.rehearsal.world import World

AFTER_THE_START = timedelta(minutes=5)

MOST_UNDERSTUDIES = 50

NAMES = ("ada", "grace", "radia", "katherine", "annie", "hedy", "joan", "mary", "edith", "barbara")
"""First names of supporters, after pioneers of computing."""


def set_stage(campaign: Campaign, *, seed: int) -> World:
    """A world in which the action has just begun: busy repositories, open to everybody.

    A campaign without a date is played today.
    """
    starts = campaign.action.starts + AFTER_THE_START if campaign.action else None
    world = World(PlayClock(starts))
    random = Random(seed)  # noqa: S311 - a play, not a secret
    for _ in range(random.randrange(50)):
        # Account numbers decide who is sent where: another seed, another play.
        world.add_user(f"bystander-{random.randrange(10**9)}")
    for target in campaign.targets:
        repository = world.add_repository(target.repo, watchers=random.randrange(50, 500))
        for _ in range(random.randrange(3, 12)):
            age = timedelta(hours=random.randrange(2, 24 * 30))
            world.seed_issue(repository, by="passer-by", age=age)
    return world


def cast(world: World, *, supporters: int) -> list[User]:
    """The people who take part, each with a token of their own."""
    return [world.add_user(_name(index)) for index in range(supporters)]


def understudies(world: World, *, after: int) -> Iterator[User]:
    """People who might come instead of somebody from a cast of `after` people; some, not many."""
    return (world.add_user(_name(after + index)) for index in range(MOST_UNDERSTUDIES))


def _name(index: int) -> str:
    round_, place = divmod(index, len(NAMES))
    return NAMES[place] + (f"-{round_ + 1}" if round_ else "")
