"""Every answer a create can meet, and what must come of it."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from tests.flow.conftest import DAY

from campaign.errors import Exit
from campaign.rehearsal import mishaps
from campaign.rehearsal.faults import Fault
from campaign.rehearsal.wire import Reply, error, json_reply


@dataclass(frozen=True)
class Case:
    """A fault, and the end of a run that meets it once, in the only repository there is."""

    name: str
    fault: Fault
    outcome: str
    state: str
    exit: Exit
    creates: int
    issues: int
    reason: str = ""


def _found(name: str, fault: Fault) -> Case:
    """The answer proves nothing; the list shows the issue."""
    return Case(name, fault, "posted", "posted", Exit.DONE, 1, 1)


def _in_doubt(name: str, fault: Fault, *, issues: int = 0, reason: str = "") -> Case:
    """The answer proves nothing, and neither does what the list shows, or it is not asked."""
    return Case(name, fault, "unknown", "unknown", Exit.UNKNOWN, 1, issues, reason)


def _released(name: str, fault: Fault, reason: str, exit_: Exit = Exit.CLOSED) -> Case:
    """Provably not made, and free to be tried again."""
    return Case(name, fault, "refused", "planned", exit_, 1, 0, reason)


def _refused(name: str, fault: Fault, reason: str, exit_: Exit = Exit.CLOSED) -> Case:
    """Provably not made: a decision about this account there."""
    return Case(name, fault, "refused", "refused", exit_, 1, 0, reason)


def _deferred(name: str, fault: Fault, *, creates: int, reason: str) -> Case:
    return Case(name, fault, "deferred", "planned", Exit.LIMITED, creates, 0, reason)


def _paused(name: str, fault: Fault) -> Case:
    """One pause, then it goes well."""
    return Case(name, fault, "posted", "posted", Exit.DONE, 2, 1)


def says(status: int, message: str, *, errors: Sequence[Mapping[str, str]] = ()) -> Fault:
    """A refusal in these words."""
    return Fault(then=error(status, message, errors=list(errors)))


def _of_issue(message: str) -> Sequence[Mapping[str, str]]:
    return [{"resource": "Issue", "code": "custom", "message": message}]


def _long_number() -> Fault:
    def change(honest: Reply) -> Reply:
        number = b'"number":' + b"9" * 5000
        return replace(honest, body=re.sub(rb'"number":\d+', number, honest.body, count=1))

    return Fault(then=change, after_create=True)


def _described(**said: object) -> Fault:
    """201, and something of the issue is said otherwise."""

    def change(honest: Reply) -> Reply:
        return replace(honest, body=json.dumps({**json.loads(honest.body), **said}).encode())

    return Fault(then=change, after_create=True)


def _unsigned() -> Fault:
    """201 without GitHub's request id."""

    def change(honest: Reply) -> Reply:
        return Reply(status=honest.status, body=honest.body)

    return Fault(then=change, after_create=True)


def _answers(document: object, *, status: int, created: bool = False) -> Fault:
    return Fault(then=json_reply(document, status=status), after_create=created)


ISSUE = {"number": 7, "repository_url": "https://api.github.com/repos/ant/one"}
LATER = DAY + timedelta(minutes=40)
DENIED = "Resource not accessible by personal access token"
GONE = "https://example.org/repositories/1/issues"
MOVED = "/repositories/70000001/issues"

