"""What the REST endpoints that show one thing answer."""

import base64

from campaign.rehearsal.call import Call
from campaign.rehearsal.places import OPT_OUT
from campaign.rehearsal.shapes import issue_json, me_json, repository_json
from campaign.rehearsal.wire import DOCS, Reply, error, json_reply


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


def repository(call: Call) -> Reply:
    """`GET /repos/{owner}/{repo}`."""
    return json_reply(repository_json(call.place, base=call.base, viewer=call.viewer))


def opt_out(call: Call) -> Reply:
    """`GET /repos/{owner}/{repo}/contents/.github/campaign-opt-out`."""
    text = call.place.text_of(OPT_OUT)
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
