"""The Plan: which issues one person posts where, in which order, and why not elsewhere."""

import math
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from campaign.core.access import Access, Verdict
from campaign.core.answer import MOVED
from campaign.core.campaign import REPO, Campaign
from campaign.core.draft import Draft
from campaign.core.marker import Key
from campaign.core.receipt import Outcome, Receipt


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
    chosen: Collection[str] = (),
    limit: int | None = None,
) -> Plan:
    """Choose the steps: open targets before unknown ones, closed ones never.

    Args:
        drafts: repository → draft, with this account's marker.
        done: this account's issues of this campaign that exist or may exist.
        chosen: repositories asked for by name; none means all.
        limit: at most so many issues in this run.
    """
    done = tuple(done)
    by_repo = {access.repo: access for access in accesses}
    used = _used(done, by_repo)
    asked = [repo for repo in by_repo if not chosen or repo in chosen]
    weights = [(target.repo, target.weight) for target in campaign.targets]
    order = rendezvous(weights, slug=campaign.slug, account_id=account_id)
    steps = _steps(
        [by_repo[repo] for repo in order if repo in asked and repo not in used],
        campaign=campaign,
        account_id=account_id,
        drafts=drafts,
    )
    closed = [access for access in by_repo.values() if access.verdict is Verdict.CLOSED]
    room = max(0, campaign.limits.per_person - len(done))
    count = room if limit is None else min(room, limit)
    return Plan(
        campaign=campaign.slug,
        account_id=account_id,
        login=login,
        done=tuple(receipt for receipt in done if not chosen or receipt.repo in chosen),
        steps=tuple(steps[:count]),
        reserve=tuple(steps[count:]),
        closed=tuple(closed),
        closed_chosen=tuple(
            access
            for repo, access in by_repo.items()
            if repo in chosen and repo not in used and not _can_be_tried(access)
        ),
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
    accesses: Iterable[Access],
    *,
    campaign: Campaign,
    account_id: int,
    drafts: Mapping[str, Draft],
) -> list[Step]:
    """One step for each repository that may be open: open ones first, each repository once."""
    why = {target.repo: target.why for target in campaign.targets}
    steps: dict[int, Step] = {}
    for access in sorted(accesses, key=lambda access: access.verdict is not Verdict.OPEN):
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
        reason, message = access.reason.value, " ".join(map(str, access.evidence))
    else:
        reason, message = MOVED, f"It belongs to another owner now, as {access.name_now}."
    return Receipt(repo=access.repo, outcome=Outcome.SKIPPED, reason=reason, message=message)
