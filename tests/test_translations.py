"""The translations are complete, compiled and safe, and the page about them has the commands."""

import ast
import io
import re
from collections.abc import Iterator
from gettext import GNUTranslations
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from tests.babel_commands import CHECKOUT, SOURCE, commands, english, extract, run

from campaign.adapters.catalogues import read_catalogue, translated_languages
from campaign.core.characters import strange_characters

LANGUAGES = translated_languages()
NUMBERS = {"count", "n"}
"""What the number is called in a sentence that counts."""

COUNTED = {"ngettext", "counted"}
MARKS = {"N_", "Sentence", "sentence", *COUNTED}
"""`_` is not among them: it also shows words that `N_` has marked elsewhere."""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """Every sentence of the program, found by the page's own command."""
    return extract(tmp_path_factory.mktemp("template"))


def path_of(language: str) -> Path:
    """Where the catalogue of a language lies."""
    return SOURCE / "locale" / language / "LC_MESSAGES" / "campaign.po"


def catalogue(language: str) -> Catalog:
    """A language's catalogue, as translators see it."""
    return read_po(io.BytesIO(path_of(language).read_bytes()), locale=language)


def forms(message: Message) -> tuple[str, ...]:
    """Every form of a translation."""
    said = message.string or ""
    return (said,) if isinstance(said, str) else tuple(said)


def names(text: str) -> set[str]:
    """The `{names}` in a text."""
    return set(re.findall(r"\{(\w*)\}", text))


def sentences(language: str) -> Iterator[Message]:
    """What a catalogue translates, without its head."""
    return (message for message in catalogue(language) if message.id)


def test_spanish_and_arabic_are_spoken() -> None:
    """Those whom the campaigns are about can read what the tool says."""
    assert {"es", "ar"} <= set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_translated_and_none_is_left_over(
    language: str, template: Catalog
) -> None:
    """The page's first command finds what the catalogue has, and nothing is empty or doubtful."""
    mine = {english(message): message for message in sentences(language)}
    needed = {english(message) for message in template if message.id}
    assert needed - mine.keys() == set(), "run the commands of docs/translations.md"
    assert mine.keys() - needed == set(), "run the commands of docs/translations.md"
    assert [each for each, message in mine.items() if not all(forms(message))] == []
    assert [each for each, message in mine.items() if message.fuzzy] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_read_is_what_was_translated(language: str) -> None:
    """The compiled file is made of this very catalogue."""
    compiled = io.BytesIO()
    write_mo(compiled, catalogue(language))
    assert path_of(language).with_suffix(".mo").read_bytes() == compiled.getvalue()
    told = read_catalogue(language)
    assert isinstance(told, GNUTranslations)
    assert (told.charset() or "").lower() == "utf-8"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_keeps_its_place(language: str) -> None:
    """A sentence that lost a name, or has one too many, would fail when somebody needs it."""
    for message in sentences(language):
        wanted = set().union(*map(names, english(message)))
        for form in filter(None, forms(message)):
            # A form for one or two may say the number in words.
            missing = wanted - names(form) - (NUMBERS if len(english(message)) > 1 else set())
            assert not missing, form
            assert names(form) <= wanted, form
            form.format(**dict.fromkeys(wanted, "x"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_is_as_clean_as_any_text(language: str) -> None:
    """No invisible character, no line break and no space at an end that English has not."""
    for message in sentences(language):
        words, *_ = english(message)
        for form in forms(message):
            assert list(strange_characters(form)) == []
            assert (form.strip() == form) == (words.strip() == words)
            assert form.count("\n") == words.count("\n")


def test_arabic_has_its_six_forms() -> None:
    """None, one, two, a few, many, and hundreds: each number finds the form that grammar wants."""
    arabic = catalogue("ar")
    assert arabic.num_plurals == 6
    told = read_catalogue("ar")
    counted = [message for message in sentences("ar") if len(english(message)) == 2]
    assert counted
    for message in counted:
        one, several = english(message)
        said = forms(message)
        assert len(said) == 6
        chosen = [told.ngettext(one, several, number) for number in (0, 1, 2, 3, 11, 100)]
        assert chosen == list(said)
        assert told.ngettext(one, several, 103) == said[3]
        assert told.ngettext(one, several, 111) == said[4]
        number = NUMBERS & names(several)
        assert all(number <= names(form) for form in said[3:])


def marks(tree: ast.AST) -> set[str]:
    """The names by which a module marks sentences."""
    sources = ("campaign.core.sentence", "campaign.cli.language")
    imports = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    return MARKS & {
        alias.name for node in imports if node.module in sources for alias in node.names
    }


def marked_here(tree: ast.AST) -> set[str]:
    """The names of words that `N_` has marked where they were set."""
    return {
        ast.unparse(target)
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and ast.unparse(node.value).startswith("N_(")
        for target in node.targets
    }


def marked_before(tree: ast.AST) -> set[str]:
    """The same, and those that come from another module of ours."""
    found = marked_here(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("campaign."):
            source = SOURCE.parent.joinpath(*str(node.module).split(".")).with_suffix(".py")
            if source.exists():
                names = marked_here(ast.parse(source.read_text(encoding="utf-8")))
                found |= names & {alias.name for alias in node.names}
    return found


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda path: path.stem)
def test_no_sentence_hides_from_translators(path: Path) -> None:
    """The words stand in the call: a variable in their place would stay English for ever."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    known = marks(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in known:
            words = node.args[: 2 if ast.unparse(node.func) in COUNTED else 1]
            hidden = {ast.unparse(w) for w in words if not isinstance(w, ast.Constant)}
            assert not hidden - marked_before(tree), f"line {node.lineno}: {hidden}"


def test_the_commands_make_a_new_language(tmp_path: Path) -> None:
    """Whoever follows the page step by step has a catalogue that the program can read."""
    extract_, init, update, compile_ = commands()
    template, folder = tmp_path / "campaign.pot", tmp_path / "locale"
    folder.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(CHECKOUT)
        run(extract_, output=template)
        run(init, template=template, catalogues=folder)
        made = folder / "fr" / "LC_MESSAGES" / "campaign.po"
        text = made.read_text(encoding="utf-8")
        made.write_text(
            text.replace('msgid "Spanish"\nmsgstr ""', 'msgid "Spanish"\nmsgstr "espagnol"'),
            encoding="utf-8",
        )
        run(update, template=template, catalogues=folder)
        run(compile_, catalogues=folder)
    with made.with_suffix(".mo").open("rb") as file:
        french = GNUTranslations(file)
    assert french.gettext("Spanish") == "espagnol"
    assert french.gettext("Arabic") == "Arabic"
