"""What can come back for an issue, one by one, through the installed command.

Each run meets the fault once, in one repository; then the command is run again, in peace.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from tests.cli.command import FAST, Command, created

from campaign.errors import Exit
from campaign.rehearsal import mishaps
from campaign.rehearsal.faults import Fault, FaultPlan
from campaign.rehearsal.server import StandIn
from campaign.rehearsal.wire import error
from campaign.rehearsal.world import World

REPO = "palantir/blueprint"
DENIED = "Resource not accessible by personal access token"


ONCE = ("--max-wait", "0")


@dataclass(frozen=True)
class Case:
    """A fault; how the run ends that meets it, and how the next one ends."""

    name: str
    fault: Callable[[World], Fault]
    ends: Exit
    again: tuple[int, str]
    says: str
    creates: int = 1
    """Requests for an issue, in both runs together."""
    issues: int = 1
    """Issues that exist in the end."""
    options: tuple[str, ...] = ONCE


ALREADY, UNKNOWN, POSTED = (0, "already"), (6, "unknown"), (0, "posted")
IMPATIENT = (*ONCE, "--timeout", "1")


def made(name: str, fault: Fault, says: str, *, options: tuple[str, ...] = ONCE) -> Case:
    """The issue exists, and nobody was told: it is found, and never sent again."""
    return Case(name, lambda _: fault, Exit.DONE, ALREADY, says, options=options)


def unmade(name: str, fault: Fault, says: str) -> Case:
    """Nothing exists, which nobody can know: it stays unknown, and is never sent again."""
    return Case(name, lambda _: fault, Exit.UNKNOWN, UNKNOWN, says, issues=0)


def limited(name: str, fault: Fault, says: str) -> Case:
    """GitHub wants a pause: nothing was made, and the next run posts."""
    return Case(name, lambda _: fault, Exit.LIMITED, POSTED, says, creates=2)


def exhausted(world: World) -> Fault:
    """Nothing is left of the hour."""
    return mishaps.primary_exhausted(reset=world.clock.now() + timedelta(minutes=40))


CASES = (
    made("the answer is lost", mishaps.lose_answer(), "it was posted, and is found"),
    made("502, made", mishaps.bad_gateway(created=True), "it was posted, and is found"),
    unmade("502, not made", mishaps.bad_gateway(created=False), "Nothing is sent twice"),
    made("500 with a web page", mishaps.server_error(created=True), "it was posted, and is found"),
    made("504", mishaps.gateway_timeout(created=True), "it was posted, and is found"),
    limited(
        "a limit that names an hour",
        mishaps.too_many_requests(),
        "GitHub asks for a pause until Sat 11 May",
    ),
    limited(
        "a limit without a time",
        mishaps.secondary_limit(retry_after=None),
        "GitHub asks for a pause until Sat 11 May",
    ),
    Case(
        "the hour is used up",
        exhausted,
        Exit.LIMITED,
        POSTED,
        "GitHub asks for a pause until Sat 11 May",
        creates=2,
    ),
    limited("too quickly", mishaps.submitted_too_quickly(), "campaign post"),
    limited(
        "a pause nobody can read",
        mishaps.secondary_limit(retry_after="soon"),
        "GitHub asks for a pause until Sat 11 May",
    ),
    made("no answer in time", mishaps.hang(), "no complete answer", options=IMPATIENT),
    made("headers byte by byte", mishaps.slow_headers(), "no complete", options=IMPATIENT),
    made("a body byte by byte", mishaps.slow_body(), "no complete", options=IMPATIENT),
    made("endless 100 Continue", mishaps.endless_continue(), "no complete", options=IMPATIENT),
    made("a body cut short", mishaps.cut_answer(), "cut"),
    made("a broken chunk", mishaps.bad_chunk(), "it was posted, and is found"),
    made("two lengths", mishaps.two_lengths(), "it was posted, and is found"),
    made("broken JSON", mishaps.invalid_json(), "it was posted, and is found"),
    made("an enormous body", mishaps.swollen_answer(), "larger than 1 MiB"),
    made("a compression bomb", mishaps.compression_bomb(), "larger than 1 MiB"),
    unmade("a captive portal", mishaps.captive_portal(), "GitHub"),
    Case(
        "a redirect elsewhere",
        lambda _: mishaps.redirect("https://example.org/x"),
        Exit.CLOSED,
        POSTED,
        "refused",
        creates=2,
    ),
    Case(
        "a redirect in a circle",
        lambda _: mishaps.redirect_loop("/repos/palantir/blueprint/issues"),
        Exit.CLOSED,
        POSTED,
        "refused",
        creates=2,
    ),
    Case(
        "the token is revoked",
        lambda _: mishaps.token_revoked(),
        Exit.SIGN_IN,
        POSTED,
        "Bad credentials",
        creates=2,
    ),
    Case(
        "a token that does not reach",
        lambda _: Fault(then=error(403, DENIED)),
        Exit.SIGN_IN,
        POSTED,
        "gh auth login",
        creates=2,
    ),
)


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_fault(case: Case, campaign: Command, running: Path, world: World, github: StandIn) -> None:
    """It is said what happened, and however often one tries, there is at most one issue."""
    arguments = ("post", running, *FAST, "--repo", REPO, *case.options)
    github.plan(case.fault(world))
    first = campaign(*arguments)
    assert first.code == case.ends, first.err
    assert case.says in first.told
    github.faults = FaultPlan()
    if case.ends is Exit.LIMITED:
        world.clock.sleep(3700)
    second = campaign(*arguments, "--json")
    assert (second.code, *second.outcomes) == case.again, second.err
    assert len(world.requests("POST", "/issues")) == case.creates
    assert created(world) == case.issues


@pytest.mark.slow
def test_an_absurd_pause(campaign: Command, running: Path, world: World, github: StandIn) -> None:
    """A day at most is believed, and the action is over by then: no time to come back is told."""
    github.plan(mishaps.secondary_limit(retry_after="9" * 30))
    first = campaign("post", running, *FAST, "--repo", REPO)
    assert first.code == Exit.WINDOW
    assert "the action ends before it can be sent" in first.told
    assert "nothing more is sent for it" in first.told
    assert campaign("post", running, *FAST, "--repo", REPO).code == Exit.LIMITED
    assert (len(world.requests("POST", "/issues")), created(world)) == (1, 0)
