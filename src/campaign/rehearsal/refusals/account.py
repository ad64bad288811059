"""Refusals that are about who asks: the whole run ends here, not only one repository."""

from collections.abc import Mapping

from campaign.rehearsal.accounts import TokenKind
from campaign.rehearsal.refusals.form import Attempt, Refusal, Step

API_VERSIONS = ("2022-11-28", "2026-03-10")


def _budget_used_up(attempt: Attempt) -> bool:
    person = attempt.user.id if attempt.user else None
    core = attempt.resource == "core"
    return core and attempt.world.limits.budget(person, "core").remaining == 0


def _bad_credentials(attempt: Attempt) -> bool:
    return "authorization" in attempt.headers and attempt.token is None


def _lacks_scope(attempt: Attempt) -> bool:
    token = attempt.token
    return token is not None and token.kind.scoped and not token.may_write_public


def _fine_grained_abroad(attempt: Attempt) -> bool:
    foreign = attempt.place.owner is not attempt.author
    reaches = attempt.world.fine_grained_reaches_public
    return attempt.signed_with(TokenKind.FINE_GRAINED) and foreign and not reaches


def _wanted_permission(_: Attempt) -> Mapping[str, str]:
    return {"x-accepted-github-permissions": "issues=write"}


DOOR = (
    Refusal(
        name="no_user_agent",
        step=Step.DOOR,
        status=403,
        message=(
            "\r\nRequest forbidden by administrative rules. Please make sure your request has a "
            "User-Agent header (https://docs.github.com/en/rest/overview/resources-in-the-rest-api"
            "#user-agent-required). Check https://developer.github.com for other possible causes."
            "\r\n"
        ),
        page=True,
        source="docs: getting-started-with-the-rest-api; "
        "gr2m/cloudflare-worker-github-oauth-login#7",
        when=lambda a: not a.headers.get("user-agent", "").strip(),
    ),
    Refusal(
        name="unknown_api_version",
        step=Step.DOOR,
        status=400,
        message="The API version in the X-GitHub-Api-Version header is not supported.",
        source="docs: api-versions; wording inferred",
        when=lambda a: a.headers.get("x-github-api-version", API_VERSIONS[0]) not in API_VERSIONS,
    ),
    Refusal(
        name="bad_credentials",
        step=Step.DOOR,
        status=401,
        message="Bad credentials",
        source="PyGithub, Requester.createException",
        when=_bad_credentials,
    ),
    Refusal(
        name="suspended",
        step=Step.DOOR,
        status=403,
        message="Sorry. Your account was suspended.",
        source="sourcegraph/sourcegraph-public-snapshot#16638",
        when=lambda a: a.user is not None and a.user.suspended,
    ),
    Refusal(
        name="primary_limit_anonymous",
        step=Step.DOOR,
        status=403,
        message=(
            "API rate limit exceeded for 127.0.0.1. (But here's the good news: Authenticated "
            "requests get a higher rate limit. Check out the documentation for more details.)"
        ),
        source="docs: rate-limits-for-the-rest-api",
        when=lambda a: a.user is None and _budget_used_up(a),
    ),
    Refusal(
        name="primary_limit",
        step=Step.DOOR,
        status=403,
        message="API rate limit exceeded for user ID {id}.",
        source="docs: rate-limits-for-the-rest-api",
        when=_budget_used_up,
    ),
)

TOKEN = (
    Refusal(
        name="anonymous",
        step=Step.WRITE | Step.ME,
        status=401,
        message="Requires authentication",
        source="docs: rest/users; for creating issues inferred",
        when=lambda a: a.token is None,
    ),
    Refusal(
        name="anonymous_list",
        step=Step.MINE,
        status=404,
        message="Not Found",
        source="docs: rest/issues/issues#list-issues-assigned-to-the-authenticated-user, which "
        "lists 404 and no 401",
        when=lambda a: a.token is None,
    ),
    Refusal(
        name="installation_token",
        step=Step.WRITE | Step.ME | Step.MINE,
        status=403,
        message="Resource not accessible by integration",
        source="docs: troubleshooting-the-rest-api, about-authentication-to-github",
        when=lambda a: a.signed_with(TokenKind.INSTALLATION),
    ),
    Refusal(
        name="missing_scope",
        step=Step.WRITE,
        status=404,
        message="Not Found",
        source="first-timers/app#11, octokit/octokit.rb#1093",
        when=_lacks_scope,
    ),
    Refusal(
        name="fine_grained_token",
        step=Step.WRITE,
        status=403,
        message="Resource not accessible by personal access token",
        headers=_wanted_permission,
        source="docs: patv2-limitations; github/accessibility-scanner#121",
        when=_fine_grained_abroad,
    ),
    Refusal(
        name="unverified_email",
        step=Step.CREATE | Step.COMMENT,
        status=403,
        message="At least one email address must be verified to do that.",
        source="utterance/utterances#534, #536",
        when=lambda a: not a.author.email_verified,
    ),
)
