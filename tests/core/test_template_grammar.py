"""What the template language refuses, and what it says about that."""

import pytest

from campaign.core.template import SOURCE_LENGTH, TemplateFault, check
from campaign.core.template_grammar import DEPTH, MOST_FAULTS


def faults(source: str) -> tuple[TemplateFault, ...]:
    """What is wrong with a template, given two sources."""
    return check(source, source_ids=["conop", "intercept-2019"])


def said(source: str) -> str:
    """Everything that is said about a template."""
    return "\n".join(f"{fault.message} {fault.hint}" for fault in faults(source))


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("{{ ''.__class__.__mro__ }}", "parts"),
        ("{% include '/etc/passwd' %}", "another file"),
        ("{% import 'x' as y %}", "another file"),
        ("{% from 'x' import y %}", "another file"),
        ("{% extends 'x' %}", "another file"),
        ("{{ 'a' * 10**9 }}", "calculate"),
        ("{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}", "loop"),
        ("{{ lipsum(n=10**9) }}", "called"),
        ("{{ cycler }}", "cycler"),
        ("{{ joiner }}", "joiner"),
        ("{{ namespace }}", "namespace"),
        ("{{ self }}", "self"),
    ],
)
def test_hostile_templates_are_refused(source: str, words: str) -> None:
    """By what stands in the syntax tree, before anything is compiled or opened."""
    (fault,) = faults(source)
    assert words in fault.message


@pytest.mark.parametrize(
    "source",
    [
        "{{ campaign.title.__class__ }}",
        "{{ campaign.__class__.__base__.__subclasses__() }}",
        "{{ campaign['__class__'] }}",
        "{{ campaign.title['format'] }}",
        "{{ '{0.__class__}'.format(campaign) }}",
        "{{ ('{0.__class__}'|string).format_map({'x': campaign}) }}",
        "{{ campaign.title | attr('__class__') }}",
        "{{ sources | map(attribute='__class__') | list }}",
        "{{ sources | map('attr', '__class__') | first }}",
        "{{ sources | groupby('__class__') }}",
        "{{ sources | sort(attribute='__class__.__name__') }}",
        "{{ ['a', 'b'].append('c') }}",
        "{{ {'a': 1}.update(b=2) }}",
        "{{ statement.encode().decode }}",
        "{% macro m() %}{% endmacro %}{{ m.__globals__ }}",
        "{% call(x) target.name() %}{% endcall %}",
        "{% filter upper %}a{% endfilter %}",
        "{% set x = ''.__class__ %}",
        "{% set x %}a{% endset %}",
        "{% with x = campaign %}{{ x._fields }}{% endwith %}",
        "{% block b %}{% endblock %}",
        "{% block b %}{{ self.b.__globals__ }}{% endblock %}",
        "{% autoescape false %}{% endautoescape %}",
        "{{ cite.__globals__ }}",
        "{{ loop.__class__ }}",
        "{% for s in sources %}{{ loop.cycle.__func__ }}{{ loop._iterator }}{% endfor %}",
        "{% for s in sources recursive %}{% endfor %}",
        "{% for s in sources if s.id %}{% endfor %}",
        "{% for s in sources %}{% else %}a{% endfor %}",
        "{% for a, b in sources %}{% endfor %}",
        "{% for s in campaign %}{% endfor %}",
        "{% for s in sources %}{% for t in sources %}{% endfor %}{% endfor %}",
        "{% for campaign in sources %}{% endfor %}",
        "{% for loop in sources %}{% endfor %}",
        "{% for sources in sources %}{% endfor %}",
        "{% for s.id in sources %}{% endfor %}",
        "{{ campaign.title if language else statement }}",
        "{{ campaign.title ~ statement }}",
        "{{ statement % campaign }}",
        "{{ -loop.index }}",
        "{{ statement[0:5] }}",
        "{{ statement.0 }}",
        "{{ sources[0].id }}",
        "{{ statement is defined }}",
        "{{ statement in campaign.title }}",
        "{% if statement is string %}{% endif %}",
        "{% if 'a' in statement %}{% endif %}",
        "{% if language > 'en' %}{% endif %}",
        "{% if language == 'en' == 'de' %}{% endif %}",
        "{% if language == statement %}{% endif %}",
        "{% if language | lower == 'en' %}{% endif %}",
        "{% if loop.index == 1 %}{% endif %}",
        "{% if true %}{% endif %}",
        "{{ none }}",
        "{{ 1e999 }}",
        "{{ () }}",
        "{{ statement | upper('x') }}",
        "{{ statement | upper(*sources) }}",
        "{{ statement | cite }}",
        "{{ 'conop' | upper }}",
        "{{ 'co' 'nop' }}",
        "{{ '\\x63onop' | cite }}",
        "{{ statement | safe }}",
        "{{ ('conop' | cite).join }}",
        "{% for s in sources %}{% endfor %}{{ s.id }}",
    ],
)
def test_what_is_not_listed_is_refused(source: str) -> None:
    """The ideas of Jinja's own sandbox tests and of its known escapes, and all that is not ours."""
    assert faults(source)


def test_all_faults_are_told_at_once_and_where() -> None:
    """One reading shows every line that needs a change."""
    source = "{{ nope }}\n{{ campaign.titel }} {{ repo }}\n\n{{ 'conpo' | cite }}{% set a = 1 %}"
    places = [(fault.line, fault.column) for fault in faults(source)]
    assert places == [(1, 4), (2, 4), (2, 25), (4, 5), (4, 28)]


