"""A random life of a ledger, recorded: its calls, and every step on the disk they lead to."""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from tests.proof.crash_images_disk import Image
from tests.proof.crash_images_vfs import Step, Tracing

from campaign.adapters.ledger import Ledger
from campaign.core.marker import Key
from campaign.core.receipt import Posting, State

NOON = datetime(2019, 5, 11, 12, tzinfo=UTC)

NAME = "ledger.db"

SESSIONS, CALLS = 2, 5
"""How often one recording opens the ledger, and what it then asks of it."""

LONGEST = 6000
"""Characters of GitHub's own words: more than one page of the file."""

Rows = tuple[Posting, ...]


@dataclass(frozen=True, slots=True)
class Returned:
    """A call of the ledger came back: these are the rows it promises to remember."""

    rows: Rows


Event = Step | Returned


def record(
    start: Image, *, random: Random, folder: Path, pragmas: Mapping[str, str]
) -> list[Event]:
    """What happens from this image on; `folder` is used up."""
    path = lay_out(start, folder)
    log: list[Event] = []
    with closing(Tracing(folder, log.append)) as tracing, tracing.used(pragmas):
        live(path, random, lambda ledger: log.append(Returned(ledger.postings())))
    return log


def live(path: Path, random: Random, returned: Callable[[Ledger], None]) -> None:
    """Open the ledger a few times and call it at random; `returned` is told after each call."""
    for _ in range(SESSIONS):
        with Ledger.open(path) as ledger:
            returned(ledger)
            for _ in range(CALLS):
                ask(ledger, random)
                returned(ledger)


def lay_out(image: Image, folder: Path) -> Path:
    """Put these files, and no others, into the folder; the path of the ledger."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    for name, data in image.items():
        (folder / name).write_bytes(data)
    return folder / NAME


@contextmanager
def memory_folder() -> Iterator[Path]:
    """A folder in memory, where there is one: no power is cut here in earnest."""
    memory = Path("/dev/shm")  # noqa: S108 - only the parent of a folder with a name of its own
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as name:
        yield Path(name)


def posting(number: int, random: Random) -> Posting:
    """A posting of account 42 in this repository."""
    return Posting(
        key=Key(campaign="no-nets", repo_id=number, account_id=42),
        repo="acme/nets",
        name_now="acme/nets",
        login="mia",
        state=State.INTENT,
        title="No nets",
        body_sha256=random.randbytes(32).hex(),
        intended_at=NOON,
    )


def ask(ledger: Ledger, random: Random) -> None:
    """One call, of those the flow makes, on a posting that is there or a new one."""
    rows = ledger.postings()
    row = random.choice((None, *rows))
    if row is None:
        _begin(ledger, posting(len(rows) + 1, random), random)
    else:
        _go_on(ledger, row, random)


def _begin(ledger: Ledger, new: Posting, random: Random) -> None:
    if random.random() < 0.8:
        assert ledger.claim(new)
    else:
        ledger.adopt(_found(new))


def _go_on(ledger: Ledger, row: Posting, random: Random) -> None:
    key, words = row.key, "n" * random.choice((0, 20, random.randrange(LONGEST)))

    def claim() -> None:
        again = NOON + timedelta(days=1)
        ledger.claim(replace(row, state=State.INTENT, number=None, intended_at=again))

    def post() -> None:
        ledger.record_posted(key, number=7, at=NOON)

    def refuse() -> None:
        ledger.record_refused(key, at=NOON, reason="archived", message=words, retry_at=NOON)

    def release() -> None:
        ledger.release(key, at=NOON, reason="not_sent", message=words)

    def doubt() -> None:
        ledger.record_unknown(key, at=NOON, reason="no_answer", message=words)

    def look() -> None:
        ledger.record_look(key)

    def find() -> None:
        ledger.adopt(_found(row))

    calls: dict[State, tuple[Callable[[], None], ...]] = {
        State.PLANNED: (claim, find),
        State.INTENT: (post, refuse, release, doubt, ledger.recover),
        State.POSTED: (claim,),
        State.REFUSED: (claim, find),
        State.UNKNOWN: (post, look, find, ledger.recover),
    }
    random.choice(calls[row.state])()


def _found(row: Posting) -> Posting:
    return replace(row, state=State.POSTED, number=8, decided_at=NOON)
