"""Options that several verbs share."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from campaign.errors import WrongUsage

if TYPE_CHECKING:
    from campaign.cli.app import App
    from campaign.core.campaign import Campaign

STATEMENT_FILE_LIMIT = 64 * 1024
"""Bytes."""

_Function = Callable[..., Any]


def examples(*lines: str) -> str:
    """The end of a help page, with the mark that keeps click from rewrapping it."""
    word = "Examples" if len(lines) > 1 else "Example"
    return f"\b\n{word}:\n" + "\n".join(f"  {line}" for line in lines)


campaign_argument = click.argument("name_or_path", metavar="CAMPAIGN")

json_option = click.option(
    "--json", "as_json", is_flag=True, help="One JSON document on stdout, also on failure."
)

language_option = click.option(
    "--lang", "language", metavar="LANG", help="The language of the issue, such as en or es."
)

repo_option = click.option(
    "--repo",
    "repos",
    multiple=True,
    metavar="OWNER/REPO",
    help="Only this one of the campaign's repositories; may be repeated.",
)

timeout_option = click.option(
    "--timeout",
    type=click.FloatRange(1, 600),
    default=30,
    show_default=True,
    metavar="SECONDS",
    help="The deadline of one whole request, from connection to last byte.",
)

max_wait_option = click.option(
    "--max-wait",
    type=click.FloatRange(0, 86_400),
    default=120,
    show_default=True,
    metavar="SECONDS",
    help="The longest single wait for a limit, or for a look at what became of a posting;"
    " 0: look once, never wait.",
)


def statement_options(function: _Function) -> _Function:
    """The ways to give a personal statement."""
    options: tuple[Callable[[_Function], _Function], ...] = (
        click.option("--statement", "text", metavar="TEXT", help="Your own words."),
        click.option(
            "--statement-file",
            "file",
            type=click.Path(path_type=Path, allow_dash=True),
            metavar="FILE",
            help="Your own words from a file; - for standard input.",
        ),
        click.option("--edit", is_flag=True, help="Write your own words in your editor."),
        click.option("--no-statement", "none", is_flag=True, help="No personal statement."),
    )
    for option in reversed(options):
        function = option(function)
    return function


def choose_language(campaign: "Campaign", language: str | None) -> str:
    """The language asked for, or the campaign's own.

    Raises:
        WrongUsage: the campaign does not have it.
    """
    if language is None or language in campaign.languages:
        return language or campaign.issue.language
    raise WrongUsage(
        f"The campaign has no text in the language {language!r}.",
        hint=f"Use --lang with one of: {', '.join(campaign.languages)}.",
    )


def choose_repos(campaign: "Campaign", repos: tuple[str, ...]) -> tuple[str, ...]:
    """The chosen repositories, as the file writes them.

    Raises:
        WrongUsage: one of them is not in the campaign: only listed repositories get an issue.
    """
    chosen = []
    for repo in repos:
        target = campaign.target(repo)
        if target is None:
            listed = ", ".join(target.repo for target in campaign.targets)
            raise WrongUsage(
                f"{repo!r} is not one of the campaign's repositories. Nothing was sent.",
                hint=f"It lists: {listed}",
            )
        chosen.append(target.repo)
    return tuple(chosen)


def read_statement(
    app: "App",
    campaign: "Campaign",
    *,
    text: str | None,
    file: Path | None,
    edit: bool,
    none: bool,
    ask: bool,
    must: bool,
    common: str,
    secrets: tuple[str, ...] = (),
) -> str:
    """The supporter's own words, from wherever the options say; empty for none.

    Args:
        ask: whether to ask at the terminal where no option says anything.
        must: whether a missing statement is a fault where the campaign requires one.
        common: the campaign's template, to tell borrowed words from own ones.

    Raises:
        WrongUsage: two options at once, a file that cannot be read, or words that the gate or the
            campaign refuses.
    """
    from campaign.cli.statement import (
        ask_for_statement,
        check_statement,
        edit_statement,
        tell_of_coaching,
        tell_of_softening,
    )

    given = sum((text is not None, file is not None, edit, none))
    if given > 1:
        raise WrongUsage(
            "Give one of --statement, --statement-file, --edit and --no-statement, not several."
        )
    if file is not None:
        text = _from_file(file)
    elif edit:
        text = edit_statement(campaign)
    if text is None and ask and not none:
        words = ask_for_statement(app, campaign, secrets=secrets)
    else:
        words = check_statement(campaign, text or "", secrets=secrets, must=must)
    tell_of_softening(app, words)
    if ask or words:
        tell_of_coaching(app, words, common=common)
    return words


def _from_file(file: Path) -> str:
    from campaign.adapters.plain_file import Unreadable, read_bytes

    if str(file) == "-":
        data = sys.stdin.buffer.read(STATEMENT_FILE_LIMIT + 1)
        if len(data) > STATEMENT_FILE_LIMIT:
            raise WrongUsage("The statement on standard input is larger than 64 KiB.")
    else:
        try:
            data = read_bytes(file, limit=STATEMENT_FILE_LIMIT)
        except Unreadable as error:
            raise WrongUsage(
                f"--statement-file {file}: {error.message}",
                hint="Give an ordinary text file with a few sentences, in UTF-8.",
            ) from None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise WrongUsage(
            f"--statement-file {file}: the text is not in UTF-8.",
            hint="Save it as UTF-8 in your editor.",
        ) from None
