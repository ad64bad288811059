"""YAML as texts, lists and maps with their places: built from events, and nothing else allowed.

PyYAML's own loaders guess types, keep the last of two equal keys, follow aliases and run out of
stack (yaml/pyyaml#235, yaml/pyyaml#604); its events do none of that.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

import yaml
from yaml import events

from campaign.adapters.yaml_words import in_plain_words
from campaign.core.fields import quoted
from campaign.errors import Fault

DEPTH = 16
"""The format needs four levels; a hostile file opens thousands."""

EVENTS = 10_000
"""500 targets and 200 sources with every key take 7,200; the rest of a file takes a few hundred."""

_ALIAS = "Write it out again. A text that begins with * needs quotes around it."

Path: TypeAlias = tuple[str | int, ...]
Place: TypeAlias = tuple[int, int]
Node: TypeAlias = "str | list[Node] | dict[str, Node]"


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """What a file says, and where; lines and columns count from 1."""

    root: "Node | None"
    """What could be read of it; None where that is nothing."""
    values: dict[Path, Place]
    keys: dict[Path, Place]
    unread: frozenset[Path]
    """Where an alias stood: nothing is known about these values."""
    unfinished: frozenset[Path] | None
    """Where reading had to stop: the lists and maps that may go on; None where it came to the end.
    """
    faults: tuple[Fault, ...]

    def texts(self, *under: str | int) -> Iterator[tuple[Path, str]]:
        """Every text with its path, of the whole file or of one part."""
        everything = () if self.root is None else _texts(self.root, ())
        return ((path, text) for path, text in everything if path[: len(under)] == under)

    def place(self, path: Path) -> Place:
        """Where the value begins, or else the nearest thing around it that the file has."""
        if path in self.values:
            return self.values[path]
        return self.key_place(path[:-1]) if path else (1, 1)

    def key_place(self, path: Path) -> Place:
        """Where the value's key begins; an entry of a list has none, but begins itself."""
        return self.keys.get(path) or self.place(path)


def read_yaml(text: str) -> Document:
    """Read one document; whatever the text, the result is a Document with its faults."""
    walk = _Walk(text)
    try:
        walk.document()
    except _Stop as stop:
        walk.fault((), str(stop), "Keep to the format that `campaign schema` prints.")
    except yaml.MarkedYAMLError as error:
        walk.faults.append(in_plain_words(error))
    except Exception:
        # PyYAML lets ValueError and others through, as for an escape beyond the last character.
        walk.fault((), "Something after this point cannot be read.", "Check the next line.")
    return Document(
        root=walk.root,
        values=walk.values,
        keys=walk.keys,
        unread=frozenset(walk.unread),
        unfinished=None if walk.at_end else frozenset(walk.open),
        faults=tuple(walk.faults),
    )


def path_text(path: Path) -> str:
    """A path as people write it: `targets[2].repo`."""
    parts = (f"[{part}]" if isinstance(part, int) else f".{_plain(part)}" for part in path)
    return "".join(parts).lstrip(".")


def _plain(key: str) -> str:
    return key if re.fullmatch(r"[\w-]{1,40}", key) else quoted(key)


def _texts(node: Node, path: Path) -> Iterator[tuple[Path, str]]:
    match node:
        case str():
            yield path, node
        case list():
            for index, entry in enumerate(node):
                yield from _texts(entry, (*path, index))
        case dict():
            for key, value in node.items():
                yield from _texts(value, (*path, key))


def _nowhere(node: Node) -> None:
    """Where a value goes whose key cannot be used."""


class _Stop(Exception):
    """The file goes beyond what any campaign needs."""


