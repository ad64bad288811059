"""What the REST endpoints that change nothing answer."""

import base64
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from campaign.rehearsal.accounts import Organisation
from campaign.rehearsal.call import AnswerEarly, Call
from campaign.rehearsal.choice import ORDERS, choose
from campaign.rehearsal.shapes import issue_json, me_json, repository_json
from campaign.rehearsal.wire import DOCS, Reply, error, json_reply

OPT_OUT = ".github/campaign-opt-out"
LIST_DOCS = f"{DOCS}/issues/issues#list-repository-issues"
STATES = {"open": ("open",), "closed": ("closed",), "all": ("open", "closed")}


def me(call: Call) -> Reply:
    """`GET /user`: whose token is this?"""
    return json_reply(me_json(call.attempt.author, call.base))


def rate_limit(call: Call) -> Reply:
    """`GET /rate_limit`: what is left; asking is free."""
    person = call.viewer.id if call.viewer else None
    resources = {}
    for name in ("core", "graphql"):
        budget = call.world.limits.budget(person, name)
        resources[name] = {
            "limit": budget.limit,
            "used": budget.used,
            "remaining": budget.remaining,
            "reset": int(budget.reset.timestamp()),
        }
    return json_reply({"resources": resources, "rate": resources["core"]})


def owned(call: Call) -> Reply:
    """`GET /orgs/{org}/repos` and `GET /users/{user}/repos`: the public ones."""
    owner = call.world.account(call.found["login"])
    if owner is None or (call.found["kind"] == "orgs" and not isinstance(owner, Organisation)):
        return error(404, "Not Found", docs=f"{DOCS}/repos/repos#list-organization-repositories")
    public = [r for r in call.world.repositories_of(owner) if not r.private]
    shapes = [repository_json(r, base=call.base, viewer=call.viewer) for r in public]
    return _page(call, shapes, path=call.request.path)


def repository(call: Call) -> Reply:
    """`GET /repos/{owner}/{repo}`."""
    return json_reply(repository_json(call.place, base=call.base, viewer=call.viewer))


def opt_out(call: Call) -> Reply:
    """`GET /repos/{owner}/{repo}/contents/.github/campaign-opt-out`."""
    text = call.place.files.get(OPT_OUT)
    if text is None:
        return error(404, "Not Found", docs=f"{DOCS}/repos/contents#get-repository-content")
    data = text.encode("utf-8")
    return json_reply(
        {
            "type": "file",
            "encoding": "base64",
            "size": len(data),
            "name": OPT_OUT.rpartition("/")[2],
            "path": OPT_OUT,
            "content": base64.encodebytes(data).decode("ascii"),
            "html_url": f"https://github.com/{call.place.full_name}/blob/main/{OPT_OUT}",
        }
    )


def issue(call: Call) -> Reply:
    """`GET /repos/{owner}/{repo}/issues/{number}`."""
    return json_reply(issue_json(call.issue(), call.base))


def issues(call: Call) -> Reply:
    """`GET /repos/{owner}/{repo}/issues`: pull requests too; `200 []` where issues are off."""
    query = call.request.query
    found = choose(
        call.world.listed(call.place, call.viewer) if call.place.has_issues else (),
        states=STATES[_one_of(call, "state", tuple(STATES))],
        creator=query.get("creator"),
        since=_moment(query["since"]) if "since" in query else None,
        order=_one_of(call, "sort", tuple(ORDERS)),
        descending=_one_of(call, "direction", ("desc", "asc")) == "desc",
    )
    shapes = [issue_json(issue, call.base) for issue in found]
    return _page(call, shapes, path=f"/repositories/{call.place.id}/issues")


def _one_of(call: Call, key: str, allowed: Sequence[str]) -> str:
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
