"""Babel's commands, as docs/translations.md gives them."""

import io
import re
import shlex
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po

CHECKOUT = Path(__file__).parents[1]
SOURCE = CHECKOUT / "src" / "campaign"


def commands() -> list[list[str]]:
    """Every command of Babel on the page, as words."""
    page = (CHECKOUT / "docs" / "translations.md").read_text(encoding="utf-8")
    return [shlex.split(line) for line in re.findall(r"^pybabel .+$", page, re.MULTILINE)]


def run(words: list[str], **places: Path) -> None:
    """Run one of them, with other places for its options."""
    options = {"output": "-o", "catalogues": "-d", "template": "-i"}
    for name, place in places.items():
        words[words.index(options[name]) + 1] = str(place)
    CommandLineInterface().run(words)  # type: ignore[no-untyped-call]


def extract(folder: Path) -> Catalog:
    """Every sentence of the program, found by the page's own command; `folder` is for its file."""
    found = folder / "campaign.pot"
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(CHECKOUT)
        run(commands()[0], output=found)
    return read_po(io.BytesIO(found.read_bytes()))


def english(message: Message) -> tuple[str, ...]:
    """What a message is found by: its English words, for one and for several."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)
