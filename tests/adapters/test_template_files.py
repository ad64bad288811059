"""Templates: found in two places, read without following links, faults at their own lines."""

import os
from pathlib import Path

import pytest

from campaign.adapters.template_files import LIMIT, TemplateFile, find_template, template_faults
from campaign.errors import CampaignError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A campaign's folder, with `templates` beside it."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "campaigns").mkdir()
    return tmp_path / "campaigns"


def refusal(folder: Path, name: str) -> CampaignError:
    """Why there is no such template."""
    with pytest.raises(CampaignError) as caught:
        find_template(folder, name)
    return caught.value


def template(source: str) -> TemplateFile:
    """A template that stands nowhere."""
    return TemplateFile(shown="templates/a.md.j2", source=source, data=b"", damage=())


def test_the_templates_folder_comes_first(folder: Path) -> None:
    """A template is looked for in `../templates/`, then beside the campaign."""
    (folder / "a.md.j2").write_text("beside")
    assert find_template(folder, "a.md.j2").source == "beside"
    (folder.parent / "templates" / "a.md.j2").write_text("first")
    assert find_template(folder, "a.md.j2").source == "first"


def test_a_path_is_shown_from_where_one_stands(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Below the working folder a path is short; elsewhere it is whole."""
    (folder / "a.md.j2").write_text("x")
    monkeypatch.chdir(folder.parent)
    assert find_template(folder, "a.md.j2").shown == str(Path("campaigns", "a.md.j2"))
    monkeypatch.chdir(folder.parent / "templates")
    assert find_template(folder, "a.md.j2").shown == str(folder / "a.md.j2")


def test_a_link_is_not_followed(folder: Path) -> None:
    """A campaign cannot publish another file of this machine under a template's name."""
    (folder.parent / "secret").write_text("secret")
    (folder / "a.md.j2").symlink_to(folder.parent / "secret")
    (folder / "b.md.j2").symlink_to(folder.parent / "nowhere")
    assert "link" in refusal(folder, "a.md.j2").message
    assert "link" in refusal(folder, "b.md.j2").message


def test_a_linked_folder_is_not_followed(folder: Path) -> None:
    """`../templates` may not lead elsewhere either."""
    (folder.parent / "templates").rename(folder.parent / "elsewhere")
    (folder.parent / "elsewhere" / "a.md.j2").write_text("x")
    (folder.parent / "templates").symlink_to(folder.parent / "elsewhere")
    assert "is a link" in refusal(folder, "a.md.j2").message
    (folder / "b.md.j2").write_text("beside")
    assert find_template(folder, "b.md.j2").source == "beside"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes by name are for Unix")
def test_only_ordinary_small_files_are_templates(folder: Path) -> None:
    """A pipe does not hang, a folder and a large file are refused."""
    os.mkfifo(folder / "pipe.md.j2")
    (folder / "folder.md.j2").mkdir()
    (folder / "large.md.j2").write_bytes(b"a" * (LIMIT + 1))
    assert "not an ordinary file" in refusal(folder, "pipe.md.j2").message
    assert "not an ordinary file" in refusal(folder, "folder.md.j2").message
    assert "larger than 64 KiB" in refusal(folder, "large.md.j2").message


def test_a_missing_template_says_where_it_was_looked_for(folder: Path) -> None:
    """Both places are named, and the name that was probably meant."""
    (folder.parent / "templates" / "ours.md.j2").write_text("x")
    error = refusal(folder, "our.md.j2")
    assert error.message == "There is no template our.md.j2."
    for part in ("../templates/our.md.j2", "beside", "Did you mean ours.md.j2?"):
        assert part in error.hint
    assert "Did you mean" not in refusal(folder, "zzz.md.j2").hint


def test_a_good_template_has_no_fault() -> None:
    """What the language allows passes."""
    assert list(template_faults(template("Dear {{ target.name }},\n"), source_ids=[])) == []


def test_what_is_only_advised_against_is_no_fault() -> None:
    """A commit's name might be an old token, but may stand in a template."""
    assert list(template_faults(template(f"See {'0a' * 20}.\n"), source_ids=[])) == []


def test_faults_are_at_the_lines_of_the_template() -> None:
    """The language's faults and the gate's are both placed in the template's file."""
    broken = template("one\ntwo \u202e three\n{% include '/etc/passwd' %}\n{{ 'x' | cite }}\n")
    faults = list(template_faults(broken, source_ids=["y"]))
    assert [(fault.file, fault.line, fault.column) for fault in faults] == [
        ("templates/a.md.j2", 2, 5),
        ("templates/a.md.j2", 3, 1),
        ("templates/a.md.j2", 4, 5),
    ]
    assert {fault.path for fault in faults} == {"issue.template"}


def test_a_template_in_another_encoding_is_refused(folder: Path) -> None:
    """What is no plain UTF-8 is a fault in the template's file."""
    (folder / "a.md.j2").write_bytes("ü".encode("latin-1"))
    (fault,) = template_faults(find_template(folder, "a.md.j2"), source_ids=[])
    assert fault.file.endswith("a.md.j2")
    assert "UTF-8" in fault.message
