"""`campaign check --watch`: the same repositories again and again, and aloud what changes."""

import json
import signal
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

import click

from campaign.adapters.clock import SystemClock
from campaign.cli.check_words import counted
from campaign.cli.keyboard import unheard
from campaign.cli.language import _, ngettext
from campaign.cli.looking import Looking
from campaign.cli.my_time import duration
from campaign.cli.screen_canvas import Canvas
from campaign.cli.watch_lines import JsonView, LineView
from campaign.cli.watch_window import WindowView
from campaign.core.sentence import Sentence
from campaign.errors import CampaignError, Exit
from campaign.flow.watching import View, Watch


def watch(ready: Looking, *, seconds: float, order: str, as_json: bool) -> int:
    """Look until the person ends it, then tell how it stands. Returns the exit code.

    Raises:
        CampaignError: there is nothing that a look could find open.
    """
    if not ready.repos:
        raise CampaignError(
            Sentence("Every repository there is closed to everybody: there is nothing to watch."),
            hint=Sentence("Leave --watch out to see why."),
        )
    _tell_how(ready, seconds=seconds)
    view, window = _view(ready, order=order, as_json=as_json)
    clock = SystemClock()
    tell = _once(view.say)
    watched = Watch(
        look=lambda: ready.look(tell=tell),
        forge=ready.forge,
        clock=clock,
        view=view,
        signed_in=ready.account is not None,
        seconds=seconds,
    )
    began = clock.monotonic()
    # A plain `kill` would leave the terminal covered, and a script's `&` makes Ctrl-C deaf.
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, signal.default_int_handler)
    try:
        with unheard(), window:
            watched.run()
    except KeyboardInterrupt:
        _tell_end(ready, watched, lasted=clock.monotonic() - began)
        return Exit.INTERRUPTED
    except CampaignError as error:
        if not as_json:
            raise
        click.echo(json.dumps(_document(error)))
        return error.exit_code


def _once(say: Callable[[str], None]) -> Callable[[str], None]:
    """Says the same only at the first look that gives cause to."""
    said: set[str] = set()

    def tell(text: str) -> None:
        if text not in said:
            said.add(text)
            say(text)

    return tell


def _document(error: CampaignError) -> dict[str, object]:
    """An error on one line, like everything else that a watch writes for scripts."""
    code = int(error.exit_code)
    return {
        "schema": "campaign.error/1",
        "error": error.message,
        "hint": error.hint,
        "exit": code,
    }


def _view(
    ready: Looking, *, order: str, as_json: bool
) -> tuple[View, AbstractContextManager[None]]:
    """How it is shown, and what must be open meanwhile."""
    app = ready.app
    canvas = Canvas.of(app)
    if as_json:
        return JsonView(app), nullcontext()
    if app.verbose or not canvas.may_redraw:
        return LineView(app, canvas, order=order), nullcontext()
    view = WindowView(app, canvas, _title(ready), order=order)
    return view, view.opened()


def _title(ready: Looking) -> str:
    """What is watched, and through whose eyes."""
    words = ngettext("{n} repository", "{n} repositories", len(ready.repos))
    what = ready.meant.slug or words.format(n=len(ready.repos))
    if ready.account is None:
        return _("Watching {what} without a token").format(what=what)
    return _("Watching {what} as {login}").format(what=what, login=ready.account.login)


def _tell_how(ready: Looking, *, seconds: float) -> None:
    words = _("{title}, every {time}; Ctrl-C ends it.")
    say = ready.app.screen.say
    say(words.format(title=_title(ready), time=duration(seconds)))
    if ready.meant.campaign:
        say(_("The campaign file was read once: to see changes in it, start again."))


def _tell_end(ready: Looking, watched: Watch, *, lasted: float) -> None:
    say = ready.app.screen.say
    if not watched.looks:
        say(_("Ended before the first look was over."))
        return
    looks = ngettext("{n} look", "{n} looks", watched.looks).format(n=watched.looks)
    news = ngettext("{n} change", "{n} changes", watched.news).format(n=watched.news)
    stands = counted(each.access for each in watched.standings.values())
    words = _("Ended after {looks} in {time}, {news}. Now: {stands}.")
    say(words.format(looks=looks, time=duration(lasted), news=news, stands=stands))
