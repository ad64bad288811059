"""What a template writes out, seen in its syntax tree."""

from campaign.core.template_uses import uses


def test_names_and_citations_that_readers_see() -> None:
    """What stands in a condition, in a comment or between raw tags is not shown."""
    source = (
        "{% if language == 'en' %}{{ target.name | upper }}{% endif %}{# {{ statement }} #}"
        "{% raw %}{{ statement }}{% endraw %}{{ 'a-1' | cite }}"
    )
    shown = uses(source)
    assert (shown.names, shown.cited, shown.cites_each) == (
        frozenset({"target"}),
        frozenset({"a-1"}),
        False,
    )
    assert uses("{% for s in sources %}{{ s.id | cite }}{% endfor %}").cites_each


def test_a_template_that_breaks_the_rules_shows_nothing() -> None:
    """Its faults are told elsewhere."""
    assert uses("{{ statement() }}").names == uses("{{").names == frozenset()


def test_a_citation_may_be_filtered_further() -> None:
    """It is one all the same."""
    assert uses("{{ 'a-1' | cite | upper }}").cited == frozenset({"a-1"})
