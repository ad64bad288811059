"""The door to the network: which requests can leave at all, whoever asks for them."""

import json
import re
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaign.adapters.github import GitHub
from campaign.adapters.wire import Forbidden, Wire
from campaign.core.answer import Sent
from campaign.errors import CampaignError
from campaign.rehearsal.places import Repository
from campaign.rehearsal.world import World

API = "https://api.github.com"


def wire(*, base: str = API, graphql: str = f"{API}/graphql", may_write: bool = True) -> Wire:
    """A wire that says nothing to anybody."""
    return Wire(
        base_url=base,
        graphql_url=graphql,
        timeout=1,
        may_write=may_write,
        told=lambda request, reply: None,
    )


ALLOWED = (
    "GET /user",
    "GET /repos/o/r",
    "GET /repos/o-o/r.r_r-r",
    "GET /repos/o/...",
    "GET /repos/o/..r",
    "GET /repos/o/r/issues",
    "GET /repos/o/r/issues?creator=mia&state=all&since=2019-05-11T14%3A00%3A00Z&page=2",
    "GET /repos/o/r/issues/12",
    "GET /repositories/70000001",
    "GET /repositories/70000001/issues?page=2",
    "GET /repositories/70000001/issues/12",
)

QUERY = json.dumps({"query": "query ($login: String!) { rateLimit { cost } }", "variables": {}})

NEVER = (
    "POST /graphql",
    "DELETE /repos/o/r",
    "DELETE /repos/o/r/issues/1",
    "PUT /repos/o/r/issues/1/lock",
    "PATCH /repos/o/r",
    "HEAD /user",
    "post /graphql",
    "GET /graphql",
    "POST /graphql/x",
    "POST /graphql?x=1",
    "POST /user/repos",
    "POST /gists",
    "POST /repos/o/r/pulls",
    "POST /repos/o/r/issues/",
    "POST /repos/o/r/issues?x=1",
    "POST /repos/o/r/issues#",
    "POST /repos/o/r/issues\n",
    "POST /repos/o/r/forks",
    "POST /repositories/7/issues",
    "POST //repos/o/r/issues",
    "POST /x/repos/o/r/issues",
    f"POST {API}/repos/o/r/issues",
    "POST https://evil.example/repos/o/r/issues",
    "GET /user/keys",
    "GET /user?x=1",
    "GET /users/mia",
    "GET /repos/o",
    "GET /repos/o/",
    "GET /repos/o/.",
    "GET /repos/o/..",
    "GET /repos/o/../issues",
    "GET /repos/../r/issues",
    "GET /repos/o/r/issues/../../x/keys",
    "GET /repos/o/r/issues/1/comments",
    "GET /repos/o/r/issues/-1",
    "GET /repos/o/r/issues?x=/../..",
    "GET /repos/o/r/issues?x=#",
    "GET /repositories/7/keys",
    "GET /repositories/x",
    "GET /repositories/" + "9" * 19,
    "GET /search/issues",
)


@pytest.mark.parametrize("request_line", ALLOWED)
def test_what_this_tool_asks_may_leave(request_line: str) -> None:
    """Reads, whether or not anything may be written: none of them is Forbidden."""
    verb, _, url = request_line.partition(" ")
    for may_write in (True, False):
        wire(may_write=may_write).request(verb, url, None, {})


@pytest.mark.parametrize("request_line", NEVER)
def test_nothing_else_may_leave(request_line: str) -> None:
    """Held back with the request named; another address is as good as another verb."""
    verb, _, url = request_line.partition(" ")
    with pytest.raises(Forbidden, match="held back") as error:
        wire().request(verb, url, None, {})
    assert isinstance(error.value, CampaignError)
    assert error.value.message.endswith(f": {request_line}")


def graphql(text: object) -> str:
    """A request's body with this query in it."""
    return json.dumps({"query": text, "variables": {}})


@pytest.mark.parametrize(
    "body",
    [
        QUERY,
        graphql("query { viewer { login } }"),
        graphql("\n  query Facts { a }\nfragment facts on Repository { id }"),
        graphql('query ($o0: String!) { r0: repository(owner: $o0, name: "x") { ...facts } }'),
    ],
)
def test_a_question_may_leave(body: str) -> None:
    """GraphQL asks in a POST: what is a query passes, whether or not anything may be written, and
    is not Forbidden.
    """
    for may_write in (True, False):
        wire(may_write=may_write).request("POST", "/graphql", body, {})


