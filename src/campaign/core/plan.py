"""The Plan: which issues one person posts where, in which order, and why not elsewhere."""

import math
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from campaign.core.access import Access, Verdict
from campaign.core.answer import MOVED, Asked
from campaign.core.campaign import REPO, Campaign
from campaign.core.draft import Draft
from campaign.core.marker import Key
from campaign.core.receipt import Outcome, Receipt
from campaign.core.sentence import N_, in_a_row, sentence


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One issue to post."""

    key: Key
    access: Access
    draft: Draft
    why: str

    @property
    def repo(self) -> str:
        return self.draft.repo

    def asked(self, api_url: str) -> Asked:
        """What GitHub's answer must describe."""
        name, title = self.access.name_now, self.draft.title
        return Asked(key=self.key, repo=name, title=title, api_url=api_url)


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """What `post` will do, in order.

    `done` are this account's issues that exist or may exist: they count towards the limit.
    `reserve` are further repositories, the next choice first, should one of `steps` refuse.
    """

    campaign: str
    account_id: int
    login: str
    done: tuple[Receipt, ...]
    steps: tuple[Step, ...]
    reserve: tuple[Step, ...]
    closed: tuple[Access, ...]
    closed_chosen: tuple[Access, ...]
    """Targets that the person had asked for by name and that are closed, or cannot be read."""
    unreadable: tuple[Access, ...]
    """Targets that may be open, but GitHub does not show them to this account and token."""


def rendezvous(repos: Iterable[tuple[str, int]], *, slug: str, account_id: int) -> list[str]:
    """Order (repository, weight) pairs for one account by weighted rendezvous hashing.

    Supporters spread by weight without a server, and when a repository closes only its share
    moves. https://www.snia.org/sites/default/files/SDC15_presentations/dist_sys/Jason_Resch_New_Consistent_Hashings_Rev.pdf
    """

    def score(pair: tuple[str, int]) -> float:
        repo, weight = pair
        digest = sha256(f"{slug}|{account_id}|{repo.lower()}".encode()).digest()
        # Six bytes: a float tells the largest of them from 1, whose logarithm is 0.
        uniform = (int.from_bytes(digest[:6]) + 1) / (2**48 + 1)
        return -weight / math.log(uniform)

    return [repo for repo, _ in sorted(repos, key=score, reverse=True)]


def make_plan(
    campaign: Campaign,
    *,
    account_id: int,
    login: str,
    accesses: Iterable[Access],
    drafts: Mapping[str, Draft],
    done: Iterable[Receipt],
    buried: int = 0,
    chosen: Collection[str] = (),
    limit: int | None = None,
) -> Plan:
    """Choose the steps: open targets before unknown ones, closed ones never.

    Args:
        drafts: repository → draft, with this account's marker.
        done: this account's issues of this campaign that exist or may exist.
        buried: how many more it has opened in repositories that had one of the names before:
            they count as well, and nothing more is told of them.
        chosen: repositories asked for by name; none means all.
        limit: at most so many issues in this run.
    """
    done = tuple(done)
    by_repo = {access.repo: access for access in accesses}
    used = _used(done, by_repo)
    left = {repo: access for repo, access in by_repo.items() if repo not in used}
    if chosen:
        left = {repo: access for repo, access in left.items() if repo in chosen}
    steps = _steps(left, campaign=campaign, account_id=account_id, drafts=drafts)
    room = max(0, campaign.limits.per_person - len(done) - buried)
    count = room if limit is None else min(room, limit)
    return Plan(
        campaign=campaign.slug,
        account_id=account_id,
        login=login,
        done=tuple(receipt for receipt in done if not chosen or receipt.repo in chosen),
        steps=tuple(steps[:count]),
        reserve=tuple(steps[count:]),
        closed=tuple(each for each in by_repo.values() if each.verdict is Verdict.CLOSED),
        closed_chosen=tuple(each for each in left.values() if chosen and not _can_be_tried(each)),
        unreadable=tuple(each for each in left.values() if _is_unreadable(each)),
    )


def _used(done: Iterable[Receipt], by_repo: Mapping[str, Access]) -> set[str]:
    """The repositories of these issues, under every name that the file has for them."""
    names = {receipt.repo for receipt in done}
    ids = {by_repo[name].facts.repo_id for name in names & by_repo.keys()} - {None}
    return names | {name for name, access in by_repo.items() if access.facts.repo_id in ids}


def _can_be_tried(access: Access) -> bool:
    """Without its number a repository has no key; a new owner is nobody the campaign has named."""
    numbered = access.facts.repo_id is not None
    return access.verdict is not Verdict.CLOSED and numbered and still_theirs(access)


def _is_unreadable(access: Access) -> bool:
    return access.verdict is not Verdict.CLOSED and access.facts.repo_id is None


def still_theirs(access: Access) -> bool:
    """Whether the repository belongs to the owner that the campaign's file names.

    What GitHub calls it is foreign text: anything but owner/name leads nowhere.
    """
    named = re.fullmatch(REPO, access.name_now) is not None
    return named and owner_of(access.name_now) == owner_of(access.repo)


def owner_of(full_name: str) -> str:
    """The owner's login, for comparing."""
    return full_name.partition("/")[0].lower()


def _steps(
    accesses: Mapping[str, Access],
    *,
    campaign: Campaign,
    account_id: int,
    drafts: Mapping[str, Draft],
) -> list[Step]:
    """One step for each repository that may be open, in this account's order, but open ones first.

    Args:
        accesses: repository → access, of those among which to choose.
    """
    weights = [(target.repo, target.weight) for target in campaign.targets]
    order = rendezvous(weights, slug=campaign.slug, account_id=account_id)
    found = [accesses[repo] for repo in order if repo in accesses]
    why = {target.repo: target.why for target in campaign.targets}
    steps: dict[int, Step] = {}
    for access in sorted(found, key=lambda access: access.verdict is not Verdict.OPEN):
        repo_id = access.facts.repo_id
        # Two names of one repository have the same number.
        if not _can_be_tried(access) or repo_id is None or repo_id in steps:
            continue
        key = Key(campaign=campaign.slug, repo_id=repo_id, account_id=account_id)
        steps[repo_id] = Step(
            key=key, access=access, draft=drafts[access.repo], why=why[access.repo]
        )
    return list(steps.values())


def skipped(access: Access) -> Receipt:
    """The receipt of a target that was asked for by name and cannot be tried."""
    closed = access.verdict is Verdict.CLOSED
    if closed or access.facts.repo_id is None or still_theirs(access):
        reason, message = access.reason.value, in_a_row(*access.evidence)
    else:
        says = N_("It belongs to another owner now, as {name}.")
        reason, message = MOVED, sentence(says, name=access.name_now)
    return Receipt(repo=access.repo, outcome=Outcome.SKIPPED, reason=reason, message=message)
