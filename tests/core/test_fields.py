"""The kinds of value a campaign file may hold, and what each refuses."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from campaign.core.fields import (
    HttpsUrl,
    Line,
    MaybeDate,
    MaybeHttpsUrl,
    Paragraph,
    Slug,
    TemplateName,
    Whole,
    YesNo,
    quoted,
)


def refusal(kind: Any, text: str) -> str:
    """What is said of a text that is not of this kind."""
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(kind).validate_python(text)
    (error,) = caught.value.errors()
    return error["msg"]


@pytest.mark.parametrize("text", ["3.0", "3e0", "0x3", "three", "+3", " 3", "", "1_0", "9" * 5000])
def test_numbers_are_plain_digits(text: str) -> None:
    """Nothing but digits is a number, however many digits there are."""
    assert "is not a whole number" in refusal(Whole, text)
    assert TypeAdapter(Whole).validate_python("12") == 12


@pytest.mark.parametrize("text", ["yes", "no", "on", "1", "True", ""])
def test_only_true_and_false_are_yes_and_no(text: str) -> None:
    """The many spellings of YAML 1.1 are refused rather than guessed."""
    assert "neither true nor false" in refusal(YesNo, text)
    assert TypeAdapter(YesNo).validate_python("true") is True


@pytest.mark.parametrize("text", ["", "Ours", "our campaign", "a" * 65, "café", "a\n", "../a"])
def test_a_short_name_is_letters_digits_and_hyphens(text: str) -> None:
    """Short names are part of records and markers, so they hold nothing else."""
    assert "is not a short name" in refusal(Slug, text)
    assert TypeAdapter(Slug).validate_python("a-2") == "a-2"


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/",
        "HTTPS//example.org",
        "https://",
        "https://localhost",
        "https://.",
        "HTTPS://example.org/",
        "https://127.0.0.1/x",
        "https://10.1/",
        "https://evil.example.org:8443/x",
        "https://user@example.org/",
        "https://example.org:99999/",
        "https://[::1",
        "https://example.org/a b",
        "https://example.org/ä",
        "https://еxample.org/",
        "https://example.org/\nx",
        'https://example.org/"onclick=',
        "https://example.org/<b>",
        "javascript:alert(1)",
        "example.org",
    ],
)
def test_links_are_plain_https(url: str) -> None:
    """No other scheme, no credentials, no look-alike letters, nothing that breaks out of HTML."""
    assert "address" in refusal(HttpsUrl, url)
    assert "address" in refusal(MaybeHttpsUrl, url)


def test_only_an_optional_link_may_be_missing() -> None:
    """An archive may be left out, the link itself may not."""
    assert TypeAdapter(MaybeHttpsUrl).validate_python("") == ""
    assert "address" in refusal(HttpsUrl, "")
    url = "https://web.archive.org/web/2019*/https://example.org/a_(b)?c=d%20e#f"
    assert TypeAdapter(HttpsUrl).validate_python(url) == url


@pytest.mark.parametrize(
    "name",
    [
        *("../a.md.j2", "/etc/passwd", "a/b.md.j2", "a.md", ".md.j2", ".a.md.j2", "a b.md.j2"),
        *("a.md.j2\n", "a\\b.md.j2", "a\0.md.j2", "ä.md.j2", "a" * 101 + ".md.j2", ""),
    ],
)
def test_a_template_is_a_bare_file_name(name: str) -> None:
    """No folder, no hidden file, no other ending."""
    assert "is not a template's file name" in refusal(TemplateName, name)
    assert TypeAdapter(TemplateName).validate_python("a-1.es.md.j2") == "a-1.es.md.j2"


@pytest.mark.parametrize(
    "day",
    [
        *("2024-13-45", "2023-02-29", "0000-01-01", "2019-13", "2019-00", "0000"),
        *("May 2019", "2019-5-2", "2019-5", "20190502", "201905", "19", "2019-", "2019-05-02-01"),
    ],
)
def test_a_date_exists(day: str) -> None:
    """A day that is on no calendar, or written otherwise, is refused."""
    assert day in refusal(MaybeDate, day)


@pytest.mark.parametrize("day", ["2024-02-29", "2019-05", "2019", ""])
def test_a_date_is_as_exact_as_it_is_known(day: str) -> None:
    """A document that names only a month or a year does not force anybody to invent a day."""
    assert TypeAdapter(MaybeDate).validate_python(day) == day


def test_a_date_that_is_none_says_how_to_write_one() -> None:
    """All three ways are shown."""
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(MaybeDate).validate_python("May 2019")
    (error,) = caught.value.errors()
    assert "such as 2019-05-02, 2019-05 or 2019." in error["ctx"]["hint"]


@pytest.mark.parametrize("text", ["safe\rPost to 0 repos? [y/N]", "a\nb", "a\u2028b", "a\x85b"])
def test_a_line_is_one_line(text: str) -> None:
    """A title cannot smuggle a second line onto the screen; a paragraph may have several."""
    assert refusal(Line, text) == "This must be one line."
    assert TypeAdapter(Paragraph).validate_python(text) == text


def test_white_space_around_a_text_does_not_count() -> None:
    """The line break that YAML leaves behind a block is no second line."""
    assert TypeAdapter(Line).validate_python(" Ours\n") == "Ours"


def test_what_a_message_quotes_is_short_and_visible() -> None:
    """Somebody else's words cannot flood the screen, or act on it."""
    assert quoted("Ours") == '"Ours"'
    assert quoted("a\x1b\u202eb") == '"a\\u001b\\u202eb"'
    assert len(quoted("a" * 5000)) == 62
