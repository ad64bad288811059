"""What the three REST endpoints that change something do, once nothing has refused it."""

from campaign.rehearsal.call import AnswerEarly, Call
from campaign.rehearsal.places import Issue, Permission
from campaign.rehearsal.shapes import comment_json, issue_json
from campaign.rehearsal.wire import DOCS, Reply, error, json_reply

UPDATE_DOCS = f"{DOCS}/issues/issues#update-an-issue"
COMMENT_DOCS = f"{DOCS}/issues/comments#create-an-issue-comment"
REASONS = ("completed", "not_planned", "duplicate", "reopened")


def create(call: Call) -> Reply:
    """`POST …/issues`: labels, assignees and the like of an outsider are silently dropped."""
    title, body = call.attempt.says("title"), call.attempt.says("body")
    issue = call.world.open_issue(
        call.place,
        call.attempt.author,
        title=str(title),
        body=body if isinstance(body, str) else "",
    )
    shape = issue_json(issue, call.base)
    return json_reply(shape, status=201, headers={"location": shape["url"]})


def edit(call: Call) -> Reply:
    """`PATCH …/issues/{number}`: by its author, or by whoever may triage."""
    issue = call.issue()
    _check_rights(call, issue)
    says = call.attempt.says
    title, body = says("title"), says("body")
    _set_state(call, issue, state=says("state"), reason=says("state_reason"))
    issue.title = title if isinstance(title, str) else issue.title
    issue.body = body if isinstance(body, str) else issue.body
    issue.updated_at = call.world.clock.now()
    return json_reply(issue_json(issue, call.base))


def comment(call: Call) -> Reply:
    """`POST …/issues/{number}/comments`."""
    issue = call.issue()
    if issue.locked and (call.attempt.permission or 0) < Permission.WRITE:
        # renovatebot/renovate#6215
        text = "Unable to create comment because issue is locked."
        return error(403, text, docs=COMMENT_DOCS)
    added = call.world.comment(issue, call.attempt.author, str(call.attempt.says("body")))
    shape = comment_json(added, issue, call.base)
    return json_reply(shape, status=201, headers={"location": shape["url"]})


def _check_rights(call: Call, issue: Issue) -> None:
    """Wording: graalvm/mandrel#945."""
    if issue.author is call.viewer or (call.attempt.permission or 0) >= Permission.TRIAGE:
        return
    raise AnswerEarly(error(403, "Must have admin rights to Repository.", docs=UPDATE_DOCS))


def _set_state(call: Call, issue: Issue, *, state: object, reason: object) -> None:
    if state is None:
        return
    if state not in ("open", "closed") or reason not in (None, *REASONS):
        fault = {"resource": "Issue", "field": "state", "code": "invalid"}
        raise AnswerEarly(error(422, "Validation Failed", docs=UPDATE_DOCS, errors=[fault]))
    if state == "closed":
        issue.state, issue.closed_at = "closed", call.world.clock.now()
        issue.state_reason = reason if isinstance(reason, str) else "completed"
        issue.closed_by = call.viewer
    else:
        issue.state, issue.closed_at, issue.closed_by = "open", None, None
        issue.state_reason = "reopened"
