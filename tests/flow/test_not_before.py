"""A pause that GitHub asks for is obeyed by looks and lists; one that it told to a request for an
issue, also by the runs that follow.
"""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.flow.conftest import DAY, Stage, ends

from campaign.adapters.ledger import Ledger
from campaign.core.receipt import Outcome
from campaign.errors import Exit, RateLimited
from campaign.flow.pacing import check_not_before
from campaign.rehearsal import mishaps

LIST = r"/issues$"


def put_off(stage: Stage) -> None:
    """A request for an issue is refused for an hour."""
    stage.go_wrong(mishaps.too_many_requests(retry_after=3600))
    run = stage.post(max_wait=0)
    assert run.exit is Exit.LIMITED


def check(stage: Stage, *, after: timedelta, account_id: int | None = None) -> None:
    """What a command asks of the ledger before its first request."""
    with Ledger.open(stage.ledger_path) as ledger:
        check_not_before(ledger, now=DAY + after, account_id=account_id)


def test_the_next_run_waits_for_it(single: Stage) -> None:
    """No further request for an issue before the time that was named, however often one tries."""
    put_off(single)
    for _ in range(3):
        single.clock.sleep(1100)
        with pytest.raises(RateLimited, match="asked an earlier run for a pause") as held:
            single.post()
        assert held.value.exit_code is Exit.LIMITED
        assert "2019-05-11 15:06 UTC" in held.value.hint
    assert len(single.creates()) == 1
    single.clock.sleep(400)
    assert ends(single.post()) == [("posted", "")]


def test_not_a_single_request(single: Stage) -> None:
    """The ledger alone knows it: by this computer's clock, before GitHub is asked who I am."""
    put_off(single)
    with pytest.raises(RateLimited):
        check(single, after=timedelta(minutes=30))
    check(single, after=timedelta(minutes=61))


@pytest.mark.parametrize("after", [timedelta(days=-1), timedelta(hours=2), timedelta(days=400)])
def test_a_wrong_clock_holds_nobody_back(single: Stage, after: timedelta) -> None:
    """Neither one that is a day slow, nor one that is fast: then GitHub's own clock decides."""
    put_off(single)
    check(single, after=after)


def test_it_is_the_account_s(single: Stage) -> None:
    """Once GitHub has told who is signed in, another account's pause is not theirs."""
    put_off(single)
    check(single, after=timedelta(minutes=5), account_id=single.me.id + 1)
    with pytest.raises(RateLimited):
        check(single, after=timedelta(minutes=5), account_id=single.me.id)


def test_a_second_limit_is_remembered_for_as_long_as_told(single: Stage) -> None:
    """What is told is what is written down."""
    single.go_wrong(replace(mishaps.secondary_limit(retry_after=None), times=2))
    run = single.post()
    assert run.resume_at is not None
    retry_at = single.rows()["ant/one"].retry_at
    assert retry_at is not None
    assert abs(retry_at - run.resume_at) < timedelta(seconds=1)


def test_the_time_is_forgotten_once_it_is_used(single: Stage) -> None:
    """Who is let in again has no time left to wait for."""
    put_off(single)
    single.clock.sleep(3601)
    single.go_wrong(mishaps.lose_request())
    single.post(max_wait=0)
    assert single.rows()["ant/one"].retry_at is None


# Looks and lists


def doubt(stage: Stage) -> None:
    """An answer is lost, and from then on GitHub refuses to show a list for an hour."""
    stage.go_wrong(
        mishaps.lose_answer(),
        mishaps.too_many_requests(retry_after=3600).at("GET", LIST).after(1).always(),
    )


def test_a_list_that_is_limited_is_asked_once(single: Stage) -> None:
    """And nothing else after it: neither the other list, nor the repository, nor a stranger's."""
    doubt(single)
    run = single.post(max_wait=20)
    assert run.exit is Exit.UNKNOWN
    log = single.world.log
    (sent,) = (place for place, visit in enumerate(log) if visit in single.creates())
    assert [visit.status for visit in log[sent + 1 :]] == [429]
    assert run.resume_at is not None
    assert abs(run.resume_at - DAY - timedelta(hours=1)) < timedelta(minutes=1)
    assert "GitHub asks for a pause until 2019-05-11 15:06 UTC" in run.receipts[0].message


def test_settle_does_not_look_before_its_time(single: Stage) -> None:
    """It says so, counts no look in vain, and does not wait longer than one may."""
    doubt(single)
    single.post(max_wait=0)
    before, asked = single.rows()["ant/one"].looks, len(single.world.log)
    (receipt,) = single.settle(max_wait=120)
    assert receipt.outcome is Outcome.UNKNOWN
    assert "It could not be looked for: GitHub asks for a pause" in receipt.message
    assert single.rows()["ant/one"].looks == before
    assert [visit.path for visit in single.world.log[asked:]].count("/issues") == 0
    assert sum(visit.path.endswith("/issues") for visit in single.world.log[asked:]) == 1


def test_settle_waits_as_long_as_asked(single: Stage) -> None:
    """Where one may wait so long, the look comes after the pause, not after the usual delay."""
    single.go_wrong(mishaps.lose_answer())
    single.go_wrong(mishaps.too_many_requests(retry_after=100).at("GET", LIST).after(1))
    run = single.post(max_wait=120)
    assert ends(run) == [("posted", "")]
    assert [round(wait) for wait in single.desk.waits] == [5, 100]


def test_the_start_of_a_run_is_limited(single: Stage) -> None:
    """One refused list, and the run is over: no query, no further list."""
    single.go_wrong(mishaps.lose_request())
    single.post(max_wait=0)
    single.go_wrong(mishaps.too_many_requests(retry_after=3600).at("GET", LIST).always())
    asked = len(single.world.log)
    with pytest.raises(RateLimited):
        single.post()
    assert [visit.path for visit in single.world.log[asked:]] == [
        "/user",
        f"/repositories/{single.repo('ant/one').id}/issues",
    ]
