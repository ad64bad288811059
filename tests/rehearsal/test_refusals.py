"""Every row of the table of refusals, played over the wire."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from campaign.rehearsal.accounts import TokenKind, User
from campaign.rehearsal.places import CreationPolicy, Limit, Repository
from campaign.rehearsal.world import World

CREDENTIALS = "Although you appear to have the correct authorization credentials, "
RESTRICTED = "could not be created. Interactions on this repository have been restricted to "


class Play:
    """A create by alice that would work, until a case changes something about it."""

    def __init__(self, world: World, repo: Repository, alice: User) -> None:
        self.world = world
        self.repo = repo
        self.org = repo.organisation
        self.alice = alice
        self.token: str | None = alice.token
        self.method = "POST"
        self.path = "/repos/palantir/blueprint/issues"
        self.headers: Mapping[str, str] = {}
        self.payload: bytes | None = None
        self.sent: object = {"title": "A title", "body": "A body"}


def put(target: str, **values: object) -> Callable[[Play], None]:
    """Set attributes of one thing in the play."""

    def change(play: Play) -> None:
        subject = play if target == "play" else getattr(play, target)
        for name, value in values.items():
            setattr(subject, name, value)

    return change


def signed(kind: TokenKind, **settings: Any) -> Callable[[Play], None]:
    """Use another kind of token."""

    def change(play: Play) -> None:
        play.token = play.world.add_token(play.alice, kind, **settings).text

    return change


def both(*changes: Callable[[Play], None]) -> Callable[[Play], None]:
    """One change after the other."""

    def change(play: Play) -> None:
        for one in changes:
            one(play)

    return change


def limited(limit: Limit, status: int) -> Callable[[Play], None]:
    """An interaction limit that keeps alice out."""
    return both(
        put("repo", limit=limit),
        put("world", limit_status=status),
        lambda play: setattr(play.alice, "created_at", play.world.clock.now()),
    )


def sent(**values: object) -> Callable[[Play], None]:
    """Send other values."""
    return lambda play: setattr(play, "sent", {"title": "A title", "body": "A body"} | values)


def comment(play: Play) -> None:
    """Send a comment with nothing in it."""
    number = play.world.seed_issue(play.repo).number
    play.path, play.sent = f"{play.path}/{number}/comments", {"body": " "}


def enforce_saml(play: Play) -> None:
    """Make alice a member whose token was not authorised."""
    assert play.org is not None
    play.org.enforces_saml = True
    play.org.members[play.alice] = False


CLOSED = CreationPolicy.COLLABORATORS_ONLY
CASES: dict[str, tuple[Callable[[Play], None], int, str]] = {
    "no_user_agent": (
        put("play", headers={"User-Agent": ""}),
        403,
        "\r\nRequest forbidden by administrative rules.",
    ),
    "unknown_api_version": (
        put("play", headers={"X-GitHub-Api-Version": "1999-01-01"}),
        400,
        "The API version",
    ),
    "bad_credentials": (put("play", token="ghp_nobody"), 401, "Bad credentials"),
    "suspended": (put("alice", suspended=True), 403, "Sorry. Your account was suspended"),
    "primary_limit_anonymous": (
        both(put("play", token=None), lambda play: play.world.limits.leave(None, 0)),
        403,
        "API rate limit exceeded for 127.0.0.1.",
    ),
    "primary_limit": (
        lambda play: play.world.limits.leave(play.alice.id, 0),
        403,
        "API rate limit exceeded for user ID ",
    ),
    "missing": (put("repo", deleted=True), 404, "Not Found"),
    "dmca": (put("repo", dmca=True), 451, "Repository access blocked"),
    "disabled": (put("repo", disabled=True), 403, "Repository access blocked"),
    "classic_tokens_forbidden": (
        put("org", forbids_classic_tokens=True),
        403,
        "`palantir` forbids access via a personal access token (classic). Please use a GitHub App,",
    ),
    "oauth_app_restrictions": (
        both(put("org", restricts_oauth_apps=True), signed(TokenKind.OAUTH, third_party=True)),
        403,
        CREDENTIALS + "the `palantir` organization has enabled OAuth App access restrictions",
    ),
    "saml": (enforce_saml, 403, "Resource protected by organization SAML enforcement."),
    "ip_allow_list": (
        put("org", shuts_out_addresses=True),
        403,
        CREDENTIALS + "the `palantir` organization has an IP allow list enabled",
    ),
    "anonymous": (put("play", token=None), 401, "Requires authentication"),
    "installation_token": (
        signed(TokenKind.INSTALLATION),
        403,
        "Resource not accessible by integration",
    ),
    "missing_scope": (signed(TokenKind.CLASSIC, scopes=("gist",)), 404, "Not Found"),
    "fine_grained_token": (
        signed(TokenKind.FINE_GRAINED),
        403,
        "Resource not accessible by personal access token",
    ),
    "unverified_email": (
        put("alice", email_verified=False),
        403,
        "At least one email address must be verified to do that.",
    ),
    "blocked": (
        lambda play: play.repo.owner.blocked.add(play.alice),
        403,
        "User is blocked",
    ),
    "archived": (
        lambda play: setattr(play.repo, "archived_at", play.world.clock.now()),
        403,
        "Repository was archived so is read-only.",
    ),
    "locked": (put("repo", lock_reason="MIGRATING"), 403, "Repository has been locked."),
    "issues_off_older_text": (
        both(put("repo", has_issues=False), put("world", older_issues_off_text=True)),
        410,
        "Issues are disabled for this repo",
    ),
    "issues_off": (
        put("repo", has_issues=False),
        410,
        "Issues has been disabled in this repository.",
    ),
    "policy_404": (
        both(put("repo", creation_policy=CLOSED), put("world", policy_status=404)),
        404,
        "Not Found",
    ),
    "policy_403": (
        put("repo", creation_policy=CLOSED),
        403,
        "alice does not have the correct permissions to execute `CreateIssue`",
    ),
    "no_json": (put("play", sent=None, payload=b"{"), 400, "Problems parsing JSON"),
    "no_object": (put("play", sent=[1]), 400, "Body should be a JSON object"),
    "too_much_content": (
        lambda play: setattr(play.world.limits, "content_per_minute", 0),
        403,
        "You have exceeded a secondary rate limit and have been temporarily blocked from content",
    ),
    "title_absent": (put("play", sent={"body": "x"}), 422, "Invalid request."),
    "title_no_text": (sent(title=5), 422, "Invalid request."),
    "body_no_text": (sent(body=["x"]), 422, "Invalid request."),
    "title_blank": (sent(title="  "), 422, "Validation Failed"),
    "comment_blank": (comment, 422, "Validation Failed"),
    "title_too_long": (sent(title="x" * 257), 422, "title is too long (maximum is 256 characters)"),
    "body_too_long": (
        sent(body="x" * 65_537),
        422,
        "body is too long (maximum is 65536 characters)",
    ),
    "collaborators_only_422": (
        limited(Limit.COLLABORATORS_ONLY, 422),
        422,
        RESTRICTED + "collaborators only.",
    ),
    "collaborators_only_403": (
        limited(Limit.COLLABORATORS_ONLY, 403),
        403,
        RESTRICTED + "collaborators only.",
    ),
    "contributors_only_422": (
        limited(Limit.CONTRIBUTORS_ONLY, 422),
        422,
        RESTRICTED + "prior contributors only.",
    ),
    "contributors_only_403": (
        limited(Limit.CONTRIBUTORS_ONLY, 403),
        403,
        RESTRICTED + "prior contributors only.",
    ),
    "existing_users_422": (limited(Limit.EXISTING_USERS, 422), 422, RESTRICTED),
    "existing_users_403": (limited(Limit.EXISTING_USERS, 403), 403, RESTRICTED),
}


@pytest.fixture
def play(world: World, repo: Repository, alice: User) -> Play:
    """The create that would work."""
    return Play(world, repo, alice)


@pytest.mark.parametrize("name", CASES)
def test_refusal(play: Play, connect: Any, name: str) -> None:
    """GitHub's status and GitHub's words, and no issue afterwards."""
    change, status, words = CASES[name]
    change(play)
    born = len(play.world.births)
    answer = connect(play.token).send(
        play.method, play.path, sent=play.sent, payload=play.payload, headers=play.headers
    )
    assert (answer.status, len(play.world.births)) == (status, born)
    assert words in spoken(answer)


def spoken(answer: Any) -> str:
    """The message of an error, or the text of its details where there are any."""
    if answer.headers["content-type"] == "text/html":
        return str(answer.body, "utf-8")
    details = [error.get("message", "") for error in answer.json.get("errors", [])]
    return "\n".join([answer.json["message"], *details])


@pytest.mark.parametrize("name", sorted(set(CASES) - {"no_user_agent"}))
def test_refusal_has_the_shape_of_an_error(play: Play, connect: Any, name: str) -> None:
    """JSON with message, documentation_url and status, and a request id."""
    CASES[name][0](play)
    answer = connect(play.token).send(
        play.method, play.path, sent=play.sent, payload=play.payload, headers=play.headers
    )
    assert answer.json["status"] == str(answer.status)
    assert answer.json["documentation_url"].startswith("https://docs.github.com/")
    assert answer.headers["x-github-request-id"]


def test_nothing_changed_is_no_refusal(play: Play, connect: Any) -> None:
    """The create that all cases start from would work."""
    assert connect(play.token).post(play.path, play.sent).status == 201
