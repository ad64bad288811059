"""What the README and the help say is what the code does."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from campaign.cli.main import VERBS, cli
from campaign.errors import Exit

README = Path(__file__).parents[1] / "README.md"


@pytest.fixture
def readme() -> str:
    """The README's text."""
    return README.read_text(encoding="utf-8")


def table(text: str, head: str) -> list[list[str]]:
    """The rows of the Markdown table that begins with this head."""
    block = text.split(head, 1)[1].split("\n\n", 1)[0]
    rows = [line for line in block.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows[1:]]


def test_the_readme_lists_every_verb_in_the_words_of_its_help(readme: str) -> None:
    """Nobody has to wonder which of the two is right."""
    rows = table(readme, "| verb | what it does | network |")
    told = {verb.strip("`"): words for verb, words, _ in rows}
    with cli.make_context("campaign", [], resilient_parsing=True) as context:
        helps = {verb: cli.get_command(context, verb) for verb in VERBS}
    assert told == {
        verb: (command.help or "").split("\n\n")[0].replace("\n", " ")
        for verb, command in helps.items()
        if command
    }


def test_the_readme_and_the_help_list_the_exit_codes(readme: str) -> None:
    """Scripts are written by both tables, and both come from the same place."""
    expected = [[str(code.value), code.meaning] for code in Exit]
    assert table(readme, "| code | meaning |") == expected
    helped = subprocess.run(
        [sys.executable, "-m", "campaign", "--help"], capture_output=True, text=True, check=True
    ).stdout
    for code, meaning in expected:
        assert re.search(rf"^ +{code}  {re.escape(meaning)}$", helped, re.MULTILINE)


def test_every_file_the_readme_names_exists(readme: str, checkout: Path) -> None:
    """A promise that names its test has that test."""
    named = set(re.findall(r"`((?:tests|campaigns|templates)/[\w./-]+)`", readme))
    assert named
    assert not {name for name in named if not (checkout / name).exists()}


@pytest.mark.parametrize("command", re.findall(r"`(campaign [^`]+)`", README.read_text("utf-8")))
def test_every_command_the_readme_names_is_understood(command: str) -> None:
    """What people copy from the README is no usage error."""
    words = command.split()[1:]
    with cli.make_context("campaign", [words[0]], resilient_parsing=True) as context:
        verb = cli.get_command(context, words[0])
        assert verb is not None, f"there is no verb {words[0]}"
        verb.make_context(words[0], words[1:], parent=context)


def test_ci_runs_the_readme_s_test_command_verbatim(readme: str, checkout: Path) -> None:
    """What passes there is what people type."""
    command = readme.split("This passes the tests:", 1)[1].split("```sh\n", 1)[1].split("\n```")[0]
    assert command in (checkout / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def test_the_package_exists_in_one_version(checkout: Path) -> None:
    """`--version` and the package's metadata agree."""
    from campaign import __version__

    project = (checkout / "pyproject.toml").read_text(encoding="utf-8")
    assert f'version = "{__version__}"' in project
