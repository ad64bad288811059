"""The files of the pages are found wherever the program is installed."""

import pytest

from campaign.adapters.web_files import read_web_file


@pytest.mark.parametrize("name", ["issue_page.html.j2", "issue_page.css"])
def test_the_files_of_the_page_come_with_the_program(name: str) -> None:
    """They are part of the package, in plain UTF-8."""
    assert read_web_file(name).endswith("\n")


def test_the_page_s_style_loads_nothing() -> None:
    """A style can ask for files too; this one does not, and cannot end its own element."""
    style = read_web_file("issue_page.css")
    assert not any(word in style for word in ("url(", "@import", "@font-face", "</", "image-set("))
