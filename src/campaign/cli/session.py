"""One sitting of `campaign post`, from the open door to the receipt."""

import random
from contextlib import ExitStack

import click

from campaign.adapters.clock import SystemClock
from campaign.cli import machine
from campaign.cli.readiness import Ready, get_ready
from campaign.cli.receipts import Farewell, show_farewell
from campaign.cli.sitting import Sitting
from campaign.core.receipt import Outcome
from campaign.core.sentence import Sentence, in_lines
from campaign.errors import CampaignError, Exit
from campaign.flow.following import sightings
from campaign.flow.posting import Rules, Run, dry_run, post

_LATER = Sentence("Run the same command again whenever you like.")

_MADE = {Outcome.POSTED, Outcome.UNKNOWN}


class Left(CampaignError):
    """The person left before anything was posted."""

    exit_code = Exit.INTERRUPTED


def hold(sitting: Sitting) -> int:
    """Look, show, ask, post, tell; returns the exit code."""
    try:
        with ExitStack() as stack:
            ready = _get_ready(sitting, stack)
            run = _carry_out(sitting, ready)
            seen = _look_as_a_stranger(sitting, ready, run)
    except BaseException:
        sitting.wording.put_away(waiting=True)
        raise
    sitting.wording.put_away(waiting=_waits(run))
    _tell(sitting, ready, run, seen)
    return run.exit


def _get_ready(sitting: Sitting, stack: ExitStack) -> Ready:
    try:
        return get_ready(sitting, stack)
    except (click.Abort, KeyboardInterrupt):
        raise Left(Sentence("Interrupted. Nothing was posted."), hint=_LATER) from None
    except CampaignError as error:
        if "nothing was" not in error.message.lower():
            error.message = in_lines(error.message, Sentence("Nothing was posted."))
        raise


def _carry_out(sitting: Sitting, ready: Ready) -> Run:
    action = sitting.file.campaign.action
    if sitting.asked.only_look:
        return dry_run(ready.plan)
    return post(
        ready.plan,
        account=ready.account,
        forge=ready.forge,
        ledger=ready.ledger,
        clock=SystemClock(),
        desk=sitting.desk,
        rules=Rules(
            pace=sitting.pace,
            max_wait=sitting.asked.max_wait,
            looked_at=ready.looked_at,
            jitter=random.SystemRandom().random,
            ends=action.ends if action else None,
        ),
    )


def _look_as_a_stranger(sitting: Sitting, ready: Ready, run: Run) -> dict[str, bool | None]:
    """Which of the new issues others see; whoever is leaving is not kept for it."""
    if run.exit is Exit.INTERRUPTED:
        return {}
    steps = (*ready.plan.steps, *ready.plan.reserve)
    names = {step.repo: step.access.name_now for step in steps}
    try:
        return sightings(run.receipts, names, forge=ready.forge, waiting=sitting.desk)
    except KeyboardInterrupt:
        return {}


def _waits(run: Run) -> bool:
    """Whether the words are still meant for issues that are not posted yet."""
    left = {Outcome.DEFERRED, Outcome.UNKNOWN}
    return run.exit is Exit.INTERRUPTED or any(each.outcome in left for each in run.receipts)


def _tell(sitting: Sitting, ready: Ready, run: Run, seen: dict[str, bool | None]) -> None:
    app, asked, campaign = sitting.app, sitting.asked, sitting.file.campaign
    if asked.as_json:
        document = machine.post(
            run.receipts,
            campaign=campaign,
            login=ready.account.login,
            dry_run=asked.only_look,
            resume_at=run.resume_at,
            code=run.exit,
            sightings=seen,
        )
        machine.write("post", **document)
    end = Farewell(
        campaign=campaign,
        run=run,
        plan=ready.plan,
        sightings=seen,
        command=lambda verb: app.command(verb, asked.name_or_path),
        again=sitting.go_on(posted=sum(each.outcome in _MADE for each in run.receipts)),
        to_post=asked.to_post(app),
        only_saved=asked.save_plan is not None,
        mine=app.my_zone,
    )
    show_farewell(app.screen, end, links=not asked.as_json)
