"""Owned → Access: what an owner's list tells of closed doors, without a look at each of them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from campaign.core.access import Access, RepoFacts, Verdict
from campaign.core.verdict import judge
from campaign.flow.checking import Survey


def is_shut(facts: RepoFacts, *, now: datetime) -> bool:
    """Whether the list alone proves that nobody can open an issue there."""
    return judge(facts, now=now).verdict is Verdict.CLOSED


def with_listed(survey: Survey, repos: Sequence[str], listed: Mapping[str, RepoFacts]) -> Survey:
    """The look, with what was not looked at because a list had told enough.

    Args:
        repos: every name asked for, in the order of the answer.
        listed: by name in lower case.
    """
    seen = {each.repo.lower(): each for each in survey.accesses}

    def access(repo: str) -> Access:
        key = repo.lower()
        if key in seen:
            return seen[key]
        return judge(replace(listed[key], repo=repo), now=survey.checked_at)

    return replace(survey, accesses=tuple(map(access, repos)))
