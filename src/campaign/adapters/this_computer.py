"""This computer: the names that it and its user have here, and that no issue should give away."""

import getpass
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_EVERYBODYS = {
    *("admin", "administrator", "computer", "debian", "desktop", "fedora", "guest", "home"),
    *("laptop", "local", "localhost", "mac", "macbook", "office", "root", "runner", "server"),
    *("test", "ubuntu", "user", "vagrant", "windows", "work"),
}
"""Names that thousands of computers have, and that stand in ordinary sentences."""


def traces() -> tuple[str, ...]:
    """The home folder, the user's name and the computer's; what nobody can tell is left out."""
    names = dict.fromkeys(_names())
    return tuple(name for name in names if name.lower() not in _EVERYBODYS)


def _names() -> Iterator[str]:
    # Each may be missing: a container's user has no entry in the list of users.
    with suppress(RuntimeError):
        yield str(Path.home())
    with suppress(OSError, KeyError, ImportError):
        yield getpass.getuser()
    with suppress(OSError):
        whole = socket.gethostname()
        yield from (whole, whole.partition(".")[0])
