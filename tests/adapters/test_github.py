"""GitHub as the flow sees it: who acts, what is posted, what time it is there."""

import json
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from campaign import __version__
from campaign.adapters.github import GitHub
from campaign.core.answer import Asked, Proof, Sent, read_reply
from campaign.core.answer import Reply as Answered
from campaign.core.marker import Key, marker, marker_key
from campaign.errors import CampaignError, SignInNeeded
from campaign.rehearsal.accounts import TokenKind, User
from campaign.rehearsal.faults import Fault
from campaign.rehearsal.places import Repository
from campaign.rehearsal.server import StandIn
from campaign.rehearsal.wire import Reply, json_reply
from campaign.rehearsal.world import World

DAY = datetime(2019, 5, 11, 14, 0, tzinfo=UTC)

Client = Callable[..., GitHub]


# Who acts


@pytest.mark.parametrize(
    ("kind", "named"),
    [
        (TokenKind.CLASSIC, "classic token"),
        (TokenKind.FINE_GRAINED, "fine-grained token"),
        (TokenKind.OAUTH, "token of an app such as gh"),
    ],
)
def test_who_the_token_belongs_to(
    client: Client, world: World, mia: User, kind: TokenKind, named: str
) -> None:
    """Login, number, age, and the kind of the token with its scopes."""
    token = world.add_token(mia, kind, scopes=("gist", "public_repo"))
    account = client(token=token.text).account()
    assert (account.login, account.id, account.name) == ("mia", mia.id, "Mia")
    assert account.created_at == mia.created_at.replace(microsecond=0)
    assert account.token_kind == named
    assert account.scopes == (("gist", "public_repo") if kind.scoped else None)


@pytest.mark.parametrize(
    ("header", "scopes", "may"),
    [
        ("public_repo, gist", ("public_repo", "gist"), True),
        ("gist,public_repo", ("gist", "public_repo"), True),
        ("", (), False),
    ],
)
def test_scopes_are_read_however_they_are_written(
    github: GitHub, stand_in: StandIn, mia: User, header: str, scopes: tuple[str, ...], may: bool
) -> None:
    """An empty header is a token without scopes, not one of a kind that has none."""
    said = {"login": "mia", "id": mia.id, "created_at": "2019-01-01T00:00:00Z"}
    reply = json_reply(said, headers={"x-oauth-scopes": header})
    stand_in.plan(Fault(then=reply, method="GET", path="^/user$"))
    account = github.account()
    assert (account.scopes, account.may_write, account.name) == (scopes, may, "")


def test_without_a_token_nobody_acts(client: Client, world: World) -> None:
    """Said before any request."""
    with pytest.raises(SignInNeeded, match="no GitHub token") as error:
        client(token=None).account()
    assert "gh auth login" in error.value.hint
    assert world.requests() == []


def test_a_revoked_token(client: Client, world: World, mia: User) -> None:
    """In GitHub's words, with the way to sign in."""
    world.revoke(mia.token)
    with pytest.raises(SignInNeeded, match="GitHub said: Bad credentials"):
        client().account()


# The one write


def test_an_issue_is_posted_as_it_was_shown(
    github: GitHub, world: World, repo: Repository, mia: User
) -> None:
    """Title and body byte for byte, nothing else, from this account."""
    key = Key(campaign="no-nets", repo_id=repo.id, account_id=mia.id)
    ours = marker("no-nets", marker_key(key))
    title, body = "Nö “nets” 🕊", f"A\n\n\tb \\ ü ‏ \U0001f54a\n\n{ours}"
    reply = github.create_issue("acme/nets", title=title, body=body)
    asked = Asked(key=key, repo="acme/nets", title=title, api_url=github.api_url)
    answer = read_reply(reply, asked)
    assert (answer.proof, answer.number) == (Proof.CREATED, 1)
    (visit,) = world.requests()
    assert dict(visit.sent) == {"title": title, "body": body}
    assert (repo.issues[1].title, repo.issues[1].body) == (title, body)
    assert repo.issues[1].author is mia