def test_a_word_twice_in_a_line_is_told_at_both_places() -> None:
    """A column is where the word stands between braces, not in the prose around it."""
    source = "nope {{ nope }} nope {{ nope }}\n{{\n  nope }}"
    assert [(each.line, each.column) for each in faults(source)] == [(1, 9), (1, 25), (3, 3)]


def test_what_cannot_be_read_hides_no_unknown_word() -> None:
    """One slip of the grammar leaves every other typing error to be told with it."""
    source = "{{ nope }}\n{{ campaign.foo | uper }} {% for s in sources %}{{ s.titel }}\n{{ x y }}"
    told = [(each.line, each.message) for each in faults(source)]
    assert [line for line, _ in told] == [1, 2, 2, 2, 3, 3, 3]
    words = " ".join(message for _, message in told)
    for word in ("`nope`", "`campaign.foo`", "`uper`", "`s.titel`", "`x`", "`y`", "cannot be read"):
        assert word in words
    good = (
        "{% if not language == 'nope' and statement %}{{ campaign.title | upper }} {{ 'a' | cite }}"
    )
    assert ["cannot be read" in each.message for each in faults(good)] == [True]


def test_sources_that_are_not_known_are_not_missed() -> None:
    """Where the list of sources could not be read, no citation is called wrong."""
    assert check("{{ 'nobody-knows' | cite }}", source_ids=None) == ()


@pytest.mark.parametrize("before", ["", "{{ nope }}\n"])
def test_a_tag_without_a_line_of_its_own_has_a_place(before: str) -> None:
    """Jinja2 gives some tags no line; they are refused like any other, after what stands above."""
    tag = "{% autoescape true %}{% endautoescape %}"
    assert [each.line for each in faults(before + tag)] == [1, 2][: 1 + bool(before)]
    assert faults("{% autoescape true %}" * 60 + "{% endautoescape %}" * 60)[0].line == 1


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("{{ nope }}", "Known: campaign.title, campaign.summary,"),
        ("{{ repo }}", "Did you mean target.repo?"),
        ("{{ true }}", "Numbers, true, false and none"),
        ("{{ 1 }}", "Numbers, true, false and none"),
        ("{{ campaign.foo }}", "Known: campaign.title, campaign.summary,"),
        ("{{ campaign.titel }}", "Did you mean campaign.title?"),
        ("{{ targt.repo }}", "Did you mean target.repo?"),
        ("{{ campain.title }}", "Did you mean campaign.title?"),
        ("{{ url }}", "Did you mean campaign.organiser.url or source.url?"),
        ("{{ campaign }}", "`campaign` is a group of names."),
        ("{{ campaign.organiser }}", "campaign.organiser.name, campaign.organiser.url"),
        ("{{ sources }}", "a list"),
        ("{{ source.id }}", "only there inside the loop"),
        ("{% for s in sources %}{{ source.id }}{% endfor %}", "Write {% for source in sources %}"),
        ("{{ 'intercept' | cite }}", "Did you mean intercept-2019?"),
        ("{{ 'x' | cite }}", "Known: conop, intercept-2019."),
        ("{{ statement | uper }}", "Did you mean upper?"),
        ("{{ statement | length }}", "Known: cite, date, quote, code, upper, lower."),
        ("{{ statement is defined }}", "{% if statement %}"),
        ("{{ campaign['title'] }}", "campaign.title"),
        ("{% if %}", "cannot be read"),
        ("{% if statement %}", "endif"),
        ("{% trans %}a{% endtrans %}", "cannot be read"),
        ("{{ statement", "cannot be read"),
        ("{# a", "cannot be read"),
    ],
)
def test_a_fault_says_what_to_write_instead(source: str, words: str) -> None:
    """Typing errors get the nearest name; everything else the way it is done here."""
    assert words in said(source)


def test_no_sources_at_all() -> None:
    """A citation in a campaign without sources is named for what it is."""
    (fault,) = check("{{ 'a' | cite }}", source_ids=[])
    assert fault.hint == "There is no source at all."


@pytest.mark.parametrize(
    "source",
    [
        "{{" + "(" * 3_000,
        "{{ " + "not " * 30_000 + "a }}",
        "{{ a" + ".b" * 30_000 + " }}",
        "{{ a" + "|b" * 30_000 + " }}",
        "{% if " + "a and " * 10_000 + "a %}{% endif %}",
        "{% if a %}" * 5_000 + "{% endif %}" * 5_000,
        "{% if a %}" + "{% elif a %}" * 5_000 + "{% endif %}",
        "{% if statement %}" + "{% elif language %}" * (DEPTH + 1) + "{% endif %}",
        "{{ " + "9" * 5_000 + " }}",
        "{{ 1e9999999999 }}",
        "{{ '\\N{nothing}' }}",
        "{{ '\\d' }}",
        "{{ \ud800 }}",
        "{{ '\ud800' | cite }}",
        "{{ ｃampaign.title }}",
        "x" * (SOURCE_LENGTH + 1),
        "{{ nope }}\n" * 5_000,
        "{{ '\\d' }}\n" * 5_000,
        "{% if nope %}{% endif %}" * 2_000,
    ],
    ids=lambda source: f"{source[:20]!r}",
)
def test_monstrous_templates_get_a_short_answer(source: str) -> None:
    """Depth, length and odd numbers end in a fault, not in a crash, and not in thousands."""
    assert 1 <= len(faults(source)) <= MOST_FAULTS
    assert len(said(source)) < 40_000
