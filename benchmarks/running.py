"""Commands as somebody else's processes, timed and weighed."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import campaign

CHILD = Path(__file__).with_name("child.py")
SOURCES = Path(campaign.__file__).parents[1]
CAMPAIGN = (sys.executable, "-m", "campaign")


class Failed(Exception):
    """A command that should have worked did not."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Ran:
    """What one command took; `megabytes` at most, None where the system does not tell."""

    seconds: float
    megabytes: float | None
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The document it printed."""
        return json.loads(self.out)


def run(command: Sequence[str], settings: Mapping[str, str] | None = None) -> Ran:
    """Run `command`, with `settings` in an environment that says nothing else of GitHub.

    Raises:
        Failed: it did not end well.
    """
    kept = {
        k: v for k, v in os.environ.items() if not k.startswith(("GH_", "GITHUB_", "CAMPAIGN_"))
    }
    ended = subprocess.run(  # noqa: S603
        [sys.executable, str(CHILD), *command],
        env={**kept, "PYTHONPATH": str(SOURCES), **(settings or {})},
        capture_output=True,
        check=True,
    )
    ran = Ran(**json.loads(ended.stdout))
    if ran.code:
        raise Failed(f"{' '.join(command[:6])} ended with {ran.code}: {ran.err or ran.out}")
    return ran
