"""The GraphQL endpoint: what it tells of whether an issue may be opened."""

from typing import Any

import pytest

from campaign.rehearsal.accounts import TokenKind, User
from campaign.rehearsal.places import (
    CreationPolicy,
    Limit,
    Permission,
    Repository,
)
from campaign.rehearsal.world import World

MINE = 'repository(owner: "palantir", name: "blueprint")'


def ask(client: Any, selection: str) -> Any:
    """What the repository says about `selection`; there must be no error."""
    answer = client.graphql(f"{{ {MINE} {{ {selection} }} }}").json
    assert "errors" not in answer
    return answer["data"]["repository"]


def test_missing_repository_is_a_partial_error(client: Any, repo: Repository) -> None:
    """The alias is null, the error names it, the others are answered, all at 200."""
    query = f'{{ good: {MINE} {{ name }} bad: repository(owner: "o", name: "r") {{ name }} }}'
    answer = client.graphql(query)
    assert answer.status == 200
    assert answer.json["data"] == {"good": {"name": "blueprint"}, "bad": None}
    (error,) = answer.json["errors"]
    assert error["type"] == "NOT_FOUND"
    assert error["path"] == ["bad"]
    assert error["message"] == "Could not resolve to a Repository with the name 'o/r'."
    assert error["locations"]


def test_renames_are_followed_unless_told_otherwise(
    client: Any, world: World, repo: Repository
) -> None:
    """An old name leads to the repository, whose name betrays it."""
    world.move(repo, "palantir/plan")
    assert ask(client, "nameWithOwner") == {"nameWithOwner": "palantir/plan"}
    strict = MINE.replace(")", ", followRenames: false)")
    assert client.graphql(f"{{ {strict} {{ name }} }}").json["data"] == {"repository": None}


def test_rules_of_an_organisation_hold_for_each_alias(
    client: Any, world: World, repo: Repository, alice: User
) -> None:
    """An organisation's rule is an error of its own repositories only."""
    strict, single = world.add_organisation("strict"), world.add_organisation("single")
    strict.forbids_classic_tokens = single.enforces_saml = True
    single.members[alice] = True
    world.add_repositories("strict/r", "single/r")
    query = (
        f"{{ good: {MINE} {{ name }} "
        'strict: repository(owner: "strict", name: "r") { name } '
        'single: repository(owner: "single", name: "r") { name } }'
    )
    answer = client.graphql(query).json
    assert answer["data"] == {"good": {"name": "blueprint"}, "strict": None, "single": None}
    strict_error, single_error = answer["errors"]
    assert strict_error["type"] == single_error["type"] == "FORBIDDEN"
    assert strict_error["message"].startswith("`strict` forbids access")
    assert single_error["extensions"] == {"saml_failure": True}


def test_dmca_is_an_error_and_disabled_is_a_flag(client: Any, repo: Repository) -> None:
    """A repository shut by GitHub shows in one of two ways."""
    repo.disabled = True
    assert ask(client, "isDisabled viewerCanCreateIssues") == {
        "isDisabled": True,
        "viewerCanCreateIssues": False,
    }
    repo.dmca = True
    answer = client.graphql(f"{{ {MINE} {{ name }} }}").json
    assert answer["errors"][0]["message"] == "Repository access blocked"


@pytest.mark.parametrize(
    ("settings", "may"),
    [
        ({}, True),
        ({"has_issues": False}, False),
        ({"lock_reason": "BILLING"}, False),
        ({"creation_policy": CreationPolicy.COLLABORATORS_ONLY}, False),
        ({"limit": Limit.COLLABORATORS_ONLY}, True),
        ({"blank_issues": False}, True),
    ],
)
def test_viewer_can_create_issues(
    client: Any, repo: Repository, settings: dict[str, object], may: bool
) -> None:
    """The field knows lasting settings, not a temporary limit."""
    for name, value in settings.items():
        setattr(repo, name, value)
    assert ask(client, "viewerCanCreateIssues") == {"viewerCanCreateIssues": may}


def test_viewer_can_create_issues_unless_archived_or_blocked(
    client: Any, world: World, repo: Repository, alice: User
) -> None:
    """Neither in an archive nor at somebody's who blocked the viewer."""
    repo.owner.blocked.add(alice)
    assert ask(client, "viewerCanCreateIssues") == {"viewerCanCreateIssues": False}
    repo.owner.blocked.clear()
    repo.archived_at = world.clock.now()
    assert ask(client, "viewerCanCreateIssues") == {"viewerCanCreateIssues": False}


def test_limit_shows_where_the_world_says_so(
    client: Any, world: World, repo: Repository, alice: User
) -> None:
    """To outsiders a limit is invisible, or visible: the world decides; admins see it."""
    repo.limit = Limit.COLLABORATORS_ONLY
    selection = "viewerCanCreateIssues interactionAbility { limit origin expiresAt }"
    hidden = {"viewerCanCreateIssues": True, "interactionAbility": None}
    assert ask(client, selection) == hidden
    world.limit_visible = True
    ability = {"limit": "COLLABORATORS_ONLY", "origin": "REPOSITORY", "expiresAt": None}
    assert ask(client, selection) == {"viewerCanCreateIssues": False, "interactionAbility": ability}
    world.limit_visible = False
    repo.collaborators[alice] = Permission.ADMIN
    assert ask(client, selection) == {"viewerCanCreateIssues": True, "interactionAbility": ability}


def test_expired_limit_is_no_limit(client: Any, world: World, repo: Repository) -> None:
    """After its end a limit is gone from view as well."""
    world.limit_visible = True
    repo.limit, repo.limit_expires_at = Limit.COLLABORATORS_ONLY, world.clock.now()
    found = ask(client, "interactionAbility { limit }")
    assert found == {"interactionAbility": {"limit": "NO_LIMIT"}}


def test_block_by_a_person_shows(client: Any, world: World, alice: User) -> None:
    """`viewerCanFollow` is the one hint that somebody blocked the viewer."""
    bob = world.add_user("bob")
    world.add_repository("bob/code")
    query = (
        '{ repository(owner: "bob", name: "code") { owner { ... on User { viewerCanFollow } } } }'
    )

    def can_follow() -> Any:
        return client.graphql(query).json["data"]["repository"]["owner"]["viewerCanFollow"]

    assert can_follow() is True
    bob.blocked.add(alice)
    assert can_follow() is False


def test_nobody_may_ask(stranger: Any, connect: Any, world: World, alice: User) -> None:
    """GraphQL is for people who are signed in."""
    assert stranger.graphql("{ viewer { login } }").status == 401
    installation = world.add_token(alice, TokenKind.INSTALLATION).text
    assert connect(installation).graphql("{ viewer { login } }").status == 403
