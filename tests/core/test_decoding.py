"""Character references, as a browser reads them."""

import pytest

from campaign.core.decoding import decode_references


@pytest.mark.parametrize(
    ("coded", "plain"),
    [
        ("&#64;a &#x40;b &commat;c", "@a @b @c"),
        ("&#64a &#X40;", "@a @"),
        ("&#" + "0" * 70_000 + "64;", "@"),
        ("&#x" + "0" * 70_000 + "40;", "@"),
        ("&#" + "9" * 70_000 + ";", "\ufffd"),
        ("&#0;&#00;", "\ufffd\ufffd"),
        ("&# &#; &#x; &zz;", "&# &#; &#x; &zz;"),
    ],
)
def test_references_are_decoded_whatever_their_length(coded: str, plain: str) -> None:
    """A number of 70,000 digits is read like any other."""
    assert decode_references(coded) == plain
