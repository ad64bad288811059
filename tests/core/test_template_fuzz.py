"""Random templates against the gate, with a model that knows the answer.

The ordinary run plays a few thousand. By hand: `python tests/core/test_template_fuzz.py 100000`.
"""

import random
import sys
import time
from collections.abc import Callable
from typing import NamedTuple

import pytest

from campaign.core.markdown import code_span
from campaign.core.template import (
    OUTPUT_LENGTH,
    SourceValues,
    TemplateFault,
    TemplateRefused,
    Values,
    check,
    render,
)

IDS = ("a", "b-2", "c")

SOURCES: tuple[SourceValues, ...] = tuple(
    {
        "id": each,
        "title": f"title-{each}",
        "publisher": "publisher",
        "date": "2019",
        "url": f"https://example.org/{each}",
        "archive": "" if each == "a" else "archive",
    }
    for each in IDS
)

VALUES = Values(
    campaign={
        "title": "Title",
        "summary": "Summary {{ 1 }}",
        "hashtag": "Tag",
        "organiser": {"name": "Name", "url": "https://example.org"},
    },
    action={"starts": "", "ends": "Sunday"},
    target={"repo": "o/r", "owner": "o", "name": "r", "why": "Why"},
    sources=SOURCES,
    statement="{% include 'x' %}",
    language="en",
)

WORDS = {
    "campaign.title": "Title",
    "campaign.summary": "Summary {{ 1 }}",
    "action.starts": "",
    "target.repo": "o/r",
    "statement": "{% include 'x' %}",
    "language": "en",
}

LETTERS: dict[str, Callable[[str], str]] = {
    "upper": str.upper,
    "code": code_span,
    "quote": lambda text: f"> {text}".rstrip(),
}

FORBIDDEN = (
    *("{% set a = 1 %}", "{% include 'x' %}", "{% block b %}{% endblock %}", "{{ lipsum() }}"),
    *("{{ target }}", "{{ nope }}", "{{ 1 }}", "{{ 'text' }}", "{{ language ~ 'x' }}"),
    *("{{ ''.__class__ }}", "{{ sources }}", "{{ 'x' | cite }}", "{{ statement | safe }}"),
    *("{{ language[0] }}", "{{ language is defined }}", "{% if language in 'en' %}{% endif %}"),
    *("{{ self }}", "{{ loop.revindex }}", "{% macro m() %}{% endmacro %}", "{{ -language }}"),
    *("{% for x in statement %}{% endfor %}", "{{ 'a' if language else 'b' }}", "{{ [] }}"),
    *(
        "{% autoescape true %}{% endautoescape %}",
        "{% autoescape false %}{{ a }}{% endautoescape %}",
    ),
    *("{{ language.upper() }}", "{{ language.upper }}", "{{ statement | upper(1) }}"),
)

WILD_NAMES = (
    *("campaign", "sources", "target.repo", "statement", "language", "loop", "self", "cite"),
    *("range", "lipsum", "cycler", "joiner", "namespace", "dict", "__builtins__", "caller"),
)
WILD_PARTS = (
    *("__class__", "__mro__", "__subclasses__", "__globals__", "__init__", "__dict__", "format"),
    *("format_map", "title", "id", "index", "organiser", "_iterator", "items", "upper"),
)
WILD_FILTERS = ("attr", "map", "list", "join", "first", "groupby", "format", "safe", "cite")
WILD_OPERATORS = ("+", "-", "*", "**", "//", "%", "~", "==", "!=", "<", "in", "and", "or", "is")


class Part(NamedTuple):
    """A piece of a template, and what the language says it becomes; None where it is refused."""

    source: str
    text: str | None


