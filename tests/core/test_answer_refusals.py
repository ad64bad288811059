"""Every refusal seen in the wild or documented: how far it reaches, and why."""

import json
from datetime import timedelta
from typing import Any

import pytest

from campaign.core.answer import Answer, Asked, Proof, Reply, Scope, Sent, read_reply
from campaign.core.marker import Key

REQUEST_ID = "C0DE:1:2:3:4"

ASKED = Asked(
    key=Key(campaign="no-nets", repo_id=70_000_001, account_id=7),
    repo="palantir/blueprint",
    title="No nets",
    api_url="https://api.github.com",
)


def read(status: int, body: object) -> Answer:
    """The refusal of a create."""
    return read_reply(
        Reply(
            sent=Sent.ANSWERED,
            status=status,
            headers={"x-github-request-id": REQUEST_ID},
            body=json.dumps(body),
        ),
        ASKED,
    )


def details(*words: str) -> dict[str, Any]:
    """GitHub's shape of a validation error."""
    errors = [{"resource": "Issue", "code": "custom", "message": each} for each in words]
    return {"message": "Validation Failed", "errors": errors}


LIMITED = "could not be created. Interactions on this repository have been restricted to"
ORG = "Although you appear to have the correct authorization credentials, the `acme` organization"

REFUSALS: dict[str, tuple[int, object, Scope, str]] = {
    # The repository
    "issues off": (
        410,
        "Issues has been disabled in this repository.",
        Scope.REPOSITORY,
        "issues_disabled",
    ),
    "issues off, older text": (
        410,
        "Issues are disabled for this repo",
        Scope.REPOSITORY,
        "issues_disabled",
    ),
    "archived": (403, "Repository was archived so is read-only.", Scope.REPOSITORY, "archived"),
    "missing": (404, "Not Found", Scope.REPOSITORY, "missing"),
    "dmca": (451, "Repository access blocked", Scope.REPOSITORY, "disabled"),
    "shut by GitHub": (403, "Repository access blocked", Scope.REPOSITORY, "disabled"),
    "locked": (403, "Repository has been locked.", Scope.REPOSITORY, "not_recognised"),
    "policy": (
        403,
        "mia does not have the correct permissions to execute `CreateIssue`",
        Scope.REPOSITORY,
        "collaborators_only",
    ),
    "limit, collaborators, 422": (
        422,
        details(f"{LIMITED} collaborators only."),
        Scope.REPOSITORY,
        "interaction_limit",
    ),
    "limit, collaborators, 403": (
        403,
        f"{LIMITED} collaborators only.",
        Scope.REPOSITORY,
        "interaction_limit",
    ),
    "limit, contributors": (
        422,
        details("… restricted to prior contributors only."),
        Scope.REPOSITORY,
        "interaction_limit",
    ),
    "limit, existing users": (
        422,
        details(f"{LIMITED} existing users only."),
        Scope.REPOSITORY,
        "interaction_limit",
    ),
    "blocked by the owner": (403, "User is blocked", Scope.REPOSITORY, "blocked"),
    "not recognised, 403": (403, "No.", Scope.REPOSITORY, "not_recognised"),
    "not recognised, 422": (422, "Validation Failed", Scope.REPOSITORY, "not_recognised"),
    # The organisation
    "classic tokens": (
        403,
        "`acme` forbids access via a personal access token (classic). Please use a GitHub App.",
        Scope.ORGANISATION,
        "organisation_refuses",
    ),
    "an organisation called archived-blocked": (
        403,
        "`archived-blocked` forbids access via a personal access token (classic).",
        Scope.ORGANISATION,
        "organisation_refuses",
    ),
    "OAuth apps": (
        403,
        f"{ORG} has enabled OAuth App access restrictions, meaning that data access is limited.",
        Scope.ORGANISATION,
        "organisation_refuses",
    ),
    "single sign-on": (
        403,
        "Resource protected by organization SAML enforcement. You must grant your token access.",
        Scope.ORGANISATION,
        "organisation_refuses",
    ),
    "address": (
        403,
        f"{ORG} has an IP allow list enabled, and your IP address is not permitted.",
        Scope.ORGANISATION,
        "organisation_refuses",
    ),
    # The account
    "bad token": (401, "Bad credentials", Scope.ACCOUNT, "bad_credentials"),
    "no token": (401, "Requires authentication", Scope.ACCOUNT, "bad_credentials"),
    "fine-grained token": (
        403,
        "Resource not accessible by personal access token",
        Scope.SIGN_IN,
        "token_not_sufficient",
    ),
    "workflow's token": (
        403,
        "Resource not accessible by integration",
        Scope.SIGN_IN,
        "token_not_sufficient",
    ),
    "e-mail": (
        403,
        "At least one email address must be verified to do that.",
        Scope.ACCOUNT,
        "email_unverified",
    ),
    "suspended": (
        403,
        "Sorry. Your account was suspended.",
        Scope.ACCOUNT,
        "account_suspended",
    ),
    "spam": (
        422,
        "Validation failed, or the endpoint has been spammed.",
        Scope.ACCOUNT,
        "called_spam",
    ),
    # The draft
    "long body": (
        422,
        details("body is too long (maximum is 65536 characters)"),
        Scope.DRAFT,
        "draft_refused",
    ),
    "long title": (
        422,
        details("title is too long (maximum is 256 characters)"),
        Scope.DRAFT,
        "draft_refused",
    ),
    "blank title": (
        422,
        {
            "message": "Validation Failed",
            "errors": [{"resource": "Issue", "code": "missing_field", "field": "title"}],
        },
        Scope.DRAFT,
        "draft_refused",
    ),
    "wrong type": (422, "Invalid request.\n\nFor 'title' …", Scope.DRAFT, "draft_refused"),
    "no JSON": (400, "Problems parsing JSON", Scope.DRAFT, "draft_refused"),
    "media type": (415, "Unsupported Media Type", Scope.DRAFT, "draft_refused"),
    # The pace
    "primary, 403": (
        403,
        "API rate limit exceeded for user ID 1.",
        Scope.PAUSE,
        "rate_limit",
    ),
    "primary, 429": (
        429,
        "API rate limit already exceeded for user ID 1.",
        Scope.PAUSE,
        "rate_limit",
    ),
    "any 429": (429, "Slow down.", Scope.PAUSE, "rate_limit"),
    "secondary": (
        403,
        "You have exceeded a secondary rate limit. Please wait.",
        Scope.PAUSE,
        "secondary_limit",
    ),
    "abuse": (
        403,
        "You have triggered an abuse detection mechanism.",
        Scope.PAUSE,
        "secondary_limit",
    ),
    "content": (
        403,
        "You have been temporarily blocked from content creation.",
        Scope.PAUSE,
        "secondary_limit",
    ),
    "too quickly": (422, details("was submitted too quickly"), Scope.PAUSE, "too_quickly"),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_every_known_refusal(case: str) -> None:
    """Proven not created; its reach and its reason are found, GitHub's own words kept."""
    status, body, scope, reason = REFUSALS[case]
    answer = read(status, {"message": body} if isinstance(body, str) else body)
    assert (answer.proof, answer.scope, answer.reason) == (Proof.NOT_CREATED, scope, reason)
    assert answer.message.startswith(body if isinstance(body, str) else "Validation Failed")
    minutes = {"too_quickly": 2}.get(reason, 1)
    assert answer.wait == (timedelta(minutes=minutes) if scope is Scope.PAUSE else None)


def test_the_words_of_every_detail_are_kept() -> None:
    """The true reason is often in `errors` only; a detail without words says field and code."""
    body = {
        "message": "Validation Failed",
        "errors": ["in words", {"field": "title", "code": "custom"}, {"message": "x"}, 7, None],
    }
    assert read(422, body).message == "Validation Failed: in words: title custom: x"
