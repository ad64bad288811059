"""A hostile file and the command: refused with a place, in little memory, before any request."""

import re
import sys
from pathlib import Path

from tests.cli.command import FAST, Command

from campaign.rehearsal.world import World

MEMORY = 300_000
"""Kilobytes that one run may hold."""

PROBE = [
    sys.executable,
    "-c",
    "import sys; from campaign.cli.main import run; code = run(sys.argv[1:]);"
    " status = open('/proc/self/status').read() if sys.platform == 'linux' else 'VmHWM: 0 kB';"
    " open('peak', 'w').write(status.split('VmHWM:')[1].split()[0]); sys.exit(code)",
]
"""The command, which at its end notes the most memory it held."""


def refused(campaign: Command, path: Path, world: World) -> str:
    """What `post` says of it: faults with their places, before anybody is asked anything."""
    ended = campaign("post", path, *FAST, program=PROBE)
    assert (ended.code, ended.out) == (2, ""), ended.err
    assert re.search(r":[0-9]+:[0-9]+: ", ended.err)
    assert "RecursionError" not in ended.err
    assert len(ended.err.replace(str(path), path.name)) < 20_000
    assert int((campaign.folder / "peak").read_text()) < MEMORY
    assert not world.log
    assert not [*path.parents[1].rglob("pwned"), *campaign.folder.glob("pwned")]
    return ended.told
