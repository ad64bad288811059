"""Where a template's words stand: lines from Jinja2, columns from the text."""

from jinja2 import nodes

from campaign.core.template_places import Places, line_of


def test_a_column_is_where_the_word_stands_between_braces() -> None:
    """Prose before it is passed over, and the second question gets the second place."""
    places = Places("repo {{ repo }} and\r\n{% if repo %}{{ target.repo }}{{ repo }}")
    assert places.column(1, "repo") == 9
    assert [places.column(2, "repo") for _ in range(3)] == [7, 34, 34]
    assert places.column(2) == 1


def test_what_is_not_found_stands_at_the_beginning() -> None:
    """A line that is not there, or a word that is not, is no reason to fail."""
    places = Places("plain")
    assert (places.column(1, "word"), places.column(9), places.column(1)) == (1, 1, 1)


def test_a_node_without_a_line_takes_that_of_what_is_in_it() -> None:
    """Jinja2 leaves some without one."""
    inner = nodes.Name("a", "load", lineno=7)
    assert line_of(nodes.Output([inner])) == 7
    assert line_of(nodes.Output([])) == 1
