"""The template language: what it says, and how much of it."""

import sys
import typing
from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.core import template
from campaign.core.template import (
    FILTERS,
    NAMES,
    OUTPUT_LENGTH,
    SourceValues,
    TemplateFault,
    TemplateRefused,
    Values,
    check,
    render,
    render_title,
)
from campaign.core.template_grammar import DEPTH

SOURCES: tuple[SourceValues, ...] = (
    {
        "id": "conop",
        "title": "Concept of operations",
        "publisher": "DHS",
        "date": "2017",
        "url": "https://example.org/a_(b)",
        "archive": "",
    },
    {
        "id": "intercept-2019",
        "title": "New documents show",
        "publisher": "The Intercept",
        "date": "2019-05-02",
        "url": "https://example.org/2019",
        "archive": "https://archive.example/2019",
    },
)


def values(**changes: Any) -> Values:
    """What a template is given, with the changes a test needs."""
    given = {
        "campaign": {
            "title": "An action",
            "summary": "All of it.",
            "hashtag": "NoTechForICE",
            "organiser": {"name": "Us", "url": "https://example.org"},
        },
        "action": {"starts": "Saturday", "ends": "Sunday"},
        "target": {"repo": "o/r", "owner": "o", "name": "r", "why": "It is read."},
        "sources": SOURCES,
        "statement": "My words.",
        "language": "en",
    }
    return Values(**{**given, **changes})


def faults(source: str) -> tuple[TemplateFault, ...]:
    """What is wrong with a template, given the two sources."""
    return check(source, source_ids=[source["id"] for source in SOURCES])


def test_a_template_renders() -> None:
    """Names, filters, conditions, the loop, comments and raw text, as the documentation shows."""
    source = """\
{# who reads this #}

Dear maintainers of {{ target.repo | code }},

the company knows {{ 'intercept-2019' | cite }}{{ 'conop' | cite }}.
{% if statement and not action.starts == 'never' %}

{{ statement | quote }}
{% elif language != 'en' or target.why %}
no
{% else %}
no
{% endif %}
{% for each in sources %}
{{ loop.index }}. {{ each.publisher }}, {{ each.date | date }} {{ each.id | cite }}
  {% if each.archive %}
   Archived: {{ each.archive }}
  {% endif %}
{% endfor %}
{% raw %}{{ not a name }}{% endraw %}



"""
    assert (
        render(source, values=values(statement="One.\n\n{{ two }}"))
        == """\
Dear maintainers of `o/r`,

the company knows [[2]](https://example.org/2019)[[1]](https://example.org/a_%28b%29).

> One.
>
> {{ two }}
1. DHS, 2017 [[1]](https://example.org/a_%28b%29)
2. The Intercept, 2 May 2019 [[2]](https://example.org/2019)
   Archived: https://archive.example/2019
{{ not a name }}
"""
    )


def test_every_name_is_given_and_every_given_name_is_listed() -> None:
    """The table of names, the types and the rendering cannot drift apart."""
    listed = set(_names(Values)) | {"loop.index"}
    assert listed == set(NAMES)
    for name in NAMES:
        shown = f"{{% if {name} %}}{{% endif %}}" if name == "sources" else f"{{{{ {name} }}}}"
        loop = name.startswith(("source.", "loop."))
        source = f"{{% for source in sources %}}{shown}{{% endfor %}}" if loop else shown
        assert faults(source) == (), name
        render(source, values=values())


def _names(kind: Any, before: str = "") -> typing.Iterator[str]:
    """The dotted names of a type: its own fields, and those of the types they hold."""
    hints = typing.get_type_hints(kind)
    for name, inner in hints.items():
        if name == "sources":
            yield name
            yield from _names(SourceValues, "source.")
        elif inner is str:
            yield f"{before}{name}"
        else:
            yield from _names(inner, f"{before}{name}.")


@pytest.mark.parametrize("name", FILTERS)
def test_every_filter_has_an_example_that_works(name: str) -> None:
    """The documentation shows these lines."""
    example = FILTERS[name].example
    loop = f"{{% for source in sources %}}{example}{{% endfor %}}"
    assert f"| {name} " in example
    assert render(loop if "source." in example else example, values=values()).strip()


def test_the_greatest_depth_still_compiles() -> None:
    """What the grammar lets through, Python's compiler takes."""
    deepest = DEPTH - 3  # the template, the output and its text are levels, too
    deep = "{% if language %}" * deepest + "x" + "{% endif %}" * deepest
    assert render(deep, values=values()) == "x\n"
    assert faults(f"{{% if language %}}{deep}{{% endif %}}")
    wide = "{% if statement == 'x' %}" + "{% elif language == 'x' %}" * DEPTH + "{% endif %}"
    assert faults(wide) == ()
    assert render(wide, values=values()) == "\n"


