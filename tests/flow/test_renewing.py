"""A look grows old: before an issue is sent, what the repository says now counts."""

from collections.abc import Callable

import pytest
from tests.flow.conftest import Stage, ends

from campaign.errors import Exit
from campaign.rehearsal import mishaps
from campaign.rehearsal.faults import Fault
from campaign.rehearsal.places import Repository
from campaign.rehearsal.wire import error

QUERY = r"/graphql$"


def topic(place: Repository) -> None:
    """Its maintainers ask campaigns to stay away, by a topic."""
    place.topics = ("no-campaigns",)


def file(place: Repository) -> None:
    """The same by a file."""
    place.opt_out_file = "Please leave us alone."


def read_for(stage: Stage, seconds: float, change: Callable[[Repository], None]) -> None:
    """While the question stands, something changes; the answer comes so much later."""

    def ask() -> None:
        change(stage.repo("ant/one"))
        stage.clock.sleep(seconds)

    stage.desk.on_ask = ask


@pytest.mark.parametrize("change", [topic, file])
@pytest.mark.parametrize("seconds", [400, 3 * 3600])
def test_asked_to_stay_away_while_the_question_stood(
    single: Stage, change: Callable[[Repository], None], seconds: float
) -> None:
    """Yes comes too late: nothing is sent to who does not want it, and no intent is written."""
    read_for(single, seconds, change)
    run = single.post()
    assert (ends(run), run.exit) == ([("refused", "opted_out")], Exit.CLOSED)
    assert "asks campaigns to stay away" in run.receipts[0].message
    assert (single.creates(), single.states()) == ([], {})


def test_the_old_server_is_asked_again_too(single: Stage) -> None:
    """Through REST, where there is no GraphQL."""
    single.go_wrong(Fault(then=error(404, "Not Found")).at("POST", QUERY).always())
    read_for(single, 3600, file)
    assert ends(single.post()) == [("refused", "opted_out")]


def test_closed_while_the_question_stood(single: Stage) -> None:
    """Whatever closes it by then, GitHub need not refuse it."""
    read_for(single, 3600, lambda place: setattr(place, "archived_at", single.clock.now()))
    run = single.post()
    assert (ends(run), single.creates()) == ([("refused", "archived")], [])


def test_a_fresh_look_is_not_repeated(stage: Stage) -> None:
    """One query for the whole run, where nobody takes their time."""
    stage.post()
    assert len(stage.world.requests("POST", "/graphql")) == 1


def test_an_old_look_is_repeated_for_each(stage: Stage) -> None:
    """One more for each issue, and they are sent where nothing has changed."""
    stage.meanwhile = lambda: stage.clock.sleep(3600)
    assert ends(stage.post()) == [("posted", "")] * 3
    assert len(stage.world.requests("POST", "/graphql")) == 4


def test_not_told_again(single: Stage) -> None:
    """Where GitHub does not answer the second look, nothing is sent blindly."""

    def an_hour_later() -> None:
        single.clock.sleep(3600)
        single.go_wrong(mishaps.bad_gateway(created=False).at("POST", QUERY).always())

    single.meanwhile = an_hour_later
    run = single.post()
    assert (ends(run), run.exit) == ([("deferred", "not_told")], Exit.LIMITED)
    assert single.creates() == []


def test_limited_when_told_again(single: Stage) -> None:
    """A limit at the second look is obeyed as one at the request."""

    def an_hour_later() -> None:
        single.clock.sleep(3600)
        single.go_wrong(mishaps.secondary_limit(retry_after=90).at("POST", QUERY))

    single.meanwhile = an_hour_later
    assert ends(single.post()) == [("posted", "")]
    assert [round(wait) for wait in single.desk.waits] == [90]
