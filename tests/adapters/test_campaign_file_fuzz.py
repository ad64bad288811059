"""Whatever bytes a campaign file holds, only our own errors come out.

The ordinary run tries a few thousand inputs. The full one is a program of its own:

    python tests/adapters/test_campaign_file_fuzz.py 300000
"""

import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from campaign.adapters.campaign_file import inspect, load
from campaign.errors import CampaignError

SEED = b"""\
campaign: ours-2027
title: "Ours: all of it"
summary: >-
  What it is
  about.
hashtag: Ours
organiser: {name: We, url: https://example.org/, contact: 'it''s us'}
action:
  starts: 2027-05-08 10:00
  ends: 2027-05-09 10:00
  timezone: Europe/Berlin
issue:
  title: {en: "Please, {{ target.name }}", ar: "\xd8\xb1\xd8\xac\xd8\xa7\xd8\xa1"}
  template: {en: ours.md.j2, ar: ours.md.j2}
statement: {required: true, max_length: 100, prompt: {en: Because, ar: "\xd9\x84\xd8\xa3\xd9\x86"}}
targets:
  - repo: owner/name
    why: They read it.
    weight: 2
    watchers: 70
limits: {per_person: 1, pace_seconds: 5}
sources:
  - {id: s, title: T, publisher: P, date: 2027-01-02, url: https://example.org/}
outcome: {state: running}
share: {text: "#Ours"}
supporters: 40
"""

TOKENS = (
    *"[]{}:,-?|>&*!%@`'\"#~\\ \n\t\r\0\x1b\x7f\x85\ufeff\u2028\u202e",
    *(": ", "- ", "? ", "\n  ", "\n- ", "---\n", "...\n", "<<: ", "&a ", "*a ", "!!int ", "!x "),
    *("%YAML 1.1\n", "%TAG ! x:\n", '"\\x', '"\\u12', '"\\UFFFFFFFF"', '"\\ud800"', "0x1F", "1e9"),
    *("campaign: ", "title: ", "issue:\n  ", "targets:\n  - ", "repo: ", "action: ", "starts: "),
    *("timezone: ", "sources:\n  - ", "limits: ", "outcome: ", "state: ", "per_person: ", "a"),
    *("owner/name", "2019-05-11 10:00", "America/New_York", "no", "null", "9" * 400, "é", "مر"),
    *("{{ ", " }}", "{% ", " %}", "target.name", "ours.md.j2", "../../etc/passwd", "EST", "true"),
)


def inputs(seed: int, count: int) -> Iterator[bytes]:
    """Texts that are random but for their vocabulary, and a good file with a few changes."""
    choice = random.Random(seed)  # noqa: S311 - repeatable, not secret
    for number in range(count):
        yield _mutated(choice, SEED) if number % 2 else _random_text(choice)


def _random_text(choice: random.Random) -> bytes:
    text = "".join(choice.choices(TOKENS, k=choice.randint(0, 60)))
    return text.encode("utf-8", "surrogatepass")


def _mutated(choice: random.Random, data: bytes) -> bytes:
    for _ in range(choice.randint(1, 4)):
        start = choice.randrange(len(data) + 1)
        end = min(len(data), start + choice.choice((0, 1, 2, 8, 40, 200)))
        match choice.randrange(4):
            case 0:
                middle = choice.choice(TOKENS).encode("utf-8", "surrogatepass")
            case 1:
                middle = bytes(choice.choices(range(256), k=choice.randint(1, 4)))
            case 2:
                middle = data[start:end] * choice.randint(2, 4)
            case _:
                middle = b""
        data = data[:start] + middle + data[end:]
    return data


def run(seed: int, count: int) -> Counter[str]:
    """Read every input; whatever is not our own error is raised, with the input that caused it."""
    outcomes: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "fuzz.yaml")
        Path(folder, "ours.md.j2").write_text("Dear {{ target.name }}, {{ statement }}")
        for data in inputs(seed, count):
            path.write_bytes(data)
            try:
                load(path)
            except CampaignError as error:
                outcomes["refused" if error.message else "refused without a word"] += 1
            except Exception as error:
                error.add_note(f"input: {data!r}")
                raise
            else:
                outcomes["valid"] += 1
    return outcomes


def test_only_our_own_errors_come_out() -> None:
    """Three thousand hostile or broken files: each is valid, or refused in our words."""
    outcomes = run(seed=2019, count=3_000)
    assert outcomes.keys() == {"valid", "refused"}
    assert outcomes["valid"] > 30
    assert outcomes["refused"] > 2_000


@given(
    number=st.sampled_from([1, 2, 6, 9, 10, 11, 17, 18, 19]),
    value=st.one_of(
        st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"]), max_size=20),
        st.sampled_from(["", "no", "3.0", "10am EST", "EST", "ours", "o/r", "2027-05-08 11:00"]),
    ),
)
def test_a_nearly_right_file_is_blamed_in_the_right_line(number: int, value: str) -> None:
    """One value of a good file replaced: it is accepted, or named in its own line, once."""
    lines = SEED.decode().splitlines()
    key = lines[number - 1].partition(": ")[0]
    lines[number - 1] = f"{key}: '{value.replace(chr(39), chr(39) * 2)}'"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "near.yaml")
        path.write_text("\n".join(lines), encoding="utf-8")
        Path(folder, "ours.md.j2").write_text("Dear {{ target.name }}, {{ statement }}")
        blamed = {fault.line for fault in inspect(path).faults}
    # A later start can make the end the one that is wrong.
    assert blamed <= ({number} if number != 9 else {9, 10})


def main(count: int) -> None:
    """The full run on every processor, with its figures."""
    workers = os.cpu_count() or 1
    start = time.monotonic()
    with ProcessPoolExecutor(workers) as pool:
        parts = list(pool.map(run, range(workers), [count // workers] * workers))
    total = sum(parts, Counter[str]())
    seconds = time.monotonic() - start
    sys.stdout.write(f"{total.total()} inputs in {seconds:.0f} s: {dict(total)}, nothing else\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
