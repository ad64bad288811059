"""The place whose time this computer shows, as far as its system names one."""

import os
from pathlib import Path

_LOCALTIME = Path("/etc/localtime")


def local_zone(*, localtime: Path = _LOCALTIME) -> str | None:
    """The zone's IANA name from the variable TZ, or from where the system's own link leads.

    None where neither says it, as on Windows; the name is not checked.
    https://man7.org/linux/man-pages/man5/localtime.5.html
    """
    variable = os.environ.get("TZ", "").removeprefix(":")
    if variable:
        return variable
    try:
        target = localtime.readlink().as_posix()
    except OSError:
        return None
    return target.partition("zoneinfo/")[2] or None
