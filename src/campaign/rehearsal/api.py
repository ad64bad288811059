"""The front door: who is it, may they speak, which answer, and the headers every answer has."""

import hashlib
from dataclasses import replace
from email.utils import format_datetime

from campaign.rehearsal import graphql, rest
from campaign.rehearsal.accounts import Token
from campaign.rehearsal.refusals import Attempt, Step, refuse
from campaign.rehearsal.wire import DOCS, Reply, Request
from campaign.rehearsal.world import World


def answer(world: World, request: Request) -> Reply:
    """GitHub's whole answer to `request`; the world may be another one afterwards."""
    attempt = Attempt(
        world=world,
        headers=request.headers,
        token=world.bearer(request.headers),
        resource=_resource(request),
    )
    refusal = refuse(Step.DOOR, attempt)
    if refusal is not None:
        return dress(world, request, refusal.reply(attempt, docs=DOCS))
    if attempt.resource == "graphql":
        return dress(world, request, graphql.answer(world, request, attempt))
    honest = rest.dispatch(world, request, attempt)
    reply = _unless_known(request, honest, max_age=world.max_age)
    # https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api
    free = reply.status == 304 and (attempt.token is not None or not world.unsigned_304_counts)
    if attempt.resource and not free:
        world.limits.charge(_person(attempt.token), attempt.resource)
    return dress(world, request, reply)


def dress(world: World, request: Request, reply: Reply) -> Reply:
    """Add the headers that a genuine answer of GitHub has; leave any other as it is."""
    if not reply.genuine:
        return reply
    token = world.bearer(request.headers)
    resource = _resource(request) or "core"
    budget = world.limits.budget(_person(token), resource)
    headers = {
        "date": format_datetime(world.clock.now().replace(microsecond=0), usegmt=True),
        "server": "github.com",
        "x-github-media-type": "github.v3; format=json",
        "x-github-request-id": world.next_request_id(),
        "x-ratelimit-limit": str(budget.limit),
        "x-ratelimit-remaining": str(budget.remaining),
        "x-ratelimit-used": str(budget.used),
        "x-ratelimit-reset": str(int(budget.reset.timestamp())),
        "x-ratelimit-resource": resource,
    }
    if token is not None and token.kind.scoped:
        # https://docs.github.com/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps
        headers["x-oauth-scopes"] = ", ".join(token.scopes)
        headers["x-accepted-oauth-scopes"] = _accepted(request)
    return replace(reply, headers={**headers, **reply.headers})


def _accepted(request: Request) -> str:
    """Which scopes would do; the exact lists are inferred."""
    if request.path.startswith(("/repos/", "/repositories/")):
        return "repo" if request.method == "GET" else "public_repo, repo"
    return "repo" if request.path == "/graphql" else ""


def _unless_known(request: Request, reply: Reply, *, max_age: int) -> Reply:
    """304 for a read whose answer the client already has.

    The same answer to another token has another tag (seart-group/ghs#52).
    """
    if request.method != "GET" or reply.status != 200:
        return reply
    signature = request.headers.get("authorization", "").encode()
    # A minute, as real answers say: abhijeetps/weekly-digest, test/payload/emptyIssue.js
    shared = "private" if signature else "public"
    headers = {"cache-control": f"{shared}, max-age={max_age}, s-maxage={max_age}"}
    tag = f'W/"{hashlib.sha256(signature + reply.body).hexdigest()}"'
    known = request.headers.get("if-none-match", "").split(",")
    if tag in (each.strip() for each in known):
        return Reply(status=304, headers={**headers, "etag": tag}, genuine=True)
    return replace(reply, headers={**reply.headers, **headers, "etag": tag})


def _resource(request: Request) -> str:
    if request.path == "/graphql":
        return "graphql"
    return "" if request.path == "/rate_limit" else "core"


def _person(token: Token | None) -> int | None:
    return token.user.id if token else None
