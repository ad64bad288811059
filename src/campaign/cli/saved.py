"""`post --plan`: a plan from another hour, which must still hold."""

from pathlib import Path

from campaign.core.plan import Plan
from campaign.core.plan_differences import differences
from campaign.core.saved_plan import SavedPlan
from campaign.core.sentence import in_lines, sentence
from campaign.errors import CampaignError, Exit


class StalePlan(CampaignError):
    """Something has moved since the plan was saved."""

    exit_code = Exit.USAGE


def check_unmoved(
    saved: SavedPlan, present: SavedPlan, *, plan: Plan, path: Path, again: str
) -> None:
    """Compare a saved plan with the record of the one made now, of the same words.

    Raises:
        StalePlan: with everything that differs.
    """
    if found := differences(saved, present, plan=plan):
        raise StalePlan(
            in_lines(
                sentence("The plan {path} does not hold any more. Nothing was sent.", path=path),
                *(sentence("  - {difference}", difference=each) for each in found),
            ),
            hint=sentence(
                "Look again, and save a new plan: {command}", command=f"{again} --save-plan FILE"
            ),
        )
