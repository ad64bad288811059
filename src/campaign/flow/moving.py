"""A repository that is not where the plan saw it: its number tells where it is now."""

from dataclasses import replace

from campaign.core.plan import Step, owner_of
from campaign.flow.forge import Forge


def find_again(step: Step, *, forge: Forge) -> tuple[Step | None, str]:
    """The step under the repository's new name, or why there is none.

    Another owner is nobody the campaign has named: nothing goes there.
    """
    name = forge.name_of(step.key.repo_id)
    if name is None:
        return None, f"{step.repo} has moved, and GitHub did not tell where. Nothing was sent."
    if name.lower() == step.access.name_now.lower():
        return None, f"GitHub answered for {name} with a redirect, which is never followed."
    if owner_of(name) != owner_of(step.repo):
        return None, (
            f"{step.repo} belongs to another owner now, as {name}. The campaign does not name"
            " that owner, so nothing was sent there."
        )
    facts = replace(step.access.facts, name_now=name)
    return replace(step, access=replace(step.access, facts=facts)), ""
