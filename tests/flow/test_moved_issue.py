"""An issue that was moved to another repository: found where its old address leads to it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from tests.flow.conftest import Stage
from tests.flow.doubts import doubt, links, posted_elsewhere, settled

from campaign.adapters.github_unlisted import MOST_NUMBERS
from campaign.core.marker import marker
from campaign.core.receipt import Outcome
from campaign.rehearsal import mishaps
from campaign.rehearsal.places import Issue

ONE_NUMBER = r"/issues/[0-9]+$"


def move_away(stage: Stage, issue: Issue, *, to: str = "ant/attic") -> Issue:
    """Who maintains it moves an issue to another repository, where there are issues already."""
    place = stage.world.find(to) or stage.world.add_repository(to)
    stage.world.seed_issue(place)
    return stage.world.transfer_issue(issue, place)


@pytest.mark.parametrize("moves", [1, 2])
def test_a_moved_issue_is_found(single: Stage, moves: int) -> None:
    """Its old address leads on to it, twice if need be: told with the address of today."""
    doubt(single)
    there = single.issues()[0]
    for move in range(moves):
        there = move_away(single, there, to=f"ant/attic-{move}")
    receipt = settled(single)
    address = f"https://github.com/{there.repository.full_name}/issues/{there.number}"
    assert links((receipt,)) == [(Outcome.POSTED, address)]
    run = single.post()
    assert links(run.receipts) == [(Outcome.ALREADY, address)]
    assert len(single.creates()) == 1


def test_a_moved_issue_among_others(single: Stage) -> None:
    """Between the last number from before and the first one from after."""
    place = single.repo("ant/one")
    for days in (9, 5, 1):
        single.world.seed_issue(place, age=timedelta(days=days))
    single.world.seed_issue(place).deleted = True
    doubt(single)
    for _ in range(120):
        single.world.seed_issue(place, age=timedelta())
    single.world.seed_issue(place, age=timedelta()).deleted = True
    mine = single.issues()[0]
    there = move_away(single, mine)
    before = len(single.world.requests("GET"))
    assert settled(single).number == there.number
    asked = [visit.path for visit in single.world.requests("GET")[before:]]
    assert f"/repositories/{place.id}/issues/{mine.number}" in asked
    assert f"/repositories/{place.id}/issues/125" not in asked


def test_a_moved_issue_in_a_renamed_repository(single: Stage) -> None:
    """Numbers lead on whatever names do."""
    place = doubt(single)
    there = move_away(single, single.issues()[0])
    single.world.move(place, "ant/won")
    single.world.move(there.repository, "ant/cellar")
    assert settled(single).url == f"https://github.com/ant/cellar/issues/{there.number}"


def test_not_looked_for_within_the_hour(single: Stage) -> None:
    """Until then a number that no list shows may simply be late."""
    single.go_wrong(mishaps.lose_request())
    single.post(max_wait=0)
    before = len(single.world.log)
    settled(single)
    assert [visit.path for visit in single.world.log[before:]] == [
        "/user",
        f"/repositories/{single.repo('ant/one').id}/issues",
        "/issues",
    ]


def other_marker(issue: Issue) -> None:
    """Its marker and its title were edited away."""
    issue.title, issue.body = "Something else", "Please stop."


def form_marker(issue: Issue) -> None:
    """It bears the marker of the form, and another title."""
    issue.title, issue.body = "Something else", marker("no-nets")


def made_private(issue: Issue) -> None:
    """It is where I see nothing."""
    issue.repository.private = True


def deleted(issue: Issue) -> None:
    """It is deleted."""
    issue.deleted = True


@pytest.mark.parametrize("spoil", [other_marker, form_marker, made_private, deleted])
def test_a_moved_issue_that_proves_nothing(single: Stage, spoil: Callable[[Issue], None]) -> None:
    """It stays unknown; the words say that something has gone from there, and where to look."""
    doubt(single)
    spoil(move_away(single, single.issues()[0]))
    receipt = settled(single)
    assert receipt.outcome is Outcome.UNKNOWN
    assert "is no longer in the list" in receipt.message
    assert receipt.message.endswith("https://github.com/ant/one/issues/1")
    assert single.rows()["ant/one"].looks == 2


def test_a_moved_issue_without_its_marker(single: Stage) -> None:
    """Its title tells that it is the one."""
    doubt(single)
    move_away(single, single.issues()[0]).body = "Please stop."
    assert settled(single).outcome is Outcome.POSTED


def test_somebody_else_s_moved_issue_with_my_marker(single: Stage) -> None:
    """It proves nothing, and nothing is said of it: it is not mine."""
    doubt(single)
    move_away(single, single.issues()[0]).author = single.world.person("owen")
    receipt = settled(single)
    assert (receipt.outcome, receipt.message) == (Outcome.UNKNOWN, "no complete answer came back")


def test_a_copy_elsewhere_was_not_moved(single: Stage) -> None:
    """An issue of mine with the very marker in another repository, to which no address leads."""
    place = doubt(single, made=False)
    single.world.created_list_reaches_public = True
    copy = posted_elsewhere(single, place)
    del place.issues[copy.number]
    copy.repository = single.world.add_repository("ant/attic")
    copy.repository.issues[copy.number] = copy
    assert settled(single).outcome is Outcome.UNKNOWN


@pytest.mark.parametrize("path", [ONE_NUMBER, r"^/repositories/[0-9]+/issues$"])
def test_github_does_not_tell_where_numbers_lead(single: Stage, path: str) -> None:
    """It stays unknown, the words say so, and it is found when GitHub tells again."""
    doubt(single)
    move_away(single, single.issues()[0])
    after = 0 if path == ONE_NUMBER else 1
    single.go_wrong(mishaps.bad_gateway(created=False).at("GET", path).after(after))
    receipt = settled(single)
    assert receipt.outcome is Outcome.UNKNOWN
    assert "did not tell whether it was moved" in receipt.message
    assert settled(single).outcome is Outcome.POSTED


def test_too_many_numbers_are_not_asked_about(single: Stage) -> None:
    """A few requests for each doubt, however many issues have gone."""
    place = doubt(single, made=False)
    for _ in range(40):
        single.world.seed_issue(place, age=timedelta(hours=2)).deleted = True
    single.world.seed_issue(place, age=timedelta())
    before = len(single.world.requests("GET"))
    assert settled(single).outcome is Outcome.UNKNOWN
    asked = [visit.path for visit in single.world.requests("GET")[before:]]
    assert sum("/issues/" in path for path in asked) == MOST_NUMBERS
