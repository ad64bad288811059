"""A Markdown body drawn the way GitHub shows it, as HTML that can neither run nor load anything.

What GitHub would make of raw HTML is not imitated: a `<div>` keeps its direction, comments stay
hidden, and every other tag is shown as it is written.
"""

import re
from collections.abc import Iterator, Sequence
from html import escape

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

_DEEPEST = 60
"""Lists and quotes within each other; the reader drops what is deeper."""

_HIGHEST = 3
"""The level of a body's first heading: the page's and the issue's title stand above it."""

# Paragraphs, headings and lists find their own direction, whatever stands around them:
# zenika-open-source/promote-open-source-project#113, dear-github/dear-github#147
_DIRECTED = {"paragraph_open", "heading_open", "bullet_list_open", "ordered_list_open"}

# A comment ends where a browser ends it:
# https://html.spec.whatwg.org/multipage/parsing.html#comment-start-state
_COMMENT = re.compile(r"<!--(?:-?>|.*?(?:--!?>|\Z))", re.DOTALL)
_DIV = re.compile(r"<div(?P<attributes>\s[^<>]*)?>|</div\s*>", re.IGNORECASE)
_DIRECTION = re.compile(r"""\sdir\s*=\s*["']?(rtl|ltr|auto)\b""", re.IGNORECASE)

# https://github.github.com/gfm/#autolinks-extension-
_ADDRESS = re.compile(r"(?<![A-Za-z0-9])https://[\w-]+(?:\.[\w-]+)+[^\s<]*", re.IGNORECASE)
_PUNCTUATION = "?!.,:*_~'\""


def draw_markdown(text: str) -> str:
    """The HTML of a body: without script, style, form or picture, and every tag closed.

    A link leads to an `https://` address or is shown as words; a picture is named, not loaded.
    A text too deeply nested to be read is shown as it is written. Never raises.
    """
    tokens = _READER.parse(text)
    if any(token.level >= _DEEPEST - 1 for token in tokens):
        return f'<pre dir="auto">{escape(text)}</pre>\n'
    return _RENDERER.render(list(_blocks(tokens)), _READER.options, {})


def _blocks(tokens: Sequence[Token]) -> Iterator[Token]:
    """The same blocks, harmless. `divs` holds the depth of each `<div>` that is open: it ends at
    the latest with the list or the quote it is in.
    """
    divs: list[int] = []
    headings: list[int] = []
    for token in tokens:
        while divs and token.level < divs[-1]:
            yield _close_div(divs)
        if token.type == "html_block":
            yield from _html(token, divs)
        else:
            _adapt(token, headings)
            yield token
    while divs:
        yield _close_div(divs)


def _adapt(token: Token, headings: list[int]) -> None:
    if token.type in _DIRECTED:
        token.attrSet("dir", "auto")
    match token.type:
        case "heading_open":
            token.attrSet("class", f"size-{token.tag[1:]}")
            token.tag = _rank(token, headings)
        case "heading_close":
            token.tag = _tag(headings)
        case "th_open" | "td_open" if token.attrs:
            # The page's policy lets no style attribute take effect.
            token.attrs = {"align": str(token.attrs["style"]).removeprefix("text-align:")}
        case "inline":
            token.children = list(_inline(token.children or []))


def _rank(token: Token, headings: list[int]) -> str:
    """A heading's tag in the order of the page, where no level is left out; `headings` holds the
    author's levels that stand above it.
    """
    given = int(token.tag[1:])
    while headings and headings[-1] >= given:
        headings.pop()
    headings.append(given)
    return _tag(headings)


def _tag(headings: Sequence[int]) -> str:
    return f"h{min(_HIGHEST - 1 + len(headings), 6)}"


def _html(block: Token, divs: list[int]) -> Iterator[Token]:
    source = _COMMENT.sub("", block.content)
    last = 0
    for match in _DIV.finditer(source):
        opens = match[0][1] != "/"
        if not opens and divs[-1:] != [block.level]:
            continue  # It closes nothing of ours, so it is shown.
        yield from _paragraph(source[last : match.start()])
        last = match.end()
        yield _open_div(match, divs, level=block.level) if opens else _close_div(divs)
    yield from _paragraph(source[last:])


def _open_div(match: re.Match[str], divs: list[int], *, level: int) -> Token:
    divs.append(level)
    direction = _DIRECTION.search(match["attributes"] or "")
    attributes: dict[str, str | int | float] = {"dir": direction[1].lower()} if direction else {}
    return Token("div_open", "div", 1, attrs=attributes, block=True)


def _close_div(divs: list[int]) -> Token:
    divs.pop()
    return Token("div_close", "div", -1, block=True)


def _paragraph(words: str) -> Iterator[Token]:
    if words.strip():
        yield Token("paragraph_open", "p", 1, attrs={"dir": "auto"})
        yield _text(words.strip())
        yield Token("paragraph_close", "p", -1, block=True)


def _text(words: str) -> Token:
    return Token("text", "", 0, content=words)


def _inline(tokens: Sequence[Token]) -> Iterator[Token]:
    link = ""  # the tag of the link these words are in
    for token in tokens:
        match token.type:
            case "link_open":
                link = _restrict(token)
                yield token
            case "link_close":
                token.tag, link = link, ""
                yield token
            case "image":
                yield _text(
                    f"[Picture: {token.content or 'no description'}, {token.attrGet('src')}]"
                )
            case "html_inline":
                yield _text(_COMMENT.sub("", token.content))
            case "text" if not link:
                yield from _linked(token.content)
            case _:
                yield token


def _restrict(link: Token) -> str:
    """Let the link lead to a web page that cannot look back, or nowhere; returns its tag."""
    address = str(link.attrGet("href"))
    if address.lower().startswith("https://"):
        link.attrSet("rel", "noopener nofollow")
    else:
        link.tag, link.attrs = "span", {"class": "unlinked", "title": address}
    return link.tag


def _linked(words: str) -> Iterator[Token]:
    """Words in which a bare address is a link, without the punctuation after it."""
    last = 0
    for match in _ADDRESS.finditer(words):
        address = _trim(match[0])
        opened = Token("link_open", "a", 1, attrs={"href": address})
        _restrict(opened)
        yield from (_text(words[last : match.start()]), opened, _text(address))
        yield Token("link_close", "a", -1)
        last = match.start() + len(address)
    yield _text(words[last:])


def _trim(address: str) -> str:
    """Without the punctuation and the closing brackets that belong to the sentence around it."""
    surplus = address.count(")") - address.count("(")
    address = address.rstrip(_PUNCTUATION)
    while surplus > 0 and address.endswith(")"):
        address = address[:-1].rstrip(_PUNCTUATION)
        surplus -= 1
    return address


def _make_renderer() -> RendererHTML:
    """The second lock: no raw HTML reaches the renderer, and if it did, it would be escaped."""
    renderer = RendererHTML()
    renderer.rules["html_block"] = renderer.rules["html_inline"] = renderer.rules["text"]
    return renderer


# In an issue, unlike in a file, every line break is kept: https://github.github.com/gfm/ leaves
# the choice, https://docs.github.com/en/get-started/writing-on-github makes it.
_READER = MarkdownIt(
    "commonmark", {"breaks": True, "xhtmlOut": False, "maxNesting": _DEEPEST}
).enable(["table", "strikethrough"])

_RENDERER = _make_renderer()
