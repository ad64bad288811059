"""One answer to a GraphQL query: what of it can be used, and whether to ask again."""

import json

import pytest

from campaign.adapters.github_told import Told
from campaign.core.answer import Reply, Sent
from campaign.core.sentence import Sentence


def told(body: object, *, status: int = 200, genuine: bool = True) -> Told:
    """What is made of an answer with this body."""
    headers = {"x-github-request-id": "1"} if genuine else {}
    return Told(Reply(sent=Sent.ANSWERED, status=status, headers=headers, body=json.dumps(body)))


@pytest.mark.parametrize("data", [None, 7, [], "x", {}])
@pytest.mark.parametrize("errors", [None, 7, "x", {}, [], [7], [None]])
def test_nothing_is_left_of_another_shape(data: object, errors: object) -> None:
    """No traceback; and another try may bring what GitHub really says."""
    found = told({"data": data, "errors": errors})
    assert (found.is_good, found.cost, found.is_too_heavy, found.may_pass) == (
        False,
        0,
        False,
        True,
    )
    assert dict(found.data) == {"data": {}, "errors": []}
    assert found.words == Sentence("an answer of another shape")


@pytest.mark.parametrize("path", [None, 7, "r0", {}, [["r0"]], [None], [1.5]])
def test_a_path_of_another_shape_leads_nowhere(path: object) -> None:
    """The error stays, for its words."""
    found = told({"data": {"r0": None}, "errors": [{"path": path, "message": "No."}]})
    assert found.data["errors"] == [{"path": [], "message": "No."}]
    assert (found.is_good, found.words) == (True, "No.")


@pytest.mark.parametrize("status", [200, 500, 502])
def test_only_githubs_good_answers_are_read(status: int) -> None:
    """A page of somebody else's may look like one."""
    body = {"data": {"rateLimit": {"cost": 3}}}
    assert told(body, status=status).is_good is (status == 200)
    assert not told(body, status=status, genuine=False).is_good


@pytest.mark.parametrize(("limit", "cost"), [({"cost": 3}, 3), ({"cost": "3"}, 0), (None, 0)])
def test_what_it_has_cost(limit: object, cost: int) -> None:
    """An Enterprise server may have no limits."""
    assert told({"data": {"rateLimit": limit}}).cost == cost


def test_githubs_word_is_not_asked_for_twice() -> None:
    """An error that is told is no accident."""
    found = told({"errors": [{"message": "Field 'x' doesn't exist on type 'Repository'"}]})
    assert not found.may_pass
    assert not isinstance(found.words, Sentence)
