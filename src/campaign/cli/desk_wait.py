"""Waits that can be seen: a bar on a terminal, a plain line every so often elsewhere."""

import time
from collections.abc import Callable

from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from campaign.cli.keyboard import unheard
from campaign.cli.language import _, told
from campaign.cli.my_time import duration
from campaign.cli.screen import Screen
from campaign.core.text import printable_line

OFTEN, SELDOM = 60.0, 600.0
"""Seconds between two lines about a wait: at first or last, and in a long one."""

Elapsed = Callable[[], float]


def wait_visibly(
    screen: Screen, seconds: float, *, why: str, elapsed: Elapsed = time.monotonic
) -> None:
    """Sleep, and show how long it still takes.

    Args:
        elapsed: a clock in seconds; by default one that no change of the computer's time moves.
    """
    ends = elapsed() + seconds
    why = told(why).rstrip(".")

    def left() -> float:
        return max(0.0, ends - elapsed())

    with unheard():
        if screen.talks_to_terminal and not screen.plain:
            _show_bar(screen, left, why=why)
        else:
            _tell_lines(screen, left, why=printable_line(why))


def _show_bar(screen: Screen, left: Elapsed, *, why: str) -> None:
    total = left()
    told = TextColumn("{task.description}", markup=False)
    columns = (told, BarColumn(20), TimeRemainingColumn())
    with Progress(*columns, console=screen.err, transient=True) as progress:
        bar = progress.add_task(printable_line(why, limit=50), total=total)
        while (now := left()) > 0:
            time.sleep(min(0.2, now))
            progress.update(bar, completed=total - left())


def _tell_lines(screen: Screen, left: Elapsed, *, why: str) -> None:
    screen.say(_("Waiting {time}: {why}.").format(time=duration(left()), why=why))
    while (now := left()) > 0:
        pause = SELDOM if now > 2 * SELDOM else OFTEN
        _sleep_until(left, max(0.0, now - pause) if now > 2 * OFTEN else 0.0)
        if left() > 0:
            still = _("Still waiting, {time} to go: {why}.")
            screen.say(still.format(time=duration(left()), why=why))


def _sleep_until(left: Elapsed, rest: float) -> None:
    """In short sleeps: a computer that was asleep itself finds out soon after."""
    while (now := left()) > rest:
        time.sleep(min(5.0, now - rest))
