"""Whom a rule does not hold for, when a refusal ends, and what its headers say."""

from datetime import timedelta
from typing import Any

import pytest

from campaign.rehearsal.accounts import TokenKind, User
from campaign.rehearsal.places import CreationPolicy, Limit, Permission, Repository
from campaign.rehearsal.world import World

BLUEPRINT = "/repos/palantir/blueprint"
ISSUES = f"{BLUEPRINT}/issues"
DRAFT = {"title": "A title", "body": "A body"}


def test_missing_scope_shows_in_the_headers(
    world: World, repo: Repository, alice: User, connect: Any
) -> None:
    """The 404 for a missing scope says which scopes there are and which would do."""
    token = world.add_token(alice, scopes=("gist",)).text
    headers = connect(token).post(ISSUES, DRAFT).headers
    assert headers["x-oauth-scopes"] == "gist"
    assert headers["x-accepted-oauth-scopes"] == "public_repo, repo"


def test_fine_grained_token_shows_permissions(
    world: World, repo: Repository, alice: User, connect: Any
) -> None:
    """Only classic and OAuth tokens have scopes to show; this one lacks a permission."""
    token = world.add_token(alice, TokenKind.FINE_GRAINED).text
    headers = connect(token).post(ISSUES, DRAFT).headers
    assert headers["x-accepted-github-permissions"] == "issues=write"
    assert "x-oauth-scopes" not in headers


def test_fine_grained_token_at_home(world: World, alice: User, connect: Any) -> None:
    """A fine-grained token writes to its own person's repositories."""
    token = world.add_token(alice, TokenKind.FINE_GRAINED).text
    world.add_repository("alice/diary")
    assert connect(token).post("/repos/alice/diary/issues", DRAFT).status == 201


def test_fine_grained_token_abroad(
    world: World, repo: Repository, alice: User, connect: Any
) -> None:
    """The world can also play the reports in which such a token did reach other repositories."""
    world.fine_grained_reaches_public = True
    token = world.add_token(alice, TokenKind.FINE_GRAINED).text
    assert connect(token).post(ISSUES, DRAFT).status == 201


@pytest.mark.parametrize("seconds", [60, None])
def test_retry_after_may_be_absent(
    world: World, repo: Repository, client: Any, seconds: int | None
) -> None:
    """The limit on content need not say how long it lasts."""
    world.limits.content_per_minute = 0
    world.retry_after = seconds
    headers = client.post(ISSUES, DRAFT).headers
    assert headers.get("retry-after") == (None if seconds is None else "60")


def test_block_reason(repo: Repository, client: Any) -> None:
    """A repository shut by GitHub says why, to readers too."""
    repo.dmca = True
    answer = client.get(BLUEPRINT)
    assert (answer.status, answer.json["block"]["reason"]) == (451, "dmca")


@pytest.mark.parametrize(
    "rule",
    ["forbids_classic_tokens", "restricts_oauth_apps", "enforces_saml", "shuts_out_addresses"],
)
def test_rules_of_an_organisation_hold_for_reading(
    world: World, repo: Repository, alice: User, connect: Any, rule: str
) -> None:
    """What an organisation forbids a token it forbids for reading too, and not anonymously."""
    assert repo.organisation is not None
    setattr(repo.organisation, rule, True)
    repo.organisation.members[alice] = False
    third_party = world.add_token(alice, TokenKind.OAUTH, third_party=True).text
    token = third_party if rule == "restricts_oauth_apps" else alice.token
    assert connect(token).get(BLUEPRINT).status == 403
    assert connect(None).get(BLUEPRINT).status == 200


def test_githubs_own_app_is_exempt(
    world: World, repo: Repository, alice: User, connect: Any
) -> None:
    """The token of `gh` passes where third-party apps and classic tokens do not."""
    assert repo.organisation is not None
    repo.organisation.restricts_oauth_apps = True
    repo.organisation.forbids_classic_tokens = True
    token = world.add_token(alice, TokenKind.OAUTH).text
    assert connect(token).post(ISSUES, DRAFT).status == 201


def test_single_sign_on_is_for_members(
    world: World, repo: Repository, alice: User, connect: Any
) -> None:
    """A stranger is not asked to sign in, nor a member whose token was authorised."""
    assert repo.organisation is not None
    repo.organisation.enforces_saml = True
    repo.organisation.members[alice] = False
    refused = connect(alice.token).post(ISSUES, DRAFT)
    assert refused.headers["x-github-sso"].startswith("required; url=https://github.com/orgs/")
    authorised = world.add_token(alice, sso=("palantir",)).text
    for token in (authorised, world.add_user("bob").token):
        assert connect(token).post(ISSUES, DRAFT).status == 201


@pytest.mark.parametrize("permission", [Permission.TRIAGE, Permission.WRITE])
def test_policy_lets_collaborators_in(
    repo: Repository, alice: User, client: Any, permission: Permission
) -> None:
    """Whoever may triage opens issues under the policy."""
    repo.creation_policy = CreationPolicy.COLLABORATORS_ONLY
    repo.collaborators[alice] = permission
    assert client.post(ISSUES, DRAFT).status == 201


def test_limit_ends(world: World, repo: Repository, client: Any) -> None:
    """A limit is over when it expires, by the clock of the play."""
    repo.limit = Limit.COLLABORATORS_ONLY
    repo.limit_expires_at = world.clock.now() + timedelta(hours=24)
    assert client.post(ISSUES, DRAFT).status == 422
    world.clock.sleep(86_400)
    assert client.post(ISSUES, DRAFT).status == 201


def test_limit_leaves_old_issues_alone(
    world: World, repo: Repository, alice: User, client: Any
) -> None:
    """Under a limit an author may still close an own issue."""
    world.open_issue(repo, alice, title="t", body="b")
    repo.limit = Limit.COLLABORATORS_ONLY
    assert client.send("PATCH", f"{ISSUES}/1", sent={"state": "closed"}).status == 200
    assert client.post(f"{ISSUES}/1/comments", {"body": "x"}).status == 422
