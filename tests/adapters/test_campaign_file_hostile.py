"""Hostile and broken campaign files: each is refused at its place, soon, and without a crash."""

import json
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from campaign.adapters.campaign_file import MOST, inspect, load
from campaign.errors import Fault

GOOD = """\
campaign: ours-2027
title: Ours
summary: What it is about.
organiser: {name: We, url: https://example.org/, contact: we@example.org}
action:
  starts: 2027-05-08 10:00
  ends: 2027-05-09 10:00
  timezone: Europe/Berlin
issue:
  title: Please
  template: ours.md.j2
targets:
  - repo: owner/name
    why: They read it.
"""

NAUGHTY = (
    *("undefined", "null", "NULL", "None", "true", "no", "~", "-", "---", "...", "0", "", " ", "%"),
    *("1e999", "0x1F", "1_000", "012", "1:30", "2024-13-45", "NaN", ".inf", "9" * 400, "=", "<<"),
    *("*a", "&a", "!!int 1", "!x", "@a", "`a`", "| a", "> a", "? a", "- a", "a: b", "a #b", "#"),
    *("[", "]", "{", "}", "{}", "[]", ",", "'", '"', "\\", "\\x41", "%YAML 1.1", "--- a", "\t"),
    *("{{ target.name }}", "{% if x %}", "{#", "${7*7}", "$(touch pwned)", "../../etc/passwd"),
    *("<script>alert(1)</script>", "<!-- x -->", "![x](https://t.example/i.png)", "@octocat #1"),
    *(
        "ثم نفس سقطت",
        "בְּרֵאשִׁית",
        "👨‍👩‍👧 🏳️‍🌈 नमस्ते",
        "Ｔｈｅ",
        "e" + "\u0301" * 50,
        "a\u202eb",
        "a\x1b[2J",
    ),
    *("\x00", "\x85", "\u2028", "\ufeff", "\ud800", "\uffff", "\u200b", "ghp_" + "aB1" * 12),
)