class _Walk:
    """One pass over the events, never beyond the limits."""

    def __init__(self, text: str) -> None:
        self.values: dict[Path, Place] = {}
        self.keys: dict[Path, Place] = {}
        self.unread: set[Path] = set()
        self.faults: list[Fault] = []
        self.root: Node | None = None
        self.open: list[Path] = []
        self.at_end = False
        self._here: Place = (1, 1)
        self._count = 0
        self._events = yaml.parse(text, Loader=yaml.SafeLoader)

    def document(self) -> None:
        self._next()
        start = self._next()
        if not isinstance(start, events.DocumentStartEvent):
            self.fault((), "The file is empty.", "Try `campaign new NAME` for a starting point.")
            return
        if start.version or start.tags:
            self.fault((), "A line that begins with % is not allowed.", "Remove it.")
        self._node(self._next(), (), self._set_root)
        self._next()
        if isinstance(self._next(), events.DocumentStartEvent):
            self.fault((), "A second document begins here.", "Remove it: one file, one campaign.")
        self.at_end = True

    def _set_root(self, node: Node) -> None:
        self.root = node

    def fault(self, path: Path, message: str, hint: str = "") -> None:
        line, column = self._here
        self.faults.append(
            Fault(line=line, column=column, path=path_text(path), message=message, hint=hint)
        )

    def _next(self) -> events.Event:
        self._count += 1
        if self._count > EVENTS:
            raise _Stop("The file has far more entries than a campaign can have.")
        event: events.Event = next(self._events)
        if mark := event.start_mark:
            self._here = (mark.line + 1, mark.column + 1)
        return event

    def _node(self, event: events.Event, path: Path, put: Callable[[Node], object]) -> None:
        """Put the node where it belongs before it is filled: what follows may be unreadable."""
        if len(path) > DEPTH:
            raise _Stop("The file is nested far deeper than a campaign can be.")
        self.values.setdefault(path, self._here)
        self._check_decoration(event, path)
        match event:
            case events.ScalarEvent():
                put(str(event.value))
            case events.SequenceStartEvent():
                entries: list[Node] = []
                put(entries)
                self._list(entries, path)
            case events.MappingStartEvent():
                pairs: dict[str, Node] = {}
                put(pairs)
                self._map(pairs, path)
            case _:
                self.unread.add(path)
                put("")

    def _list(self, entries: list[Node], path: Path) -> None:
        self.open.append(path)
        while not isinstance(event := self._next(), events.SequenceEndEvent):
            self._node(event, (*path, len(entries)), entries.append)
        self.open.pop()

    def _map(self, pairs: dict[str, Node], path: Path) -> None:
        self.open.append(path)
        while not isinstance(event := self._next(), events.MappingEndEvent):
            key = self._key(event, path)
            if key in pairs:
                self._second((*path, key))
            self.keys.setdefault((*path, key or ""), self._here)
            put = _nowhere if key is None else partial(pairs.setdefault, key)
            self._node(self._next(), (*path, key or ""), put)
        self.open.pop()

    def _key(self, event: events.Event, path: Path) -> str | None:
        """The key, or None where the pair cannot be used."""
        if not isinstance(event, events.ScalarEvent):
            self.fault(path, "A key must be a plain word.", "Write it as `key: value`.")
            self._node(event, (*path, ""), _nowhere)
            return None
        self._check_decoration(event, path)
        key = str(event.value)
        if key and (key != "<<" or event.style):
            return key
        message = "Merge keys are not allowed: <<." if key else "A key is missing here."
        self.fault(path, message, "Write every key out: `key: value`.")
        return None

    def _second(self, path: Path) -> None:
        line, column = self.keys[path]
        self.fault(
            path,
            f"The key {quoted(str(path[-1]))} is here for the second time; the first is in "
            f"line {line}, column {column}.",
            "Keep one of the two.",
        )

    def _check_decoration(self, event: events.Event, path: Path) -> None:
        if not isinstance(event, events.NodeEvent):
            return
        if isinstance(event, events.AliasEvent):
            self.fault(path, f"Aliases are not allowed: {quoted(f'*{event.anchor}')}.", _ALIAS)
        elif event.anchor is not None:
            self.fault(
                path, f"Anchors are not allowed: {quoted(f'&{event.anchor}')}.", "Remove it."
            )
        tag = getattr(event, "tag", None)
        if tag is not None:
            self.fault(path, f"Tags are not allowed: {quoted(tag)}.", "Remove it.")
