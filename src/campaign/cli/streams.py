"""The command's streams: one document for scripts; and streams that are closed, full, or left."""

import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from campaign.adapters.interrupt import undisturbed
from campaign.cli.app import App
from campaign.cli.language import _


class Patient:
    """A stream whose end does not end the run: what cannot be written any more is let go."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self.failure: OSError | None = None
        """Why nothing is written any more."""

    def write(self, text: str) -> int:
        """Write it, or let it go; returns how much of it is taken care of."""
        try:
            return int(self._stream.write(text))
        except OSError as error:
            self._give_up(error)
            return len(text)

    def flush(self) -> None:
        """Hand over what was written, or let it go."""
        try:
            self._stream.flush()
        except OSError as error:
            self._give_up(error)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def _give_up(self, error: OSError) -> None:
        self.failure = self.failure or error
        lead_nowhere(self._stream)


class Document:
    """What scripts read on stdout: one document in a run, and nothing behind it."""

    def __init__(self) -> None:
        self.begun = False
        """Whether anything of it is on stdout: what happens later is told aside."""
        self.code: int | None = None
        """The exit code that it names, once all of it is written: the run's own."""

    def write(self, keys: Mapping[str, object]) -> None:
        """Print it; a first stop is obeyed behind its end.

        Raises:
            OSError: it cannot be written.
            KeyboardInterrupt: the run was to be stopped.
        """
        self.begun = True
        with undisturbed():
            # ASCII alone: valid in every encoding, and nothing a terminal would act on.
            click.echo(json.dumps(keys, indent=2))
            code = keys.get("exit")
            self.code = code if isinstance(code, int) else None


DOCUMENT = Document()
"""This process has one stdout."""


def open_missing() -> None:
    """A stream that was closed before we came is as good as none."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode))  # noqa: SIM115 - open to the end


def escape_unknown_characters() -> None:
    """A terminal that cannot show a character gets an escape instead of a crash."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def outlast(name: str) -> Patient:
    """Let the run outlast this stream, `stdout` or `stderr`: nobody may read it to its end."""
    stream = getattr(sys, name)
    patient = stream if isinstance(stream, Patient) else Patient(stream)
    setattr(sys, name, patient)
    return patient


@contextmanager
def results_may_be_lost(app: App) -> Iterator[None]:
    """A run that has begun to post is not ended by whoever read its results; it says so aside."""
    results = outlast("stdout")
    yield
    results.flush()
    if results.failure is not None:
        why = results.failure.strerror or str(results.failure)
        words = _("The results could not be written where they were to go: {why}.")
        after = _("To see what was posted: {command}").format(command=app.command("status"))
        app.screen.say(f"{words.format(why=why)} {after}")


def lead_nowhere(stream: Any) -> None:
    """Spare Python's complaint at exit about what nobody reads.

    https://docs.python.org/3/library/signal.html#note-on-sigpipe
    """
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
