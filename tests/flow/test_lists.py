"""The lists that settling reads: late, broken, long or moved, and never a reason to send again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.flow.conftest import IMPATIENT, Stage, ends, outcomes, said

from campaign.core.marker import WEB, Key, marker, marker_key
from campaign.errors import Exit
from campaign.rehearsal import mishaps
from campaign.rehearsal.faults import Fault
from campaign.rehearsal.wire import Reply, error, json_reply

LIST = r"/issues$"
Make = Callable[..., Stage]
REPOSITORY_S = r"/one/issues$"
MINE = r"^/issues$"

FIRST_LOOK_GOES_WELL = mishaps.bad_gateway(created=False).at("GET", LIST).after(1)
"""The look before sending; the ones for what became of it fail."""


@pytest.mark.parametrize("lag", [4, 18, 75, 370])
def test_list_that_lags(single: Stage, lag: float) -> None:
    """An issue that the list shows late is found by the first look after that."""
    single.world.list_lag = lag
    single.go_wrong(mishaps.lose_answer())
    run = single.post(max_wait=900)
    assert (outcomes(run), run.exit) == ({"ant/one": "posted"}, Exit.DONE)
    assert sum(single.desk.waits) >= lag
    assert len(single.creates()) == 1


def test_list_that_lags_longer_than_we_wait(single: Stage) -> None:
    """504, and the issue shows after 90 seconds and more: the early look changes nothing, the
    later one proves it.
    """
    single.world.list_lag = 400
    single.go_wrong(mishaps.gateway_timeout(created=True))
    assert single.post().exit is Exit.UNKNOWN
    assert single.post().exit is Exit.UNKNOWN
    single.clock.sleep(400)
    assert said(single.settle(max_wait=0)) == ["posted"]
    assert (len(single.creates()), len(single.issues())) == (1, 1)


UNREADABLE = (
    Fault(then=error(500, "Server Error")),
    Fault(then=error(404, "Not Found")),
    Fault(then=error(403, "API rate limit exceeded", headers={"x-ratelimit-remaining": "0"})),
    Fault(then=json_reply({"message": "odd"})),
    Fault(then=json_reply([{"number": 1}])),
    Fault(then=json_reply([1, 2])),
    Fault(then=json_reply([{"number": 1, "user": [], "body": 5, "state": 1, "created_at": 0}])),
    Fault(then=Reply(status=200, body=b"<html>", genuine=True)),
    Fault(then=Reply(status=200, body=b"[" * 100_000, genuine=True)),
    mishaps.captive_portal(),
    mishaps.lose_request(),
    mishaps.hang(created=False),
)


@pytest.mark.parametrize("fault", UNREADABLE, ids=range(len(UNREADABLE)))
def test_list_that_errs(single: Stage, fault: Fault) -> None:
    """A list that cannot be had or read is no information: not even a look in vain, and no crash
    while something is in doubt.
    """
    single.timeout = IMPATIENT
    single.go_wrong(mishaps.lose_answer(), fault.at("GET", LIST).after(1).always())
    run = single.post(max_wait=20)
    assert (ends(run), run.exit) == ([("unknown", "no_answer")], Exit.UNKNOWN)
    assert single.rows()["ant/one"].looks == 0
    assert (len(single.creates()), len(single.issues())) == (1, 1)


def test_any_positive_wins(single: Stage) -> None:
    """Where two of GitHub's lists err, the third one proves as much."""
    single.go_wrong(mishaps.lose_answer(), FIRST_LOOK_GOES_WELL.always())
    assert single.post(max_wait=0).exit is Exit.UNKNOWN
    assert said(single.settle(max_wait=20)) == ["unknown"]
    run = single.post()
    assert (outcomes(run), run.exit) == ({"ant/one": "already"}, Exit.DONE)
    assert single.rows()["ant/one"].number == 1


def test_found_on_a_later_page(single: Stage) -> None:
    """An issue behind more than a hundred younger ones of mine is found."""
    single.go_wrong(mishaps.lose_answer(), replace(FIRST_LOOK_GOES_WELL, times=2))
    single.post(max_wait=0)
    for number in range(150):
        single.world.seed_issue(
            single.repo("ant/one"), by=single.me, age=timedelta(), title=f"Other {number}"
        )
    assert said(single.settle(max_wait=0)) == ["posted"]


def test_found_under_a_new_name(single: Stage) -> None:
    """A repository renamed since: its number leads to the list."""
    single.go_wrong(mishaps.lose_answer(), replace(FIRST_LOOK_GOES_WELL, times=2))
    single.post(max_wait=0)
    single.world.move(single.repo("ant/one"), "bug/won")
    assert said(single.settle(max_wait=0)) == ["posted"]


def test_found_in_the_list_of_all_my_issues(single: Stage) -> None:
    """Where the repository's own list errs, the list of all my issues proves as much."""
    single.world.created_list_reaches_public = True
    trouble = mishaps.bad_gateway(created=False).at("GET", REPOSITORY_S).after(1).always()
    single.go_wrong(mishaps.lose_answer(), trouble)
    run = single.post(max_wait=0)
    assert (outcomes(run), single.rows()["ant/one"].number) == ({"ant/one": "posted"}, 1)


@pytest.mark.parametrize("body", ["of the form", "of my own", "copied"])
def test_what_the_list_of_all_my_issues_does_not_prove(make_stage: Make, body: str) -> None:
    """An issue of mine in another repository: the form's marker does not tell of which one it is,
    its own marker tells of another, and a copy of the very marker is not in the right place.
    """
    stage = make_stage("ant/one", "bee/two", per_person=1)
    stage.world.created_list_reaches_public = True
    first = stage.repo(stage.order[0])
    key = Key(campaign="no-nets", repo_id=first.id, account_id=stage.me.id)
    other = replace(key, repo_id=stage.repo(stage.order[1]).id)
    texts = {"of the form": WEB, "of my own": marker_key(other), "copied": marker_key(key)}
    stage.go_wrong(mishaps.lose_request())
    stage.post(max_wait=0)
    text = marker("no-nets", texts[body])
    stage.world.open_issue(stage.repo(stage.order[1]), stage.me, title="t", body=text)
    stage.clock.sleep(600)
    assert said(stage.settle(max_wait=0)) == ["unknown"]


def test_the_list_of_all_my_issues_errs(single: Stage) -> None:
    """No information; the look at the repository's own list counts all the same."""
    single.go_wrong(
        mishaps.lose_request(), mishaps.bad_gateway(created=False).at("GET", MINE).always()
    )
    assert outcomes(single.post(max_wait=0)) == {"ant/one": "unknown"}
    assert single.rows()["ant/one"].looks == 1
