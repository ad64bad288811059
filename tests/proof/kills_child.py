"""A process without threads that becomes one supporter after the other, by forking.

It reads one run a line from stdin, and writes on stdout how each ended.
"""

import gc
import json
import os
import signal
import sys
import threading
import traceback
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import NoReturn, TextIO

from tests.flow.conftest import Stage, make_campaign
from tests.proof.crash_images_vfs import Tracing
from tests.proof.kills_doomed import CarelessLedger, DoomedGitHub, DoomedLedger, doom_the_sockets
from tests.proof.kills_points import Fate, How

from campaign.errors import CampaignError

LONGEST = 60
"""Seconds after which a run hangs."""

CRASHED = 70
"""The exit code of a run that ended with an error nobody expected."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """One run of one supporter, and where and how it is struck: nowhere if `point` is empty."""

    url: str
    token: str
    folder: str
    repos: tuple[str, ...]
    point: str = ""
    number: int = 0
    how: How = How.KILL
    timeout: float = 20
    careless: bool = False
    """With the planted bug."""
    forked: bool = True
    """Otherwise it runs in the worker itself, which is quicker, and must end alive."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Ended:
    """How it ended: whether by the blow, how often it passed each point, what it sent too late."""

    struck: bool = False
    code: int = 0
    hits: dict[str, int] = field(default_factory=dict)
    late: int = 0


class _Supporter(Stage):
    """The stage without its stand-in, which is in another process."""

    def __init__(self, job: Job) -> None:
        super().__init__(Path(job.folder), make_campaign(*job.repos, per_person=len(job.repos)))
        self._job = job
        self.fate = Fate(job.point, job.number, How(job.how))
        kind = CarelessLedger if job.careless else DoomedLedger
        self.ledger_kind = type("Doomed", (kind,), {"fate": self.fate})

    def come_back(self) -> None:
        """It is there already."""

    def forge(self, token: str | None = None, *, may_write: bool = True) -> DoomedGitHub:
        forge = DoomedGitHub(
            api_url=self._job.url,
            token=token or self._job.token,
            timeout=self._job.timeout,
            may_write=may_write,
            monotonic=self.clock.monotonic,
            sleep=self.clock.sleep,
        )
        forge.fate = self.fate
        return forge


def run(job: Job) -> Ended:
    """The real flow, in this process, with the words of its end."""
    supporter = _Supporter(job)
    if job.forked:
        doom_the_sockets(supporter.fate)
    with closing(Tracing(supporter.folder, supporter.fate.step)) as tracing, tracing.used():
        try:
            code = supporter.post(token=job.token).exit
        except CampaignError as error:
            code = error.exit_code
    fate = supporter.fate
    return Ended(struck=fate.failed, code=int(code), hits=dict(fate.hits), late=fate.late)


def _become(job: Job, end: TextIO) -> NoReturn:
    """Run in a forked process, and leave without a look back."""
    signal.alarm(LONGEST)
    try:
        end.write(json.dumps(asdict(run(job))))
        end.close()
    except BaseException:
        traceback.print_exc()
        os._exit(CRASHED)
    os._exit(0)


def _run_here(job: Job) -> Ended:
    try:
        return run(job)
    except BaseException:
        traceback.print_exc()
        return Ended(code=CRASHED)
    finally:
        gc.freeze()  # what is here is shared with those forked later, and not looked through again
        for thread in threading.enumerate():
            if thread is not threading.main_thread():
                thread.join()  # a fork would not take it along


def _serve(job: Job) -> Ended:
    if not job.forked:
        return _run_here(job)
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        _become(job, os.fdopen(writing, "w"))
    os.close(writing)
    with os.fdopen(reading) as end:
        told = end.read()
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    if code == 0:
        return Ended(**json.loads(told))
    return Ended(struck=code == -signal.SIGKILL, code=code)


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(asdict(_serve(Job(**json.loads(line))))), flush=True)  # noqa: T201
