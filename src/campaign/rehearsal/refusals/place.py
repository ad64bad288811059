"""Refusals that are about the repository, or about the organisation that owns it."""

from collections.abc import Mapping

from campaign.rehearsal.accounts import TokenKind
from campaign.rehearsal.places import CreationPolicy, Limit, Permission
from campaign.rehearsal.refusals.form import Attempt, Refusal, Step
from campaign.rehearsal.world import World

CREDENTIALS = "Although you appear to have the correct authorization credentials, "
RESTRICTED = "could not be created. Interactions on this repository have been restricted to "


def _always(_: World) -> bool:
    return True


def _when_visible(world: World) -> bool:
    return world.limit_visible


def _missing(attempt: Attempt) -> bool:
    return attempt.repository is None or attempt.permission is None


def _third_party_app(attempt: Attempt) -> bool:
    organisation, token = attempt.organisation, attempt.token
    strict = organisation is not None and organisation.restricts_oauth_apps
    return strict and token is not None and token.third_party


def _unauthorised_member(attempt: Attempt) -> bool:
    organisation, token = attempt.organisation, attempt.token
    if organisation is None or token is None or not organisation.enforces_saml:
        return False
    return token.user in organisation.members and organisation.login not in token.sso


def _sso_page(attempt: Attempt) -> Mapping[str, str]:
    return {"x-github-sso": attempt.fill("required; url=https://github.com/orgs/{org}/sso")}


def _foreign_address(attempt: Attempt) -> bool:
    """Signed in only: the same repository is open to an anonymous reader."""
    organisation = attempt.organisation
    return organisation is not None and organisation.shuts_out_addresses and bool(attempt.token)


def _classic_forbidden(attempt: Attempt) -> bool:
    organisation = attempt.organisation
    strict = organisation is not None and organisation.forbids_classic_tokens
    return strict and attempt.signed_with(TokenKind.CLASSIC)


def _outside_policy(attempt: Attempt) -> bool:
    """At first write access was asked for, later triage too (orgs/community#203847)."""
    closed = attempt.place.creation_policy is CreationPolicy.COLLABORATORS_ONLY
    return closed and (attempt.permission or 0) < Permission.TRIAGE


def _outside_policy_hidden(attempt: Attempt) -> bool:
    return _outside_policy(attempt) and attempt.world.policy_status == 404


def _limit(limit: Limit, status: int, *, audience: str, source: str) -> Refusal:
    """One row for an interaction limit: as 422 its text is in `errors`, as 403 in `message`."""

    def applies(attempt: Attempt) -> bool:
        now = attempt.world.clock.now()
        in_force = attempt.place.limit is limit and attempt.world.limit_status == status
        return in_force and attempt.place.excludes(attempt.author, now)

    text = f"{RESTRICTED}{audience}."
    detail = {"resource": "Issue", "code": "custom", "message": text}
    return Refusal(
        name=f"{limit.value.lower()}_{status}",
        step=Step.CREATE | Step.COMMENT,
        status=status,
        message="Validation Failed" if status == 422 else text,
        errors=(detail,) if status == 422 else (),
        source=source,
        when=applies,
        foretold=_when_visible,
    )


