"""What a power cut may leave on the disk: only what was synced is sure.

The model of ALICE (Pillai and others, OSDI '14): of what was not synced any part may be there,
sector by sector, in any order; a new or removed name counts once its folder was synced.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from random import Random

from tests.proof.crash_images_vfs import (
    FolderSynced,
    Linked,
    Made,
    Removed,
    Step,
    Synced,
    Truncated,
    Written,
)

SECTOR = 512
"""Bytes that a disk writes as a whole."""

Image = Mapping[str, bytes]
"""The files of the folder, by name."""


@dataclass(frozen=True, slots=True)
class Cut:
    """One power cut: how likely each unsynced sector is on the disk, and what holes show."""

    random: Random
    kept: float
    filler: bytes
    grown: bool
    """Whether a file is as long as was written, even where the data is missing."""

    @classmethod
    def by(cls, random: Random) -> "Cut":
        """Nothing kept, everything, or (mostly) some."""
        return cls(
            random=random,
            kept=random.choice((0.0, 1.0, *(random.random() for _ in range(4)))),
            filler=random.choice((b"\0", random.randbytes(1))),
            grown=random.random() < 0.5,
        )

    def keeps(self) -> bool:
        return self.random.random() < self.kept


@dataclass(slots=True)
class _File:
    durable: bytes = b""
    pending: list[Written | Truncated] = field(default_factory=list)

    def sync(self) -> None:
        data = bytearray(self.durable)
        for change in self.pending:
            if isinstance(change, Truncated):
                _resize(data, change.size, b"\0")
            else:
                _put(data, change.offset, change.data, b"\0")
        self.durable, self.pending = bytes(data), []

    def after(self, cut: Cut) -> bytes:
        data = bytearray(self.durable)
        for change in self.pending:
            if isinstance(change, Truncated):
                if cut.keeps():
                    _resize(data, change.size, cut.filler)
                continue
            for offset, piece in _sectors(change):
                if cut.keeps():
                    _put(data, offset, piece, cut.filler)
                elif cut.grown and cut.kept:
                    _resize(data, max(len(data), offset + len(piece)), cut.filler)
        return bytes(data)


class Disk:
    """The folder as programs see it, and as it would be after a power cut."""

    def __init__(self, image: Image) -> None:
        self._names = {name: _File(data) for name, data in image.items()}
        self._durable_names = dict(self._names)
        self._pending: list[tuple[str, _File | None]] = []

    def take(self, step: Step) -> None:
        """One more step of the program."""
        match step:
            case Made(name):
                self._name(name, _File())
            case Removed(name):
                self._name(name, None)
            case Linked(old, name):
                self._name(name, self._names[old])
            case FolderSynced(""):
                self._durable_names, self._pending = dict(self._names), []
            case Synced(name):
                self._names[name].sync()
            case Written(name) | Truncated(name):
                # The ledger makes its new file itself, for its owner alone.
                self._names.setdefault(name, _File()).pending.append(step)

    def after(self, cut: Cut) -> Image:
        """The files that the next start finds."""
        names = dict(self._durable_names)
        for name, file in self._pending:
            if not cut.keeps():
                break  # a folder's changes reach the disk in their order
            _set(names, name, file)
        return {name: file.after(cut) for name, file in names.items() if "/" not in name}

    def _name(self, name: str, file: _File | None) -> None:
        _set(self._names, name, file)
        self._pending.append((name, file))


def _set(names: dict[str, _File], name: str, file: _File | None) -> None:
    if file is None:
        names.pop(name, None)
    else:
        names[name] = file


def _sectors(change: Written) -> Iterator[tuple[int, bytes]]:
    """The pieces of a write that reach the disk whole or not at all."""
    begin, end = change.offset, change.offset + len(change.data)
    while begin < end:
        stop = min(end, (begin // SECTOR + 1) * SECTOR)
        yield begin, change.data[begin - change.offset : stop - change.offset]
        begin = stop


def _put(data: bytearray, offset: int, piece: bytes, filler: bytes) -> None:
    if len(data) < offset:
        _resize(data, offset, filler)
    data[offset : offset + len(piece)] = piece


def _resize(data: bytearray, size: int, filler: bytes) -> None:
    del data[size:]
    data.extend(filler * (size - len(data)))
