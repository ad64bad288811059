"""A supporter's words rewritten so that GitHub acts on none of them."""

import re
from collections.abc import Iterator

from campaign.core.autolinks import COMMIT, ISSUE_ADDRESS, MENTION, REFERENCE
from campaign.core.decoding import decode_references
from campaign.core.markdown import FOOTNOTE_SIGN, code_span

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_ESCAPE_OR_CODE = re.compile(r"\\.|(?<!`)(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)", re.DOTALL)
_CODED = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,31});")
_LIVE = re.compile(r"[A-Za-z0-9@#/._:-]")

_REWRITTEN = re.compile(
    "|".join(
        (
            r"(?P<address>(?:https?://|www\.)[^\s<>()\[\]`]*)",
            rf"(?P<name>(?:(?<!&)\\?(?:{COMMIT.pattern}|{REFERENCE.pattern}|{MENTION.pattern})"
            r"(?:@[A-Za-z0-9/._-]*)*)+)",
            r"(?P<escape>\\.)",
            r"(?P<tick>`)",
            r"(?P<comment>-->)",
            r"(?P<tag><)(?=[A-Za-z/!?])",
            r"(?P<image>!)(?=\[)",
            rf"(?P<footnote>{FOOTNOTE_SIGN})",
            r"(?P<definition>^[ \t>*+-]*\[)(?=[^\]\n]+\]:)",
        )
    ),
    re.MULTILINE,
)
_HOST = re.compile(r"(?:https?://)?(?:[^/@]*@)?(?:www\.)?github\.com(?::[0-9]*)?", re.IGNORECASE)


def soften(text: str) -> str:
    """Rewrites what it understands and leaves code alone; whether that was enough is for the
    caller to find out, with the eyes of GitHub's own reader.
    """
    return "\n".join(
        _break_comments(block) if is_code else _soften_paragraph(block)
        for block, is_code in _blocks(text)
    )


def literal(text: str) -> str:
    """Every line in code letters: shown as it is written, wherever it stands."""
    return "\n".join(code_span(line) for line in _break_comments(text).split("\n"))


def _blocks(text: str) -> Iterator[tuple[str, bool]]:
    """Paragraphs, blank lines and fenced code, the last fence closed."""
    block: list[str] = []
    fence = ""
    for line in text.split("\n"):
        found = _FENCE.match(line)
        if fence:
            block.append(line)
            if found and found[1].startswith(fence) and not line[found.end() :].strip():
                yield "\n".join(block), True
                block, fence = [], ""
        elif found or not line.strip():
            if block:
                yield "\n".join(block), False
            block, fence = ([line], found[1]) if found else ([], "")
            if not found:
                yield line, False
        else:
            block.append(line)
    if block:
        yield "\n".join([*block, fence] if fence else block), bool(fence)


def _soften_paragraph(text: str) -> str:
    pieces: list[str] = []
    last = 0
    for match in _ESCAPE_OR_CODE.finditer(text):
        if match["ticks"]:
            pieces += [_soften_prose(text[last : match.start()]), _break_comments(match[0])]
            last = match.end()
    return "".join([*pieces, _soften_prose(text[last:])])


def _soften_prose(text: str) -> str:
    return _REWRITTEN.sub(_rewrite, _CODED.sub(_decode, text))


def _decode(match: re.Match[str]) -> str:
    """Only what could become part of a name: the rest must stay coded, or it would take effect."""
    sign = decode_references(match[0])
    return sign if _LIVE.fullmatch(sign) else match[0]


def _rewrite(match: re.Match[str]) -> str:
    found = match[0]
    match match.lastgroup:
        case "address":
            # https://docs.github.com/en/get-started/writing-on-github/working-with-advanced-formatting/autolinked-references-and-urls
            to = "https://redirect.github.com"
            return _HOST.sub(to, found, count=1) if ISSUE_ADDRESS.match(found) else found
        case "name":
            return code_span(found.replace("\\", ""))
        case "comment":
            return "--&gt;"
        case "tag":
            return "&lt;"
        case "tick" | "image" | "footnote":
            return f"\\{found}"
        case "definition":
            return f"{found[:-1]}\\["
    return found


def _break_comments(code: str) -> str:
    """In code letters nothing can be escaped, and the campaign's marker must stay the only one."""
    return code.replace("<!--", "<! --").replace("-->", "-- >")
