"""A repository that is not where the plan saw it: its number tells where it is now."""

from dataclasses import replace

from campaign.core.access import Found
from campaign.core.answer import Answer
from campaign.core.plan import Step, owner_of
from campaign.core.sentence import N_, sentence
from campaign.flow.forge import Forge

GONE = "gone"
"""The reason where the repository itself is not there any more."""

IS_GONE = N_("{repo} is gone, or no longer public. Nothing was sent.")


def find_again(step: Step, answer: Answer, *, forge: Forge) -> Step | Answer:
    """The step under the repository's new name, or the answer with the words why there is none.

    Another owner is nobody the campaign has named: nothing goes there.
    """
    place = forge.whereabouts(step.key.repo_id)
    if place.found is Found.MISSING:
        return replace(answer, reason=GONE, message=sentence(IS_GONE, repo=step.repo))
    if place.found is not Found.SEEN:
        lost = N_("{repo} has moved, and GitHub did not tell where. Nothing was sent.")
        return replace(answer, message=sentence(lost, repo=step.repo))
    name = place.name
    if name.lower() == step.access.name_now.lower():
        odd = N_("GitHub answered for {repo} with a redirect, which is never followed.")
        return replace(answer, message=sentence(odd, repo=name))
    if owner_of(name) != owner_of(step.repo):
        words = sentence(
            "{repo} belongs to another owner now, as {name}. The campaign does not name that owner,"
            " so nothing was sent there.",
            repo=step.repo,
            name=name,
        )
        return replace(answer, message=words)
    facts = replace(step.access.facts, name_now=name)
    return replace(step, access=replace(step.access, facts=facts))
