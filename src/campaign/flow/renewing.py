"""A look grows old: what a repository says now, before an issue is sent there."""

from datetime import timedelta

from campaign.core.access import Access, Reason, Verdict
from campaign.core.account import Account
from campaign.core.answer import Answer, Proof, Scope
from campaign.core.plan import Step
from campaign.errors import CampaignError
from campaign.flow.checking import survey
from campaign.flow.forge import Forge
from campaign.flow.moving import GONE

FRESH = timedelta(minutes=5)
"""How long one look may be relied upon: who asks campaigns to stay away shall not wait for it."""


class NotSeen(Exception):
    """GitHub did not show the repository, so nobody knows what it says now."""


def look_again(step: Step, *, forge: Forge, account: Account) -> Answer | None:
    """Why the repository is closed by now, an opt-out above all; None if it is not.

    Raises:
        NotSeen: that cannot be told.
    """
    try:
        seen = survey([step.access.name_now], forge=forge, account=account, refusals={})
    except CampaignError as error:
        raise NotSeen from error
    access = seen.accesses[0]
    if access.verdict is Verdict.CLOSED:
        return _closed(access)
    if access.facts.repo_id != step.key.repo_id:
        raise NotSeen
    return None


def _closed(access: Access) -> Answer:
    return Answer(
        proof=Proof.NOT_CREATED,
        scope=Scope.REPOSITORY,
        reason=GONE if access.reason is Reason.MISSING else access.reason.value,
        message=access.evidence[0],
    )
