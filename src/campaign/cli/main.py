"""The command `campaign`: global options, verbs imported when called, every error in one shape."""

import contextlib
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from campaign import __version__
from campaign.adapters.gh_token import tokens_at_hand
from campaign.adapters.interrupt import ignore_stops, stoppable
from campaign.cli.app import App, api_url_option
from campaign.cli.options import examples
from campaign.cli.streams import (
    DOCUMENT,
    escape_unknown_characters,
    lead_nowhere,
    open_missing,
    outlast,
)
from campaign.cli.usage import no_such_verb, usage_in_words
from campaign.core.sentence import N_, Sentence, in_a_row, sentence
from campaign.errors import CampaignError, Exit

VERBS = (
    *("list", "new", "validate", "schema", "preview"),
    *("check", "post", "settle", "status", "rehearse"),
)

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 80}


class _Verbs(click.Group):
    """Verbs are imported when they are called: `--help` must not load the network's libraries."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        command: click.Command = import_module(f"campaign.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Whole sentences, where click would cut them to one line."""
        commands = ((name, self.get_command(ctx, name)) for name in self.list_commands(ctx))
        with formatter.section("Commands"):
            formatter.write_dl(
                [(name, each.get_short_help_str(limit=300)) for name, each in commands if each]
            )

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError:
            raise click.UsageError(no_such_verb(args[0], VERBS), ctx) from None


_EXAMPLES = examples(
    "campaign list",
    "campaign preview notechforice-2019",
    "campaign rehearse notechforice-2019",
    "campaign check notechforice-2019",
    "campaign post notechforice-2019",
)


def _exit_codes() -> str:
    rows = (f"  {code.value:>3}  {code.meaning}" for code in Exit)
    return "\b\nExit codes:\n" + "\n".join(rows)


@click.command(cls=_Verbs, context_settings=CONTEXT, epilog=f"{_EXAMPLES}\n\n{_exit_codes()}")
@api_url_option
@click.option(
    "--state-dir",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="CAMPAIGN_STATE_DIR",
    help="Where the record of your issues is kept.  [default: the system's state folder]",
)
@click.option(
    "--plain",
    is_flag=True,
    envvar="ACCESSIBLE",
    help="No boxes, no redrawing: one labelled line after the other, for screen readers.",
)
@click.option("--no-color", is_flag=True, help="No colours; so does the variable NO_COLOR.")
@click.option("-v", "--verbose", is_flag=True, help="Say every request that is made.")
@click.version_option(__version__, prog_name="campaign")
@click.pass_context
def cli(ctx: click.Context, /, **settings: Any) -> None:
    """Take part in a peaceful protest campaign on GitHub, or organise one.

    Each supporter opens an issue from their own account, with their own words added, on the
    repositories a campaign lists: few, authentic, approved one by one, never twice.
    """
    ctx.obj = App(**settings, given=_given(ctx))


