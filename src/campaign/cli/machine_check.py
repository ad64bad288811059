"""A check, its changes and its history as machine output. Keys are added, never changed."""

from collections.abc import Mapping, Sequence

from campaign.cli.machine import utc
from campaign.core.access import Access, OwnIssue
from campaign.core.account import Account
from campaign.core.changes import Change
from campaign.core.house_rules import house_rules
from campaign.core.marker import bears_campaign
from campaign.core.timeline import Stretch, Timeline
from campaign.flow.checking import Survey

Document = Mapping[str, object]


def check(survey: Survey, *, slug: str | None) -> Document:
    """One look at all targets."""
    cost = survey.cost
    return {
        "campaign": slug,
        "checked_at": utc(survey.checked_at),
        "viewer": survey.account.login if survey.account else None,
        "cost": {
            "requests": cost.requests,
            "points": cost.points,
            "free": survey.free,
            "left": cost.left,
            "resets_at": utc(cost.resets_at),
        },
        "resume_at": utc(survey.resume_at),
        "unknown_fields": list(survey.unknown_fields),
        "targets": [_target(access, survey=survey, slug=slug) for access in survey.accesses],
    }


def _target(access: Access, *, survey: Survey, slug: str | None) -> Document:
    facts = access.facts
    outsider = facts.last_outsider_issue
    return {
        "repo": access.repo,
        "name_now": access.name_now,
        "repo_id": facts.repo_id,
        "verdict": access.verdict.value,
        "reason": access.reason.value,
        "evidence": [str(said) for said in access.evidence],
        "permission": facts.permission,
        "last_outsider_issue": utc(outsider.at) if outsider else None,
        "yours": [
            _own(issue, repo=access.name_now)
            for issue in yours(access, account=survey.account, slug=slug)
        ],
        "house_rules": [str(said) for said in house_rules(facts)],
        "forms": list(facts.forms),
        "watchers": facts.watchers,
    }


def yours(access: Access, *, account: Account | None, slug: str | None) -> list[OwnIssue]:
    """Issues of this campaign that this account has opened there."""
    if account is None or slug is None:
        return []
    mine = (issue for issue in access.facts.own if issue.author_id == account.id)
    return [issue for issue in mine if bears_campaign(issue.body, slug)]


def _own(issue: OwnIssue, *, repo: str) -> Document:
    url = f"https://github.com/{repo}/issues/{issue.number}"
    return {"number": issue.number, "url": url, "state": issue.state}


def change(each: Change) -> Document:
    """One line of a watch; `from` is null for how a repository was found at first."""
    return {
        "schema": "campaign.check-change/1",
        "at": utc(each.at),
        "repo": each.access.repo,
        "name_now": each.access.name_now,
        "from": each.before.value if each.before else None,
        "to": each.access.verdict.value,
        "reason": each.access.reason.value,
        "evidence": [str(said) for said in each.access.evidence],
    }


def history(
    rows: Sequence[Timeline], *, slug: str | None, viewer: str | None, left_out: int, damaged: int
) -> Document:
    """What earlier looks found, repository by repository.

    Args:
        left_out: looks through somebody else's eyes.
        damaged: lines of the look book that cannot be read any more.
    """
    return {
        "campaign": slug,
        "viewer": viewer,
        "looks_of_others": left_out,
        "damaged_lines": damaged,
        "repositories": [
            {"repo": row.repo, "stretches": [_stretch(each) for each in row.stretches]}
            for row in rows
        ],
    }


def _stretch(each: Stretch) -> Document:
    """A verdict of null: nobody looked."""
    return {
        "from": utc(each.since),
        "last_look": utc(each.last_look),
        "until": utc(each.until),
        "verdict": each.verdict.value if each.verdict else None,
        "reasons": [reason.value for reason in each.reasons],
        "looks": each.looks,
    }