CASES = (
    # The issue is there, and the answer was lost, late or unreadable.
    _found("reset", mishaps.lose_answer()),
    _found("502", mishaps.bad_gateway(created=True)),
    _found("500 with a page", mishaps.server_error(created=True)),
    _found("504", mishaps.gateway_timeout(created=True)),
    _found("503", mishaps.unavailable(created=True)),
    _found("silence", mishaps.hang()),
    _found("slow headers", mishaps.slow_headers()),
    _found("slow body", mishaps.slow_body()),
    _found("endless continue", mishaps.endless_continue()),
    _found("cut body", mishaps.cut_answer()),
    _found("two lengths", mishaps.two_lengths()),
    _found("bad chunk", mishaps.bad_chunk()),
    _found("bad JSON", mishaps.invalid_json()),
    _found("odd limit headers", mishaps.odd_limit_headers()),
    _found("huge body", mishaps.swollen_answer()),
    _found("huge headers", mishaps.swollen_headers()),
    _found("compression bomb", mishaps.compression_bomb()),
    _found("5,000-digit number", _long_number()),
    _found("200 for 201", _answers(ISSUE, status=200, created=True)),
    _found("201 without a number", _described(number=None)),
    _found("201 with the number of another issue", _described(number=1000)),
    _found("201 of somebody else", _described(user={"login": "owen", "id": 5})),
    _found("201 with another title", _described(title="Something else")),
    _found("201 with another text", _described(body="Something else")),
    _found("201 that is a list", _answers([ISSUE], status=201, created=True)),
    _found("409", _answers({"message": "Conflict"}, status=409, created=True)),
    # Nothing is there, which nobody can know.
    _in_doubt("reset, nothing made", mishaps.lose_request(), reason="no_answer"),
    _in_doubt("502, nothing made", mishaps.bad_gateway(created=False), reason="unclear_answer"),
    _in_doubt("500, nothing made", mishaps.server_error(created=False)),
    _in_doubt("504, nothing made", mishaps.gateway_timeout(created=False)),
    _in_doubt("503, nothing made", mishaps.unavailable()),
    _in_doubt("silence, nothing made", mishaps.hang(created=False), reason="no_answer"),
    _in_doubt("202", _answers({}, status=202)),
    # This is not GitHub, or not about our repository: the run stops.
    _in_doubt("captive portal", mishaps.captive_portal(), reason="not_github"),
    _in_doubt(
        "wrong repository",
        mishaps.other_repository("an/other"),
        issues=1,
        reason="wrong_repository",
    ),
    _in_doubt(
        "another host",
        _described(repository_url="https://evil.example/x/repos/ant/one"),
        issues=1,
        reason="wrong_repository",
    ),
    _in_doubt("201 without a request id", _unsigned(), issues=1, reason="not_github"),
    # Redirects are proof, and never followed; one to another host ends the run.
    _released("301", mishaps.redirect(MOVED, status=301), "moved"),
    _released("302 shaped like an issue", _answers(ISSUE, status=302), "moved"),
    _released("307", mishaps.redirect(MOVED), "moved"),
    _released("308", mishaps.redirect(MOVED, status=308), "moved"),
    _released("301 away", mishaps.redirect(GONE, status=301), "not_github"),
    _released("302 away", mishaps.redirect(GONE, status=302), "not_github"),
    _released("307 away", mishaps.redirect(GONE), "not_github"),
    _released("308 away", mishaps.redirect(GONE, status=308), "not_github"),
    # About the account.
    _released("401", mishaps.token_revoked(), "bad_credentials", Exit.SIGN_IN),
    _released("not accessible", says(403, DENIED), "token_not_sufficient", Exit.SIGN_IN),
    _released(
        "address unverified",
        says(403, "At least one email address must be verified to do that."),
        "email_unverified",
        Exit.SIGN_IN,
    ),
    _refused(
        "called spam",
        says(422, "Validation Failed", errors=_of_issue("spam")),
        "called_spam",
        Exit.SIGN_IN,
    ),
    # About the token, in one organisation.
    *(
        _released(words, says(403, words), "organisation_refuses")
        for words in (
            "`ant` forbids access via a personal access token (classic).",
            "Resource protected by organization SAML enforcement.",
            "Although you …, the `ant` organization has an IP allow list enabled, and your IP …",
            "Although you …, the `ant` organization has enabled OAuth App access restrictions.",
        )
    ),
    # About the text.
    _released(
        "too long",
        says(422, "Validation Failed", errors=_of_issue("body is too long (maximum is 65536)")),
        "draft_refused",
    ),
    _released("problems parsing", says(400, "Problems parsing JSON"), "draft_refused"),
    # About the repository.
    _refused(
        "interaction limit",
        says(
            422,
            "Validation Failed",
            errors=_of_issue("Interactions on this repository have been restricted to x only."),
        ),
        "interaction_limit",
    ),
    _refused(
        "policy",
        says(403, "mia does not have the correct permissions to execute `CreateIssue`"),
        "collaborators_only",
    ),
    _refused("archived", says(403, "Repository was archived so is read-only."), "archived"),
    _refused(
        "issues off", says(410, "Issues has been disabled in this repository."), "issues_disabled"
    ),
    _refused("blocked", says(403, "User is blocked"), "blocked"),
    _refused("taken down", says(403, "Repository access blocked"), "disabled"),
    _refused("451", says(451, "Repository access blocked"), "disabled"),
    _released("404", says(404, "Not Found"), "missing"),
    _refused("403 never seen before", says(403, "Computer says no"), "not_recognised"),
    # About the pace.
    _paused("secondary limit", mishaps.secondary_limit()),
    _paused("secondary limit, no time named", mishaps.secondary_limit(retry_after=None)),
    _paused("retry-after unreadable", mishaps.secondary_limit(retry_after="soon")),
    _paused("too quickly", mishaps.submitted_too_quickly()),
    _deferred("429 for an hour", mishaps.too_many_requests(), creates=1, reason="secondary_limit"),
    _deferred(
        "secondary limit, twice",
        replace(mishaps.secondary_limit(), times=2),
        creates=2,
        reason="secondary_limit",
    ),
    _deferred(
        "too quickly, twice",
        replace(mishaps.submitted_too_quickly(), times=2),
        creates=2,
        reason="too_quickly",
    ),
    _deferred(
        "retry-after absurd",
        mishaps.secondary_limit(retry_after=99_999_999_999),
        creates=1,
        reason="secondary_limit",
    ),
    _deferred(
        "hour used up", mishaps.primary_exhausted(reset=LATER), creates=1, reason="rate_limit"
    ),
)

SILENT = {"silence", "silence, nothing made", "slow headers", "slow body", "endless continue"}
"""Where it is the deadline that ends the request."""