def test_every_request_says_who_we_are(client: Client, world: World, repo: Repository) -> None:
    """Name and version of the tool, GitHub's API version; also where nobody is signed in."""
    client().account()
    client(token=None).look(["acme/nets"], account=None)
    client().create_issue("acme/nets", title="t", body="b")
    for visit in world.requests():
        headers = visit.request.headers
        assert headers["user-agent"] == f"campaign/{__version__}"
        assert headers["x-github-api-version"] == "2022-11-28"
        assert headers["cache-control"] == "no-cache"


def test_a_refusal_comes_back_as_it_is(
    github: GitHub, world: World, repo: Repository, mia: User
) -> None:
    """Status, headers and words, for the reader of answers to judge."""
    repo.archived_at = DAY
    reply = github.create_issue("acme/nets", title="t", body="b")
    assert (reply.sent, reply.status) == (Sent.ANSWERED, 403)
    assert "x-github-request-id" in reply.headers
    assert json.loads(reply.body)["message"] == "Repository was archived so is read-only."


def test_a_moved_repository_is_not_posted_to(
    github: GitHub, world: World, repo: Repository
) -> None:
    """The new place needs a new look and a new consent."""
    world.move(repo, "acme/ropes")
    reply = github.create_issue("acme/nets", title="t", body="b")
    assert reply.status == 307
    assert len(world.requests()) == 1
    assert not world.births


def test_no_library_writes_on_the_terminal(
    github: GitHub, repo: Repository, capfd: pytest.CaptureFixture[str]
) -> None:
    """PyGithub brings a log handler of its own; it is gone."""
    github.create_issue("acme/nets", title="t", body="b")
    logging.getLogger("github").warning("x")
    assert capfd.readouterr().out == ""


# The time there, and the cost


def test_the_time_is_the_servers(client: Client, world: World) -> None:
    """Its `Date`, and the seconds since by a clock that never goes back."""
    seconds = [100.0]
    github = client(monotonic=lambda: seconds[0])
    github.account()
    assert abs(github.now() - world.clock.now()) < timedelta(seconds=60)
    seconds[0] += 3600
    before = github.now()
    seconds[0] += 7.5
    assert github.now() - before == timedelta(seconds=7.5)


@pytest.mark.parametrize("date", ["yesterday", "", "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_an_unbelievable_date_is_passed_over(
    github: GitHub, stand_in: StandIn, world: World, date: str
) -> None:
    """The last good one counts, and every moment can be reckoned with."""
    github.account()
    reply = Reply(status=502, headers={"date": date})
    stand_in.plan(Fault(then=reply, method="GET", path="^/user$"))
    with pytest.raises(CampaignError):
        github.account()
    assert abs(github.now() - world.clock.now()) < timedelta(seconds=60)


def test_a_date_without_a_zone_can_be_reckoned_with(github: GitHub, stand_in: StandIn) -> None:
    """It is taken as UTC."""
    text = format_datetime(DAY).replace("+0000", "-0000")
    reply = Reply(status=502, headers={"date": text})
    stand_in.plan(Fault(then=reply, method="GET", path="^/user$"))
    with pytest.raises(CampaignError):
        github.account()
    assert timedelta(0) <= github.now() - DAY < timedelta(seconds=60)


def test_every_request_is_counted_and_told(
    client: Client, world: World, repo: Repository, mia: User
) -> None:
    """The cost of looking is open to everybody; no telling holds the token."""
    told: list[str] = []
    github = client(told=lambda request, reply: told.append(f"{request} {reply.status}"))
    account = github.account()
    github.look(["acme/nets"], account=account)
    github.own_issues(repo.id, account=account, since=DAY)
    assert github.cost.requests == len(world.requests()) == len(told) == 3
    assert github.cost.points == 1
    assert told[:2] == ["GET /user 200", "POST /graphql 200"]
    assert mia.token not in " ".join(told)


def test_nobody_who_is_told_can_lose_an_answer(
    client: Callable[..., GitHub], repo: Repository
) -> None:
    """What is told of the one write is told later: its record comes first."""
    told: list[str] = []

    def tell(request: str, reply: Answered) -> None:
        told.append(f"{request} {reply.status}")
        if "POST" in request:
            raise SystemExit  # as when the other end of a pipe is closed

    github = client(told=tell)
    assert github.create_issue("acme/nets", title="t", body="b").status == 201
    assert told == []
    with pytest.raises(SystemExit):
        github.account()
    github.close()
    assert told == ["POST /repos/acme/nets/issues 201", "GET /user 200"]
