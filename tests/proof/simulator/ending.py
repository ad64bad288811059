"""What must hold in the end, in peace: everything is posted, or plainly unknown."""

from tests.proof.simulator.disk import OPEN
from tests.proof.simulator.invariants import Broken
from tests.proof.simulator.stage import Ending, Stage

from campaign.core.marker import bears_campaign
from campaign.errors import Exit, SignInNeeded
from campaign.rehearsal.places import Issue


def check_end(stage: Stage, ending: Ending) -> None:
    """After a run without any trouble, long after the trouble was over."""
    if ending.book.shut:
        if not isinstance(ending.error, SignInNeeded):
            raise Broken(f"a second account was let in: {ending.receipts}")
        return
    if ending.error is not None or ending.run is None:
        raise Broken(f"in peace the run ended with {ending.error!r}")
    found = ending.machine.disk.states(ending.user.id)
    made_is_found(stage, ending, found)
    doubt = "unknown" in found.values()
    expected = Exit.UNKNOWN if doubt else Exit.DONE if "posted" in found.values() else Exit.CLOSED
    if ending.code is not expected:
        raise Broken(f"in peace the run ended with exit {ending.code}: {ending.receipts}")
    all_is_done(stage, ending, found)


def made_is_found(stage: Stage, ending: Ending, found: dict[int, str]) -> None:
    """Each issue that still exists, wherever it was moved, is posted in the ledger.

    One of another computer that has lost its marker is recognised before anything is sent there.
    """
    for birth in stage.books.made():
        place = stage.world.find_by_id(birth.repository_id)
        if place is None or birth.author_id != ending.user.id:
            continue
        issue = as_it_is(stage, birth.issue_id)
        mine = (birth.author_id, birth.repository_id) in ending.machine.memory.born
        if issue is None or not (mine or bears_campaign(issue.body, stage.campaign.slug)):
            continue
        if any(stage.world.find(target.repo) is place for target in stage.campaign.targets):
            state = found.get(place.id)
            if state != "posted":
                raise Broken(f"made in {place.full_name}, and in the end it is {state}")


def as_it_is(stage: Stage, issue_id: int) -> Issue | None:
    """The issue now, wherever it was moved to; None if it is gone."""
    every = (issue for place in stage.places for issue in place.issues.values())
    now = (issue.transferred_to or issue for issue in every if issue.id == issue_id)
    return next((issue for issue in now if not issue.deleted), None)


def all_is_done(stage: Stage, ending: Ending, found: dict[int, str]) -> None:
    """A person's share is used up, or nothing is left that could take an issue."""
    disk, share = ending.machine.disk, stage.campaign.limits.per_person
    barred, named = disk.blocked_by(ending.user.id), disk.names(ending.user.id)
    used = {repo_id for repo_id, state in found.items() if state in OPEN}
    left = {
        place.id
        for target in stage.campaign.targets
        if (place := stage.world.find(target.repo)) is not None
        if place.owner.login not in barred and target.repo not in named
        if place.owner.login == target.owner  # what was given away, nobody was asked about
    }
    if len(used) < share and left - used:
        raise Broken(f"in peace only {len(used)} of {share} issues were opened: {found}")
