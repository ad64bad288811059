"""`settle --rebuild`: a new ledger of what GitHub shows, in the place of an unreadable one."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from campaign.adapters.clock import SystemClock
from campaign.adapters.ledger import Ledger
from campaign.adapters.ledger_file import is_readable, last_written, set_aside
from campaign.adapters.private_files import make_private_folder
from campaign.adapters.run_lock import run_lock
from campaign.cli.app import App
from campaign.core.account import Account
from campaign.core.campaign import Campaign
from campaign.core.receipt import Outcome, Receipt
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
    """Make a new ledger if there is no sound one; the receipts of the issues it begins with.

    Nothing is touched before GitHub has told everything.

    Raises:
        TooEarly: come back later. LedgerError: the file is sound, but not ours to read.
    """
    path = app.ledger_path
    make_private_folder(path.parent)
    with run_lock(app.lock_path):
        if is_readable(path):
            app.screen.say("The record of your issues is sound. It was left as it is.")
            return ()
        now = SystemClock().now()
        _check_quiet(path, now=now)
        rows = find_mine(campaign, forge=forge, account=account)
        kept = set_aside(path, at=now)
        with Ledger.open(path) as ledger:
            for row in rows:
                ledger.adopt(row)
    app.screen.say(f"A new record was made, with {len(rows)} of your issues in it.")
    if kept:
        app.screen.say(f"The old file is kept: {kept}")
    app.screen.say("What GitHub does not show, such as a refusal, is forgotten.")
    return tuple(filter(None, (known(row, outcome=Outcome.ALREADY) for row in rows)))


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
