"""HTML's character references decoded as a browser does; no number in them is too long."""

import html
import re

_LONG_NUMBER = re.compile(r"(?<=&#)0*([0-9]{1,8})[0-9]*")


def decode_references(text: str) -> str:
    """`&#64;`, `&#x40;` and `&commat;` as `@`; never raises.

    Python refuses to read thousands of digits. Eight are more than any character has.
    """
    return html.unescape(_LONG_NUMBER.sub(r"\1", text))
