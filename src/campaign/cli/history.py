"""`campaign check --history`: what earlier looks of this computer found. No network."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from campaign.cli import machine, machine_check
from campaign.cli.app import App
from campaign.cli.check_names import Meant, read_names
from campaign.cli.history_picture import draw_history
from campaign.cli.history_words import HistoryWords
from campaign.cli.language import _, ngettext
from campaign.cli.looking import look_book
from campaign.cli.screen_canvas import Canvas
from campaign.core.history import Look, through_same_eyes
from campaign.core.timeline import Timeline, timelines


@dataclass(frozen=True, kw_only=True, slots=True)
class Past:
    """The history of what was asked for."""

    meant: Meant
    rows: tuple[Timeline, ...]
    login: str | None
    left_out: int
    """Looks through somebody else's eyes."""
    damaged: int


def show_history(app: App, names: tuple[str, ...], *, svg: Path | None, as_json: bool) -> None:
    """Tell it as a picture or in words, write it as SVG, or as JSON.

    Raises:
        CampaignError: the picture cannot be written.
    """
    past = _past(app, names)
    if as_json:
        document = machine_check.history(
            past.rows,
            slug=past.meant.slug,
            viewer=past.login,
            left_out=past.left_out,
            damaged=past.damaged,
        )
        machine.write("check-history", **document)
        return
    _tell_of_gaps(app, past)
    if not any(row.stretches for row in past.rows):
        begin = _("Each look is kept: begin with `{command}`.")
        app.screen.say(_("Nobody has looked at these repositories from this computer yet."))
        app.screen.say(begin.format(command=app.command("check", *names)))
        return
    words = HistoryWords(app, past.rows, slug=past.meant.slug, login=past.login)
    if svg is not None:
        _write_svg(app, past.rows, words, path=svg)
    elif app.plain:
        _tell(Canvas.of(app), past.rows, words)
    else:
        draw_history(Canvas.of(app), past.rows, words)


def _past(app: App, names: tuple[str, ...]) -> Past:
    meant = read_names(app, names)
    kept = look_book(app).read()

    def owned_by(owner: str) -> list[str]:
        """Of an owner's repositories those that somebody looked at."""
        every = (glimpse.repo for look in kept.looks for glimpse in look.seen)
        return [repo for repo in every if repo.lower().startswith(f"{owner.lower()}/")]

    repos = meant.repos(owned_by)
    asked = _about(kept.looks, repos)
    looks = through_same_eyes(asked)
    return Past(
        meant=meant,
        rows=timelines(looks, repos),
        login=looks[-1].login if looks else None,
        left_out=len(asked) - len(looks),
        damaged=kept.damaged,
    )


def _about(looks: Sequence[Look], repos: Sequence[str]) -> list[Look]:
    """The looks at one of these repositories."""
    wanted = {repo.lower() for repo in repos}
    return [look for look in looks if any(each.repo.lower() in wanted for each in look.seen)]


def _tell_of_gaps(app: App, past: Past) -> None:
    if past.left_out:
        words = ngettext(
            "{n} look with another account, or without any, is left out.",
            "{n} looks with another account, or without any, are left out.",
            past.left_out,
        )
        app.screen.say(words.format(n=past.left_out))
    if past.damaged:
        words = ngettext(
            "{n} line of the history is damaged and cannot be read.",
            "{n} lines of the history are damaged and cannot be read.",
            past.damaged,
        )
        app.screen.say(words.format(n=past.damaged))


def _tell(canvas: Canvas, rows: Sequence[Timeline], words: HistoryWords) -> None:
    """One sentence for each stretch."""
    for line in (words.title, *words.caption):
        canvas.out(line)
    for row in rows:
        for stretch in row.stretches:
            canvas.out(f"{row.repo}: {words.told(stretch)}.")
        if not row.stretches:
            canvas.out(f"{row.repo}: {words.never}.")


def _write_svg(app: App, rows: Sequence[Timeline], words: HistoryWords, *, path: Path) -> None:
    from campaign.adapters.output_file import write_page
    from campaign.adapters.web_files import read_web_file
    from campaign.core.timeline_svg import timeline_svg

    style = read_web_file("timeline.css")
    write_page(path, timeline_svg(rows, zone=words.zone, words=words.of_picture(), style=style))
    app.screen.say(_("Written to {file}. Nothing was sent.").format(file=path))
