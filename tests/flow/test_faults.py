"""Every answer a create can meet: what is said, kept, sent and made."""

from dataclasses import replace

import pytest
from tests.flow.cases import CASES, DENIED, SILENT, Case, says
from tests.flow.conftest import IMPATIENT, PATIENT, Stage, outcomes, said

from campaign.errors import Exit
from campaign.flow.posting import Run
from campaign.rehearsal import mishaps
from campaign.rehearsal.accounts import TokenKind
from campaign.rehearsal.server import StandIn
from campaign.rehearsal.world import World


def meet(stage: Stage, case: Case) -> Run:
    """One run that meets the fault."""
    stage.timeout = IMPATIENT if case.name in SILENT else PATIENT
    stage.go_wrong(case.fault)
    run = stage.post()
    stage.timeout = PATIENT
    return run


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_fault(single: Stage, case: Case) -> None:
    """One run that meets it says, keeps, sends and makes exactly this."""
    run = meet(single, case)
    told = run.receipts[-1]
    assert (outcomes(run), run.exit) == ({"ant/one": case.outcome}, case.exit)
    assert single.states() == {"ant/one": case.state}
    assert (len(single.creates()), len(single.issues())) == (case.creates, case.issues)
    assert set(single.seen_at_creates) == {"intent"}
    if case.reason:
        assert (told.reason, single.rows()["ant/one"].reason) == (case.reason, case.reason)


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.state in ("posted", "unknown")], ids=lambda c: c.name
)
def test_fault_then_again(single: Stage, case: Case) -> None:
    """What was made, or may have been, is never sent again, however often one tries."""
    meet(single, case)
    sent = len(single.creates())
    for _ in range(3):
        single.clock.sleep(3600)
        run = single.post()
    assert outcomes(run) == {"ant/one": "already" if case.issues else "unknown"}
    assert run.exit is (Exit.DONE if case.issues else Exit.UNKNOWN)
    assert (len(single.creates()), len(single.issues())) == (sent, case.issues)


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.state == "planned"], ids=lambda c: c.name
)
def test_released_then_again(single: Stage, case: Case) -> None:
    """What was provably not made, through nobody's decision, is made by the next run."""
    single.go_wrong(replace(case.fault, times=1 if case.fault.times is None else case.fault.times))
    single.post()
    single.clock.sleep(90_000)  # longer than any pause that is believed
    run = single.post()
    assert (outcomes(run), run.exit) == ({"ant/one": "posted"}, Exit.DONE)
    assert len(single.issues()) == 1


def test_doubt_is_told_before_the_search(single: Stage) -> None:
    """Whoever waits for the outcome knows why: the doubt is told first."""
    single.go_wrong(mishaps.lose_answer())
    single.post()
    assert [receipt.outcome.value for receipt in single.desk.told] == ["unknown", "posted"]


def test_redirect_takes_nothing_along(single: Stage) -> None:
    """A redirect to another host is not followed: nothing arrives there, least of all a token."""
    with StandIn(World(single.clock)) as elsewhere:
        single.go_wrong(mishaps.redirect(f"{elsewhere.url}/repos/ant/one/issues"))
        run = single.post()
        assert elsewhere.world.log == []
    assert (run.receipts[0].reason, run.exit) == ("not_github", Exit.CLOSED)
    assert "another host" in run.receipts[0].message


def test_redirect_loop(single: Stage) -> None:
    """An endless redirect is met once."""
    single.go_wrong(mishaps.redirect_loop("/repos/ant/one/issues"))
    single.post()
    assert len(single.creates()) == 1


def test_fine_grained_token(stage: Stage) -> None:
    """A token that cannot reach foreign repositories: two refusals in the same words end the run
    as a matter of sign-in, and hold nobody up who comes with another token.
    """
    token = stage.world.add_token(stage.me, TokenKind.FINE_GRAINED).text
    run = stage.post(token=token)
    assert run.exit is Exit.SIGN_IN
    assert said(run.receipts) == ["refused", "refused", "skipped"]
    assert (len(stage.creates()), set(stage.states().values())) == (2, {"planned"})
    assert said(stage.post().receipts) == ["posted"] * 3


def test_token_refused_once(stage: Stage) -> None:
    """One such refusal may be about the repository: the rest goes on, and counts."""
    stage.go_wrong(says(403, DENIED))
    run = stage.post()
    assert said(run.receipts) == ["refused", "posted", "posted"]
    assert run.exit is Exit.PARTIAL


def test_token_refused_and_nothing_posted(stage: Stage) -> None:
    """Exit 4 wherever a token was refused and nothing was posted, whatever else was in the way."""
    stage.go_wrong(
        says(403, DENIED), says(410, "Issues has been disabled in this repository.").always()
    )
    assert stage.post().exit is Exit.SIGN_IN


def test_called_spam_is_not_tried_again_at_once(single: Stage) -> None:
    """The row is held for a day, like every decision about this account."""
    errors = [{"resource": "Issue", "code": "custom", "message": "spam"}]
    single.go_wrong(says(422, "Validation Failed", errors=errors))
    assert single.post().exit is Exit.SIGN_IN
    assert single.post(chosen=["ant/one"]).receipts[0].reason == "refused_before"
    single.clock.sleep(25 * 3600)
    assert outcomes(single.post()) == {"ant/one": "posted"}
    assert len(single.creates()) == 2


def test_token_revoked_between(stage: Stage) -> None:
    """401 in the middle: what is posted stays, the rest is free, and no other token is tried."""
    stage.meanwhile = lambda: stage.go_wrong(mishaps.token_revoked().after(1))
    run = stage.post()
    assert said(run.receipts) == ["posted", "refused", "skipped"]
    assert run.exit is Exit.SIGN_IN
    assert list(stage.states().values()) == ["posted", "planned"]
    assert {visit.request.headers["authorization"][-8:] for visit in stage.world.log} == {
        stage.me.token[-8:]
    }


def test_two_404s_speak_of_the_token(stage: Stage) -> None:
    """404 from two repositories that were just seen ends the run as a matter of sign-in."""
    stage.meanwhile = lambda: stage.go_wrong(says(404, "Not Found").always())
    run = stage.post()
    assert said(run.receipts) == ["refused", "refused", "skipped"]
    assert (run.exit, len(stage.creates())) == (Exit.SIGN_IN, 2)
