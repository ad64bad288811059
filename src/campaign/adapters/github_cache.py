"""Answers kept on disk: used again while GitHub calls them fresh, then asked for by their tag.

https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#use-conditional-requests-if-appropriate
"""

import json
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from campaign.adapters.plain_file import read_bytes
from campaign.adapters.private_files import (
    check_private_file,
    make_private_folder,
    replace_file,
)
from campaign.errors import CampaignError

LARGEST = 4 * 1024 * 1024
"""Bytes of the file; beyond it, what was used the longest ago is dropped."""

_FORMAT = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """An answer from before."""

    etag: str
    """By which GitHub knows it; where it shows nothing, for which version of the rest it holds."""
    body: str
    fresh_until: float
    """Seconds since 1970 on GitHub's clock: before, there is no need to ask again."""
    status: int = 200


class AnswerCache:
    """The answers of one server to one reader, in one private file; never a token.

    What cannot be read counts as not there, what cannot be written is not kept.
    """

    def __init__(self, folder: Path | None, *, api_url: str, reader: str) -> None:
        """Open the cache in this folder; without one, it lasts as long as the process.

        Args:
            reader: whose answers these are: an account's number, or `anonymous`.
        """
        name = sha256(f"{_FORMAT} {api_url} {reader}".encode()).hexdigest()[:24]
        self._path = None if folder is None else folder / f"answers-{name}.jsonl"
        self._answers = _load(self._path) if self._path else {}
        self._changed = False

    def get(self, address: str) -> Known | None:
        """The answer remembered for this path and query."""
        known = self._answers.pop(address, None)
        if known is not None:
            self._answers[address] = known  # as the one used last
        return known

    def put(self, address: str, known: Known) -> None:
        """Remember an answer."""
        self._answers.pop(address, None)
        self._answers[address] = known
        self._changed = True

    def drop(self, address: str) -> None:
        """Forget an answer that makes no sense."""
        self._changed = self._answers.pop(address, None) is not None or self._changed

    def save(self) -> None:
        """Write what has changed, whole or not at all."""
        if self._path is None or not self._changed:
            return
        with suppress(OSError, CampaignError):
            make_private_folder(self._path.parent)
            replace_file(self._path, _written(self._answers))
        self._changed = False


def _written(answers: dict[str, Known]) -> bytes:
    lines: list[bytes] = []
    room = LARGEST
    for address, known in reversed(answers.items()):
        row = [address, known.etag, known.body, known.fresh_until, known.status]
        line = json.dumps(row).encode() + b"\n"
        room -= len(line)
        if room < 0:
            break
        lines.append(line)
    return b"".join(reversed(lines))


def _load(path: Path) -> dict[str, Known]:
    """What is in the file, if nobody else can have put it there."""
    answers = {}
    try:
        if path.parent.is_dir():
            make_private_folder(path.parent)
        check_private_file(path)
        for line in read_bytes(path, limit=LARGEST).splitlines():
            match json.loads(line):
                case [str(address), str(etag), str(body), float(until), int(status)]:
                    answers[address] = Known(etag=etag, body=body, fresh_until=until, status=status)
    except (CampaignError, ValueError, RecursionError):
        return {}
    return answers
