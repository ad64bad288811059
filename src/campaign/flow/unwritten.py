"""The ledger cannot be written: what is known all the same, and what must be put right first."""

from dataclasses import replace

from campaign.core.answer import Answer, Proof, Scope
from campaign.core.plan import Step
from campaign.core.sentence import N_, in_a_row, sentence
from campaign.errors import CampaignError

NOT_RECORDED = "not_recorded"
"""The reason where an answer came and the ledger could not be written."""

NOT_WRITTEN = "not_written"
"""The reason where not even the intent could be written: nothing was sent."""


def not_written(error: CampaignError) -> Answer:
    """Nothing was sent."""
    return Answer(
        proof=Proof.NOT_CREATED,
        scope=Scope.HERE,
        reason=NOT_WRITTEN,
        message=in_a_row(error.message, error.hint),
    )


_MADE = N_(
    "GitHub made issue #{number}, in {repo}, but that could not be written down. Keep this line:"
    " {url} {why}"
)

_ANSWERED = N_("GitHub answered: {words}, in {repo}, but that could not be written down. {why}")


def not_recorded(step: Step, answer: Answer, error: CampaignError) -> Answer:
    """What is known of an issue whose record failed: the next run looks for it by its marker.

    What must be put right stands first, because until then every run fails.
    """
    place, number, why = step.access.name_now, answer.number, error.message
    if number:
        url = f"https://github.com/{place}/issues/{number}"
        said = sentence(_MADE, number=number, repo=place, url=url, why=why)
    else:
        said = sentence(_ANSWERED, words=answer.message, repo=place, why=why)
    return replace(
        answer,
        proof=Proof.UNKNOWN,
        # Whatever GitHub asks for, nothing follows a write that has failed.
        scope=answer.scope if answer.scope is Scope.STRANGER else Scope.HERE,
        wait=None,
        reason=NOT_RECORDED,
        message=in_a_row(error.hint, said),
    )
