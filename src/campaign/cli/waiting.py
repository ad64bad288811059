"""`post --wait`: sign-in first, then a wait that can be seen until the action has begun."""

import time
from datetime import datetime, timedelta

from campaign.cli.app import App
from campaign.cli.desk_wait import wait_visibly
from campaign.cli.language import N_, _, ngettext, told
from campaign.cli.my_time import duration, span
from campaign.core.campaign import Campaign
from campaign.core.schedule import Schedule, Window
from campaign.core.sentence import Sentence, in_lines, sentence
from campaign.core.waits import UNSHOWN, in_utc
from campaign.errors import CampaignError, OutsideWindow, RateLimited, SignInNeeded
from campaign.flow.planning import posting_account
from campaign.flow.starting import PATIENCE, beginning
from campaign.flow.window import three_clocks

TRIES = 20
"""How often in a row GitHub is asked for the time, once one has begun to wait."""

BREATH = 30.0
"""Seconds between two of these tries."""


def wait_for_start(
    app: App, campaign: Campaign, *, token: str, timeout: float, share: float
) -> None:
    """Wait until the action has begun by GitHub's clock, and a part of the spread after that.

    Returns at once where it has begun; no connection and no lock is held meanwhile.

    Args:
        share: how far into the spread, from 0 to 1.

    Raises:
        SignInNeeded: found out now, not after the wait.
        OutsideWindow: the start is too far away.
    """
    action = campaign.action
    if action is None:
        return
    now, free = _ask_the_time(app, token=token, timeout=timeout)
    if action.state_at(now) is not Window.BEFORE:
        _check_free(free, now=now)
        return
    until = beginning(action, share=share)
    if until - now > PATIENCE:
        raise _too_far(app, action, now)
    _announce(app, action, until)
    while (left := (max(until, free) - now).total_seconds()) > 0:
        # Longer by what GitHub's clock does not show, so as not to come just before it.
        _sit(app, left + UNSHOWN.total_seconds(), why=N_("until it is your turn"))
        now, free = _ask_again(app, token=token, timeout=timeout)


def _check_free(free: datetime, *, now: datetime) -> None:
    if free > now:
        raise RateLimited(
            Sentence("GitHub's limit on requests is reached. Nothing was posted."),
            hint=sentence("Run the same command again after {time}.", time=in_utc(free)),
        )


def _ask_the_time(app: App, *, token: str, timeout: float) -> tuple[datetime, datetime]:
    """GitHub's clock, told by somebody who may post, and from when on it may be asked again."""
    with app.forge(token=token, timeout=timeout) as forge:
        posting_account(forge)
        now = forge.now()
        return now, now + (forge.pause() or timedelta())


def _ask_again(app: App, *, token: str, timeout: float) -> tuple[datetime, datetime]:
    """The same after hours of waiting, which one request that fails must not end."""
    for left in range(TRIES - 1, -1, -1):
        try:
            return _ask_the_time(app, token=token, timeout=timeout)
        except (SignInNeeded, RateLimited):  # GitHub has named a time: nothing is asked before it
            raise
        except CampaignError as error:
            if not left:
                raise
            why, _hint = error.told(_, ngettext)
            app.screen.say(why)
        _sit(app, BREATH, why=N_("then GitHub is asked again"))
    raise AssertionError("the last try returns or raises")


def _sit(app: App, seconds: float, *, why: str) -> None:
    wait_visibly(app.screen, seconds, why=why, elapsed=_awake_or_asleep)


def _awake_or_asleep() -> float:
    """A clock that goes on while the computer sleeps. Where it errs, GitHub's clock is asked."""
    return max(time.monotonic(), time.time() - _AHEAD)


_AHEAD = time.time() - time.monotonic()


def _too_far(app: App, action: Schedule, now: datetime) -> OutsideWindow:
    clocks = action.clocks(action.starts, mine=app.my_zone)
    away = span(action.starts_in(now).total_seconds())
    return OutsideWindow(
        in_lines(
            sentence("The action begins in {time}: too long to wait here.", time=away),
            three_clocks(Sentence("Starts"), clocks),
            Sentence("Nothing was posted."),
        ),
        hint=Sentence("Come back within a day of the start, and run the same command again."),
    )


def _announce(app: App, action: Schedule, until: datetime) -> None:
    app.screen.say(_("You are signed in. The action has not begun."))
    clocks = action.clocks(action.starts, mine=app.my_zone)
    app.screen.say(told(three_clocks(Sentence("Starts"), clocks)))
    after = (until - action.starts).total_seconds()
    if after > 0:
        chance = _(
            "You begin {time} after that: a moment drawn by chance, so that supporters do not all"
            " come at once."
        )
        app.screen.say(chance.format(time=duration(after)))
    app.screen.say(_("Nothing is posted before then. Ctrl-C leaves without posting."))
