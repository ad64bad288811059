"""The words of the template language, one by one."""

import pytest

from campaign.core.template_vocabulary import FILTERS


@pytest.mark.parametrize(
    ("name", "text", "result"),
    [
        ("upper", "It is read.", "IT IS READ."),
        ("lower", "It is read.", "it is read."),
        ("code", "o/r", "`o/r`"),
        ("code", "a `b`", "`` a `b` ``"),
        ("code", "", ""),
        ("quote", "a\n\nb", "> a\n>\n> b"),
        ("date", "2019-05-02", "2 May 2019"),
        ("date", "2026-12-31", "31 December 2026"),
        ("date", "2019-05", "May 2019"),
        ("date", "2019", "2019"),
        ("date", "", ""),
        ("date", "2019-13-01", "2019-13-01"),
        ("date", "spring 2019", "spring 2019"),
    ],
)
def test_a_filter_does_one_small_thing(name: str, text: str, result: str) -> None:
    """A month stays a month, and what is no date stays as it is."""
    assert FILTERS[name].function(text) == result
