"""How long the command takes to start, beside a Python that does nothing."""

import sys
from statistics import median

from benchmarks.findings import Finding
from benchmarks.running import CAMPAIGN, run

NOTHING = (sys.executable, "-c", "pass")
COMMANDS = {
    "campaign --help": (*CAMPAIGN, "--help"),
    "campaign preview": (*CAMPAIGN, "preview", "notechforice-2019"),
}


def start_up(*, rounds: int) -> list[Finding]:
    """The median of `rounds`, the commands taking turns."""
    taken: dict[str, list[float]] = {"nothing": [], **{name: [] for name in COMMANDS}}
    for _ in range(rounds):
        taken["nothing"].append(run(NOTHING).seconds)
        for name, command in COMMANDS.items():
            taken[name].append(run(command).seconds)
    least = median(taken.pop("nothing"))
    return [
        Finding(what=name, unit="s", ours=median(seconds), other=least, other_way="python -c pass:")
        for name, seconds in taken.items()
    ]