@pytest.mark.parametrize(
    "body",
    [
        graphql("mutation { createIssue(input: {}) { issue { id } } }"),
        graphql("mutation($x: ID!) { addStar(input: {starrableId: $x}) { clientMutationId } }"),
        graphql("query A { viewer { login } } mutation B { x }"),
        graphql("subscription { x }"),
        graphql("{ viewer { login } }"),
        graphql("queryx { a }"),
        graphql("# query\nmutation { x }"),
        graphql("fragment f on Query { a } mutation { x }"),
        graphql(None),
        graphql(["query { a }"]),
        graphql(7),
        '{"mutation": "query"}',
        '["query"]',
        '"query { a }"',
        "query { a }",
        "",
        None,
    ],
)
def test_a_graphql_request_that_is_no_question_is_held_back(body: str | None) -> None:
    """By that way, too, nothing can be changed; the address alone proves nothing."""
    with pytest.raises(Forbidden):
        wire().request("POST", "/graphql", body, {})


def test_the_one_write_needs_leave() -> None:
    """`check` and all other reading verbs cannot post, even by mistake."""
    wire().request("POST", "/repos/o/r/issues", "{}", {})
    with pytest.raises(Forbidden):
        wire(may_write=False).request("POST", "/repos/o/r/issues", "{}", {})


def test_an_enterprise_server_has_its_own_root() -> None:
    """And nothing beside that root is allowed."""
    base = "https://ghe.example/api/v3"
    there = wire(base=base, graphql="https://ghe.example/api/graphql")
    there.request("POST", "/api/v3/repos/o/r/issues", "{}", {})
    there.request("POST", "/api/graphql", QUERY, {})
    for url in ("/repos/o/r/issues", "/graphql", "/api/v3/graphql", "/apiXv3/repos/o/r/issues"):
        with pytest.raises(Forbidden):
            there.request("POST", url, QUERY, {})


@pytest.mark.parametrize(
    "slug",
    [
        "o/r/issues/1/comments#",
        "x/../../user/keys#",
        "x/../../gists?",
        "o/..",
        "o/.",
        "../user",
        "./r",
        "o/r/../x",
        "o%2fr",
        "o/%2e%2e",
        "o/r%23",
        "o/r ",
        " o/r",
        "o/r\r\nX: y",
        "o//r",
        "/o/r",
        "//evil.example/r",
        "o\\r",
        "@evil.example/r",
        "o:p@evil/r",
        "-o/r",
        "o/r/",
        "o",
        "",
        "o/",
        "о/r",
        "o/r\u2028",
        "o/" + "r" * 101,
        "o" * 40 + "/r",
    ],
)
def test_a_hostile_name_reaches_nothing(github: GitHub, world: World, slug: str) -> None:
    """No request at all arrives, be it for writing or for reading; and what should have been
    written is known not to have left.
    """
    reply = github.create_issue(slug, title="t", body="b")
    assert (reply.sent, "held back" in reply.problem) == (Sent.NOT_SENT, True)
    with pytest.raises(Forbidden):
        github.look([slug], account=None)
    assert world.requests() == []


@pytest.mark.parametrize("slug", ["o/r#", "o/r?", "o/r\n", "o/\tr"])
def test_what_is_tidied_on_the_way_leads_nowhere_else(
    github: GitHub, world: World, slug: str
) -> None:
    """PyGithub drops empty ends and white space of an address; what is left is the same place."""
    github.look([slug], account=None)
    assert [visit.path for visit in world.requests()] == ["/repos/o/r"]


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    slug=st.lists(
        st.sampled_from(["acme", "nets", "/", ".", "..", "#", "?", "%2f", "issues", "-", "_", "é"]),
        max_size=6,
    ).map("".join)
    | st.from_regex(r"[A-Za-z0-9._/-]{1,12}", fullmatch=True)
    | st.text(max_size=8)
)
def test_no_name_leads_anywhere_else(
    client: Callable[..., GitHub], world: World, repo: Repository, slug: str
) -> None:
    """Whatever the name: the stand-in sees a create under exactly that name, or nothing."""
    before = len(world.requests())
    if client().create_issue(slug, title="t", body="b").sent is Sent.NOT_SENT:
        assert len(world.requests()) == before
    else:
        tidied = re.sub(r"[\t\r\n]", "", slug)
        assert [visit.path for visit in world.requests()[before:]] == [f"/repos/{tidied}/issues"]
    assert not world.unexpected