Read = Callable[[str], tuple[Fault, ...]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Writes a campaign beside its template, and names its faults."""

    def write_and_inspect(text: str) -> tuple[Fault, ...]:
        (tmp_path / "ours.md.j2").write_text("Dear {{ target.name }}, {{ statement }}")
        (tmp_path / "ours.yaml").write_bytes(text.encode())
        return inspect(tmp_path / "ours.yaml").faults

    return write_and_inspect


def changed(old: str, new: str) -> str:
    """The good file with one passage changed."""
    assert GOOD.count(old) == 1
    return GOOD.replace(old, new)


def only(faults: tuple[Fault, ...]) -> Fault:
    """The one fault of a file."""
    (fault,) = faults
    return fault


def at(fault: Fault) -> tuple[int, int, str]:
    """Where a fault is."""
    return fault.line, fault.column, fault.path


def test_tags_run_nothing(read: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A tag that would run a command is a fault, and nothing is run."""
    monkeypatch.chdir(tmp_path)
    text = changed("title: Ours", 'title: !!python/object/apply:os.system ["touch pwned"]')
    faults = read(text)
    assert [(fault.line, fault.column) for fault in faults] == [(2, 8), (2, 8)]
    assert "Tags are not allowed" in faults[0].message
    assert not list(tmp_path.rglob("pwned"))


def test_an_alias_bomb_does_not_go_off(read: Read) -> None:
    """Forty levels of aliases cost nothing and are refused."""
    levels = "".join(f"  a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 40))
    faults = read(f"{GOOD}description:\n  a0: &a0 [x, x]\n{levels}")
    assert any("Aliases are not allowed" in fault.message for fault in faults)


def test_an_alias_as_a_value_is_one_fault(read: Read) -> None:
    """What an alias hides is not said to be empty as well."""
    assert at(only(read(changed("title: Ours", "title: *x")))) == (2, 8, "title")


def test_a_second_key_is_named_with_the_first(read: Read) -> None:
    """A key that is there twice names both of its lines."""
    fault = only(read(f"{GOOD}targets:\n  - repo: owner/other\n    why: Why not.\n"))
    assert at(fault) == (15, 1, "targets")
    assert "line 12, column 1" in fault.message


def test_a_word_stays_a_text(read: Read, tmp_path: Path) -> None:
    """`no` is the text "no"."""
    assert read(changed("title: Ours", "title: no")) == ()
    assert load(tmp_path / "ours.yaml").campaign.title == "no"


def test_a_number_beyond_all_measure_is_refused(read: Read) -> None:
    """Five thousand digits are no number, under a known key or an unknown one."""
    digits = "9" * 5000
    fault = only(read(f"{GOOD}limits: {{per_person: {digits}}}\n"))
    assert at(fault) == (15, 22, "limits.per_person")
    assert len(fault.message) < 200
    assert at(only(read(f"{GOOD}max_targets: {digits}\n"))) == (15, 1, "max_targets")


def test_a_day_that_does_not_exist_is_refused(read: Read) -> None:
    """The thirteenth month is refused as a day, and under an unknown key as a key."""
    fault = only(read(changed("2027-05-08 10:00", "2024-13-45 10:00")))
    assert at(fault) == (6, 11, "action.starts")
    assert at(only(read(f"{GOOD}deadline: 2024-13-45\n"))) == (15, 1, "deadline")


@pytest.mark.parametrize("depth", [10_000, 200_000])
def test_depth_is_refused(read: Read, depth: int) -> None:
    """Brackets without end are one fault, soon, and no crash."""
    fault = only(read("[" * depth))
    assert "nested" in fault.message
    assert "recursion" not in fault.message.lower()


@pytest.mark.parametrize("repo", ["o/r/issues/1/comments#", '"x/../../user/keys#"'])
def test_a_target_reaches_no_other_address(read: Read, repo: str) -> None:
    """A path in place of a repository is refused where it stands."""
    fault = only(read(changed("repo: owner/name", f"repo: {repo}")))
    assert at(fault) == (13, 11, "targets[0].repo")


def test_spellings_of_one_repository_are_one_target(read: Read, tmp_path: Path) -> None:
    """Three spellings are one target, and the file is valid."""
    more = "  - {repo: Owner/Name, why: a}\n  - {repo: owner/name.git, why: b}\n"
    assert read(GOOD + more) == ()
    (target,) = load(tmp_path / "ours.yaml").campaign.targets
    assert target.repo == "owner/name"


def test_an_unknown_key_is_refused(read: Read) -> None:
    """A key outside the format is a fault at the key, with the known ones."""
    fault = only(read(f"{GOOD}post_hook: rm -rf ~\n"))
    assert at(fault) == (15, 1, "post_hook")
    assert "Known keys here: campaign, title" in fault.hint


def test_only_small_ordinary_files_are_read(read: Read, tmp_path: Path) -> None:
    """Too large a file, a device, a pipe, a folder or nothing at all: refused, unread."""
    assert "larger than 256 KiB" in only(read(GOOD + "#" * 5_000_000)).message
    for path in (Path("/dev/zero"), tmp_path, tmp_path / "none", Path("a\0b"), Path("a" * 5000)):
        assert only(inspect(path).faults).line == 1


def test_a_second_document_is_refused(read: Read) -> None:
    """One file, one campaign."""
    fault = only(read(f"{GOOD}---\ntitle: Another\n"))
    assert (fault.line, fault.column) == (15, 1)
    assert "second document" in fault.message


@pytest.mark.parametrize("escape", [r"\e[2J", r"\a", r"\x9b", r"\x85", r"\u202e", r"\0", r"\ud800"])
def test_escaped_characters_are_refused(read: Read, escape: str) -> None:
    """An escape makes no character that may not stand there as itself."""
    faults = read(changed("title: Ours", f'title: "a{escape}b"'))
    assert faults
    assert {at(fault) for fault in faults} == {(2, 8, "title")}


SUSPECTS = [
    code
    for code in range(0x110000)
    if unicodedata.category(chr(code)) in ("Cc", "Zl", "Zp")
    or (unicodedata.category(chr(code)) == "Cf" and 0x200B <= code < 0xFFFC)
]
"""Every C0 and C1 control and separator, and the format characters that belong to no script."""


@pytest.mark.parametrize("around", ["{}", "a{}b", "{} a"])
def test_no_control_or_format_character_gets_in(around: str, read: Read) -> None:
    """Neither as itself nor as an escape, anywhere in a text: named in its line."""
    for code in SUSPECTS:
        if chr(code) not in "\t\n\r":  # these are white space to YAML
            title = around.replace("{}", chr(code))
            assert read(changed("title: Ours", f"title: '{title}'"))[0].line == 2, hex(code)
        if chr(code) not in "\t ":
            title = around.replace("{}", f"\\U{code:08x}")
            faults = read(changed("title: Ours", f'title: "{title}"'))
            if chr(code) in "\n\r" and around != "a{}b":
                assert faults == () or faults[0].line == 2
            else:
                assert {at(fault)[:2] for fault in faults} == {(2, 8)}, hex(code)


def test_every_naughty_text_is_a_text_or_a_fault_at_its_place(read: Read, tmp_path: Path) -> None:
    """What breaks other programs is kept letter by letter, or refused where it stands."""
    for text in NAUGHTY:
        quoted = json.dumps(text, ensure_ascii="\ud800" in text)
        faults = read(changed("title: Ours", f"title: {quoted}"))
        if faults:
            assert {at(fault)[0] for fault in faults} == {2}, text
        else:
            assert load(tmp_path / "ours.yaml").campaign.title == text.strip()


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x85"])
def test_strange_line_breaks_start_no_key(read: Read, sign: str) -> None:
    """A line separator cannot start a key that an editor does not show."""
    faults = read(changed("title: Ours", f"title: Ours{sign}post_hook: x"))
    assert faults[0].line == 2
    assert not any(fault.path == "post_hook" for fault in faults)


def test_a_secret_is_not_repeated(read: Read) -> None:
    """A token pasted into a wrong place is refused and not shown again."""
    token = "ghp_" + "a1B2" * 9
    faults = read(changed("repo: owner/name", f"repo: {token}"))
    assert {fault.path for fault in faults} == {"targets[0].repo"}
    assert token not in " ".join(f"{fault.message} {fault.hint}" for fault in faults)


def test_what_is_refused_stays_short(read: Read) -> None:
    """Enormous keys, anchors and aliases do not become enormous messages."""
    long = "a" * 100_000
    for line in (f"{long}: x", f"? {long}\n: x", f"x: &{long} y", f"x: *{long}", f"x: !{long} y"):
        for fault in read(f"{GOOD}{line}\n"):
            assert len(f"{fault.path} {fault.message} {fault.hint}") < 500


def test_a_flood_of_faults_is_cut_off(read: Read) -> None:
    """Thousands of faults are not thousands of lines on the screen."""
    assert len(read(GOOD + "".join(f"k{n}: x\n" for n in range(4000)))) == MOST
