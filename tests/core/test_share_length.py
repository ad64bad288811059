"""What fits into one post is known for each service."""

import pytest

from campaign.core.share_length import too_long_for

LINK = "https://example.org/" + "a" * 200


@pytest.mark.parametrize(
    ("text", "services"),
    [
        ("", ()),
        ("a" * 280, ()),
        ("a" * 281, ("X (280)",)),
        ("a" * 300, ("X (280)",)),
        ("a" * 301, ("X (280)", "Bluesky (300)")),
        ("a" * 500, ("X (280)", "Bluesky (300)")),
        ("a" * 501, ("X (280)", "Bluesky (300)", "Mastodon (500)")),
        ("ت" * 280, ()),
        ("“" * 280, ()),
        ("✊" * 140, ()),
        ("✊" * 141, ("X (280)",)),
        ("字" * 141, ("X (280)",)),
    ],
)
def test_each_service_has_its_own_limit(text: str, services: tuple[str, ...]) -> None:
    """X counts an emoji or a Chinese sign twice; the others count every character once."""
    assert too_long_for(text) == services


def test_a_link_counts_as_long_as_the_service_makes_it() -> None:
    """X and Mastodon shorten a link to 23 characters, Bluesky does not."""
    assert too_long_for(f"{'a' * 256} {LINK}") == ("Bluesky (300)",)
    assert too_long_for(f"{'a' * 257} {LINK}") == ("X (280)", "Bluesky (300)")
    assert too_long_for(f"{'a' * 476} {LINK}") == ("X (280)", "Bluesky (300)")
    assert "Mastodon (500)" in too_long_for(f"{'a' * 477} {LINK}")
