"""The state behind the stand-in: names, ids, ties and books."""

from datetime import timedelta

import pytest

from campaign.rehearsal.accounts import TokenKind, User
from campaign.rehearsal.places import Limit, Permission, Repository
from campaign.rehearsal.world import World

MARKED = "Please.\n\n<!-- campaign:spring abc123 -->"


def test_a_world_in_three_lines(world: World) -> None:
    """Two people and three repositories need no more than this."""
    alice, bob = world.add_users("alice", "bob")
    first, second, third = world.add_repositories("o/a", "o/b", "p/c")
    assert alice.id != bob.id
    assert len({first.id, second.id, third.id}) == 3


def test_owner_is_an_organisation_unless_a_person_has_the_name(world: World, alice: User) -> None:
    """`alice/diary` belongs to alice, `o/a` to an organisation made for it."""
    diary, work = world.add_repositories("alice/diary", "o/a")
    assert diary.owner is alice
    assert diary.organisation is None
    assert work.organisation is not None


@pytest.mark.parametrize("kind", TokenKind)
def test_token_has_its_prefix(world: World, alice: User, kind: TokenKind) -> None:
    """A token's kind shows in its first letters."""
    assert world.add_token(alice, kind).text.startswith(kind.value)


def test_names_ignore_case(world: World, repo: Repository) -> None:
    """GitHub finds a repository however its name is spelt."""
    assert world.find("PALANTIR/BluePrint") is repo


def test_old_name_leads_to_the_same_repository(world: World, repo: Repository) -> None:
    """After a rename or a transfer both names are the same id."""
    world.move(repo, "other/plan")
    assert world.find("palantir/blueprint") is world.find("other/plan") is repo
    assert repo.full_name == "other/plan"


def test_recreated_repository_is_another_one(world: World, repo: Repository) -> None:
    """A deleted repository made again under its name has a new id and no issues."""
    world.seed_issue(repo)
    world.delete(repo)
    assert world.find("palantir/blueprint") is None
    again = world.add_repository("palantir/blueprint")
    assert world.find("palantir/blueprint") is again
    assert (again.id == repo.id, len(again.issues)) == (False, 0)


def test_taken_name_leads_elsewhere(world: World, repo: Repository) -> None:
    """A new repository under an old name ends the redirect."""
    world.move(repo, "palantir/plan")
    taken = world.add_repository("palantir/blueprint")
    assert world.find("palantir/blueprint") is taken
    assert world.find("palantir/plan") is repo


def test_issues_and_pull_requests_share_numbers(world: World, repo: Repository) -> None:
    """One series of numbers counts both."""
    pull = world.seed_issue(repo, is_pull_request=True)
    assert (pull.number, world.seed_issue(repo).number) == (1, 2)


def test_seeded_issue_has_its_age(world: World, repo: Repository) -> None:
    """An issue may be made as if it were days old."""
    issue = world.seed_issue(repo, age=timedelta(days=3))
    assert timedelta(days=3) <= world.clock.now() - issue.created_at < timedelta(days=3, hours=1)


def test_association_is_what_it_is_now(world: World, repo: Repository, alice: User) -> None:
    """The tie of an author changes with the author's part, also for old issues."""
    issue = world.seed_issue(repo, by=alice)
    found = [repo.association(issue)]
    repo.contributors.add(alice)
    found.append(repo.association(issue))
    repo.collaborators[alice] = Permission.READ
    found.append(repo.association(issue))
    assert repo.organisation is not None
    repo.organisation.members[alice] = True
    found.append(repo.association(issue))
    assert found == ["NONE", "CONTRIBUTOR", "COLLABORATOR", "MEMBER"]


def test_private_member_looks_like_a_stranger(world: World, repo: Repository, alice: User) -> None:
    """A membership that is not public shows nowhere."""
    assert repo.organisation is not None
    repo.organisation.members[alice] = False
    assert repo.association(world.seed_issue(repo, by=alice)) == "NONE"


def test_owner_and_ghost(world: World, alice: User) -> None:
    """An owner is OWNER; an account that is gone has no tie."""
    diary = world.add_repository("alice/diary")
    assert diary.association(world.seed_issue(diary, by=alice)) == "OWNER"
    assert diary.association(world.seed_issue(diary, by=None)) == "NONE"


@pytest.mark.parametrize(
    ("limit", "kept_out"),
    [
        (Limit.NO_LIMIT, set()),
        (Limit.EXISTING_USERS, {"new"}),
        (Limit.CONTRIBUTORS_ONLY, {"new", "old"}),
        (Limit.COLLABORATORS_ONLY, {"new", "old", "contributor", "reader"}),
    ],
)
def test_whom_a_limit_keeps_out(
    world: World, repo: Repository, limit: Limit, kept_out: set[str]
) -> None:
    """Each limit knows its strangers."""
    people = [world.add_user("new", age=timedelta(hours=2)), world.add_user("old")]
    contributor, reader, writer = world.add_users("contributor", "reader", "writer")
    repo.contributors.add(contributor)
    repo.collaborators |= {reader: Permission.READ, writer: Permission.WRITE}
    repo.limit = limit
    everybody = [*people, contributor, reader, writer]
    out = {user.login for user in everybody if repo.excludes(user, world.clock.now())}
    assert out == kept_out


def test_books_count_one_campaign(world: World, repo: Repository, alice: User) -> None:
    """Only issues with this campaign's marker are in its books."""
    world.open_issue(repo, alice, title="t", body=MARKED)
    world.open_issue(repo, alice, title="t", body=MARKED.replace("spring", "autumn"))
    world.open_issue(repo, alice, title="t", body="no marker")
    books = world.books("spring")
    assert (books.issues, books.pairs, books.duplicates) == (1, 1, 0)
    assert books.by_repo == {"palantir/blueprint": 1}


def test_books_see_a_duplicate(world: World, repo: Repository, alice: User) -> None:
    """A second issue of one person in one repository is a duplicate; of another it is not."""
    other = world.add_repository("palantir/plottable")
    for place, author in ((repo, alice), (repo, alice), (other, alice), (repo, None)):
        world.seed_issue(place, by=author, body=MARKED)
    books = world.books("spring")
    assert (books.issues, books.pairs, books.duplicates) == (4, 3, 1)


def test_books_forget_nothing(world: World, repo: Repository, alice: User) -> None:
    """Deleting, editing or moving an issue changes nothing in the books."""
    issue = world.open_issue(repo, alice, title="t", body=MARKED)
    issue.body = "edited away"
    world.transfer_issue(issue, world.add_repository("palantir/plottable"))
    issue.deleted = True
    world.delete(repo)
    assert world.books("spring").by_repo == {"palantir/blueprint": 1}