def _given(ctx: click.Context) -> tuple[str, ...]:
    """Server and folder, where the command line names them: a variable is still set next time."""
    typed = ParameterSource.COMMANDLINE
    names = {"--api-url": "api_url", "--state-dir": "state_dir"}
    return tuple(
        word
        for option, name in names.items()
        if ctx.get_parameter_source(name) is typed
        for word in (option, str(ctx.params[name]))
    )


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; errors are told, never raised.

    The system's requests to end are obeyed like Ctrl-C. Once the end is known, nothing changes it:
    the process then has only to leave, and listens to none of them any more.
    """
    open_missing()
    escape_unknown_characters()
    outlast("stderr")
    tell = partial(_tell, as_json="--json" in arguments, plain=_is_plain(arguments))
    with stoppable():
        try:
            return _run(arguments, tell)
        except KeyboardInterrupt:
            code = Exit.INTERRUPTED if DOCUMENT.code is None else DOCUMENT.code
            return tell(N_("Interrupted."), hint=_ON_RECORD, code=code)


def _run(arguments: Sequence[str], tell: Callable[..., int]) -> int:
    try:
        code = Exit.DONE
        with contextlib.suppress(click.exceptions.Exit):
            code = cli.main(list(arguments), prog_name="campaign", standalone_mode=False) or code
        ignore_stops()
        return int(code)
    except click.Abort:
        raise KeyboardInterrupt from None
    except click.ClickException as error:
        own = {name for each in cli.params for name in each.opts}
        told = usage_in_words(error, before_verb=own)
        return tell(*told, code=Exit(error.exit_code))
    except CampaignError as error:
        return tell(error.message, hint=error.hint, code=error.exit_code, error=error)
    except BrokenPipeError:
        ignore_stops()
        lead_nowhere(sys.stdout)
        return Exit.ERROR
    except Exception as error:  # the last resort: people get words, `-v` gets the traceback
        if {"-v", "--verbose"} & set(arguments):
            raise
        _leave_full_stdout()
        return tell(*_unforeseen(error), code=Exit.ERROR)


def _is_plain(arguments: Sequence[str]) -> bool:
    """As click would have it; a value that it refuses is told as a fault, and is none here."""
    with contextlib.suppress(click.BadParameter):
        asked = click.BOOL.convert(os.environ.get("ACCESSIBLE") or "0", None, None)
        return "--plain" in arguments or bool(asked)
    return "--plain" in arguments


def _leave_full_stdout() -> None:
    try:
        sys.stdout.flush()
    except OSError:
        lead_nowhere(sys.stdout)


def _unforeseen(error: Exception) -> tuple[str, str]:
    if isinstance(error, OSError) and error.strerror:
        return sentence("The system refused: {words}.", words=error.strerror), _ON_RECORD
    kind = type(error).__name__
    told = sentence("Something went wrong that nobody foresaw: {kind}.", kind=kind)
    return told, in_a_row(_ON_RECORD, _DETAILS)


_ON_RECORD = Sentence(
    "What was posted before, if anything, is on record: `campaign status` shows it."
)

_DETAILS = Sentence("`campaign -v …` shows details; please report them.")

_NOT_REPEATED = (
    N_("What was typed holds something like a token or a key, so it is not repeated here."),
    N_(
        "A token is never part of a command: use `gh auth login`, or set it as GH_TOKEN. Your shell"
        " may have kept this one in its history; to be safe, revoke it:"
        " https://github.com/settings/tokens"
    ),
)


def _tell(
    message: str,
    hint: str = "",
    *,
    code: int,
    as_json: bool,
    plain: bool,
    error: CampaignError | None = None,
) -> int:
    ignore_stops()
    from campaign.cli.language import _, ngettext
    from campaign.core.secrets import find_secrets

    if any(find_secrets(f"{message}\n{hint}", secrets=tokens_at_hand())):
        error, (message, hint) = None, _NOT_REPEATED
    document = {"schema": "campaign.error/1", "error": message, "hint": hint, "exit": int(code)}
    if not (as_json and _is_written(document)) or _only_talk_is_seen():
        for text in filter(None, (error or CampaignError(message, hint=hint)).told(_, ngettext)):
            _say(text, plain=plain)
    return int(code)


def _is_written(document: Mapping[str, object]) -> bool:
    """Whether scripts find it on stdout: not behind another one, and not on a full disk."""
    with contextlib.suppress(OSError):
        if not DOCUMENT.begun:
            DOCUMENT.write(document)
            return True
    return False


def _only_talk_is_seen() -> bool:
    """Whether somebody sits at a terminal that does not show stdout."""
    return sys.stderr.isatty() and not sys.stdout.isatty()


def _say(text: str, *, plain: bool) -> None:
    from campaign.cli.screen import Screen
    from campaign.core.text import printable

    if sys.stderr.isatty():
        Screen(plain=plain, no_color=True).say(text)
    else:
        click.echo(printable(text), err=True)
