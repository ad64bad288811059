"""A campaign file: everything good gets through, every fault is named at its place, all at once."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from campaign.adapters.campaign_file import (
    CampaignFile,
    Inspection,
    inspect,
    load,
)
from campaign.adapters.campaign_places import place_of
from campaign.core.advice import Advice, AdviceId
from campaign.errors import Fault, InvalidCampaign

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
  title: Please, {{ target.name }}
  template: ours.md.j2
targets:
  - repo: owner/name
    why: They read it.
"""
TEMPLATE = "Dear {{ target.name }},\n\n{{ statement }}\n"

Read = Callable[..., Inspection]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Writes a campaign, text or bytes, and its template as an organiser has them; inspects it."""

    def write_and_inspect(text: str | bytes, template: str | bytes = TEMPLATE) -> Inspection:
        folder = tmp_path / "campaigns"
        folder.mkdir(exist_ok=True)
        (tmp_path / "templates").mkdir(exist_ok=True)
        (tmp_path / "templates" / "ours.md.j2").write_bytes(_bytes(template))
        (folder / "ours.yaml").write_bytes(_bytes(text))
        return inspect(folder / "ours.yaml")

    return write_and_inspect


def _bytes(text: str | bytes) -> bytes:
    return text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text


def changed(old: str, new: str) -> str:
    """The good file with one passage changed."""
    assert GOOD.count(old) == 1
    return GOOD.replace(old, new)


def only(inspection: Inspection) -> Fault:
    """The one fault of a file."""
    assert inspection.file is None
    (fault,) = inspection.faults
    return fault


def at(fault: Fault) -> tuple[int, int, str]:
    """Where a fault is."""
    return fault.line, fault.column, fault.path


def good(inspection: Inspection) -> CampaignFile:
    """The file, which has no fault."""
    assert inspection.faults == ()
    assert inspection.file is not None
    return inspection.file


def test_a_good_file_is_read_with_its_template(read: Read) -> None:
    """A campaign comes with its template's source by language, its places and a digest."""
    file = good(read(GOOD))
    assert file.campaign.title == "Ours"
    assert file.templates == {"en": TEMPLATE}
    assert file.places[("title",)] == (2, 8)
    assert file.places[("targets", 0, "why")] == (14, 10)
    assert len(file.digest) == 64
    assert load(file.path) == file


def test_the_digest_speaks_for_file_and_template(read: Read) -> None:
    """A change in either is a change of the digest; the same bytes have the same one."""
    digests = [
        good(read(GOOD)).digest,
        good(read(GOOD)).digest,
        good(read(GOOD + "# more\n")).digest,
        good(read(GOOD, TEMPLATE + " ")).digest,
    ]
    assert digests[0] == digests[1]
    assert len(set(digests)) == 3


def test_load_raises_all_faults(read: Read, tmp_path: Path) -> None:
    """The error holds every fault and reads as path:line:column: message."""
    read(changed("title: Ours", "titel: Ours"))
    path = tmp_path / "campaigns" / "ours.yaml"
    with pytest.raises(InvalidCampaign) as caught:
        load(path)
    assert len(caught.value.faults) == 2
    assert f"{path}:2:1: " in caught.value.message
    assert "Did you mean `title`?" in caught.value.hint


TEN_FAULTS = """\
# A comment, so that lines are not counted from the first key.
campaign: Ours 2027
titel: Ours
summary: &note What it is about.
organiser: {name: We, url: http://example.org/}
action:
  starts: 10am EST
  ends: 2027-05-09 10:00
  timezone: EST
issue:
  title: Please
  template: our.md.j2
targets:
  - repo: o/r/issues/1/comments#
    why: They read it.
  - why: They read it.
    weight: 3.0
outcome: {state: runing}
summary: Again.
"""


def test_all_faults_are_named_at_their_places(read: Read) -> None:
    """Faults of structure, schema and files do not hide one another, and come in order."""
    faults = read(TEN_FAULTS).faults
    assert [at(fault) for fault in faults] == [
        (2, 1, "title"),
        (2, 11, "campaign"),
        (3, 1, "titel"),
        (4, 10, "summary"),
        (5, 28, "organiser.url"),
        (7, 11, "action.starts"),
        (9, 13, "action.timezone"),
        (12, 13, "issue.template"),
        (14, 11, "targets[0].repo"),
        (16, 5, "targets[1].repo"),
        (17, 13, "targets[1].weight"),
        (18, 18, "outcome.state"),
        (19, 1, "summary"),
    ]
    hints = {fault.path: fault.hint for fault in faults}
    assert hints["titel"] == "Did you mean `title`?"
    assert hints["outcome.state"] == "Did you mean running?"
    assert "America/New_York" in hints["action.timezone"]
    assert "Did you mean ours.md.j2?" in hints["issue.template"]
    assert "line 4, column 1" in faults[-1].message