REACH = (
    Refusal(
        name="missing",
        step=Step.REACH,
        status=404,
        message="Not Found",
        graphql="NOT_FOUND",
        graphql_message="Could not resolve to a Repository with the name '{slug}'.",
        source="docs: troubleshooting-the-rest-api; techgaun/active-forks#104",
        when=_missing,
    ),
    Refusal(
        name="dmca",
        step=Step.REACH,
        status=451,
        message="Repository access blocked",
        block="dmca",
        source="github/rest-api-description#3314, ossf/allstar#36; in GraphQL inferred",
        when=lambda a: a.place.dmca,
    ),
    Refusal(
        name="disabled",
        step=Step.REACH,
        status=403,
        message="Repository access blocked",
        block="tos",
        graphql="",
        source="caarlos0/fork-cleaner#99; GraphQL has isDisabled",
        when=lambda a: a.place.disabled,
        foretold=_always,
    ),
    Refusal(
        name="classic_tokens_forbidden",
        step=Step.REACH | Step.OWNER,
        status=403,
        message=(
            "`{org}` forbids access via a personal access token (classic). Please use a GitHub "
            "App, OAuth App, or a personal access token with fine-grained permissions."
        ),
        source="git-town/git-town#4609, refined-github/refined-github#6951",
        when=_classic_forbidden,
    ),
    Refusal(
        name="oauth_app_restrictions",
        step=Step.REACH | Step.OWNER,
        status=403,
        message=CREDENTIALS
        + "the `{org}` organization has enabled OAuth App access restrictions, meaning that data "
        "access to third-parties is limited. For more information on these restrictions, "
        "including how to enable this app, visit https://docs.github.com/articles/"
        "restricting-access-to-your-organization-s-data/",
        source="aeonfun/aeon#1083, shiftkey/desktop#942",
        when=_third_party_app,
    ),
    Refusal(
        name="saml",
        step=Step.REACH | Step.OWNER,
        status=403,
        message=(
            "Resource protected by organization SAML enforcement. You must grant your Personal "
            "Access token access to this organization."
        ),
        headers=_sso_page,
        source="fwouts/prmonitor#1042, cli/cli#11001",
        when=_unauthorised_member,
    ),
    Refusal(
        name="ip_allow_list",
        step=Step.REACH | Step.OWNER,
        status=403,
        message=CREDENTIALS + "the `{org}` organization has an IP allow list enabled, "
        "and your IP address is not permitted to access this resource.",
        source="aquasecurity/trivy#10567",
        when=_foreign_address,
    ),
)

PLACE = (
    Refusal(
        name="blocked",
        step=Step.CREATE | Step.COMMENT,
        status=403,
        message="User is blocked",
        source="docs: blocking-a-user-from-your-personal-account; status and wording inferred",
        when=lambda a: a.user in a.place.owner.blocked,
        foretold=_always,
    ),
    Refusal(
        name="archived",
        step=Step.WRITE,
        status=403,
        message="Repository was archived so is read-only.",
        source="gatsbyjs/peril-gatsbyjs#62",
        when=lambda a: a.place.archived_at is not None,
        foretold=_always,
    ),
    Refusal(
        name="locked",
        step=Step.WRITE,
        status=403,
        message="Repository has been locked.",
        source="github/docs#6862; status and wording inferred",
        when=lambda a: a.place.lock_reason is not None,
        foretold=_always,
    ),
    Refusal(
        name="issues_off_older_text",
        step=Step.WRITE | Step.ISSUE,
        status=410,
        message="Issues are disabled for this repo",
        source="SAP-archive/fosstars-rating-core#660",
        when=lambda a: not a.place.has_issues and a.world.older_issues_off_text,
        foretold=_always,
    ),
    Refusal(
        name="issues_off",
        step=Step.WRITE | Step.ISSUE,
        status=410,
        message="Issues has been disabled in this repository.",
        source="ossf/allstar#64",
        when=lambda a: not a.place.has_issues,
        foretold=_always,
    ),
    Refusal(
        name="policy_404",
        step=Step.CREATE,
        status=404,
        message="Not Found",
        source="letta-ai/letta#3203 (pull requests); for issues inferred",
        when=_outside_policy_hidden,
        foretold=_always,
    ),
    Refusal(
        name="policy_403",
        step=Step.CREATE,
        status=403,
        message="{login} does not have the correct permissions to execute `CreateIssue`",
        source="letta-ai/letta#3203 (pull requests); for issues inferred",
        when=_outside_policy,
        foretold=_always,
    ),
)

COLLABORATORS = "wording seen in three public clients, one of them of ziglang/zig"
CONTRIBUTORS = "k0shk0sh/FastHub#1782 (a comment)"
EXISTING = "only the beginning of the text is known"
STATUS = "; status of an issue inferred"

LIMITS = tuple(
    _limit(limit, status, audience=audience, source=source + STATUS)
    for limit, audience, source in (
        (Limit.COLLABORATORS_ONLY, "collaborators only", COLLABORATORS),
        (Limit.CONTRIBUTORS_ONLY, "prior contributors only", CONTRIBUTORS),
        (Limit.EXISTING_USERS, "existing users only", EXISTING),
    )
    for status in (422, 403)
)
