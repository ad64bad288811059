"""Settings for other programs: said where they may be why GitHub is not reached."""

import pytest

from campaign.adapters.passed_over import what_was_passed_over
from campaign.adapters.wire import NOT_SECURE

SET = {
    "HTTPS_PROXY": "http://secret@proxy.example",
    "SSL_CERT_FILE": "/etc/ca.pem",
    "all_proxy": "",
}


@pytest.mark.parametrize(
    ("problem", "named"),
    [
        (NOT_SECURE, "(HTTPS_PROXY, SSL_CERT_FILE)"),
        ("the server refused the connection", "(HTTPS_PROXY)"),
    ],
)
def test_what_is_set_is_named(problem: str, named: str) -> None:
    """By its name alone, as an address of a proxy may hold a password."""
    said = what_was_passed_over(problem, SET)
    assert named in said
    assert "proxy.example" not in said


def test_without_any_nothing_is_said() -> None:
    """Nor where certificates are set, but were not why."""
    assert what_was_passed_over(NOT_SECURE, {"all_proxy": ""}) == ""
    assert what_was_passed_over("the connection was cut", {"SSL_CERT_FILE": "/etc/ca.pem"}) == ""
