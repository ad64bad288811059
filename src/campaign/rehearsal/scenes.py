"""What happens on a rehearsed day: each scene is a short list of turns between the supporters."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from campaign.rehearsal.mishaps import lose_answer, secondary_limit
from campaign.rehearsal.places import OPT_OUT, CreationPolicy, Limit, Repository
from campaign.rehearsal.server import StandIn


@dataclass(frozen=True, kw_only=True, slots=True)
class Moment:
    """Who comes next, and where they would post first; what is left to tell is returned."""

    github: StandIn
    used: Collection[Repository]
    """Repositories that have received an issue."""
    next_choice: Repository
    everywhere: Collection[Repository]


Turn = Callable[[Moment], str]
"""Changes the world before a supporter comes, and says so in a sentence."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Scene:
    """`turns` maps a supporter's place in the row (1 is the first) to what happens before."""

    name: str
    summary: str
    turns: dict[int, Turn]
    posters: frozenset[int] = frozenset()
    """Places at which somebody comes whose first choice is open: the turn is about an issue."""


def _names(repositories: Collection[Repository]) -> str:
    return ", ".join(sorted(repository.full_name for repository in repositories))


def _limit(moment: Moment) -> str:
    limited = {*moment.used, moment.next_choice}
    for repository in limited:
        repository.limit = Limit.COLLABORATORS_ONLY
    names = _names(limited)
    return f"The company limits issues to collaborators, unseen from outside, in {names}."


def _limit_all(moment: Moment) -> str:
    for repository in moment.everywhere:
        repository.limit = Limit.COLLABORATORS_ONLY
    return "The company limits issues to collaborators everywhere, unseen from outside."


def _restrict(moment: Moment) -> str:
    limited = {*moment.used, moment.next_choice}
    for repository in limited:
        repository.creation_policy = CreationPolicy.COLLABORATORS_ONLY
    return f"The company lets only collaborators open issues, as a policy: {_names(limited)}."


def _lose_answer(moment: Moment) -> str:
    # Only where an issue will be made: a refusal that got lost would be another story.
    names = (re.escape(each.full_name) for each in moment.everywhere if not is_shut(each))
    moment.github.plan(lose_answer().at("POST", f"/repos/({'|'.join(names)})/issues$"))
    return "The network will cut GitHub's next yes: the issue is made, but nobody is told."


def is_shut(repository: Repository) -> bool:
    """Whether a scene has closed it to strangers."""
    open_to_all = repository.creation_policy is CreationPolicy.ALL
    return repository.limit is not Limit.NO_LIMIT or not open_to_all


def _opt_out(moment: Moment) -> str:
    repository = moment.next_choice
    text = "No campaigns here, please: we are two people.\n"
    repository.push(OPT_OUT, text, at=moment.github.world.clock.now())
    return f"The maintainers of {repository.full_name} ask campaigns to stay away, in a file."


def _rename(moment: Moment) -> str:
    repository = moment.next_choice
    before = repository.full_name
    moment.github.world.move(repository, f"{before}-next")
    return f"{before} is called {repository.full_name} from now on."


def _slow_down(moment: Moment) -> str:
    moment.github.plan(secondary_limit(retry_after=60))
    return "GitHub will ask the next supporter for a pause of 60 seconds."


SCENES = {
    scene.name: scene
    for scene in (
        Scene(
            name="action-day",
            summary="One posts; then repositories are limited; then an answer is lost.",
            turns={2: _limit, 3: _lose_answer},
            posters=frozenset({3}),
        ),
        Scene(name="calm", summary="Nothing goes wrong.", turns={}),
        Scene(
            name="policy",
            summary="The company closes repositories by the setting that everybody can see.",
            turns={2: _restrict},
        ),
        Scene(
            name="all-limited",
            summary="After the first supporter every repository is limited.",
            turns={2: _limit_all},
        ),
        Scene(
            name="lost-answer",
            summary="The first supporter's answer is lost on the way.",
            turns={1: _lose_answer},
            posters=frozenset({1}),
        ),
        Scene(
            name="rate-limit",
            summary="GitHub asks the first supporter to slow down.",
            turns={1: _slow_down},
        ),
        Scene(
            name="opt-out",
            summary="Maintainers ask campaigns to stay away.",
            turns={2: _opt_out},
        ),
        Scene(
            name="renamed",
            summary="A repository gets another name.",
            turns={2: _rename},
        ),
    )
}
"""By name, the default first."""
