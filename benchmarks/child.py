"""Runs one command and tells what it took: `python child.py COMMAND…`.

A process of its own, and a small one: Linux counts what the parent held at the time of the fork
into a child's peak memory (https://man7.org/linux/man-pages/man2/getrusage.2.html), and the parent
here holds a whole stand-in.
"""

import json
import subprocess
import sys
import time

try:
    import resource
except ImportError:  # Windows has no such count.
    resource = None  # type: ignore[assignment]

KILOBYTES = 1 << 10 if sys.platform != "darwin" else 1
"""Linux counts in kilobytes, macOS in bytes."""


def _megabytes() -> float | None:
    if resource is None:
        return None
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * KILOBYTES / (1 << 20)


began = time.perf_counter()
ended = subprocess.run(sys.argv[1:], capture_output=True, check=False)  # noqa: S603
seconds = time.perf_counter() - began
sys.stdout.write(
    json.dumps(
        {
            "seconds": seconds,
            "megabytes": _megabytes(),
            "code": ended.returncode,
            "out": ended.stdout.decode("utf-8"),
            "err": ended.stderr.decode("utf-8", "replace"),
        }
    )
)
