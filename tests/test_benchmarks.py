"""The benchmarks, in a small size: figures that a slow computer cannot change."""

import json
import sys

import pytest
from benchmarks.__main__ import main
from benchmarks.again import second_look
from benchmarks.findings import Finding, table
from benchmarks.looking import requests_and_time
from benchmarks.running import Failed, run


def test_check_asks_far_less_than_one_request_each() -> None:
    """Thirty repositories are two questions and the account; one by one they are thirty."""
    requests, _ = requests_and_time(repositories=30, latency=0)
    assert (requests.ours, requests.other) == (3, 30)


def test_second_look_is_counted_by_github() -> None:
    """Free at once for everybody; later for whoever is signed in, by whose account it is known."""
    findings = second_look(repositories=3)
    assert [(each.ours, each.other, each.met) for each in findings] == [
        (1, 13, True),
        (1, 13, True),
        (0, 6, True),
        (6, 6, None),
    ]
    assert all(each.why for each in findings)


def test_table() -> None:
    """Each finding is a line; what is missing leaves its place empty."""
    more = Finding(what="start", unit="s", ours=0.5, other=0.1, other_way="nothing:")
    less = Finding(
        what="check", unit="requests", ours=3, other=30, other_way="", goal="less", met=True
    )
    alone = Finding(what="memory", unit="MB", ours=70.5, goal="below 9", met=False, why="weighed")
    *told, blank, note = table([more, less, alone]).splitlines()
    assert (blank, note) == ("", "memory: weighed.")
    lines = [line.split() for line in told[1:]]
    assert lines == [
        ["start", "0.50", "s", "nothing:", "0.10", "s", "5.0", "times", "more"],
        ["check", "3", "requests", "30", "requests", "10.0", "times", "less", "less", "met"],
        ["memory", "70.50", "MB", "below", "9", "missed"],
    ]


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    """For another program there are figures, and nothing else on stdout."""
    main(["ledger", "--json"])
    document = json.loads(capsys.readouterr().out)
    assert document["schema"] == "campaign.benchmarks/1"
    (finding,) = document["findings"]
    assert finding["unit"] == "ms"
    assert finding["ratio"] == pytest.approx(finding["other"] / finding["ours"])


def test_unknown_part(capsys: pytest.CaptureFixture[str]) -> None:
    """A part that does not exist is named."""
    with pytest.raises(SystemExit):
        main(["speed"])
    assert "no such part: speed" in capsys.readouterr().err


def test_failure_is_not_a_figure() -> None:
    """A command that fails ends the benchmark with its own words."""
    with pytest.raises(Failed, match="out of order"):
        run([sys.executable, "-c", "raise SystemExit('out of order')"])
