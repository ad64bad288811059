"""YAML by its events: texts, lists and maps with places; everything else is a fault."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

import campaign
from campaign.adapters.yaml_events import DEPTH, Document, path_text, read_yaml
from campaign.errors import Fault


def only(document: Document) -> Fault:
    """The one fault of a document."""
    (fault,) = document.faults
    return fault


def test_everything_is_a_text_a_list_or_a_map_with_its_place() -> None:
    """Values and keys are found by line and column, counted from 1."""
    document = read_yaml("a: no\nb:\n  - 0123\n  - {c: 22:22, d: }\n")
    assert document.root == {"a": "no", "b": ["0123", {"c": "22:22", "d": ""}]}
    assert document.faults == ()
    assert document.values[("b", 1, "c")] == (4, 9)
    assert document.keys[("b", 1, "c")] == (4, 6)
    assert document.place(("b", 1, "x", "y")) == (4, 5)
    assert document.key_place(("b", 1)) == (4, 5)
    assert list(document.texts("b", 1)) == [(("b", 1, "c"), "22:22"), (("b", 1, "d"), "")]


def test_paths_are_written_as_people_write_them() -> None:
    """A path reads like the way through the file."""
    assert path_text(("targets", 2, "repo")) == "targets[2].repo"
    assert path_text(()) == ""
    assert path_text(("\x1b[2J", "a" * 500)) == f'"\\u001b[2J"."{"a" * 59}…"'


@pytest.mark.parametrize("text", ["no", "true", "0123", "3.10", "22:22", "190:20:30", "~", "null"])
def test_a_text_stays_a_text(text: str) -> None:
    """Nothing that YAML 1.1 would turn into something else is turned."""
    assert read_yaml(f"a: {text}").root == {"a": text}


def test_a_second_key_names_the_first_and_hides_nothing() -> None:
    """The first of two equal keys counts; what is inside the second is not at fault too."""
    document = read_yaml("a: {b: 1}\nc: x\na: {b: 2}\n")
    assert document.root == {"a": {"b": "1"}, "c": "x"}
    assert document.values[("a", "b")] == (1, 8)
    assert (only(document).line, only(document).column) == (3, 1)
    assert "line 1, column 1" in only(document).message


@pytest.mark.parametrize("depth", [DEPTH + 2, 10_000, 200_000])
@pytest.mark.parametrize("bracket", ["[", "{", "{a: ", "- ", "? "])
def test_depth_is_refused(depth: int, bracket: str) -> None:
    """Brackets without end are refused soon, and without a crash."""
    start = time.monotonic()
    document = read_yaml((bracket * depth)[:262_144])
    assert time.monotonic() - start < 3
    assert document.unfinished is not None
    assert len(document.faults) <= DEPTH + 2
    assert "nested far deeper" in document.faults[-1].message


def test_endless_entries_are_refused() -> None:
    """A flat file beyond any campaign stops early."""
    document = read_yaml("[" + "a," * 100_000 + "]")
    assert document.unfinished == frozenset({()})
    assert "far more entries" in only(document).message


def test_an_alias_is_never_followed() -> None:
    """An alias leaves an empty place that is known to be unread."""
    document = read_yaml("a: &x [y]\nb: *x\n")
    assert document.root == {"a": ["y"], "b": ""}
    assert document.unread == {("b",)}
    assert [fault.message for fault in document.faults] == [
        'Anchors are not allowed: "&x".',
        'Aliases are not allowed: "*x".',
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("b: &a text", "Anchors are not allowed"),
        ("&a b: text", "Anchors are not allowed"),
        ("b: !!str text", "Tags are not allowed"),
        ("b: !!python/object/apply:os.system [x]", "Tags are not allowed"),
        ("b: ! text", "Tags are not allowed"),
        ("! b: text", "Tags are not allowed"),
        ("<<: {b: text}", "Merge keys are not allowed"),
        ("? [b, c]\n: d", "A key must be a plain word"),
        ("? {b: c}\n: d", "A key must be a plain word"),
        ("*a : b", "Aliases are not allowed"),
        ("b: {? : c}", "A key is missing"),
    ],
)
def test_nothing_but_plain_keys_and_values(line: str, said: str) -> None:
    """What lets one part of a file change another is refused, and the rest is still read."""
    document = read_yaml(f"a: 1\n{line}\nz: 2\n")
    assert any(said in fault.message and fault.line == 2 for fault in document.faults)
    assert isinstance(document.root, dict)
    assert document.root["z"] == "2"


def test_a_quoted_merge_sign_is_an_ordinary_key() -> None:
    """In quotes, the two signs are no more than an unknown key."""
    assert read_yaml('"<<": x').root == {"<<": "x"}


def test_one_file_is_one_document() -> None:
    """A second document and a directive are refused; the first document is read."""
    document = read_yaml("a: b\n---\nc: d\n")
    assert document.root == {"a": "b"}
    assert "second document" in only(document).message
    assert only(document).line == 2
    assert "begins with %" in only(read_yaml("%YAML 1.2\n---\na: b\n")).message
    assert only(read_yaml("%TAG ! tag:x,2027:\n---\na: b\n")).line == 1


def test_an_empty_text_is_answered_with_how_to_begin() -> None:
    """Nothing, or nothing but comments, is one fault."""
    for text in ("", "# only this\n"):
        assert only(read_yaml(text)).message == "The file is empty."


@pytest.mark.parametrize(
    ("line", "place", "said"),
    [
        ("b: Ours: now", (2, 8), "A colon cannot stand here."),
        ("b: @ours", (2, 4), "cannot begin with this character"),
        ("b: 'Ours", (2, 4), "A quotation mark is not closed."),
        ("b: [Ours", (3, 2), "A bracket is not closed"),
        ("\tb: Ours", (2, 1), "A tab stands where spaces are needed."),
        ("b", (2, 1), "neither a key nor part of a text"),
        (" b: Ours", (2, 3), "A colon cannot stand here."),
        ('b: "a\\q"', (2, 7), "A backslash cannot stand"),
        ("b: **Ours**", (2, 5), "A text cannot begin with *."),
        ("b: &", (2, 5), "A text cannot begin with &."),
        ("b: !x!y z", (2, 4), "A text cannot begin with !."),
        ("b: - a", (2, 4), "A list cannot begin here."),
        ("b: |x\n  a", (2, 5), "nothing else may stand on the line"),
        ("b:\n  - a\n c: d", (4, 2), "does not fit"),
    ],
)
def test_broken_lines_are_explained(line: str, place: tuple[int, int], said: str) -> None:
    """The usual slips are named in plain words, where they are, with what to do."""
    fault = only(read_yaml(f"a: 1\n{line}\nz: 2\n"))
    assert said in fault.message
    assert (fault.line, fault.column) == place
    assert fault.hint


@pytest.mark.parametrize("text", ['a: "\\UFFFFFFFF"', "%YAML 1." + "9" * 5000 + "\n---\na: b"])
def test_what_the_parser_itself_trips_over_is_a_fault(text: str) -> None:
    """PyYAML raises ValueError here; a reader gets a place."""
    fault = only(read_yaml(text))
    assert fault.message == "Something after this point cannot be read."


WORST = r"""
import re, time
from pathlib import Path
from campaign.adapters.yaml_events import read_yaml
parts = [
    "[", "{", "- ", "? ", "a: ", "&a ", "*a ", "!a ", "!!str ", '"', "'", "| ", "a\n", "a: b\n",
    "a:\n ", "# ", "\n", " ", "a ", "a, ", "[]", "{},", "%", "---\n", "...\n", "ab", '"\\n',
    "k: &a [*a]\n", ": ", ",", "<<: a\n", "\\", "- - a\n", "a:", "a: |\n  b\n", "\t", ">\n",
]
slowest = 0.0
for part in parts:
    for text in (part * (262144 // len(part)), 'a: "' + part * (262140 // len(part))):
        start = time.process_time()
        read_yaml(text)
        slowest = max(slowest, time.process_time() - start)
# Not ru_maxrss, which keeps the size of the process that started this one:
# https://man7.org/linux/man-pages/man2/getrusage.2.html
peak = int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) // 1024
assert slowest < 3 and peak < 300, (slowest, peak)
"""


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_the_worst_patterns_stay_small_and_quick() -> None:
    """74 patterns of 256 KiB each stay within three seconds of work and 300 MB."""
    source = Path(campaign.__file__).parents[1]
    subprocess.run([sys.executable, "-c", WORST], check=True, env={"PYTHONPATH": str(source)})
