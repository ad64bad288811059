"""What must hold in the end, in peace: everything is posted, or plainly unknown."""

from tests.proof.simulator.disk import OPEN
from tests.proof.simulator.invariants import Broken
from tests.proof.simulator.stage import Ending, Stage

from campaign.errors import Exit, SignInNeeded


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
    """Each issue that a list shows is posted in the ledger, and no other one is in doubt."""
    for birth in stage.books.made():
        place = stage.world.find_by_id(birth.repository_id)
        if place is None or birth.author_id != ending.user.id or not listed(stage, birth.issue_id):
            continue
        if any(stage.world.find(target.repo) is place for target in stage.campaign.targets):
            state = found.get(place.id)
            if state != "posted":
                raise Broken(f"made in {place.full_name}, and in the end it is {state}")


def listed(stage: Stage, issue_id: int) -> bool:
    """Whether the issue still exists."""
    return any(
        issue.id == issue_id and not issue.gone
        for place in stage.places
        for issue in place.issues.values()
    )


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
