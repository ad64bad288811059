"""The picture of the code, enforced: who may import whom, and which file holds which library."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src"

FILES = {
    ".".join(path.relative_to(SOURCE).with_suffix("").parts): path
    for path in sorted(SOURCE.rglob("*.py"))
}

TOP_LEVEL = {
    *("pyproject.toml", "README.md", "LICENSE", "src", "templates", "campaigns", "tests"),
    *("docs", "benchmarks"),
}

HIDDEN = {".ci", ".gitignore"}

MAY_IMPORT = {
    "campaign.errors": set(),
    "campaign.core": {"campaign.core", "campaign.errors"},
    "campaign.adapters": {"campaign", "campaign.adapters", "campaign.core", "campaign.errors"},
    "campaign.flow": {"campaign.flow", "campaign.core", "campaign.errors"},
    "campaign.rehearsal": {"campaign.rehearsal", "campaign.core", "campaign.errors"},
    "campaign.cli": {
        *("campaign", "campaign.cli", "campaign.flow", "campaign.rehearsal"),
        *("campaign.adapters", "campaign.core", "campaign.errors"),
    },
    "campaign.__main__": {"campaign.cli"},
}
"""Part of the package → the parts it may import."""

DRIVERS = {"campaign.rehearsal.play"}
"""A rehearsal plays the real flow through the real adapters."""

NOUNS = ("campaign", "text", "template", "marker", "draft", "access", "answer", "receipt", "plan")
"""The way of the data: each noun knows only the ones before it."""

HOLDERS = {
    "click": ("campaign.cli.", "campaign.adapters.editor"),
    "rich": ("campaign.cli.screen", "campaign.cli.desk"),
    "github": ("campaign.adapters.github",),
    "requests": ("campaign.adapters.wire",),
    "urllib3": ("campaign.adapters.wire",),
    "sqlite3": ("campaign.adapters.ledger", "campaign.adapters.ledger_schema"),
    "yaml": ("campaign.adapters.yaml_",),
    "platformdirs": ("campaign.adapters.private_files",),
    "graphql": ("campaign.rehearsal.",),
    "jinja2": ("campaign.core.template", "campaign.core.issue_page"),
    "pydantic": ("campaign.core.", "campaign.adapters.schema_faults"),
    "pydantic_core": ("campaign.core.", "campaign.adapters.schema_faults"),
    "markdown_it": ("campaign.core.",),
}
"""Library → the beginnings of the only modules that may import it."""

IMPURE = {
    *("os", "pathlib", "io", "socket", "subprocess", "time", "random", "secrets", "tempfile"),
    *("shutil", "threading", "signal", "sqlite3", "urllib.request", "http", "click", "logging"),
}


def imports(path: Path) -> Iterator[str]:
    """Every module a file imports, wherever the statement stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            yield node.module or ""


def part(module: str) -> str:
    """The part of the package a module belongs to."""
    pieces = module.split(".")
    return "campaign" if len(pieces) == 1 else ".".join(pieces[:2])


@pytest.mark.parametrize("module", FILES)
def test_a_module_imports_only_the_parts_it_may(module: str) -> None:
    """An arrow between two parts exists only where the picture shows one."""
    allowed = MAY_IMPORT.get(part(module), set())
    if module in DRIVERS:
        allowed = allowed | {"campaign.flow", "campaign.adapters"}
    inner = {part(name) for name in imports(FILES[module]) if name.split(".")[0] == "campaign"}
    assert inner <= allowed


@pytest.mark.parametrize("module", FILES)
def test_a_library_is_imported_where_it_belongs(module: str) -> None:
    """One outside thing per file, and nothing but the standard library beside those listed."""
    for name in imports(FILES[module]):
        library = name.split(".")[0]
        if library == "campaign" or library in sys.stdlib_module_names - HOLDERS.keys():
            continue
        assert library in HOLDERS, f"{library} is not a library of this project"
        assert module.startswith(HOLDERS[library]), f"{library} does not belong into {module}"


@pytest.mark.parametrize("module", [name for name in FILES if part(name) == "campaign.core"])
def test_the_core_is_pure(module: str) -> None:
    """No file, network, clock or terminal is within reach of core/."""
    reached = {name for name in imports(FILES[module]) if name.split(".")[0] in IMPURE}
    assert not reached


@pytest.mark.parametrize("noun", NOUNS)
def test_a_noun_knows_only_earlier_nouns(noun: str) -> None:
    """core/ is read from left to right: Campaign, Draft, Access, Plan, Receipt."""
    later = {f"campaign.core.{each}" for each in NOUNS[NOUNS.index(noun) + 1 :]}
    assert not later & set(imports(FILES[f"campaign.core.{noun}"]))


def test_no_two_modules_import_each_other() -> None:
    """The arrows form no circle, not even through an import inside a function."""
    arrows = {
        name: {each for each in imports(path) if each in FILES} for name, path in FILES.items()
    }
    while leaves := [name for name, to in arrows.items() if not to & arrows.keys()]:
        for name in leaves:
            del arrows[name]
    assert not arrows


def test_the_top_level_is_tidy(checkout: Path) -> None:
    """A newcomer finds the four folders, three files, and nothing else."""
    ignored = {"build", "dist", "uv.lock"}
    seen = {path.name for path in checkout.iterdir() if not path.name.startswith(".")}
    assert seen - ignored <= TOP_LEVEL


def test_only_what_belongs_there_is_kept(checkout: Path) -> None:
    """What a tool leaves behind, hidden or not, may name the machine that it ran on."""
    listed = ["git", "-C", str(checkout), "ls-files", "-z"]
    kept = subprocess.run(listed, capture_output=True, check=True, text=True).stdout
    assert {name.partition("/")[0] for name in kept.split("\0") if name} <= TOP_LEVEL | HIDDEN
