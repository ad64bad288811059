"""The command as scripts have it: a process, its environment, and what it leaves behind."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from campaign.rehearsal.world import World

COMMAND = [sys.executable, "-m", "campaign"]

SLUG = "notechforice-2019"

FAST = ("--yes", "--pace", "0")
"""Approves everything, and wastes no time."""

WAIT = 20.0
"""Seconds after which a test has waited in vain."""


@dataclass(frozen=True, kw_only=True)
class Ended:
    """What one run left behind."""

    code: int
    out: str
    err: str

    @property
    def told(self) -> str:
        """The talk as running text, wherever a window of this width breaks it."""
        return " ".join(self.err.split())

    @property
    def json(self) -> Any:
        """The one document on stdout; fails if there is anything else."""
        return json.loads(self.out)

    @property
    def outcomes(self) -> list[str]:
        """What became of each target, in posting order."""
        return [each["outcome"] for each in self.json["results"]]


class Command:
    """Runs `campaign` in an empty folder, with a state folder of its own, signed in as ada."""

    def __init__(self, folder: Path, settings: Mapping[str, str], secret: str) -> None:
        self.folder = folder
        self.settings = dict(settings)
        self.secret = secret

    def environment(self, changes: Mapping[str, str | None] | None = None) -> dict[str, str]:
        """What a process sees; None takes a variable away."""
        every = {**os.environ, **self.settings, **(changes or {})}
        return {name: value for name, value in every.items() if value is not None}

    def __call__(
        self,
        *words: object,
        env: Mapping[str, str | None] | None = None,
        input: bytes = b"",
        program: list[str] | None = None,
    ) -> Ended:
        """Run it to its end. Whatever it is told, it keeps secrets and its countenance."""
        done = subprocess.run(
            [*(program or COMMAND), *map(str, words)],
            env=self.environment(env),
            input=input,
            capture_output=True,
            timeout=60,
            cwd=self.folder,
        )
        ended = Ended(code=done.returncode, out=done.stdout.decode(), err=done.stderr.decode())
        for text in (ended.out, ended.err):
            assert "Traceback" not in text, text
            assert self.secret not in text
            assert "\x1b" not in text, "escape codes in a pipe"
        return ended

    def start(self, *words: object) -> "subprocess.Popen[str]":
        """Begin it, and leave it to the test."""
        return subprocess.Popen(
            [*COMMAND, *map(str, words)],
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=self.folder,
            text=True,
        )


def eventually(holds: Callable[[], Any]) -> Any:
    """Wait until it holds, and return what it said."""
    deadline = time.monotonic() + WAIT
    while not (found := holds()):
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)
    return found


def created(world: World) -> int:
    """Issues of the campaign that exist, on the stand-in's own books: never two in one place."""
    books = world.books(SLUG)
    assert books.duplicates == 0
    return books.issues