def test_messages_are_our_own(read: Read) -> None:
    """No fault speaks the language of a library: no types, no links to its pages."""
    for fault in read(TEN_FAULTS).faults:
        said = f"{fault.message} {fault.hint}".lower()
        assert not any(
            word in said
            for word in ("pydantic", "input should", "field", "string", "dict", "yaml", "mapping")
        )
        assert fault.message.endswith((".", "…"))
        assert fault.hint


def test_five_hundred_full_targets_are_read(read: Read) -> None:
    """The limits against hostile files leave room for the largest campaign of the format."""
    targets = "".join(
        f"  - repo: owner/name{n}\n    why: They read it.\n    weight: 2\n" for n in range(499)
    )
    sources = "sources:\n" + "".join(
        f"  - {{id: s{n}, title: T, publisher: P, date: 2027-01-02, url: https://e.org/{n}, "
        f"archive: https://e.org/{n}}}\n"
        for n in range(200)
    )
    assert len(good(read(GOOD + targets + sources)).campaign.targets) == 500


def test_windows_line_ends_are_line_ends(read: Read) -> None:
    """A checkout with CRLF is the same campaign at the same places."""
    file = good(read(GOOD.replace("\n", "\r\n"), TEMPLATE.replace("\n", "\r\n")))
    assert file.templates == {"en": TEMPLATE}
    assert file.places[("targets", 0, "why")] == (14, 10)


def test_right_to_left_prose_is_welcome(read: Read) -> None:
    """Arabic, Hebrew and joined emoji pass unchanged."""
    prose = "مرحبا שלום नमस्ते 👨‍👩‍👧 🏳️‍🌈"
    assert good(read(changed("What it is about.", prose))).campaign.summary == prose


def test_what_is_only_advised_against_is_no_fault(read: Read) -> None:
    """A commit's name might be an old token, but may stand in a campaign."""
    words = f"See {'0a' * 20}."
    assert good(read(changed("What it is about.", words))).campaign.summary == words


def test_a_link_to_the_campaign_is_followed(read: Read, tmp_path: Path) -> None:
    """A person may link to a campaign; its template is still found beside the real file."""
    read(GOOD)
    (tmp_path / "link.yaml").symlink_to(tmp_path / "campaigns" / "ours.yaml")
    assert load(tmp_path / "link.yaml").templates == {"en": TEMPLATE}


def test_a_link_as_template_is_not_followed(read: Read, tmp_path: Path) -> None:
    """A campaign cannot publish another file of this machine under a template's name."""
    (tmp_path / "secret").write_text("secret")
    read(GOOD)
    (tmp_path / "templates" / "theirs.md.j2").symlink_to(tmp_path / "secret")
    fault = only(read(changed("ours.md.j2", "theirs.md.j2")))
    assert at(fault) == (11, 13, "issue.template")
    assert "link" in fault.message


def test_a_missing_template_says_where_it_was_looked_for(read: Read) -> None:
    """Both places are named, and the name that was probably meant."""
    fault = only(read(changed("ours.md.j2", "our.md.j2")))
    assert at(fault) == (11, 13, "issue.template")
    for part in ("../templates/our.md.j2", "beside", "Did you mean ours.md.j2?"):
        assert part in fault.hint


