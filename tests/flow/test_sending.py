"""Sending: the intent first, one request, a calm pace, and again only what was not made."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.flow.conftest import DAY, Stage, ends, outcomes, said

from campaign.adapters.github import GitHub
from campaign.core.access import Found, RepoFacts, Whereabouts
from campaign.core.account import Account
from campaign.core.answer import Asked, Proof, Reply, Sent, read_reply
from campaign.core.marker import Key
from campaign.errors import Exit
from campaign.rehearsal import mishaps


def test_sends_the_bytes_of_the_plan(stage: Stage) -> None:
    """What the plan showed is what arrives, byte for byte, and what GitHub keeps."""
    stage.post(statement="Because of my own street: grüße, 💚, `code`, <b>.\r\nSecond line.")
    assert stage.plan is not None
    shown = {step.repo: (step.draft.title, step.draft.body) for step in stage.plan.steps}
    kept = {issue.repository.full_name: (issue.title, issue.body) for issue in stage.issues()}
    sent = [(visit.title, visit.body) for visit in stage.creates()]
    assert kept == shown
    assert sent == list(shown.values())


def test_sends_title_and_body_and_nothing_else(single: Stage) -> None:
    """No labels, no assignees."""
    single.post()
    assert set(single.creates()[0].sent) == {"title", "body"}


def test_intent_is_on_disk_first(stage: Stage) -> None:
    """When a request arrives, the file already holds its intent."""
    stage.post()
    assert stage.seen_at_creates == ["intent"] * 3


def test_token_stays_in_its_header(stage: Stage) -> None:
    """The token is in no path, no body, no other header, and not in the ledger."""
    stage.go_wrong(mishaps.lose_answer())
    stage.post()
    for visit in stage.world.log:
        headers = {k: v for k, v in visit.request.headers.items() if k != "authorization"}
        assert stage.me.token not in f"{visit.request.path}{visit.request.query_string}{headers}"
        assert stage.me.token.encode() not in visit.request.payload
    assert stage.me.token.encode() not in stage.ledger_path.read_bytes()


def test_nobody_there(stage: Stage) -> None:
    """Without a network nothing is even intended: three tries, then the run is deferred."""
    stage.meanwhile = stage.vanish
    run = stage.post()
    assert said(run.receipts) == ["deferred"] * 3
    assert {receipt.reason for receipt in run.receipts} == {"not_told"}
    assert (run.exit, stage.states()) == (Exit.LIMITED, {})
    assert run.resume_at is not None
    assert timedelta(minutes=4) < run.resume_at - DAY < timedelta(minutes=7)


class Unplugged(GitHub):
    """Loses the network between the last look and the request."""

    def create_issue(self, repo: str, *, title: str, body: str) -> Reply:
        return Reply(sent=Sent.NOT_SENT, headers={}, problem="the server refused the connection")


@pytest.mark.parametrize(("max_wait", "tries"), [(120, 3), (5, 3), (4.9, 1), (0, 1)])
def test_request_that_never_leaves(stage: Stage, max_wait: float, tries: int) -> None:
    """Provably not made: three tries, or one where nobody wants to wait; then the run is deferred,
    with a time to come back, and all stays free.
    """
    stage.forge_kind = Unplugged
    run = stage.post(max_wait=max_wait, pace=0)
    assert said(run.receipts) == ["deferred"] * 3
    assert {receipt.reason for receipt in run.receipts} == {"not_sent"}
    assert (run.exit, stage.states()) == (Exit.LIMITED, {stage.order[0]: "planned"})
    assert stage.desk.waits == [5.0] * (tries - 1)
    assert run.resume_at is not None
    assert timedelta(minutes=4) < run.resume_at - stage.clock.now() < timedelta(minutes=6)


class Wavering(GitHub):
    """Has no network but for one answer, the third, which asks for a pause."""

    creates = 0

    def create_issue(self, repo: str, *, title: str, body: str) -> Reply:
        type(self).creates += 1
        if self.creates != 3:
            return Reply(sent=Sent.NOT_SENT, headers={}, problem="the server cannot be found")
        headers = {"x-github-request-id": "C0DE", "retry-after": "60"}
        words = '{"message": "You have exceeded a secondary rate limit."}'
        return Reply(sent=Sent.ANSWERED, status=403, headers=headers, body=words)


def test_tries_end(single: Stage) -> None:
    """A limit among them makes no endless tries of three."""
    single.forge_kind = Wavering
    run = single.post(pace=0)
    assert (said(run.receipts), Wavering.creates) == (["deferred"], 4)


class Renamed(GitHub):
    """Hears a name for the repository that is none."""

    def look(self, repos: Sequence[str], *, account: Account | None) -> tuple[RepoFacts, ...]:
        facts = super().look(repos, account=account)
        return tuple(replace(each, name_now=HOSTILE) for each in facts)

    def whereabouts(self, repo_id: int) -> Whereabouts:
        return Whereabouts(found=Found.SEEN, name=HOSTILE)


HOSTILE = "ant/one/../../../user/repos"


def test_name_that_leads_elsewhere(single: Stage) -> None:
    """It is not even planned."""
    single.forge_kind = Renamed
    run = single.post(chosen=["ant/one"])
    assert ends(run) == [("skipped", "moved")]
    assert single.creates() == []


def test_request_held_back_at_the_door(single: Stage) -> None:
    """Should such a name get through, the door holds it back: provably not sent, no doubt."""
    with closing(single.forge()) as github:
        reply = github.create_issue(HOSTILE, title="t", body="b")
    key = Key(campaign="no-nets", repo_id=1, account_id=single.me.id)
    answer = read_reply(reply, Asked(key=key, repo=HOSTILE, title="t", api_url="http://127.0.0.1"))
    assert (reply.sent, answer.proof) == (Sent.NOT_SENT, Proof.NOT_CREATED)
    assert "held back" in answer.message
    assert single.creates() == []


def test_somebody_there_again(single: Stage) -> None:
    """The second try reaches a GitHub that is back, and makes one issue."""
    single.meanwhile = single.vanish
    single.desk.on_wait = single.come_back
    run = single.post()
    assert (outcomes(run), len(single.issues())) == ({"ant/one": "posted"}, 1)


def test_taken_meanwhile(single: Stage) -> None:
    """A key that was claimed after the plan is not sent, also where no list shows the issue yet."""
    single.world.list_lag = 3600

    def rival() -> None:
        single.meanwhile = lambda: None
        single.post()

    single.meanwhile = rival
    run = single.post()
    assert (outcomes(run), run.receipts[0].reason) == ({"ant/one": "skipped"}, "claimed")
    assert len(single.issues()) == 1
