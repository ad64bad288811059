"""Settling: seeing the issue proves it, not seeing it proves nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.flow.conftest import DAY, Stage, ends, outcomes, said
from tests.unguarded import without

from campaign.adapters.ledger import Ledger
from campaign.core.access import OwnIssue
from campaign.core.marker import WEB, Key, marker, marker_key
from campaign.core.receipt import Posting, State
from campaign.core.sentence import Sentence
from campaign.errors import Exit
from campaign.flow.adopting import proves, proves_from_afar
from campaign.flow.settling import in_doubt, known
from campaign.rehearsal import mishaps

KEY = Key(campaign="no-nets", repo_id=7, account_id=1)


def my_key(stage: Stage) -> Key:
    """The key of my issue in ant/one."""
    return Key(campaign="no-nets", repo_id=stage.repo("ant/one").id, account_id=stage.me.id)


def doubt(stage: Stage) -> None:
    """Leaves one posting unknown that nothing was made of."""
    stage.go_wrong(mishaps.lose_request())
    assert stage.post(max_wait=0).exit is Exit.UNKNOWN


def issue(body: str, *, author: int) -> OwnIssue:
    """An issue as a list shows it."""
    return OwnIssue(
        number=3,
        state="open",
        body=body,
        author_id=author,
        created_at=POSTING.intended_at,
    )


POSTING = Posting(
    key=KEY,
    repo="ant/one",
    name_now="ant/one",
    login="mia",
    state=State.UNKNOWN,
    title="",
    body_sha256="",
    intended_at=DAY,
)


@pytest.mark.parametrize(
    ("body", "author", "mine"),
    [
        (marker("no-nets", marker_key(KEY)), 1, True),
        (f"Hello\n\n{marker('no-nets', marker_key(KEY))}\nedited", 1, True),
        (marker("no-nets"), 1, True),
        (marker("no-nets", marker_key(KEY)), 2, False),
        (marker("no-nets"), 2, False),
        (marker("no-nets", marker_key(replace(KEY, account_id=2))), 1, False),
        (marker("no-nets", marker_key(replace(KEY, repo_id=8))), 1, False),
        (marker("no-nets-2", marker_key(KEY)), 1, False),
        (marker_key(KEY), 1, False),
        ("", 1, False),
    ],
)
def test_proof(body: str, author: int, *, mine: bool) -> None:
    """A posting is proved by its own marker, or that of GitHub's form, in an issue of mine."""
    assert proves(issue(body, author=author), KEY) is mine


@pytest.mark.parametrize(
    ("key", "author", "where", "mine"),
    [
        (marker_key(KEY), 1, 7, True),
        (marker_key(KEY), 1, None, True),
        (marker_key(KEY), 1, 8, False),
        (marker_key(KEY), 2, 7, False),
        (WEB, 1, 7, False),
        (WEB, 1, None, False),
        (marker_key(replace(KEY, repo_id=8)), 1, 7, False),
    ],
)
def test_proof_from_afar(key: str, author: int, where: int | None, *, mine: bool) -> None:
    """In a list of all my issues only the posting's own marker proves it, in the right place."""
    seen = replace(issue(marker("no-nets", key), author=author), repo_id=where)
    assert proves_from_afar(seen, KEY) is mine


def test_a_record_s_english_is_not_shown_to_others() -> None:
    """What we said in an earlier run is told in the reader's language, whatever is added."""
    row = replace(POSTING, state=State.UNKNOWN, reason="no_answer", message="no answer in 30 s")
    for obstacle in ("", Sentence("Look again.")):
        message = in_doubt(row, obstacle=obstacle).message
        assert isinstance(message, Sentence)
        words = message.told(lambda text: text.replace("no complete answer came back", "ni modo"))
        assert words == ("ni modo. Look again." if obstacle else "ni modo")


@pytest.mark.parametrize(
    ("state", "number", "outcome"),
    [
        (State.POSTED, 3, "posted"),
        (State.UNKNOWN, None, "unknown"),
        (State.INTENT, None, "unknown"),
        (State.PLANNED, None, None),
        (State.REFUSED, None, None),
    ],
)
def test_known(state: State, number: int | None, outcome: str | None) -> None:
    """What exists and what may exist has a receipt; what does not exist has none."""
    receipt = known(replace(POSTING, state=state, number=number))
    assert (receipt and receipt.outcome.value) == outcome


