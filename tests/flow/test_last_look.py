"""The last look before an issue is sent: what another computer has made, and where it would go."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from tests.flow.conftest import Stage, ends, outcomes, said

from campaign.adapters.ledger import Ledger
from campaign.adapters.ledger_errors import LedgerError
from campaign.core.marker import Key, marker, marker_key
from campaign.core.receipt import Posting
from campaign.errors import Exit
from campaign.rehearsal import mishaps
from campaign.rehearsal.places import Repository

Make = Callable[..., Stage]
LIST = r"/issues$"
BY_NAME = r"^/repos/[^/]+/[^/]+$"


def my_marker(stage: Stage, place: Repository) -> str:
    """The marker that my issue there bears."""
    return marker(
        "no-nets",
        marker_key(Key(campaign="no-nets", repo_id=place.id, account_id=stage.me.id)),
    )


def post_elsewhere(stage: Stage, name: str) -> Callable[[], None]:
    """Another computer of mine posts there, between the plan and the first question."""

    def make() -> None:
        place = stage.repo(name)
        stage.world.open_issue(place, stage.me, title="t", body=my_marker(stage, place))

    return make


def test_every_claim_is_preceded_by_a_look(stage: Stage) -> None:
    """Directly before it: the repository itself, then my own issues in it, of all times."""
    stage.post()
    log = [(visit.method, visit.path) for visit in stage.world.log]
    for place, (method, path) in enumerate(log):
        if method == "POST" and path.endswith("/issues"):
            name = path.removeprefix("/repos/").removesuffix("/issues")
            its_list = f"/repositories/{stage.repo(name).id}/issues"
            assert log[place - 2 : place] == [("GET", f"/repos/{name}"), ("GET", its_list)]
            assert "since" not in stage.world.log[place - 1].query
            assert stage.world.log[place - 1].query["creator"] == "mia"
    assert len(stage.creates()) == 3


def test_posted_elsewhere_while_reading(stage: Stage) -> None:
    """Found a moment before sending: told as there already, entered, and not sent again."""
    stage.meanwhile = post_elsewhere(stage, stage.order[0])
    run = stage.post()
    assert said(run.receipts) == ["already", "posted", "posted"]
    assert run.receipts[0].url == f"https://github.com/{stage.order[0]}/issues/1"
    assert (run.exit, len(stage.creates())) == (Exit.DONE, 2)
    assert set(stage.states().values()) == {"posted"}


def test_posted_elsewhere_after_a_limit(single: Stage) -> None:
    """A row of an earlier try is no reason not to look; nor is a pause in this run."""
    single.go_wrong(mishaps.secondary_limit())
    single.desk.on_wait = post_elsewhere(single, "ant/one")
    run = single.post()
    assert (ends(run), len(single.creates())) == ([("already", "")], 1)
    assert single.rows()["ant/one"].reason == "found"


def test_older_than_the_ten_newest(single: Stage) -> None:
    """The survey shows my ten newest issues; the one of this campaign may be older than those."""
    place = single.repo("ant/one")
    single.world.seed_issue(
        place, by=single.me, age=timedelta(days=30), body=my_marker(single, place)
    )
    for number in range(120):
        single.world.seed_issue(place, by=single.me, age=timedelta(days=1), title=f"Bug {number}")
    run = single.post()
    assert (outcomes(run), single.creates()) == ({"ant/one": "already"}, [])
    assert outcomes(single.post()) == {"ant/one": "already"}


class NoRoom(Ledger):
    """A full disk."""

    def adopt(self, posting: Posting) -> None:
        raise LedgerError("The ledger cannot be used: disk full.")


def test_my_issue_there_cannot_be_written_down(stage: Stage) -> None:
    """Found, and no room to enter it: nothing is sent there or anywhere else in this run."""
    stage.meanwhile = post_elsewhere(stage, stage.order[0])
    stage.ledger_kind = NoRoom
    run = stage.post()
    assert (ends(run), stage.creates()) == ([("deferred", "not_written")] * 3, [])


@pytest.mark.parametrize("path", [LIST, BY_NAME])
def test_look_that_errs(stage: Stage, path: str) -> None:
    """Nothing is sent blindly: three looks, then deferred; the others go on."""
    trouble = mishaps.bad_gateway(created=False).at("GET", path)
    stage.go_wrong(trouble, trouble, trouble)
    run = stage.post()
    assert said(run.receipts) == ["deferred", "posted", "posted"]
    assert run.receipts[0].reason == "not_told"
    assert "nothing was sent" in run.receipts[0].message
    assert stage.desk.reasons.count("GitHub did not answer; trying again") == 2
    assert run.exit is Exit.LIMITED
    assert run.resume_at is not None
    assert sorted(said(stage.post().receipts)) == ["already", "already", "posted"]
    assert len(stage.issues()) == 3


def test_look_that_errs_for_two_owners(stage: Stage) -> None:
    """Then it is not about them: the rest is deferred without a look."""
    stage.go_wrong(mishaps.bad_gateway(created=False).at("GET", LIST).always())
    run = stage.post(max_wait=0)
    assert ends(run) == [("deferred", "not_told")] * 3
    assert len(stage.world.requests("GET", "/issues")) == 2
    assert (stage.creates(), stage.desk.waits) == ([], [])


def test_look_that_errs_for_one_owner(make_stage: Make) -> None:
    """All of that owner's is put off, and nobody else's."""
    stage = make_stage("ant/one", "ant/two", "ant/three", "bee/four", per_person=4)
    theirs = "|".join(str(stage.repo(f"ant/{name}").id) for name in ("one", "two", "three"))
    lists = rf"^/repositories/({theirs})/issues$"
    stage.go_wrong(mishaps.bad_gateway(created=False).at("GET", lists).always())
    run = stage.post(max_wait=0)
    assert sorted(said(run.receipts)) == ["deferred"] * 3 + ["posted"]
    assert len(stage.world.requests("GET", "/issues")) == 2


def test_look_that_errs_once(single: Stage) -> None:
    """A second look a few seconds later is answered, and the issue is sent."""
    single.go_wrong(mishaps.bad_gateway(created=False).at("GET", LIST))
    assert outcomes(single.post()) == {"ant/one": "posted"}
    assert single.desk.waits == [5.0]


def test_look_that_is_limited(single: Stage) -> None:
    """A limit at the look is obeyed like one at the request: as long as GitHub asks."""
    single.go_wrong(mishaps.secondary_limit(retry_after=90).at("GET", LIST))
    assert outcomes(single.post()) == {"ant/one": "posted"}
    assert [round(wait) for wait in single.desk.waits] == [90]


# Not where the plan saw it


def test_renamed_while_reading(single: Stage) -> None:
    """The same owner, a new name: asked again under it, and one request in all."""
    single.meanwhile = lambda: single.world.move(single.repo("ant/one"), "ant/won")
    run = single.post()
    assert (outcomes(run), run.exit) == ({"ant/one": "posted"}, Exit.DONE)
    assert run.receipts[0].url == "https://github.com/ant/won/issues/1"
    assert single.desk.asked == ["ant/one", "ant/one"]
    assert [visit.path for visit in single.creates()] == ["/repos/ant/won/issues"]
    assert single.rows()["ant/one"].name_now == "ant/won"


def test_renamed_after_the_look(single: Stage) -> None:
    """GitHub answers the request with a redirect, which is not followed; its number leads on."""
    single.at_create = lambda: single.world.move(single.repo("ant/one"), "ant/won")
    run = single.post()
    assert outcomes(run) == {"ant/one": "posted"}
    assert single.desk.asked == ["ant/one", "ant/one"]
    paths = [visit.path for visit in single.creates()]
    assert paths == ["/repos/ant/one/issues", "/repos/ant/won/issues"]
    assert len(single.issues()) == 1


def test_renamed_again_and_again(single: Stage) -> None:
    """One new name is followed; whoever plays with names is left alone until another run."""
    names = iter(("ant/two", "ant/three", "ant/four"))
    single.desk.on_ask = lambda: single.world.move(single.repo("ant/one"), next(names))
    run = single.post()
    assert (ends(run), single.creates()) == ([("refused", "moved")], [])
    assert len(single.desk.asked) == 2


@pytest.mark.parametrize("moment", ["meanwhile", "at_create"])
def test_transferred_while_reading(make_stage: Make, moment: str) -> None:
    """Another owner has not been named by the campaign: nothing goes there, and that is said."""
    stage = make_stage("ant/one", "bee/two")
    first = stage.order[0]
    place = stage.repo(first)
    setattr(stage, moment, lambda: stage.world.move(place, "dog/one"))
    run = stage.post()
    assert said(run.receipts) == ["refused", "posted"]
    assert run.receipts[0].reason == "moved"
    assert "dog/one" in run.receipts[0].message
    assert place.issues == {}
    assert stage.states().get(first) in (None, "planned")
    assert run.exit is Exit.PARTIAL


def test_transferred_before(single: Stage) -> None:
    """The plan does not offer it either."""
    single.world.move(single.repo("ant/one"), "dog/one")
    run = single.post(chosen=["ant/one"])
    assert (said(run.receipts), run.exit) == (["skipped"], Exit.CLOSED)
    assert (single.desk.asked, single.creates()) == ([], [])


def test_created_anew_while_reading(single: Stage) -> None:
    """Deleted and made again under the same name: another repository, which nobody has seen."""

    def replace_it() -> None:
        single.world.delete(single.repo("ant/one"))
        single.world.add_repository("ant/one")

    single.meanwhile = replace_it
    run = single.post()
    assert (ends(run), run.exit) == ([("refused", "gone")], Exit.CLOSED)
    assert "ant/one is gone" in run.receipts[0].message
    assert (single.creates(), single.states()) == ([], {})


def test_renamed_and_replaced_while_reading(single: Stage) -> None:
    """The old name leads to another repository now: the issue goes where its number is."""
    place = single.repo("ant/one")

    def replace_it() -> None:
        single.world.move(place, "ant/won")
        single.world.add_repository("ant/one")

    single.meanwhile = replace_it
    assert outcomes(single.post()) == {"ant/one": "posted"}
    assert [visit.path for visit in single.creates()] == ["/repos/ant/won/issues"]
    assert len(place.issues) == 1