class Author:
    """Writes random templates from the grammar, with or without something forbidden in them."""

    def __init__(self, seed: int, *, forbidden: float) -> None:
        self.random = random.Random(seed)  # noqa: S311
        self.forbidden = forbidden

    def body(self, depth: int, each: SourceValues | None = None, number: int = 0) -> Part:
        """A few pieces one after the other; `each` and `number` are set inside a loop."""
        parts = [self.part(depth, each, number) for _ in range(self.random.randint(0, 4))]
        return _joined(parts)

    def part(self, depth: int, each: SourceValues | None, number: int) -> Part:
        """Text, a value, a citation, a condition, a loop, or what is not allowed."""
        if self.random.random() < self.forbidden:
            return Part(self.random.choice(FORBIDDEN), None)
        kinds = [self.plain, self.value, self.citation]
        if each is not None:
            kinds.append(lambda: self.of_source(each, number))
        if depth and each is None:
            kinds.append(lambda: self.loop(depth - 1))
        if depth:
            kinds.append(lambda: self.condition(depth - 1, each, number))
        return self.random.choice(kinds)()

    def plain(self) -> Part:
        """Letters, a comment, or braces shown as they are."""
        word = self.random.choice(["x", "é", "}", "{", "#", "_"])
        return self.random.choice(
            [
                Part(f"{word}.", f"{word}."),
                Part("{# {{ 1 #}", ""),
                Part("{% raw %}{{{% endraw %}", "{{"),
            ]
        )

    def value(self) -> Part:
        """A name, perhaps through filters."""
        name, text = self.random.choice(list(WORDS.items()))
        source = name
        for _ in range(self.random.randint(0, 2)):
            letter = self.random.choice(list(LETTERS))
            source, text = f"{source} | {letter}", LETTERS[letter](text)
        return Part(f"{{{{ {source} }}}}", text)

    def citation(self) -> Part:
        """A citation of a source that is there."""
        number = self.random.randrange(len(IDS))
        link = f"[[{number + 1}]]({SOURCES[number]['url']})"
        return Part(f"{{{{ '{IDS[number]}'|cite }}}}", link)

    def of_source(self, each: SourceValues, number: int) -> Part:
        """A name that is there inside a loop only."""
        return self.random.choice(
            [
                Part("{{ s.title }}", each["title"]),
                Part("{{ s.id | cite }}", f"[[{number}]]({each['url']})"),
                Part("{{ loop.index }}", str(number)),
                Part("{% if s.archive %}+{% endif %}", "+" if each["archive"] else ""),
            ]
        )

    def test(self, depth: int) -> tuple[str, bool]:
        """A condition and whether it holds."""
        name, text = self.random.choice(list(WORDS.items()))
        shape = self.random.randrange(6 if depth else 3)
        if shape < 2:
            return name, bool(text)
        if shape == 2:
            sign = self.random.choice(["==", "!="])
            return f"{name} {sign} 'en'", (text == "en") == (sign == "==")
        first, second = self.test(depth - 1), self.test(depth - 1)
        if shape == 3:
            return f"not ({first[0]})", not first[1]
        word = self.random.choice(["and", "or"])
        held = first[1] and second[1] if word == "and" else first[1] or second[1]
        return f"({first[0]}) {word} ({second[0]})", held

    def condition(self, depth: int, each: SourceValues | None, number: int) -> Part:
        """if, elif and else, of which one is shown and all are checked."""
        branches = [(*self.test(2), self.body(depth, each, number)) for _ in range(2)]
        last = self.body(depth, each, number)
        words = "".join(
            f"{{% {'elif' if i else 'if'} {test} %}}{part.source}"
            for i, (test, _, part) in enumerate(branches)
        )
        shown = next((part.text for _, held, part in branches if held), last.text)
        refused = None in [last.text, *(part.text for _, _, part in branches)]
        return Part(f"{words}{{% else %}}{last.source}{{% endif %}}", None if refused else shown)

    def loop(self, depth: int) -> Part:
        """The same piece for each source: its author must make the same choices each time."""
        state = self.random.getstate()
        rounds = []
        for number, each in enumerate(SOURCES, start=1):
            self.random.setstate(state)
            rounds.append(self.body(depth, each, number))
        text = _joined(rounds).text
        return Part(f"{{% for s in sources %}}{rounds[0].source}{{% endfor %}}", text)

    def wild(self, depth: int) -> str:
        """Any expression of Jinja2 at all."""
        if not depth:
            return self.random.choice([*WILD_NAMES, "''", "'a'", "9**9", "true", "none", "[]"])
        inner = self.wild(depth - 1)
        pick = self.random.choice
        return pick(
            [
                f"{inner}.{pick(WILD_PARTS)}",
                f"{inner}['{pick(WILD_PARTS)}']",
                f"({inner})({self.wild(depth - 1)})",
                f"{inner}|{pick(WILD_FILTERS)}",
                f"{inner}|{pick(WILD_FILTERS)}('{pick(WILD_PARTS)}')",
                f"({inner} {pick(WILD_OPERATORS)} {self.wild(depth - 1)})",
                f"[{inner}, {self.wild(depth - 1)}]",
                f"{{'a': {inner}}}",
                f"({inner} if {self.wild(depth - 1)} else {self.wild(depth - 1)})",
                f"{inner}[{self.wild(depth - 1)}:]",
                f"not {inner}",
            ]
        )

    def wild_template(self) -> str:
        """Any statement of Jinja2 at all, around any expression."""
        a, b = self.wild(self.random.randint(0, 3)), self.wild(1)
        return self.random.choice(
            [
                f"{{{{ {a} }}}}",
                f"{{% if {a} %}}{{{{ {b} }}}}{{% endif %}}",
                f"{{% for s in {a} %}}{{{{ s.{self.random.choice(WILD_PARTS)} }}}}{{% endfor %}}",
                f"{{% for s in sources %}}{{{{ {a} }}}}{{% endfor %}}",
                f"{{% set x = {a} %}}{{{{ x }}}}",
                f"{{% macro m(x={a}) %}}{{% endmacro %}}{{{{ m({b}) }}}}",
                f"{{% call({a}) {b} %}}{{% endcall %}}",
                f"{{% with x = {a} %}}{{{{ x }}}}{{% endwith %}}",
                f"{{% include {a} %}}",
                f"{{% filter upper %}}{{{{ {a} }}}}{{% endfilter %}}",
                "".join(self.random.choices("{}%#'\"| .()ab-\n", k=30)),
            ]
        )


