"""Where a token comes from: the environment, then GitHub's own command line. Never an option.

The order is gh's: https://cli.github.com/manual/gh_help_environment
"""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from campaign.core.sentence import N_, Sentence, sentence
from campaign.errors import SignInNeeded

VARIABLES = ("GH_TOKEN", "GITHUB_TOKEN")

HOW_TO_SIGN_IN = N_(
    "Sign in with `gh auth login`, or make a classic token with the scope public_repo at"
    " https://github.com/settings/tokens and set it as GH_TOKEN."
)


def find_token(environ: Mapping[str, str] = os.environ, *, ask_gh: bool) -> str | None:
    """The token, or None if nobody is signed in.

    Args:
        ask_gh: whether to run `gh auth token`, which knows tokens for github.com only.

    Raises:
        SignInNeeded: what was found cannot be a token; it is not repeated in the message.
    """
    if name := variable_in_use(environ):
        return check_token(environ[name], origin=name)
    return _from_gh() if ask_gh else None


def variable_in_use(environ: Mapping[str, str] = os.environ) -> str:
    """The variable that the token is taken from; empty where none is set."""
    return next((name for name in VARIABLES if environ.get(name, "").strip()), "")


def tokens_at_hand(environ: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """Whatever the environment holds as a token, usable or not: none of it may be shown."""
    return tuple(filter(None, (environ.get(name, "").strip() for name in VARIABLES)))


def check_token(text: str, *, origin: str | Sentence) -> str:
    """The token without surrounding white space.

    Raises:
        SignInNeeded: it holds characters no token has: a library would print it in its error.
    """
    token = text.strip()
    if not re.fullmatch(r"[A-Za-z0-9._-]{1,1000}", token):
        raise SignInNeeded(
            sentence("What {origin} holds is not a GitHub token.", origin=origin),
            hint=sentence(
                "Copy the token again, alone and on one line, into {origin}.", origin=origin
            ),
        )
    return token


def _from_gh() -> str | None:
    gh = shutil.which("gh")
    # A `gh` that somebody put into the current folder is not ours to run.
    if gh is None or not Path(gh).is_absolute():
        return None
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command, no shell
            # The host is named: GH_HOST could mean another one, whose token is none of GitHub's.
            [gh, "auth", "token", "--hostname", "github.com"],
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=10,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = done.returncode == 0 and done.stdout.strip()
    return check_token(done.stdout, origin="`gh auth token`") if found else None
