"""`campaign schema`: the format for an editor, and for a reader."""

from pathlib import Path
from typing import Any

from campaign.core.schema import json_schema


def test_it_prints_the_schema_and_nothing_else(campaign: Any, world: Any) -> None:
    """What is sent into a file is what an editor can read, on any terminal, without network."""
    ended = campaign("schema")
    assert (ended.code, ended.err) == (0, "")
    assert ended.json == json_schema()
    assert ended.out.isascii()
    assert not world.requests()


def test_json_is_the_same_document(campaign: Any) -> None:
    """Every verb takes --json; this one has nothing to add."""
    assert campaign("schema", "--json").out == campaign("schema").out


def test_markdown_is_the_page_in_docs(campaign: Any, checkout: Path) -> None:
    """The page is renewed by the very command that stands on it."""
    page = (checkout / "docs" / "campaign-file.md").read_text(encoding="utf-8")
    ended = campaign("schema", "--markdown", env={"PYTHONUTF8": "1"})
    assert (ended.code, ended.out) == (0, page)


def test_both_at_once_cannot_be(campaign: Any) -> None:
    """A script that asks for JSON gets JSON, here the fault."""
    ended = campaign("schema", "--json", "--markdown")
    assert ended.code == 2
    assert ended.json["schema"] == "campaign.error/1"
    assert ended.json["exit"] == 2
