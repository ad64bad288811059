"""Every way GitHub says no, as one table in the order the questions are asked.

The order of the groups and of the rows is a guess where GitHub does not publish it. A row's
`source` names the public page or thread its words come from; "inferred" marks what nobody has
shown in public.
"""

from campaign.rehearsal.refusals.account import DOOR, TOKEN
from campaign.rehearsal.refusals.draft import DRAFT
from campaign.rehearsal.refusals.form import Attempt, Refusal, Step
from campaign.rehearsal.refusals.place import LIMITS, PLACE, REACH

TABLE: tuple[Refusal, ...] = (*DOOR, *REACH, *TOKEN, *PLACE, *DRAFT, *LIMITS)


def refuse(step: Step, attempt: Attempt) -> Refusal | None:
    """The first row of these steps that applies; None: GitHub lets it pass."""
    return next((row for row in TABLE if row.step & step and row.when(attempt)), None)


def may_create_issues(attempt: Attempt) -> bool:
    """What GraphQL's `viewerCanCreateIssues` says: it foretells some of the rows, not all."""
    rows = (row for row in TABLE if row.foretold(attempt.world))
    return not any(row.when(attempt) for row in rows)


__all__ = ["TABLE", "Attempt", "Refusal", "Step", "may_create_issues", "refuse"]
