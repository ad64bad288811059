"""The API's address: safe for a token, and one spelling for one server."""

import pytest

from campaign.core.api_address import GITHUB, is_safe, server_name, spelled


@pytest.mark.parametrize(
    "url",
    [
        "https://API.github.com",
        "https://api.github.com:443",
        "https://api.github.com:0443/",
        "https://api.github.com./",
    ],
)
def test_one_server_has_one_spelling(url: str) -> None:
    """However it is written, it is GitHub: the same ledger, the same saved plans."""
    assert is_safe(url)
    assert spelled(url) == GITHUB


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost:8080",
        "http://127.0.0.1:8080",
        "http://[::1]:8080",
        "http://127.1.2.3:8080",
    ],
)
def test_this_computer_is_one_server(url: str) -> None:
    """Whatever it is called, with this port it has one ledger; the address itself stays."""
    assert is_safe(url)
    assert spelled(url) == url
    assert server_name(url) == "127.0.0.1-8080"


def test_other_servers_are_told_apart() -> None:
    """By host and port, not by path; and their names are fit for a file."""
    assert spelled("https://Git.Example.org:8443/api/v3/") == "https://git.example.org:8443/api/v3"
    assert server_name("https://git.example.org:8443/api/v3") == "git.example.org-8443"
    assert server_name("https://[2001:DB8::1]") == "2001-db8--1"
    assert server_name("https://git.example.org") == "git.example.org"


@pytest.mark.parametrize(
    "url",
    [
        "http://api.github.com",
        "https://me@api.github.com",
        "https://api.github.com?x=1",
        "https://api.github.com:99999",
        "https://api.github.com:0",
        "https://",
        "ftp://localhost",
        "https://api.github.com/../x y",
    ],
)
def test_no_token_travels_to_an_unsafe_address(url: str) -> None:
    """No plain http to elsewhere, no user, no question, no odd port."""
    assert not is_safe(url)