def test_faults_of_a_template_are_at_its_own_lines(
    read: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault in a template names the template's file and line, in one list with the others."""
    monkeypatch.chdir(tmp_path)
    inspection = read(
        GOOD + "nope: x\n", "Dear {{ target.name }},\n\n{% include '/etc/passwd' %}\n"
    )
    first, second = inspection.faults
    assert (first.file, first.line) == ("", 15)
    assert second.file == os.path.join("templates", "ours.md.j2")  # noqa: PTH118
    assert at(second) == (3, 1, "issue.template")


def test_a_broken_title_is_at_its_line(read: Read) -> None:
    """A title is a template too; its faults are where the title stands."""
    fault = only(read(changed("{{ target.name }}", "{{ nope }}")))
    assert at(fault) == (10, 10, "issue.title")
    assert "nope" in fault.message


def test_hidden_characters_in_a_template_are_refused(read: Read) -> None:
    """A template passes the same gate as every text; the fault is where the character is."""
    fault = only(read(GOOD, "one\ntwo \u202e three\n"))
    assert (fault.line, fault.column) == (2, 5)
    assert fault.file.endswith("ours.md.j2")


def test_templates_in_several_languages(read: Read, tmp_path: Path) -> None:
    """Each language has its template; a missing one is named at its own place."""
    read(GOOD)
    (tmp_path / "templates" / "suyo.md.j2").write_text("Hola")
    issue = "issue:\n  title: {en: a, es: b}\n  template:\n    en: ours.md.j2\n    es: suyo.md.j2\n"
    old = "issue:\n  title: Please, {{ target.name }}\n  template: ours.md.j2\n"
    assert good(read(changed(old, issue))).templates == {"en": TEMPLATE, "es": "Hola"}
    fault = only(read(changed(old, issue.replace("suyo", "tuyo"))))
    assert at(fault) == (13, 9, "issue.template.es")


def test_a_misspelt_advice_is_at_its_line(read: Read) -> None:
    """Each id that cannot be silenced, and each missing reason, is named where it stands."""
    faults = read(GOOD + "lint:\n  typed-tme: r\n  no-sources:\n").faults
    assert [at(fault) for fault in faults] == [
        (16, 3, "lint.typed-tme"),
        (17, 14, "lint.no-sources"),
    ]
    assert faults[0].hint == "Did you mean `typed-time`?"
    assert faults[1].message == "This is empty."
    assert at(only(read(GOOD + "lint: no-sources\n"))) == (15, 7, "lint")


def test_advice_is_placed(read: Read) -> None:
    """Advice stands at the value it speaks of, or at the nearest thing around it."""
    file = good(read(GOOD))

    def place(*path: str | int) -> tuple[int, int, str]:
        advice = Advice(id=AdviceId.THREAT, path=path, message="m", hint="h")
        placed = place_of(file, advice)
        assert (placed.advice, placed.message, placed.hint) == ("threat", "m", "h")
        return at(placed)

    assert place("targets", 0, "repo") == (13, 11, "targets[0].repo")
    assert place("issue", "title", "en") == (10, 10, "issue.title.en")
    assert place("share", "text") == (1, 1, "share.text")


def test_advice_about_a_template_is_placed_in_it(read: Read) -> None:
    """Words of a template are found there, whatever vowel signs are among them."""
    file = good(read(GOOD, "Dear {{ target.name }},\n\nمَرحبًا, by 10am EST\n"))

    def place(words: str) -> tuple[int, int]:
        path = ("issue", "template", "en")
        advice = Advice(id=AdviceId.THREAT, path=path, message="m", hint="h", words=words)
        placed = place_of(file, advice)
        assert Path(placed.file).name == "ours.md.j2"
        return placed.line, placed.column

    assert place("10am EST") == (3, 13)
    assert place("مرحبا") == (3, 1)
    assert place("nowhere") == place("") == (1, 1)


def test_advice_is_never_placed_in_a_comment(read: Read) -> None:
    """What nobody will read is not what the advice is about."""
    file = good(read(GOOD, "{# TODO: later #}\nDear {{ target.name }},\nTODO: write this\n"))
    path = ("issue", "template", "en")
    advice = Advice(id=AdviceId.THREAT, path=path, message="m", hint="h", words="TODO:")
    placed = place_of(file, advice)
    assert (placed.line, placed.column) == (3, 1)


@pytest.mark.parametrize("slip", ['share: {text: "abc}', "\tshare: x", "hashtag: Ours: now"])
def test_one_slip_hides_no_other_fault(read: Read, slip: str) -> None:
    """What stands above a line that cannot be read is judged all the same, with its template."""
    text = (
        GOOD.replace("ours-2027", "Ours").replace("owner/name", "owner").replace("  ends", "  end")
    )
    faults = read(f"{text}{slip}\n", "{{ nope }}\n").faults
    assert [fault.path for fault in faults if fault.path] == [
        *("campaign", "action.end", "targets[0].repo", "issue.template"),
    ]
    assert faults[-2].line == 15


def test_what_was_not_reached_is_not_called_missing(read: Read) -> None:
    """The rest of a file that breaks off may hold what its beginning lacks."""
    for end in range(1, len(GOOD.splitlines())):
        text = "\n".join(GOOD.splitlines()[:end])
        for slip in ("\n]", '\n"', ": x: y"):
            faults = read(text + slip).faults
            assert all("The key `" not in fault.message for fault in faults), (text, slip)
    cited = read(GOOD + "sources: [{id: a,", "{{ 'b' | cite }}").faults
    assert len(cited) == 1
