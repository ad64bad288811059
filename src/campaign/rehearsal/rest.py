"""The REST endpoints the tool uses, and no others: one table of routes."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from campaign.rehearsal import lists, reads, writes
from campaign.rehearsal.accounts import Account, Organisation
from campaign.rehearsal.call import AnswerEarly, Call, moved
from campaign.rehearsal.places import OPT_OUT, Repository
from campaign.rehearsal.refusals import Attempt, Step, refuse
from campaign.rehearsal.wire import DOCS, Reply, Request, error
from campaign.rehearsal.world import World

REPOSITORY = r"/(?:repos/(?P<owner>[^/]+)/(?P<name>[^/]+)|repositories/(?P<id>[0-9]{1,18}))"
NUMBER = r"(?P<number>[0-9]{1,9})"


@dataclass(frozen=True, kw_only=True, slots=True)
class Route:
    """A method and a path, the steps at which GitHub may refuse, and what answers."""

    method: str
    path: re.Pattern[str]
    steps: Step
    handler: Callable[[Call], Reply]
    docs: str


def _route(
    method: str, path: str, steps: Step, handler: Callable[[Call], Reply], docs: str
) -> Route:
    return Route(
        method=method, path=re.compile(path), steps=steps, handler=handler, docs=f"{DOCS}/{docs}"
    )


ROUTES = (
    _route("GET", "/user", Step.ME, reads.me, "users/users#get-the-authenticated-user"),
    _route("GET", "/rate_limit", Step(0), reads.rate_limit, "rate-limit/rate-limit"),
    _route(
        "GET",
        "/issues",
        Step.MINE,
        lists.my_issues,
        "issues/issues#list-issues-assigned-to-the-authenticated-user",
    ),
    _route(
        "GET",
        r"/(?P<kind>orgs)/(?P<login>[^/]+)/repos",
        Step.OWNER,
        lists.owned,
        "repos/repos#list-organization-repositories",
    ),
    _route(
        "GET",
        r"/(?P<kind>users)/(?P<login>[^/]+)/repos",
        Step.OWNER,
        lists.owned,
        "repos/repos#list-repositories-for-a-user",
    ),
    _route("GET", REPOSITORY, Step.REACH, reads.repository, "repos/repos#get-a-repository"),
    _route(
        "GET",
        f"{REPOSITORY}/contents/{re.escape(OPT_OUT)}",
        Step.REACH,
        reads.opt_out,
        "repos/contents#get-repository-content",
    ),
    _route(
        "GET",
        f"{REPOSITORY}/issues",
        Step.REACH,
        lists.issues,
        "issues/issues#list-repository-issues",
    ),
    _route(
        "GET",
        f"{REPOSITORY}/issues/{NUMBER}",
        Step.REACH | Step.ISSUE,
        reads.issue,
        "issues/issues#get-an-issue",
    ),
    _route(
        "POST",
        f"{REPOSITORY}/issues",
        Step.REACH | Step.CREATE,
        writes.create,
        "issues/issues#create-an-issue",
    ),
    _route(
        "PATCH",
        f"{REPOSITORY}/issues/{NUMBER}",
        Step.REACH | Step.EDIT,
        writes.edit,
        "issues/issues#update-an-issue",
    ),
    _route(
        "POST",
        f"{REPOSITORY}/issues/{NUMBER}/comments",
        Step.REACH | Step.COMMENT,
        writes.comment,
        "issues/comments#create-an-issue-comment",
    ),
)


def dispatch(world: World, request: Request, attempt: Attempt) -> Reply:
    """GitHub's answer to a REST request of somebody who was let in at the door."""
    for route in ROUTES:
        match = route.path.fullmatch(request.path)
        if match is not None and route.method == request.method:
            try:
                return _answer(world, request, attempt, route=route, match=match)
            except AnswerEarly as early:
                return early.reply
    world.unexpected.append(f"{request.method} {request.path}")
    return error(404, "Not Found")


def _answer(
    world: World, request: Request, attempt: Attempt, *, route: Route, match: re.Match[str]
) -> Reply:
    found = {key: value for key, value in match.groupdict().items() if value is not None}
    if route.steps & Step.REACH:
        attempt = replace(attempt, repository=_find(world, found))
    if route.steps & Step.OWNER:
        attempt = replace(attempt, owner=_owner(world, found, docs=route.docs))
    if route.steps & Step.WRITE:
        attempt = replace(attempt, sent=_decode(request.payload))
    _check(route.steps & Step.REACH, attempt, docs=route.docs)
    if attempt.repository is not None and _left(attempt.repository, found):
        rest = request.path[match.end("name") :]
        query = f"?{request.query_string}" if request.query_string else ""
        return moved(request, f"/repositories/{attempt.repository.id}{rest}{query}")
    _check(route.steps & ~Step.REACH, attempt, docs=route.docs)
    return route.handler(Call(world=world, request=request, attempt=attempt, found=found))


def _check(steps: Step, attempt: Attempt, *, docs: str) -> None:
    row = refuse(steps, attempt)
    if row is not None:
        raise AnswerEarly(row.reply(attempt, docs=docs))


def _find(world: World, found: dict[str, str]) -> Repository | None:
    if "id" in found:
        return world.find_by_id(int(found["id"]))
    return world.find(f"{found['owner']}/{found['name']}")


def _owner(world: World, found: dict[str, str], *, docs: str) -> Account:
    """An organisation is among the users, a person is not among the organisations."""
    owner = world.account(found["login"])
    if owner is None or (found["kind"] == "orgs" and not isinstance(owner, Organisation)):
        raise AnswerEarly(error(404, "Not Found", docs=docs))
    return owner


def _left(repository: Repository, found: dict[str, str]) -> bool:
    """Whether the name of the path is an old one."""
    if "id" in found:
        return False
    return repository.full_name.lower() != f"{found['owner']}/{found['name']}".lower()


def _decode(payload: bytes) -> object:
    """The JSON that was sent, or why it is none.

    Text with half a surrogate pair counts as none: what GitHub does with it is unknown.
    """
    try:
        sent = json.loads(payload)
        json.dumps(sent, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError) as unreadable:
        return unreadable
    return sent
