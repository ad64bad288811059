"""The ending: one code for everything that a run said."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from tests.flow.conftest import DAY, Stage

from campaign.core.access import Found, RepoFacts
from campaign.core.plan import Plan
from campaign.core.receipt import Outcome, Receipt
from campaign.core.verdict import judge
from campaign.errors import Exit
from campaign.flow.ending import NOT_APPROVED, exit_of

POSTED, ALREADY, WOULD = Outcome.POSTED, Outcome.ALREADY, Outcome.WOULD_POST
REFUSED, UNKNOWN, DEFERRED, SKIPPED = (
    Outcome.REFUSED,
    Outcome.UNKNOWN,
    Outcome.DEFERRED,
    Outcome.SKIPPED,
)


@pytest.fixture
def plan(stage: Stage) -> Plan:
    """A plan of three steps."""
    stage.post(only_look=True)
    assert stage.plan is not None
    assert len(stage.plan.steps) == 3
    return stage.plan


def receipts(*said: Outcome, reason: str = "") -> tuple[Receipt, ...]:
    """One receipt for each word; those skipped have this reason."""
    return tuple(
        Receipt(repo=f"ant/{n}", outcome=outcome, reason=reason if outcome is SKIPPED else "")
        for n, outcome in enumerate(said)
    )


@pytest.mark.parametrize(
    ("found", "code"),
    [
        ((), Exit.CLOSED),
        ((Found.NOT_READABLE,), Exit.SIGN_IN),
        ((Found.ERROR,), Exit.ERROR),
        ((Found.NOT_READABLE, Found.ERROR), Exit.ERROR),
    ],
)
def test_nothing_could_be_tried(plan: Plan, found: tuple[Found, ...], code: Exit) -> None:
    """A token that is kept out is no closed door, and neither is what GitHub did not tell."""
    facts = [RepoFacts(repo=f"ant/{n}", found=each) for n, each in enumerate(found)]
    kept = tuple(judge(each, now=DAY) for each in facts)
    assert exit_of(replace(plan, steps=(), unreadable=kept), ()) is code


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ((POSTED, POSTED, POSTED), Exit.DONE),
        ((ALREADY, POSTED, POSTED), Exit.DONE),
        ((ALREADY, ALREADY, ALREADY), Exit.DONE),
        ((WOULD, WOULD, WOULD), Exit.DONE),
        ((ALREADY, WOULD), Exit.DONE),
        ((), Exit.CLOSED),
        ((SKIPPED,), Exit.CLOSED),
        ((REFUSED, REFUSED, REFUSED), Exit.CLOSED),
        ((REFUSED, SKIPPED, SKIPPED), Exit.CLOSED),
        ((ALREADY, REFUSED), Exit.CLOSED),
        ((POSTED, REFUSED, POSTED), Exit.PARTIAL),
        ((POSTED, REFUSED, SKIPPED), Exit.PARTIAL),
        ((REFUSED, POSTED, POSTED, POSTED), Exit.DONE),
        ((POSTED, DEFERRED, DEFERRED), Exit.LIMITED),
        ((REFUSED, DEFERRED), Exit.LIMITED),
        ((UNKNOWN, DEFERRED, DEFERRED), Exit.UNKNOWN),
        ((POSTED, POSTED, UNKNOWN), Exit.UNKNOWN),
        ((UNKNOWN, ALREADY), Exit.UNKNOWN),
    ],
)
def test_code(plan: Plan, said: Sequence[Outcome], code: Exit) -> None:
    """Unknown outweighs limited, limited partial, partial closed."""
    assert exit_of(plan, receipts(*said)) is code


def test_a_closed_one_asked_for_by_name_is_missing(stage: Stage) -> None:
    """One posted, one closed: some, and not all that was asked for."""
    stage.repo("ant/one").has_issues = False
    run = stage.post(chosen=("ant/one", "bee/two"))
    assert run.exit is Exit.PARTIAL
    assert stage.post(chosen=("ant/one", "bee/two")).exit is Exit.DONE


def test_what_is_found_on_the_way_fills_a_place(plan: Plan) -> None:
    """An issue that another computer has made meanwhile is not missing."""
    said = receipts(ALREADY, REFUSED, POSTED, POSTED)
    assert exit_of(plan, said) is Exit.DONE
    assert exit_of(replace(plan, done=said[:1]), said) is Exit.PARTIAL


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ((SKIPPED, SKIPPED, SKIPPED), Exit.DONE),
        ((POSTED, SKIPPED, SKIPPED), Exit.DONE),
        ((POSTED, REFUSED, SKIPPED), Exit.PARTIAL),
        ((REFUSED, SKIPPED, SKIPPED), Exit.CLOSED),
    ],
)
def test_code_where_the_person_said_no(plan: Plan, said: Sequence[Outcome], code: Exit) -> None:
    """What nobody wanted to post is not missing; what was refused is."""
    assert exit_of(plan, receipts(*said, reason=NOT_APPROVED)) is code
