"""A name of a repository that was taken again: each repository's issues are its own."""

from collections.abc import Callable

import pytest
from tests.flow.conftest import Stage, ends, said
from tests.flow.doubts import doubt, links, posted_elsewhere, settled, use_the_form

from campaign.core.receipt import Outcome
from campaign.errors import Exit
from campaign.rehearsal import mishaps
from campaign.rehearsal.places import Issue, Repository

Make = Callable[..., Stage]


def make_anew(stage: Stage) -> Repository:
    """ant/one is deleted, and another repository gets its name."""
    stage.world.delete(stage.repo("ant/one"))
    return stage.world.add_repository("ant/one")


@pytest.mark.parametrize("made", [True, False])
@pytest.mark.parametrize("open_there", [use_the_form, posted_elsewhere])
def test_an_issue_in_a_repository_made_anew(
    single: Stage, *, made: bool, open_there: Callable[[Stage, Repository], Issue]
) -> None:
    """It proves nothing of the repository that had the name before: that stays in doubt, and the
    words say why and what to do.
    """
    doubt(single, made=made)
    open_there(single, make_anew(single))
    receipt = settled(single)
    assert receipt.outcome is Outcome.UNKNOWN
    assert receipt.message.startswith("no complete answer came back. The repository is gone")
    assert receipt.message.endswith("campaign settle CAMPAIGN --decide")


def test_a_doubt_beside_an_issue_in_the_repository_made_anew(single: Stage) -> None:
    """Both are told, and nothing is sent to the one that took the name."""
    doubt(single)
    use_the_form(single, make_anew(single))
    run = single.post(max_wait=0)
    assert (said(run.receipts), run.exit) == (["unknown", "already"], Exit.UNKNOWN)
    assert len(single.creates()) == 1


def test_a_repository_that_is_gone_was_looked_into(single: Stage) -> None:
    """GitHub says that nothing is there: after an hour and three looks a person may decide."""
    place = doubt(single)
    before = single.rows()["ant/one"].looks
    single.world.delete(place)
    assert settled(single).outcome is Outcome.UNKNOWN
    assert single.rows()["ant/one"].looks == before + 1


def test_a_repository_of_which_github_does_not_tell(single: Stage) -> None:
    """That is neither gone nor a look in vain."""
    place = doubt(single)
    before = single.rows()["ant/one"].looks
    there = mishaps.bad_gateway(created=False).at("GET", rf"^/repositories/{place.id}")
    single.go_wrong(there.always())
    receipt = settled(single)
    assert receipt.outcome is Outcome.UNKNOWN
    assert receipt.message.endswith("GitHub did not show its list, so it could not be looked for.")
    assert single.rows()["ant/one"].looks == before


def test_found_where_the_old_name_leads_elsewhere(single: Stage) -> None:
    """A repository that was renamed, and its name taken: the address is the one of today."""
    place = doubt(single)
    single.world.move(place, "ant/won")
    use_the_form(single, single.world.add_repository("ant/one"))
    receipt = settled(single)
    assert links((receipt,)) == [(Outcome.POSTED, "https://github.com/ant/won/issues/1")]
    assert single.rows()["ant/one"].name_now == "ant/won"


def test_its_own_marker_before_that_of_the_form(single: Stage) -> None:
    """Whoever has used the form in their doubt has two issues: the record holds the tool's own."""
    use_the_form(single, doubt(single))
    assert settled(single).number == 1


@pytest.mark.parametrize("open_there", [use_the_form, posted_elsewhere])
@pytest.mark.parametrize("per_person", [2, 3])
def test_one_result_for_each_name(
    make_stage: Make, open_there: Callable[[Stage, Repository], Issue], per_person: int
) -> None:
    """Where another computer or the form has made one in the repository that took the name, that
    one is told of; the one before counts as well.
    """
    stage = make_stage("ant/one", "bee/two", per_person=per_person)
    stage.post(chosen=["ant/one"])
    there = make_anew(stage)
    stage.world.seed_issue(there)
    open_there(stage, there)
    run = stage.post()
    link = "https://github.com/ant/one/issues/2"
    assert links(run.receipts)[:1] == [(Outcome.ALREADY, link)]
    assert said(run.receipts)[1:] == ["posted"] * (per_person - 2)
    assert run.exit is Exit.DONE


def test_one_result_where_nothing_is_in_the_repository_made_anew(single: Stage) -> None:
    """What was posted under the name is told of, and nothing is sent to the one that took it."""
    single.post()
    make_anew(single)
    run = single.post()
    assert links(run.receipts) == [(Outcome.ALREADY, "https://github.com/ant/one/issues/1")]
    assert len(single.creates()) == 1


def test_one_result_for_a_name_taken_twice(single: Stage) -> None:
    """Of two repositories that had it before, the later one's issue is told of."""
    single.post()
    single.world.seed_issue(make_anew(single))
    posted_elsewhere(single, single.repo("ant/one"))
    single.post()
    make_anew(single)
    run = single.post()
    assert links(run.receipts) == [(Outcome.ALREADY, "https://github.com/ant/one/issues/2")]


# A repository that goes while somebody reads


def test_two_that_are_gone_are_no_doubt_of_the_token(make_stage: Make) -> None:
    """Each is refused for itself; the others go on."""
    stage = make_stage("ant/one", "bee/two", "cat/three")

    def vanish() -> None:
        for name in stage.order[:2]:
            stage.world.delete(stage.repo(name))

    stage.meanwhile = vanish
    run = stage.post()
    assert ends(run) == [("refused", "gone"), ("refused", "gone"), ("posted", "")]
    assert (run.exit, len(stage.creates())) == (Exit.PARTIAL, 1)


def test_gone_after_the_look(single: Stage) -> None:
    """A redirect, and behind it nothing is left: refused as gone, and nothing is recorded."""
    single.go_wrong(mishaps.redirect(f"{single.github.url}/repositories/1/issues"))
    single.at_create = lambda: single.world.delete(single.repo("ant/one"))
    run = single.post()
    assert (ends(run), single.states()) == ([("refused", "gone")], {"ant/one": "planned"})
