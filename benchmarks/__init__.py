"""How much `campaign` asks of GitHub and of this computer, beside the obvious other way.

`PYTHONPATH=src python -m benchmarks` runs everything against the stand-in GitHub and prints a
table; `--json` prints the figures for another program. Nothing reaches a network, and nothing is
judged by seconds alone: both ways run in the same minute on the same computer.
"""
