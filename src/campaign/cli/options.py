"""Options that several verbs share."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from campaign.core.sentence import Sentence, sentence
from campaign.core.text import printable_line
from campaign.errors import WrongUsage

if TYPE_CHECKING:
    from campaign.core.campaign import Campaign

_Function = Callable[..., Any]


def examples(*lines: str) -> str:
    """The end of a help page, with the mark that keeps click from rewrapping it."""
    word = "Examples" if len(lines) > 1 else "Example"
    return f"\b\n{word}:\n" + "\n".join(f"  {line}" for line in lines)


class Seconds(click.FloatRange):
    """A time within its bounds. `nan` is beyond none of them, and no time."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        seconds = float(super().convert(value, param, ctx))
        if not isfinite(seconds):
            self.fail("a number is needed.", param, ctx)
        return seconds


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
    type=Seconds(1, 600),
    default=30,
    show_default=True,
    metavar="SECONDS",
    help="The deadline of one whole request, from connection to last byte.",
)

max_wait_option = click.option(
    "--max-wait",
    type=Seconds(0, 86_400),
    default=120,
    show_default=True,
    metavar="SECONDS",
    help="The longest single wait for a limit, or for a look at what became of a posting;"
    " 0: look once, never wait.",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class StatementOptions:
    """What the command line says about the personal statement: one of these, or nothing."""

    text: str | None
    file: Path | None
    edit: bool
    none: bool

    @property
    def given(self) -> bool:
        """Whether it says anything, so that nobody needs to be asked."""
        return self.text is not None or self.file is not None or self.edit or self.none

    @property
    def repeated(self) -> tuple[str, ...]:
        """The same options for another command line; empty where no line can show the words."""
        if self.text is not None:
            whole = printable_line(self.text) == self.text
            return ("--statement", self.text) if whole else ()
        if self.file is not None:
            return ("--statement-file", str(self.file))
        if self.edit:
            return ("--edit",)
        return ("--no-statement",) if self.none else ()

    def check(self) -> None:
        """Raises WrongUsage where it says two things at once."""
        if sum((self.text is not None, self.file is not None, self.edit, self.none)) > 1:
            raise WrongUsage(
                Sentence(
                    "Give one of --statement, --statement-file, --edit and --no-statement, not"
                    " several."
                )
            )


def statement_options(function: _Function) -> _Function:
    """The ways to give a personal statement; the command gets them as one value, `statement`."""

    @wraps(function)
    def filled(
        *args: Any, text: str | None, file: Path | None, edit: bool, none: bool, **more: Any
    ) -> Any:
        options = StatementOptions(text=text, file=file, edit=edit, none=none)
        return function(*args, statement=options, **more)

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
    command: _Function = filled
    for option in reversed(options):
        command = option(command)
    return command


def choose_language(
    campaign: "Campaign", language: str | None, *, say: Callable[[str], None]
) -> str:
    """The language asked for; else the person's own, where the campaign has it; else its default,
    which is said.

    Raises:
        WrongUsage: the campaign does not have it.
    """
    from campaign.cli.language import issue_language

    if language is None:
        return issue_language(campaign, say=say)
    if language in campaign.languages:
        return language
    raise WrongUsage(
        sentence("The campaign has no text in the language {language}.", language=repr(language)),
        hint=sentence(
            "Use --lang with one of: {languages}.", languages=", ".join(campaign.languages)
        ),
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
                sentence(
                    "{repo} is not one of the campaign's repositories. Nothing was sent.",
                    repo=repr(repo),
                ),
                hint=sentence("It lists: {repos}", repos=listed),
            )
        chosen.append(target.repo)
    return tuple(chosen)
