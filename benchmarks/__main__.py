"""The command: `python -m benchmarks [--json] [--repositories N] [PART ...]`."""

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict

from benchmarks.again import second_look
from benchmarks.findings import Finding, table
from benchmarks.keeping import commits
from benchmarks.looking import memory, requests_and_time
from benchmarks.starting import start_up

MOST_TWICE = 12
"""Without a token each takes two requests: looking twice must fit into the fifty of an hour that a
look may spend.
"""

PARTS: Mapping[str, Callable[[int | None], Sequence[Finding]]] = {
    "check": lambda size: requests_and_time(repositories=size or 250),
    "memory": lambda size: memory(repositories=size or 1000),
    "again": lambda size: second_look(repositories=min(size or MOST_TWICE, MOST_TWICE)),
    "start": lambda size: start_up(rounds=5),
    "ledger": lambda size: commits(postings=200),
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the parts asked for, or all of them."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("part", nargs="*", help=f"of {', '.join(PARTS)}; all of them if none")
    parser.add_argument(
        "--repositories", type=int, metavar="N", help="smaller or larger than usual"
    )
    parser.add_argument("--json", action="store_true", help="figures instead of a table")
    asked = parser.parse_args(arguments)
    unknown = set(asked.part) - set(PARTS)
    if unknown:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    findings: list[Finding] = []
    for name in asked.part or PARTS:
        sys.stderr.write(f"{name} ...\n")
        findings += PARTS[name](asked.repositories)
    if asked.json:
        shapes = [{**asdict(finding), "ratio": finding.ratio} for finding in findings]
        document = {"schema": "campaign.benchmarks/1", "findings": shapes}
        sys.stdout.write(json.dumps(document, indent=2) + "\n")
    else:
        sys.stdout.write(table(findings))


if __name__ == "__main__":
    main()
