"""App: what the global options say, and the outside opened late by them."""

import shlex
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from campaign.core.api_address import GITHUB, is_loopback, is_safe, server_name, spelled
from campaign.core.sentence import Sentence
from campaign.errors import SignInNeeded

if TYPE_CHECKING:
    from campaign.adapters.campaign_file import CampaignFile
    from campaign.adapters.github import GitHub
    from campaign.adapters.ledger import Ledger
    from campaign.cli.screen import Screen
    from campaign.core.answer import Reply


def _check_api_url(ctx: click.Context, param: click.Parameter, value: str) -> str:
    """The token travels there, so: https, or http to this very computer."""
    if not is_safe(value):
        raise click.BadParameter(
            Sentence(
                "an address starting with https:// is needed (http:// only for this computer)."
            ),
            ctx=ctx,
            param=param,
        )
    return spelled(value)


api_url_option = click.option(
    "--api-url",
    envvar="CAMPAIGN_API_URL",
    default=GITHUB,
    callback=_check_api_url,
    help=f"The GitHub API to talk to.  [default: {GITHUB}]",
)


@dataclass
class App:
    """The global options of one run."""

    api_url: str
    state_dir: Path | None
    plain: bool
    no_color: bool
    verbose: bool
    given: tuple[str, ...] = ()
    """The options of the command line that say where: a command to be run later needs them, too."""

    def command(self, *words: str) -> str:
        """A command that goes on from here, ready to be copied into a shell."""
        return shlex.join(["campaign", *self.given, *words])

    @property
    def on_loopback(self) -> bool:
        return is_loopback(self.api_url)

    @property
    def at_terminal(self) -> bool:
        """Whether somebody can answer a question."""
        return sys.stdin.isatty() and sys.stderr.isatty()

    @cached_property
    def my_zone(self) -> tzinfo:
        """My zone by its place, where the system names it: that one knows summer from winter."""
        from campaign.adapters.local_zone import local_zone

        today = datetime.now().astimezone().tzinfo
        assert today is not None  # noqa: S101 - astimezone() always sets one
        name = local_zone()
        try:
            return ZoneInfo(name) if name else today
        except (OSError, ValueError, LookupError):  # what the system says names no zone
            return today

    @cached_property
    def screen(self) -> "Screen":
        from campaign.cli.screen import Screen

        return Screen(plain=self.plain, no_color=self.no_color)

    @cached_property
    def state(self) -> Path:
        """The folder of everything this tool keeps."""
        from campaign.adapters.private_files import state_folder

        return self.state_dir or state_folder()

    def campaign_file(self, name_or_path: str) -> "CampaignFile":
        """Load a campaign; raises InvalidCampaign with every fault."""
        from campaign.adapters.campaign_file import load
        from campaign.adapters.shipped import find

        return load(find(name_or_path))

    def token(self) -> str | None:
        """The token of whoever is signed in; None if nobody is."""
        from campaign.adapters.gh_token import find_token

        return find_token(ask_gh=self.api_url == GITHUB)

    def needed_token(self) -> str:
        """The token, asked for in a hidden prompt if need be.

        Raises:
            SignInNeeded: there is none, and nobody to ask.
        """
        from campaign.adapters.gh_token import HOW_TO_SIGN_IN
        from campaign.cli.language import _

        token = self.token()
        if token is not None:
            return token
        if not self.at_terminal:
            raise SignInNeeded(
                Sentence("You are not signed in: there is no GitHub token. Nothing was sent."),
                hint=HOW_TO_SIGN_IN,
            )
        self.screen.say(_("You are not signed in to GitHub."))
        self.screen.say(_(HOW_TO_SIGN_IN))
        return self._pasted_token()

    def _pasted_token(self) -> str:
        from campaign.adapters.gh_token import check_token
        from campaign.cli.language import _, isolated, ngettext

        question = isolated(_("Or paste a token now (it is not shown)"))
        while True:
            typed: str = click.prompt(question, hide_input=True, err=True)
            try:
                return check_token(typed, origin=Sentence("your answer"))
            except SignInNeeded as error:
                fault, _hint = error.told(_, ngettext)
                again = _("Copy the token again, alone and on one line; or leave with Ctrl-C.")
                self.screen.say(f"{fault} {again}")

    @contextmanager
    def forge(
        self, *, token: str | None, timeout: float, may_write: bool = False
    ) -> Iterator["GitHub"]:
        """GitHub, opened for reading, or for the one write too."""
        from campaign.adapters.github import GitHub

        told: dict[str, Any] = {"told": self._tell_request} if self.verbose else {}
        with closing(
            GitHub(
                api_url=self.api_url,
                token=token,
                timeout=timeout,
                may_write=may_write,
                cache=self.state / "cache",
                **told,
            )
        ) as forge:
            yield forge

    def _tell_request(self, request: str, reply: "Reply") -> None:
        self.screen.say(f"{request}: {reply.status or reply.problem}")

    @contextmanager
    def ledger(self) -> Iterator["Ledger"]:
        """The record of my postings with this server, for this run alone.

        Raises:
            AlreadyRunning: another run is at work.
        """
        from campaign.adapters.ledger import Ledger
        from campaign.adapters.run_lock import run_lock

        with run_lock(self.lock_path), Ledger.open(self.ledger_path) as ledger:
            yield ledger

    @contextmanager
    def ledger_to_read(self) -> Iterator["Ledger | None"]:
        """The same without the run lock, for looking; None where nothing was ever posted."""
        from campaign.adapters.ledger import Ledger

        if not self.ledger_path.exists():
            yield None
            return
        with Ledger.open(self.ledger_path) as ledger:
            yield ledger

    @property
    def lock_path(self) -> Path:
        """Whoever holds it is the only run."""
        return self.state / "run.lock"

    @property
    def ledger_path(self) -> Path:
        """Where the record of my postings with this server is."""
        return self.for_server("ledger", ".db")

    def for_server(self, name: str, suffix: str) -> Path:
        """One file for each server: what one says means nothing on another."""
        if self.api_url == GITHUB:
            return self.state / f"{name}{suffix}"
        return self.state / f"{name}-{server_name(self.api_url)}{suffix}"
