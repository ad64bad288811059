"""python -m campaign."""

import os
import sys


def main() -> None:
    """The installed command."""
    from campaign.cli.main import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    # -m puts the folder one stands in before everything else, with whatever click.py lies there:
    # https://docs.python.org/3/using/cmdline.html#cmdoption-m
    if sys.path[0] == os.getcwd():  # noqa: PTH109 - pathlib would be looked for there, too
        del sys.path[0]
    main()
