"""The command `campaign`: global options, verbs imported when called, every error in one shape."""

import contextlib
import json
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from campaign import __version__
from campaign.adapters.gh_token import HOW_TO_SIGN_IN, VARIABLES
from campaign.adapters.interrupt import stoppable
from campaign.cli.app import App, api_url_option
from campaign.cli.options import examples
from campaign.core.sentence import N_
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

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            error.ctx = ctx
            raise


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

    The system's requests to end are obeyed like Ctrl-C.
    """
    _survive_odd_terminals()
    with stoppable():
        return _run(arguments)


def _run(arguments: Sequence[str]) -> int:
    as_json = "--json" in arguments
    try:
        with contextlib.suppress(click.exceptions.Exit):
            code = cli.main(list(arguments), prog_name="campaign", standalone_mode=False)
            return int(code or Exit.DONE)
        return Exit.DONE
    except (click.Abort, KeyboardInterrupt):
        return _tell(N_("Interrupted."), hint=_ON_RECORD, code=Exit.INTERRUPTED, as_json=as_json)
    except click.ClickException as error:
        return _tell(*_usage(error), code=Exit(error.exit_code), as_json=as_json)
    except CampaignError as error:
        return _tell(
            error.message, hint=error.hint, code=error.exit_code, as_json=as_json, error=error
        )
    except BrokenPipeError:
        _leave_stdout()
        return Exit.ERROR
    except Exception as error:  # the last resort: people get words, `-v` gets the traceback
        if {"-v", "--verbose"} & set(arguments):
            raise
        _leave_stdout()
        return _tell(*_unforeseen(error), code=Exit.ERROR, as_json=as_json)


def _survive_odd_terminals() -> None:
    """A terminal that cannot show a character gets an escape instead of a crash, and a stream
    that was closed before we came is as good as none.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open(mode))  # noqa: SIM115 - open to the end
        elif mode == "w" and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _leave_stdout() -> None:
    """Where nobody reads it any more, spare Python's complaint at exit.

    https://docs.python.org/3/library/signal.html#note-on-sigpipe
    """
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _usage(error: click.ClickException) -> tuple[str, str]:
    path = (
        error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "campaign"
    )
    if isinstance(error, click.NoSuchOption):
        message = f"No such option {error.option_name!r}."
        if error.option_name == "--token":
            return message, HOW_TO_SIGN_IN
        if error.option_name in (name for each in cli.params for name in each.opts):
            return message, f"It stands before the verb: `campaign {error.option_name} …`."
    return error.format_message(), f"`{path} --help` shows what it takes, with an example."


def _unforeseen(error: Exception) -> tuple[str, str]:
    if isinstance(error, OSError) and error.strerror:
        return f"The system refused: {error.strerror}.", _ON_RECORD
    told = f"Something went wrong that nobody foresaw: {type(error).__name__}."
    return told, f"{_ON_RECORD} `campaign -v …` shows details; please report them."


_ON_RECORD = N_("What was posted before, if anything, is on record: `campaign status` shows it.")

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
    code: Exit,
    as_json: bool,
    error: CampaignError | None = None,
) -> int:
    from campaign.cli.language import _, isolated, ngettext
    from campaign.core.secrets import find_secrets
    from campaign.core.text import printable

    own = [os.environ[name].strip() for name in VARIABLES if name in os.environ]
    if any(find_secrets(message, secrets=own)):
        error, (message, hint) = None, _NOT_REPEATED
    if as_json:
        document = {"schema": "campaign.error/1", "error": message, "hint": hint, "exit": int(code)}
        with contextlib.suppress(OSError):
            click.echo(json.dumps(document, indent=2))
            return int(code)
    for text in filter(None, (error or CampaignError(message, hint=hint)).told(_, ngettext)):
        line = printable(text)
        click.echo(isolated(line) if sys.stderr.isatty() else line, err=True)
    return int(code)