def _joined(parts: list[Part]) -> Part:
    texts = [part.text for part in parts]
    whole = None if None in texts else "".join(text or "" for text in texts)
    return Part("".join(part.source for part in parts), whole)


def play(seed: int) -> bool:
    """One template of each kind; whether the last one, which may be anything, was accepted."""
    good = Author(seed, forbidden=0).body(2)
    assert check(good.source, source_ids=IDS) == (), good.source
    assert render(good.source, values=VALUES) == (good.text or "").strip("\n") + "\n", good.source

    bad = Author(seed, forbidden=0.1).body(2)
    assert bool(_answer(bad.source)) == (bad.text is None), bad.source

    wild = Author(seed, forbidden=0).wild_template()
    accepted = not _answer(wild)
    if accepted:
        text = render(wild, values=VALUES)
        assert len(text) <= OUTPUT_LENGTH
        assert not any(sign in text for sign in (" at 0x", "<class", "__", "dict_", "function")), (
            wild
        )
    return accepted


def _answer(source: str) -> tuple[TemplateFault, ...]:
    """What check and render both say."""
    faults = check(source, source_ids=IDS)
    assert all(isinstance(fault, TemplateFault) and fault.line >= 1 for fault in faults)
    if faults:
        with pytest.raises(TemplateRefused) as refused:
            render(source, values=VALUES)
        assert refused.value.faults == faults
    return faults


def test_random_templates_get_the_answer_of_the_model() -> None:
    """What the language has is rendered as it says; what it has not is refused; nothing escapes."""
    assert sum(play(seed) for seed in range(1_000)) > 0


def main() -> None:
    """Play as many as asked for, each seed three templates."""
    seen: list[str] = []

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if event.partition(".")[0] in ("open", "os", "subprocess", "socket", "ctypes", "import"):
            seen.append(f"{event} {arguments}")

    rounds = -(-int(sys.argv[1]) // 3)
    _ = _answer("{{"), _answer("{{ 'a' }}")  # Jinja2 loads parts of itself late
    sys.addaudithook(watch)
    start = time.perf_counter()
    accepted = sum(play(seed) for seed in range(rounds))
    seconds = time.perf_counter() - start
    assert not seen, seen[:5]
    print(f"{3 * rounds} templates in {seconds:.0f} s, 0 escapes, {accepted} wild")  # noqa: T201


if __name__ == "__main__":
    main()
