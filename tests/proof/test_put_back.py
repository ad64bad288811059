"""A ledger that is lost while an issue is sent, and put back from a backup: nothing twice."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from tests.proof.simulator.ending import check_end
from tests.proof.simulator.fate import PUT_BACK, Fate
from tests.proof.simulator.invariants import Broken, check_run
from tests.proof.simulator.remembered import remembered, replacing
from tests.proof.simulator.stage import NAMES, Choices, Stage
from tests.proof.simulator.troubles import make_peace

from campaign.adapters import ledger
from campaign.adapters.ledger import Ledger
from campaign.adapters.ledger_sql import CLAIM
from campaign.rehearsal import mishaps
from campaign.rehearsal.faults import Fault
from campaign.rehearsal.wire import error

EARLIER = {
    "never sent": None,
    "put off": mishaps.too_many_requests(retry_after=3600),
    "refused": Fault(then=error(410, "Issues has been disabled in this repository.")),
}
"""What had become of the issue when the backup was made."""

LATEST = {
    "made, answer lost": mishaps.lose_answer(),
    "not made": mishaps.lose_request(),
    "posted": None,
    "refused": Fault(then=error(410, "Issues has been disabled in this repository.")),
}
"""What became of it after that."""


def play_and_check(earlier: str, latest: str) -> None:
    """One issue: perhaps tried before, then sent while its ledger is lost; no list shows it yet.

    Raises:
        Broken: it was sent again, or is held for one that was never made.
    """
    with remembered():
        stage = Stage(NAMES[:1], per_person=1, pace=3)
        stage.world.list_lag = 2940
        machine, person = stage.machines[0], stage.people[0]
        for name, faults, fate in ((earlier, EARLIER, Fate()), (latest, LATEST, Fate(lose=1))):
            if fault := faults[name]:
                stage.github.plan(name, fault)
            if fault or fate.lose:
                check_run(stage, stage.post(machine, person, Choices(max_wait=0, fate=fate)))
                stage.clock.sleep(60 if fate.lose else 90_000)
        assert stage.struck[PUT_BACK] == 1
        check_run(stage, stage.post(machine, person, Choices(max_wait=0)))
        make_peace(stage)
        ending = stage.post(machine, person, Choices())
        check_run(stage, ending)
        check_end(stage, ending)


@pytest.mark.parametrize("latest", LATEST)
@pytest.mark.parametrize("earlier", EARLIER)
def test_a_backup_does_not_outweigh_a_note(earlier: str, latest: str) -> None:
    """Whatever the backup says of an earlier try: the note beside it tells of a later one."""
    play_and_check(earlier, latest)


@contextmanager
def the_backup_is_believed() -> Iterator[None]:
    """A planted bug: a note adds what the ledger does not know, and is then thrown away."""
    insert, *_ = CLAIM.partition("ON CONFLICT")
    with replacing(
        (ledger, "REMEMBER", f"{insert} ON CONFLICT DO NOTHING"),
        (Ledger, "_knows", lambda self, noted: True),
    ):
        yield


@pytest.mark.parametrize("earlier", ["put off", "refused"])
def test_it_would_be_seen(earlier: str) -> None:
    """Where the backup is believed, the simulation says so."""
    with the_backup_is_believed(), pytest.raises(Broken, match="two issues in one repository"):
        play_and_check(earlier, "made, answer lost")
