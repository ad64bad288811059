"""Refusals that are about what was sent, or about how much was sent lately."""

from collections.abc import Mapping

from campaign.rehearsal.refusals.form import Attempt, Refusal, Step

# JasonEtco/create-an-issue#123; DavyJonesLocker/party_foul#122.
TITLE_LIMIT = 256
BODY_LIMIT = 65_536
ISSUE = Step.CREATE | Step.EDIT


def _fault(field: str, code: str, message: str = "") -> Mapping[str, str]:
    fault = {"resource": "Issue", "code": code, "field": field}
    return {**fault, "message": message} if message else fault


def _too_long(attempt: Attempt, key: str, limit: int) -> bool:
    text = attempt.says(key)
    return isinstance(text, str) and len(text) > limit


def _no_text(attempt: Attempt, key: str) -> bool:
    value = attempt.says(key)
    return value is not None and not isinstance(value, str)


def _blank(attempt: Attempt, key: str) -> bool:
    text = attempt.says(key)
    return isinstance(text, str) and not text.strip()


def _lacks(attempt: Attempt, key: str) -> bool:
    return attempt.says(key) is None


def _retry_after(attempt: Attempt) -> Mapping[str, str]:
    seconds = attempt.world.retry_after
    return {} if seconds is None else {"retry-after": str(seconds)}


DRAFT = (
    Refusal(
        name="no_json",
        step=Step.WRITE,
        status=400,
        message="Problems parsing JSON",
        source="docs: troubleshooting-the-rest-api",
        when=lambda a: isinstance(a.sent, Exception),
    ),
    Refusal(
        name="no_object",
        step=Step.WRITE,
        status=400,
        message="Body should be a JSON object",
        source="docs: troubleshooting-the-rest-api",
        when=lambda a: not isinstance(a.sent, dict),
    ),
    Refusal(
        name="too_much_content",
        step=Step.CREATE | Step.COMMENT,
        status=403,
        message=(
            "You have exceeded a secondary rate limit and have been temporarily blocked from "
            "content creation. Please retry your request again later."
        ),
        headers=_retry_after,
        source="docs: rate-limits-for-the-rest-api; peter-evans/create-pull-request#855",
        when=lambda a: a.world.limits.content_used_up(a.author.id),
    ),
    Refusal(
        name="title_absent",
        step=Step.CREATE,
        status=422,
        message='Invalid request.\n\n"title" wasn\'t supplied.',
        source="docs: troubleshooting-the-rest-api; the second line inferred",
        when=lambda a: _lacks(a, "title"),
    ),
    Refusal(
        name="title_no_text",
        step=ISSUE,
        status=422,
        message="Invalid request.\n\nFor 'properties/title', the value is not a string.",
        source="docs: troubleshooting-the-rest-api; the second line inferred",
        when=lambda a: _no_text(a, "title"),
    ),
    Refusal(
        name="body_no_text",
        step=Step.WRITE,
        status=422,
        message="Invalid request.\n\nFor 'properties/body', the value is not a string or null.",
        source="docs: troubleshooting-the-rest-api; the second line inferred",
        when=lambda a: _no_text(a, "body"),
    ),
    Refusal(
        name="title_blank",
        step=ISSUE,
        status=422,
        message="Validation Failed",
        errors=(_fault("title", "missing_field"),),
        source="docs: troubleshooting-the-rest-api; for issues inferred",
        when=lambda a: _blank(a, "title"),
    ),
    Refusal(
        name="comment_blank",
        step=Step.COMMENT,
        status=422,
        message="Validation Failed",
        errors=({"resource": "IssueComment", "code": "missing_field", "field": "body"},),
        source="docs: troubleshooting-the-rest-api; for comments inferred",
        when=lambda a: _lacks(a, "body") or _blank(a, "body"),
    ),
    Refusal(
        name="title_too_long",
        step=ISSUE,
        status=422,
        message="Validation Failed",
        errors=(
            _fault("title", "custom", f"title is too long (maximum is {TITLE_LIMIT} characters)"),
        ),
        source="DavyJonesLocker/party_foul#122, highlight/highlight#6461",
        when=lambda a: _too_long(a, "title", TITLE_LIMIT),
    ),
    Refusal(
        name="body_too_long",
        step=Step.WRITE,
        status=422,
        message="Validation Failed",
        errors=(
            _fault("body", "custom", f"body is too long (maximum is {BODY_LIMIT} characters)"),
        ),
        source="JasonEtco/create-an-issue#123, projectdiscovery/nuclei#634",
        when=lambda a: _too_long(a, "body", BODY_LIMIT),
    ),
)