def test_in_doubt_names_a_reason() -> None:
    """An intent without an answer was interrupted."""
    assert in_doubt(POSTING).reason == "interrupted"


def test_stranger_copies_the_marker(single: Stage) -> None:
    """Somebody else's issue with my very marker changes nothing."""
    doubt(single)
    copied = f"Look what they post: {marker('no-nets', marker_key(my_key(single)))}"
    single.world.seed_issue(
        single.repo("ant/one"), by="owen", age=timedelta(seconds=-1), body=copied
    )
    single.clock.sleep(600)
    assert said(single.settle()) == ["unknown"]
    assert single.states() == {"ant/one": "unknown"}


@pytest.mark.parametrize("key", ["wrongwrongwrong1", ""])
def test_my_issue_with_another_key(single: Stage, key: str) -> None:
    """An issue of mine that carries another key, or none, is another issue."""
    doubt(single)
    body = marker("no-nets", key) if key else "Something else."
    single.world.open_issue(single.repo("ant/one"), single.me, title="t", body=body)
    assert said(single.settle()) == ["unknown"]


def test_my_issue_from_the_form(single: Stage) -> None:
    """An issue of mine made with GitHub's own form counts: the campaign has one from me."""
    doubt(single)
    single.world.open_issue(single.repo("ant/one"), single.me, title="t", body=marker("no-nets"))
    assert said(single.settle()) == ["posted"]
    assert single.rows()["ant/one"].number == 1


def test_never_found_is_never_freed(single: Stage) -> None:
    """Looking in vain, however often and for however many days, never allows a second request."""
    doubt(single)
    for _ in range(12):
        single.clock.sleep(24 * 3600)
        assert said(single.settle(max_wait=900)) == ["unknown"]
        assert outcomes(single.post()) == {"ant/one": "unknown"}
    assert len(single.creates()) == 1
    assert single.rows()["ant/one"].looks > 60


@pytest.mark.parametrize(
    ("max_wait", "waits"),
    [
        (0, []),
        (4.9, []),
        (5, [5]),
        (120, [5, 15, 60]),
        (600, [5, 15, 60, 300]),
        (900, [5, 15, 60, 300, 900]),
    ],
)
def test_delays(single: Stage, max_wait: float, waits: list[float]) -> None:
    """Looks grow apart, none after a wait longer than allowed; 0 looks once and never waits."""
    doubt(single)
    before = single.rows()["ant/one"].looks
    single.settle(max_wait=max_wait)
    assert single.desk.waits == waits
    assert single.rows()["ant/one"].looks - before == max(1, len(waits))


def test_interrupted_run(single: Stage) -> None:
    """An intent without a record, as a killed run leaves it, is called unknown and then found."""
    single.post()
    with without(single.ledger_path, "fixed_posted", "legal_moves") as connection:
        connection.execute("UPDATE posting SET state = 'intent', number = NULL")
    assert said(single.settle(max_wait=0)) == ["posted"]
    assert (single.states(), len(single.creates())) == ({"ant/one": "posted"}, 1)


def test_interrupted_before_sending(single: Stage) -> None:
    """An intent whose request never left is unknown too: nobody can tell, and nobody sends."""
    with Ledger.open(single.ledger_path) as ledger:
        assert ledger.claim(replace(POSTING, key=my_key(single), state=State.INTENT))
    run = single.post()
    assert (ends(run), run.exit) == ([("unknown", "interrupted")], Exit.UNKNOWN)
    assert single.creates() == []


def test_another_campaign_is_left_alone(make_stage: Callable[..., Stage]) -> None:
    """Only this campaign's doubts are looked into, and only this account's."""
    stage = make_stage("ant/one", "bee/two", per_person=1)
    doubt(stage)
    stage.campaign = stage.campaign.model_copy(update={"slug": "other"})
    assert stage.settle(max_wait=0) == ()
    stage.campaign = stage.campaign.model_copy(update={"slug": "no-nets"})
    stage.me = stage.world.add_user("noa")
    assert stage.settle(max_wait=0) == ()
