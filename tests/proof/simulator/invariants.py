"""What must hold after every run, and in the end: by GitHub's own books and by the ledgers."""

import math
from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from tests.flow.conftest import DAY
from tests.proof.simulator.books import Machine
from tests.proof.simulator.fate import PRESSED
from tests.proof.simulator.stage import Ending, Stage

from campaign.adapters.ledger_errors import LedgerError
from campaign.core.answer import MOVED
from campaign.core.receipt import DECIDED, MOVES, Outcome, Receipt, State
from campaign.errors import Exit
from campaign.flow.checking import BLOCKED
from campaign.flow.ending import TOO_LATE
from campaign.flow.sending import CLAIMED

NOTHING = {None, "planned", "refused"}
TELLS: dict[Outcome, set[str | None]] = {
    Outcome.POSTED: {"posted"},
    Outcome.ALREADY: {"posted"},
    Outcome.UNKNOWN: {"unknown", "intent"},
}
"""What the ledger holds where a run says so; NOTHING for every other word."""

MADE = (Outcome.POSTED, Outcome.ALREADY)

HELD = 24 * 3600.0 - 2
"""Seconds for which a refusal holds; GitHub's clock shows whole ones."""


class Broken(AssertionError):
    """Something happened that must never happen."""


def check_run(stage: Stage, ending: Ending) -> None:
    """All that holds after any run, however it ended."""
    note_refusals(ending.machine)
    note_limits(ending)
    for broken in stage.books.broken:
        raise Broken(broken)
    at_most_one_each(stage)
    made_is_known(ending)
    for machine in stage.machines:
        posted_is_made(stage, machine)
    moves_are_legal(ending.machine)
    if stage.world.unexpected:
        raise Broken(f"a request that the tool never makes: {stage.world.unexpected}")
    if ending.machine.memory.lawless:
        return
    if isinstance(ending.error, LedgerError) and not ending.book.fate.disk_failed:
        raise Broken(f"the ledger refused: {ending.error}")
    if ending.code is not None:
        receipts_are_true(ending)
        the_code_fits(ending)


def at_most_one_each(stage: Stage) -> None:
    """At most one issue for each account and repository; the campaign's own limit holds."""
    made = Counter((birth.author_id, birth.repository_id) for birth in stage.books.made())
    double = [key for key, count in made.items() if count > 1]
    if double:
        raise Broken(f"two issues in one repository: {double}")
    for machine in stage.machines:
        if machine.memory.lawless:
            continue
        sent = Counter(account for account, _ in machine.memory.born)
        if any(count > stage.campaign.limits.per_person for count in sent.values()):
            raise Broken("more issues than one person may open")


def made_is_known(ending: Ending) -> None:
    """What was made is posted or unknown, or an intent that a dead run left to be recovered."""
    memory, fate = ending.machine.memory, ending.book.fate
    if ending.run is not None and not fate.struck:
        memory.loose = False
    elif fate.struck:
        memory.loose = True
    fine = {"posted", "unknown", "intent"} if memory.loose else {"posted", "unknown"}
    for account_id in {account_id for account_id, _ in memory.born}:
        states = ending.machine.disk.states(account_id)
        noted = ending.machine.disk.noted(account_id)
        for owner, repo_id in memory.born:
            if owner == account_id and repo_id not in noted and states.get(repo_id) not in fine:
                raise Broken(f"made, and in the ledger it is {states.get(repo_id)}")


def posted_is_made(stage: Stage, machine: Machine) -> None:
    """Whatever a ledger calls posted is an issue of that account."""
    made = {(birth.author_id, birth.repository_id) for birth in stage.books.made()}
    for person in stage.people:
        for repo_id, state in machine.disk.states(person.id).items():
            if state == "posted" and (person.id, repo_id) not in made:
                raise Broken("posted in the ledger, and never made")


def moves_are_legal(machine: Machine) -> None:
    """Each posting's moves form one chain of legal ones, from its start to its state."""
    chain: dict[tuple[int, int], str] = {}
    for account, repo, before, after, reason in machine.disk.connection.peek(
        "SELECT account_id, repo_id, from_state, to_state, reason FROM move ORDER BY seq"
    ):
        if before is None:
            legal = after in ("intent", "posted")
        else:
            legal = (State(before), State(after)) in MOVES
        freed = (before, after) == ("unknown", "planned") and reason != DECIDED
        if not legal or freed or before != chain.get((account, repo)):
            raise Broken(f"an illegal move: from {before} to {after}")
        chain[account, repo] = after


