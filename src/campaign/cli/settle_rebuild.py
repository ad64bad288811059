"""`settle --rebuild`: a new ledger of what GitHub shows, in the place of an unreadable one."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from campaign.adapters.clock import SystemClock
from campaign.adapters.ledger import Ledger
from campaign.adapters.ledger_file import is_readable, last_written, set_aside
from campaign.cli.app import App
from campaign.core.account import Account
from campaign.core.campaign import Campaign
from campaign.core.receipt import Outcome, Posting, Receipt, State
from campaign.errors import CampaignError, Exit
from campaign.flow.forge import Forge
from campaign.flow.rebuilding import find_mine
from campaign.flow.settling import known

QUIET = timedelta(hours=1)
"""An issue sent just before may not be listed yet: lists were seen to lag by 49 minutes."""


class TooEarly(CampaignError):
    """The old ledger was written a short while ago."""

    exit_code = Exit.LIMITED


def rebuild_ledger(
    app: App, campaign: Campaign, forge: Forge, account: Account
) -> tuple[Receipt, ...]:
    """Make a new ledger if there is no sound one, with the campaign's issues that GitHub shows.

    A sound one may have been made for another campaign: it takes in what it does not know, and
    keeps everything else. Only for the holder of the run lock. Nothing is touched before GitHub
    has told everything. Returns the receipts of the issues that were taken in.

    Raises:
        TooEarly: come back later. LedgerError: the file is sound, but not ours to read.
    """
    path, now = app.ledger_path, SystemClock().now()
    sound = is_readable(path)
    if not sound:
        _check_quiet(path, now=now)
    rows = find_mine(campaign, forge=forge, account=account)
    kept = None if sound else set_aside(path, at=now)
    new = _take_in(path, rows)
    if sound:
        _tell_of_sound(app, new)
    else:
        app.screen.say(f"A new record was made, with {len(new)} of your issues in it.")
        if kept:
            app.screen.say(f"The old file is kept: {kept}")
        app.screen.say("What GitHub does not show, such as a refusal, is forgotten.")
    app.screen.say("Run it for each campaign you took part in.")
    return tuple(filter(None, (known(row, outcome=Outcome.ALREADY) for row in new)))


def _take_in(path: Path, rows: Iterable[Posting]) -> list[Posting]:
    """Those of the issues that the ledger did not know to exist."""
    with Ledger.open(path) as ledger:
        there = {row.key for row in ledger.postings() if row.state is State.POSTED}
        new = [row for row in rows if row.key not in there]
        for row in new:
            ledger.adopt(row)
    return new


def _tell_of_sound(app: App, new: Sequence[Posting]) -> None:
    what = f"{len(new)} of your issues were added to it" if new else "It was left as it is"
    app.screen.say(f"The record of your issues is sound. {what}.")


def _check_quiet(path: Path, *, now: datetime) -> None:
    written = last_written(path)
    if written is None or now - written >= QUIET:
        return
    raise TooEarly(
        f"The old record was written at {written:%H:%M} UTC. An issue sent just before then may not"
        " be in GitHub's lists yet, so nothing was rebuilt.",
        hint="Run the same command again after"
        f" {(written + QUIET).astimezone(UTC):%Y-%m-%d %H:%M} UTC.",
    )
