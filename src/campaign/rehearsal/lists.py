"""What the REST endpoints that show many things answer, page by page."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from campaign.rehearsal.call import AnswerEarly, Call
from campaign.rehearsal.choice import ORDERS, choose
from campaign.rehearsal.places import Issue, Repository
from campaign.rehearsal.refusals import Step, refuse
from campaign.rehearsal.shapes import issue_json, listed_repository_json
from campaign.rehearsal.wire import DOCS, Reply, error, json_reply

LIST_DOCS = f"{DOCS}/issues/issues#list-repository-issues"
STATES = {"open": ("open",), "closed": ("closed",), "all": ("open", "closed")}
FILTERS = ("assigned", "created", "mentioned", "subscribed", "repos", "all")

REPOSITORY_ORDERS: Mapping[str, Callable[[Repository], Any]] = {
    "full_name": lambda repository: repository.full_name.lower(),
    "created": lambda repository: (repository.created_at, repository.id),
    "updated": lambda repository: (repository.created_at, repository.id),
    "pushed": lambda repository: (repository.created_at, repository.id),
}


def owned(call: Call) -> Reply:
    """`GET /orgs/{org}/repos` and `GET /users/{user}/repos`: the public ones.

    An organisation's newest come first, a person's by name (docs:
    rest/repos/repos#list-organization-repositories, #list-repositories-for-a-user).
    """
    owner = call.attempt.owner
    if owner is None:
        raise LookupError("the route has found the owner")
    default = "created" if call.found["kind"] == "orgs" else "full_name"
    order = _one_of(call, "sort", (default, *REPOSITORY_ORDERS))
    ways = ("asc", "desc") if order == "full_name" else ("desc", "asc")
    public = [r for r in call.world.repositories_of(owner) if not r.private]
    public.sort(key=REPOSITORY_ORDERS[order], reverse=_one_of(call, "direction", ways) == "desc")
    shapes = [listed_repository_json(r, base=call.base, viewer=call.viewer) for r in public]
    return _page(call, shapes, path=call.request.path)


def issues(call: Call) -> Reply:
    """`GET /repos/{owner}/{repo}/issues`: pull requests too; `200 []` where issues are off."""
    listed = call.world.listed(call.place, call.viewer) if call.place.has_issues else ()
    creator = call.request.query.get("creator")
    shapes = [issue_json(issue, call.base) for issue in _chosen(call, listed, creator=creator)]
    return _page(call, shapes, path=f"/repositories/{call.place.id}/issues")


def my_issues(call: Call) -> Reply:
    """`GET /issues?filter=created`: pull requests too, each with its repository.

    docs: rest/issues/issues#list-issues-assigned-to-the-authenticated-user. Nobody is assigned to
    anything in this world; the other filters are not played.
    """
    wanted = _one_of(call, "filter", FILTERS)
    if wanted not in ("assigned", "created"):
        call.world.unexpected.append(f"GET /issues?filter={wanted}")
    mine = call.world.created_by(call.attempt.author) if wanted == "created" else ()
    withheld: set[int] = set()
    seen = [issue for issue in mine if _shown(call, issue.repository, withheld)]
    shapes = [
        {
            **issue_json(issue, call.base),
            "repository": listed_repository_json(
                issue.repository, base=call.base, viewer=call.viewer
            ),
        }
        for issue in _chosen(call, seen, creator=None)
    ]
    reply = _page(call, shapes, path="/issues")
    if not withheld:
        return reply
    # https://docs.github.com/rest/authentication/authenticating-to-the-rest-api
    ids = ",".join(str(number) for number in sorted(withheld))
    sso = {"x-github-sso": f"partial-results; organizations={ids}"}
    return replace(reply, headers={**reply.headers, **sso})


def _shown(call: Call, repository: Repository, withheld: set[int]) -> bool:
    """Whether my issues there are in my list; which organisations keep theirs back is noted."""
    row = refuse(Step.REACH, replace(call.attempt, repository=repository))
    if row is not None and row.name == "saml":
        withheld.add(repository.owner.id)
    near = repository.knows(call.attempt.author) or call.world.created_list_reaches_public
    return row is None and repository.has_issues and near


def _chosen(call: Call, listed: Sequence[Issue], *, creator: str | None) -> Sequence[Issue]:
    query = call.request.query
    return choose(
        listed,
        states=STATES[_one_of(call, "state", tuple(STATES))],
        creator=creator,
        since=_moment(query["since"]) if "since" in query else None,
        order=_one_of(call, "sort", tuple(ORDERS)),
        descending=_one_of(call, "direction", ("desc", "asc")) == "desc",
    )


def _one_of(call: Call, key: str, allowed: Sequence[str]) -> str:
    """The parameter `key`; the first of `allowed` where it is not given."""
    value = call.request.query.get(key, allowed[0])
    if value not in allowed:
        fault = {"resource": "Issue", "field": key, "code": "invalid"}
        raise AnswerEarly(error(422, "Validation Failed", docs=LIST_DOCS, errors=[fault]))
    return value


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        fault = {"resource": "Issue", "field": "since", "code": "invalid"}
        reply = error(422, "Validation Failed", docs=LIST_DOCS, errors=[fault])
        raise AnswerEarly(reply) from None


def _number(text: str, default: int) -> int:
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) and int(text) > 0 else default


def _page(call: Call, shapes: Sequence[Mapping[str, Any]], *, path: str) -> Reply:
    """One page, and a Link header to the others (docs: using-pagination-in-the-rest-api)."""
    query = call.request.query
    size = min(100, _number(query.get("per_page", ""), 30))
    page = _number(query.get("page", ""), 1)
    last = max(1, -(-len(shapes) // size))
    links = {"prev": page - 1, "next": page + 1, "last": last, "first": 1}
    wanted = {
        rel: number
        for rel, number in links.items()
        if (page > 1 if rel in ("prev", "first") else page < last)
    }
    header = ", ".join(
        f'<{call.base}{path}?{urlencode({**query, "page": number})}>; rel="{rel}"'
        for rel, number in wanted.items()
    )
    shown = shapes[(page - 1) * size : page * size]
    return json_reply(shown, headers={"link": header} if header else None)