def receipts_are_true(ending: Ending) -> None:
    """Each repository that was chosen is told of, once, as the ledger has it."""
    told = Counter(receipt.repo for receipt in ending.receipts)
    # A name that was taken again stands for two repositories, of which the first is in doubt.
    ends = Counter((receipt.repo, receipt.outcome) for receipt in ending.receipts)
    double = {repo for (repo, _), count in ends.items() if count > 1}
    if double:
        raise Broken(f"told twice: {double}")
    if ending.plan is None or ending.run is None:
        return
    all_is_told(ending)
    if not {step.repo for step in ending.plan.steps} <= set(told):
        raise Broken("a step without a receipt")
    states = ending.machine.disk.states(ending.user.id)
    steps = (*ending.plan.steps, *ending.plan.reserve)
    ids = {step.repo: step.key.repo_id for step in steps}
    for receipt in ending.receipts:
        if receipt.repo not in ids or receipt.reason == CLAIMED:
            continue
        # What was reported as failed may be there all the same: then less is told than is known.
        if receipt.outcome in MADE or not ending.book.fate.disk_failed:
            _check_receipt(receipt, states.get(ids[receipt.repo]))
    if not ending.book.fate.disk_failed:
        refusals_are_told(ending, ids)


def refusals_are_told(ending: Ending, ids: Mapping[str, int]) -> None:
    """What GitHub has answered in this run, and the ledger has, is told: Ctrl-C hides nothing."""
    disk, receipts = ending.machine.disk, ending.receipts
    told = {ids[each.repo]: (each.outcome, each.reason) for each in receipts if each.repo in ids}
    for repo_id, (state, reason) in disk.refusals(ending.user.id, since=ending.book.moves).items():
        outcome, why = told.get(repo_id, (Outcome.SKIPPED, ""))
        if state == State.REFUSED and (outcome, why) != (Outcome.REFUSED, reason):
            raise Broken(f"refused ({reason}), and told {outcome} ({why})")
        if outcome is Outcome.SKIPPED and reason != MOVED and why != TOO_LATE:
            raise Broken(f"put off ({reason}), and told {outcome} ({why})")


def all_is_told(ending: Ending) -> None:
    """Each receipt was told when it came, and none twice; a doubt may come before its end."""
    told = Counter((each.repo, each.outcome) for each in ending.book.told)
    for (repo, outcome), count in told.items():
        if outcome is not Outcome.UNKNOWN and count > 1:
            raise Broken(f"told twice: {repo} is {outcome}")
    cut_short = ending.book.fate.struck[PRESSED] > 0
    heard = {(each.repo, each.outcome) for each in ending.receipts} <= told.keys()
    if not heard and not cut_short:
        raise Broken("a receipt that the person was not told")


def _check_receipt(receipt: Receipt, state: str | None) -> None:
    if state not in TELLS.get(receipt.outcome, NOTHING):
        raise Broken(f"told {receipt.outcome} ({receipt.reason}), and the ledger says {state}")


def the_code_fits(ending: Ending) -> None:
    """The exit code says what the receipts say, the weightiest first."""
    code, outcomes = ending.code, {receipt.outcome for receipt in ending.receipts}
    pressed = ending.book.fate.struck[PRESSED] > 0
    if (code is Exit.INTERRUPTED) != pressed:
        raise Broken(f"exit {code}, and Ctrl-C was {'' if pressed else 'not '}pressed")
    if ending.error is not None or pressed or code is Exit.SIGN_IN:
        return
    expected = {
        Exit.UNKNOWN: Outcome.UNKNOWN in outcomes,
        Exit.LIMITED: Outcome.DEFERRED in outcomes and Outcome.UNKNOWN not in outcomes,
    }
    for each, holds in expected.items():
        if (code is each) != holds:
            raise Broken(f"exit {code}, and the receipts say {sorted(outcomes)}")
    posted, refused = Outcome.POSTED in outcomes, Outcome.REFUSED in outcomes
    if (code is Exit.PARTIAL and not (posted and refused)) or (code is Exit.CLOSED and posted):
        raise Broken(f"exit {code}, and the receipts say {sorted(outcomes)}")


def note_limits(ending: Ending) -> None:
    """Remember the time that GitHub named where no blow has kept the run from writing it down."""
    if ending.run is not None and not ending.book.fate.struck:
        ending.machine.memory.not_before[ending.user.id] = ending.book.limited_until


def note_refusals(machine: Machine) -> None:
    """Remember the refusals that the ledger has written down: each must hold for a day."""
    held = machine.memory.held
    held.clear()
    for account, repo, decided_at, reason in machine.disk.connection.peek(
        "SELECT account_id, repo_id, decided_at, reason FROM posting WHERE state = 'refused'"
    ):
        since = (datetime.fromisoformat(decided_at) - DAY).total_seconds()
        held[account, repo] = math.inf if reason == BLOCKED else since + HELD
