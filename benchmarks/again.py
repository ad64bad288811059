"""What looking again costs where nothing has changed, by GitHub's own books."""

from benchmarks.findings import Finding
from benchmarks.looking import scene

FREE = (
    "asked by tag: a 304 is free for whoever signs the request; what was not there is asked again"
    " only after a push, a repository that was not there after a minute"
)

FRESH = "GitHub calls its answers good for a minute; nothing is asked meanwhile"

NOT_FREE = (
    "asked by tag, and counted all the same: by GitHub's documentation a 304 is free only for"
    " signed requests, and the stand-in counts it so; no goal"
)


def second_look(*, repositories: int) -> list[Finding]:
    """The same look at once, and when no answer is fresh any more; through REST, which is counted.

    With a token and GraphQL a look costs a point for every 25 repositories, each time.
    https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#use-conditional-requests-if-appropriate
    """
    ways = (
        ("with a token, at once", True, 60, 2, FREE),
        ("with a token, later", True, 0, 2, FREE),
        ("no token, at once", False, 60, 0, FRESH),
        ("no token, later", False, 0, None, NOT_FREE),
    )
    return [
        _finding(
            f"second look at {repositories}, {how}",
            _costs(repositories, signed=signed, max_age=max_age),
            most=most,
            why=why,
        )
        for how, signed, max_age, most, why in ways
    ]


def _costs(repositories: int, *, signed: bool, max_age: int) -> tuple[int, int]:
    """What GitHub has taken from the hour for the first look, and for the second.

    Args:
        max_age: for how many seconds GitHub calls an answer good.
    """
    with scene(repositories=repositories, latency=0) as stage:
        stage.world.graphql_enabled = False
        stage.world.max_age = max_age
        stage.check(signed=signed)
        first = stage.counted(signed=signed)
        stage.check(signed=signed)
        return first, stage.counted(signed=signed) - first


def _finding(what: str, costs: tuple[int, int], *, most: int | None, why: str) -> Finding:
    first, second = costs
    return Finding(
        what=what,
        unit="counted",
        ours=second,
        other=first,
        other_way="first look:",
        goal="" if most is None else f"at most {most}",
        met=None if most is None else second <= most,
        why=why,
    )
