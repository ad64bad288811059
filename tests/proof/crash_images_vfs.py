"""What SQLite does with the ledger's files, step by step: the real ledger on a layer that notes it.

The ledger's own statements run on apsw, whose file layer Python can stand in. A test compares the
steps with the system calls of the interpreter's own sqlite3. A name with a slash is one in a folder
below that of the ledger, where a new one is built.
"""

import errno
import itertools
import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import apsw

_NUMBERS = itertools.count()

_NEW_JOURNAL = apsw.SQLITE_OPEN_MAIN_JOURNAL | apsw.SQLITE_OPEN_WAL


@dataclass(frozen=True, slots=True)
class Written:
    """Bytes for the file called `name`, at `offset`; its end moves where they reach beyond it."""

    name: str
    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Truncated:
    """The file now ends after `size` bytes."""

    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Synced:
    """All that was written to this file outlives a power cut."""

    name: str


@dataclass(frozen=True, slots=True)
class Made:
    """A new empty file."""

    name: str


@dataclass(frozen=True, slots=True)
class Removed:
    """The file has no name any more."""

    name: str


@dataclass(frozen=True, slots=True)
class Linked:
    """The file has another name, too."""

    old: str
    name: str


@dataclass(frozen=True, slots=True)
class FolderSynced:
    """All new and removed names in it outlive a power cut; `name` is empty for the ledger's own."""

    name: str


Step = Written | Truncated | Synced | Made | Removed | Linked | FolderSynced


def name_in(folder: Path, path: Path) -> str:
    """What a file is called here: the folders below have names by chance."""
    return path.name if path.parent == folder else f"{BELOW}/{path.name}"


BELOW = "new"


class Tracing:
    """A file layer of SQLite that tells each step to `before`, which may raise or never return."""

    def __init__(self, folder: Path, before: Callable[[Step], None]) -> None:
        self.folder, self.before = folder, before
        self.name = f"tracing-{next(_NUMBERS)}"
        self._layer = _Layer(self)

    def close(self) -> None:
        self._layer.unregister()

    @contextmanager
    def used(self, pragmas: Mapping[str, str] | None = None) -> Iterator[None]:
        """While it lasts, `sqlite3.connect` gives a connection on this layer to any file.

        What the ledger itself does to make a new file last is told, too.

        Each setting in `pragmas` is made with that value, whatever the caller asks for.
        """

        def connect(path: Path | str, *, isolation_level: None, timeout: float = 0) -> Any:
            if path == ":memory:":
                return honest[0](path, isolation_level=isolation_level)
            return _Connection(self.name, Path(path), timeout, pragmas or {})

        def link(old: Path, new: Path) -> None:
            self._tell(Linked(name_in(self.folder, old), name_in(self.folder, new)))
            honest[1](old, new)

        def fsync(descriptor: int) -> None:
            if os.path.samestat(os.fstat(descriptor), self.folder.stat()):
                self._tell(FolderSynced(""))

        honest = sqlite3.connect, os.link, os.fsync
        sqlite3.connect, os.link, os.fsync = connect, link, fsync  # type: ignore[assignment]
        try:
            yield
        finally:
            sqlite3.connect, os.link, os.fsync = honest

    def _tell(self, step: Step) -> None:
        """A step that is not SQLite's."""
        try:
            self.before(step)
        except apsw.Error as error:
            raise OSError(errno.EIO, str(error)) from error


class _Layer(apsw.VFS):
    def __init__(self, tracing: Tracing) -> None:
        self._tracing = tracing
        super().__init__(tracing.name, "")

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:  # noqa: N802
        return _File(name, flags, self._tracing)

    def xDelete(self, name: str, syncdir: bool) -> None:  # noqa: N802
        path, tracing = Path(name), self._tracing
        tracing.before(Removed(name_in(tracing.folder, path)))
        super().xDelete(name, False)
        if syncdir:
            tracing.before(FolderSynced("" if path.parent == tracing.folder else BELOW))


class _File(apsw.VFSFile):
    def __init__(self, name: Any, flags: list[int], tracing: Tracing) -> None:
        path = Path(name.filename() if isinstance(name, apsw.URIFilename) else name)
        self._tell, self._name = tracing.before, name_in(tracing.folder, path)
        self._folder = "" if path.parent == tracing.folder else BELOW
        new = not path.exists()
        if new:
            self._tell(Made(self._name))
        # SQLite syncs the folder once, with the first sync of a new journal (unixSync).
        self._folder_too = new and bool(flags[0] & _NEW_JOURNAL)
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        self._tell(Written(self._name, offset, bytes(data)))
        super().xWrite(data, offset)

    def xTruncate(self, size: int) -> None:  # noqa: N802
        self._tell(Truncated(self._name, size))
        super().xTruncate(size)

    def xSync(self, flags: int) -> None:  # noqa: N802
        # Told, not done: no power is cut here, and the disk is spared.
        self._tell(Synced(self._name))
        if self._folder_too:
            self._folder_too = False
            self._tell(FolderSynced(self._folder))


class _Row(tuple[Any, ...]):
    """A row whose columns have names, as `sqlite3.Row` has."""

    names: tuple[str, ...]

    def keys(self) -> tuple[str, ...]:
        return self.names

    def __getitem__(self, key: Any) -> Any:
        return super().__getitem__(self.names.index(key) if isinstance(key, str) else key)


class _Cursor:
    """All that a statement answered."""

    def __init__(self, rows: list[_Row], rowcount: int) -> None:
        self._rows = iter(rows)
        self.rowcount = rowcount

    def __iter__(self) -> Iterator[_Row]:
        return self._rows

    def fetchone(self) -> _Row | None:
        return next(self._rows, None)

    def fetchall(self) -> list[_Row]:
        return list(self._rows)


class _Connection:
    """As much of `sqlite3.Connection` as the ledger uses, on another file layer."""

    row_factory: object = None

    def __init__(self, layer: str, path: Path, timeout: float, pragmas: Mapping[str, str]) -> None:
        self._pragmas = pragmas
        with _in_words_of_sqlite3():
            self._real = apsw.Connection(str(path), vfs=layer)
            self._real.set_busy_timeout(round(timeout * 1000))

    @property
    def in_transaction(self) -> bool:
        return self._real.in_transaction

    def close(self) -> None:
        with _in_words_of_sqlite3():
            self._real.close()

    def execute(self, statement: str, values: Any = ()) -> _Cursor:
        with _in_words_of_sqlite3():
            cursor = self._real.cursor()
            rows = []
            for row in cursor.execute(self._changed(statement), values):
                rows.append(_Row(row))
                rows[-1].names = tuple(name for name, _ in cursor.get_description())
            return _Cursor(rows, self._real.changes())

    def _changed(self, statement: str) -> str:
        words = statement.split()
        if words[:1] == ["PRAGMA"] and words[2:3] == ["="]:
            return f"PRAGMA {words[1]} = {self._pragmas.get(words[1], words[3])}"
        return statement


@contextmanager
def _in_words_of_sqlite3() -> Iterator[None]:
    """The same errors that the ledger knows how to read."""
    try:
        yield
    except apsw.Error as error:
        told = sqlite3.OperationalError(str(error))
        told.sqlite_errorcode = getattr(error, "extendedresult", 0)
        raise told from error