def test_the_text_stops_growing_at_the_limit() -> None:
    """A small template cannot make a text that fills the memory."""
    source = "{% for source in sources %}" + "{{ statement }}" * 4_000 + "{% endfor %}"
    given = values(sources=SOURCES[:1] * 200, statement="x" * 10_000)
    with pytest.raises(TemplateRefused, match=f"{OUTPUT_LENGTH:,}"):
        render(source, values=given)


def test_values_are_data() -> None:
    """A statement that looks like a template is only text."""
    words = "{{ campaign.title }} {% include 'x' %} {# #} {{ 7 * 7 }}"
    assert render("{{ statement }}", values=values(statement=words)) == f"{words}\n"


def test_a_value_brings_no_code() -> None:
    """A clever kind of text is taken for its letters, and anything else is refused."""

    class Clever(str):
        __slots__ = ()

        def __html__(self) -> str:
            raise AssertionError

        def __str__(self) -> str:
            raise AssertionError

        __format__ = upper = None  # type: ignore[assignment]

    assert render("{{ language }}", values=values(language=Clever("en"))) == "en\n"
    with pytest.raises(TypeError):
        render("{{ language }}", values=values(language=object()))


@pytest.mark.parametrize("source", ["{{ repo }}", "{{ user }}", "{{ target }}", "{{ campaign }}"])
def test_no_object_is_ever_printed(source: str) -> None:
    """Neither an address in memory nor a dictionary can reach an issue."""
    assert faults(source)
    for name in set(NAMES) - {"sources"}:
        body = f"{{% for source in sources %}}{{{{ {name} }}}}{{% endfor %}}"
        assert " at 0x" not in render(body, values=values())
        assert "{" not in render(body, values=values())


def test_two_renders_are_the_same_bytes() -> None:
    """What was shown is what is posted."""
    source = "{% for s in sources %}{{ s.id | cite }}\n{% endfor %}{{ statement }}"
    assert len({render(source, values=values()) for _ in range(5)}) == 1


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("", "\n"),
        ("\n\na\n\n", "a\n"),
        ("a\n{% if statement %}\nb\n{% endif %}\nc", "a\nb\nc\n"),
        ("a\n  {% if statement %}\n  b\n  {% endif %}\nc", "a\n  b\nc\n"),
        ("a\r\nb", "a\nb\n"),
        ("{{ action.starts }}\n\n\nb", "Saturday\n\n\nb\n"),
    ],
)
def test_a_body_has_no_surprising_white_space(source: str, text: str) -> None:
    """A line that holds only a tag leaves no line behind; one line break ends the body."""
    assert render(source, values=values()) == text


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("a\nb", "more than one line"),
        ("{{ statement }}", "more than one line"),
        ("a\u2028b", "more than one line"),
        ("", "blank"),
        (" {{ action.ends }} ", "blank"),
        ("\u200b", "blank"),
        ("{{ nope }}", "nope"),
    ],
)
def test_a_title_is_one_line_of_words(source: str, words: str) -> None:
    """Two lines and none are refused; 257 characters are for the gate."""
    given = values(statement="a\nb", action={"starts": "", "ends": "\u2800"})
    with pytest.raises(TemplateRefused, match=words):
        render_title(source, values=given)
    assert render_title(" #{{ campaign.hashtag }} \n", values=given) == "#NoTechForICE"


def test_rendering_checks_again() -> None:
    """Nothing is rendered that was not checked, and the error can be shown as it is."""
    with pytest.raises(TemplateRefused) as caught:
        render("{{ nope }}\n{{ repo }}", values=values())
    assert [fault.line for fault in caught.value.faults] == [1, 2]
    assert "line 2: There is no name `repo`." in caught.value.message
    assert "target.repo" in caught.value.hint


def test_nothing_is_read_imported_or_run() -> None:
    """Python's own audit sees no file, process or connection while a template is refused."""
    seen: list[str] = []
    armed = [True]

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if armed and event.partition(".")[0] in ("open", "os", "subprocess", "socket", "ctypes"):
            seen.append(event)

    sys.addaudithook(watch)
    faults("{% include '/etc/passwd' %}{% import '/etc/passwd' as x %}{{ ''.__class__ }}")
    render("{{ statement }}", values=values())
    armed.clear()
    assert seen == []


def test_the_engine_holds_nothing_but_our_filters() -> None:
    """The second lock: even what slipped through the grammar would find an empty room."""
    engine = template._JINJA
    assert not engine.globals
    assert not engine.tests
    assert set(engine.filters) == set(FILTERS)
    assert engine.loader is None
    assert {each.name for each in fields(Values)} == set(typing.get_type_hints(Values))


@settings(deadline=None)
@given(st.text(st.characters()), st.lists(st.text(), max_size=3))
def test_check_answers_any_text(source: str, source_ids: list[str]) -> None:
    """No text makes it raise, and what it accepts is rendered."""
    for text in (source, "{{" + source + "}}", "{%" + source + "%}", "{% if " + source + " %}"):
        if not check(text, source_ids=source_ids):
            given = tuple({**SOURCES[0], "id": each} for each in source_ids)
            render(text, values=values(sources=given))
