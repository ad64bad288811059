"""`settle --rebuild`: a new ledger of what GitHub shows, in the place of an unreadable one."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from campaign.adapters.clock import SystemClock
from campaign.adapters.ledger import Ledger
from campaign.adapters.ledger_file import is_readable, last_written, set_aside
from campaign.cli.app import App
from campaign.cli.language import _, ngettext
from campaign.core.access import RepoFacts
from campaign.core.account import Account
from campaign.core.campaign import Campaign
from campaign.core.receipt import Outcome, Posting, Receipt, State
from campaign.core.sentence import sentence
from campaign.core.waits import in_utc
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
    mine = find_mine(campaign, forge=forge, account=account)
    kept = None if sound else set_aside(path, at=now)
    new = _take_in(path, mine.postings)
    if sound:
        _tell_of_sound(app, new)
    else:
        _tell_of_new(app, new, kept=kept)
    _tell_of_unseen(app, mine.unseen)
    app.screen.say(_("Run it for each campaign you took part in."))
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
    app.screen.say(_("The record of your issues is sound."))
    if not new:
        app.screen.say(_("It was left as it is."))
        return
    added = ngettext(
        "{n} of your issues was added to it.", "{n} of your issues were added to it.", len(new)
    )
    app.screen.say(added.format(n=len(new)))


def _tell_of_new(app: App, new: Sequence[Posting], *, kept: Path | None) -> None:
    made = ngettext(
        "A new record was made, with {n} of your issues in it.",
        "A new record was made, with {n} of your issues in it.",
        len(new),
    )
    app.screen.say(made.format(n=len(new)))
    if kept:
        app.screen.say(_("The old file is kept: {path}").format(path=kept))
    app.screen.say(_("What GitHub does not show, such as a refusal, is forgotten."))


def _tell_of_unseen(app: App, unseen: Sequence[RepoFacts]) -> None:
    words = _(
        "{repo}: GitHub does not show this account what is there, so none of your issues there"
        " was taken in. Before anything is sent there, they are looked for again."
    )
    for each in unseen:
        app.screen.say(words.format(repo=each.repo))


def _check_quiet(path: Path, *, now: datetime) -> None:
    written = last_written(path)
    if written is None or now - written >= QUIET:
        return
    raise TooEarly(
        sentence(
            "The old record was written at {time}. An issue sent just before then may not be in"
            " GitHub's lists yet, so nothing was rebuilt.",
            time=f"{written:%H:%M} UTC",
        ),
        hint=sentence(
            "Run the same command again after {time}.",
            time=in_utc(written + QUIET),
        ),
    )
