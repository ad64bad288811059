"""The person's decision, as the last resort, and all that stands in its way."""

from contextlib import closing
from datetime import timedelta

import pytest
from tests.flow.conftest import DAY, Stage, outcomes, said

from campaign.adapters.ledger import Ledger
from campaign.adapters.ledger_errors import LedgerError
from campaign.core.marker import Key
from campaign.core.receipt import LOOKS_TO_DECIDE, Posting, State
from campaign.flow.deciding import call_unmade, open_questions, why_not_yet
from campaign.rehearsal import mishaps

KEY = Key(campaign="no-nets", repo_id=7, account_id=1)


def row(*, looks: int) -> Posting:
    """An issue in doubt that was sent at the start of the day."""
    return Posting(
        key=KEY,
        repo="ant/one",
        name_now="ant/one",
        login="mia",
        state=State.UNKNOWN,
        title="",
        body_sha256="",
        intended_at=DAY,
        looks=looks,
    )


@pytest.mark.parametrize(
    ("minutes", "before", "looks", "words"),
    [
        (60, 2, 3, ""),
        (6000, 40, 41, ""),
        (59.9, 2, 3, "less than an hour ago"),
        (0, 0, 3, "less than an hour ago"),
        (-600, 2, 3, "less than an hour ago"),
        (600, 3, 3, "did not tell just now"),
        (600, 1, 2, "only 2 of 3 times"),
        (600, 0, 0, "did not tell just now"),
    ],
)
def test_what_stands_in_the_way(minutes: float, before: int, looks: int, words: str) -> None:
    """An hour since it was sent, three looks in vain, and one of them just now."""
    now = DAY + timedelta(minutes=minutes)
    said = why_not_yet(row(looks=looks), looks_before={KEY: before}, now=now)
    assert words in said
    assert bool(words) == bool(said)


def decide(stage: Stage) -> None:
    """The person says that none of the issues in doubt was made."""
    with closing(stage.forge()) as forge, Ledger.open(stage.ledger_path) as ledger:
        account = forge.account()
        for each in open_questions(campaign="no-nets", ledger=ledger, account=account):
            receipt = call_unmade(each, forge=forge, ledger=ledger)
            assert (receipt.outcome.value, receipt.reason) == ("deferred", "decided")


def test_decided_and_sent_again(single: Stage) -> None:
    """Never made, looked for, and called so by a person: one more request, and one issue."""
    single.go_wrong(mishaps.bad_gateway(created=False))
    single.post(max_wait=0)
    for _ in range(3):
        single.clock.sleep(3600)
        assert said(single.settle(max_wait=0)) == ["unknown"]
    decide(single)
    assert (single.states(), single.rows()["ant/one"].reason) == ({"ant/one": "planned"}, "decided")
    assert outcomes(single.post()) == {"ant/one": "posted"}
    assert (len(single.creates()), len(single.issues())) == (2, 1)


def test_decided_wrongly(single: Stage) -> None:
    """The issue was there after all, and shows itself in time: it is found, not made twice."""
    single.world.list_lag = 20_000
    single.go_wrong(mishaps.lose_answer())
    single.post(max_wait=0)
    for _ in range(3):
        single.clock.sleep(3600)
        single.settle(max_wait=0)
    decide(single)
    single.clock.sleep(20_000)
    assert outcomes(single.post()) == {"ant/one": "already"}
    assert len(single.issues()) == 1


def test_nobody_else_decides(single: Stage) -> None:
    """The ledger itself refuses before the third look, whoever asks; and it takes no other move."""
    single.go_wrong(mishaps.lose_request())
    single.post(max_wait=0)
    for looks in range(1, LOOKS_TO_DECIDE):
        assert single.rows()["ant/one"].looks == looks
        with pytest.raises(LedgerError, match="only a person"):
            decide(single)
        single.settle(max_wait=0)
    with Ledger.open(single.ledger_path) as ledger:
        key = single.rows()["ant/one"].key
        with pytest.raises(LedgerError, match="only a person"):
            ledger.release(key, at=DAY, reason="not_sent", message="")
    decide(single)
    assert single.states() == {"ant/one": "planned"}
