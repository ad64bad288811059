"""A Markdown text read as GitHub reads it: what is prose, what is code, what is a link or an image.

Where GitHub's reader and this one may differ, more is taken for prose: what is overlooked here
would be a stranger notified. https://github.github.com/gfm/
"""

import re
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from campaign.core.decoding import decode_references

_DEEPEST = 20
_LONG_PARAGRAPH = 10_000

# A backtick: no name or number can reach across what stands in its place.
_GAP = "`"

_BARE_URL = re.compile(
    r"https?://[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)+(?::[0-9]+)?(?:[/?#][^\s<]*)?", re.IGNORECASE
)
_SCHEME = re.compile(r"(?:^|[^A-Za-z])(https?)$", re.IGNORECASE)
_TICK_IN_ADDRESS = re.compile(r"(?:https?://|www\.)[^ \t\n\v\f\r]*`", re.IGNORECASE)
_FOOTNOTE = re.compile(r"^(?:[ \t>*+-]|[0-9]{1,9}[.)])*\[\^[^\]\s]+\]:", re.MULTILINE)
_TABLE_SIGNS = set("-|: \t>*+.)0123456789")
_COMMENT = re.compile(r"<!--(.*?)(?:-->|\Z)", re.DOTALL)
# HTML and Markdown agree on where such a comment ends.
_PLAIN_COMMENT = re.compile(r"<!--(?!-?>)(?:(?!--).)*-->", re.DOTALL)
# What begins an unknown footnote, however its sign is coded.
FOOTNOTE_SIGN = r"\[(?=\\?\^|&(?:#0{0,5}94|#[xX]0{0,4}5[eE]|Hat);)"
_DISPUTED = re.compile(rf"<[!?]|(?<!\\)(?:\\\\)*{FOOTNOTE_SIGN}(?!\^[\w-]+\])")
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9:-]*)([^>]*)>?")
_ATTRIBUTE = re.compile(r"""([\w:-]+)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""")
# What both readers take for the beginning of a block of HTML, as far as letters need it.
_BLOCK_TAGS = {
    *("blockquote", "center", "details", "div", "hr", "li", "ol", "p", "summary", "ul"),
    *("table", "tbody", "td", "th", "thead", "tr", "h1", "h2", "h3", "h4", "h5", "h6"),
}
_LOADED = {"src", "srcset", "poster", "background", "data", "xlink:href"}
_IMAGE_SIGN = re.compile(r"!\[[^\]]*\][(\[]?([^)\]\s]*)")


@dataclass(kw_only=True, slots=True)
class Reading:
    """What a Markdown text holds, in the order of the text; filled while it is read."""

    prose: list[str] = field(default_factory=list)
    """Every stretch of one formatting, and every block as a whole, without code and addresses."""
    blocks: list[str] = field(default_factory=list)
    """Every block as it is written, with a backtick for a piece of code or an image."""
    code: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    definitions: list[str] = field(default_factory=list)
    """The labels of link definitions and footnotes, which work far from where they stand."""


def read_markdown(text: str) -> Reading:
    """Read `text`; never raises."""
    text = re.sub(r"\r\n?", "\n", text)
    reading = Reading()
    environment: dict[str, dict[str, dict[str, str]]] = {}
    tokens = _GITHUB.parse(text, environment)
    for token in tokens:
        if token.type == "inline":
            _read_inline(token.children or [], reading)
        elif token.type == "html_block":
            _read_html(token.content, reading)
        elif token.type in ("fence", "code_block"):
            reading.code += [token.info, token.content]
    reading.definitions += _FOOTNOTE.findall(text)
    for label, definition in environment.get("references", {}).items():
        reading.definitions.append(label)
        reading.prose.append(f"{definition['href']} {definition['title']}")
    if _is_doubtful(text, tokens, reading):
        reading.code.clear()
        reading.prose.append(decode_references(text))
        reading.images += [match[1] or match[0] for match in _IMAGE_SIGN.finditer(text)]
    return reading


def code_span(text: str) -> str:
    """The text on one line in code letters; https://spec.commonmark.org/0.31.2/#code-spans."""
    words = re.sub(r"\s*\n\s*", " ", text.strip())
    fence = "`" * (max((len(run) for run in re.findall("`+", words)), default=0) + 1)
    padding = " " if "`" in (words[:1], words[-1:]) else ""
    return f"{fence}{padding}{words}{padding}{fence}" if words else ""


def _is_doubtful(text: str, tokens: list[Token], reading: Reading) -> bool:
    """Whether GitHub may see prose where this reader sees none.

    Footnotes begin blocks of their own, and an unknown one dissolves what is in its brackets; a
    backtick may belong to an address; readers disagree about `<!` and `<?`, about tags that may
    stand within a line, about what is a table, and about an indented line after a definition;
    and at some depth this one stops.
    """
    types = [token.type for token in tokens]
    in_code = sum(len(_DISPUTED.findall(_PLAIN_COMMENT.sub("", code))) for code in reading.code)
    return (
        bool(_FOOTNOTE.search(text))
        or len(_DISPUTED.findall(_PLAIN_COMMENT.sub("", text))) > in_code
        or any(_TICK_IN_ADDRESS.search(block) for block in reading.blocks)
        or sum(map(_may_begin_table, text.split("\n"))) > types.count("table_open")
        or (bool(reading.definitions) and "code_block" in types)
        or not _BLOCK_TAGS.issuperset(reading.tags)
        or any(token.level >= _DEEPEST - 1 for token in tokens)
    )


def _may_begin_table(line: str) -> bool:
    signs = set(line)
    return signs <= _TABLE_SIGNS and "-" in signs and not signs.isdisjoint("|:")


def _read_inline(tokens: list[Token], reading: Reading) -> None:
    stretches = [""]
    block = ""
    address = False  # inside an address that is its own link: GitHub looks for no names there
    for token in tokens:
        words = _words(token)
        block += token.markup if token.type == "text_special" else words
        if token.type in ("text", "text_special", "softbreak", "hardbreak"):
            stretches[-1] += _GAP if address else words
        else:
            stretches.append("")
            _note(token, reading)
        address = _opens_address(token) or (address and token.type != "link_close")
    reading.prose += [*stretches, "".join(stretches)]
    reading.blocks.append(block)


def _words(token: Token) -> str:
    """What a token adds to the prose."""
    match token.type:
        case "text" | "text_special":
            return token.content
        case "softbreak" | "hardbreak":
            return "\n"
        case "code_inline" | "image":
            return _GAP
    return ""


def _note(token: Token, reading: Reading) -> None:
    match token.type:
        case "code_inline":
            reading.code.append(token.content)
        case "link_open":
            reading.links.append(str(token.attrGet("href")))
        case "image":
            reading.images.append(str(token.attrGet("src")))
        case "html_inline":
            _read_html(token.content, reading)


def _opens_address(token: Token) -> bool:
    address = str(token.attrGet("href")).startswith(("http://", "https://"))
    return token.type == "link_open" and token.info == "auto" and address


def _read_html(source: str, reading: Reading) -> None:
    """Raw HTML: its comments, its tags with what they load, and the prose between them."""
    reading.comments += [match[1].strip() for match in _COMMENT.finditer(source)]
    rest = _PLAIN_COMMENT.sub(_GAP, source)
    for match in _TAG.finditer(rest):
        reading.tags.append(match[1].lower())
        _read_attributes(match[1].lower(), match[2], reading)
    reading.prose += [decode_references(text) for text in (rest, _TAG.sub(_GAP, rest))]


def _read_attributes(tag: str, source: str, reading: Reading) -> None:
    for name, quoted in _ATTRIBUTE.findall(source):
        value = decode_references(quoted.strip("\"'"))
        if name.lower() in _LOADED or (name.lower() == "style" and "url" in value.lower()):
            reading.images.append(value)
        elif name.lower() == "href":
            (reading.links if tag == "a" else reading.images).append(value)


def _bare_address(state: StateInline, silent: bool) -> bool:
    """An address without brackets becomes a link, but not after an open square bracket."""
    scheme = _SCHEME.search(state.src, max(state.pos - 6, 0), state.pos)
    if silent or state.src[state.pos] != ":" or not scheme:
        return False
    address = _BARE_URL.match(state.src, scheme.start(1))
    if not address or _may_be_in_brackets(state):
        return False
    state.pending = state.pending[: -len(scheme[1])]
    opened = state.push("link_open", "a", 1)
    opened.attrs = {"href": address[0]}
    opened.info = "auto"
    state.push("text", "", 0).content = address[0]
    state.push("link_close", "a", -1)
    state.pos = address.end()
    return True


def _may_be_in_brackets(state: StateInline) -> bool:
    """Whether an open bracket still waits for its partner. The text of a link is first skimmed
    silently, and then read with `linkLevel` raised. A very long paragraph is not looked through.
    """
    if state.linkLevel > 0 or state.pos > _LONG_PARAGRAPH:
        return True
    plain = "".join(
        token.content for token in state.tokens if token.type == "text" and not token.level
    )
    depth = 0
    for sign in re.findall(r"[\[\]]", plain + state.pending):
        depth = depth + 1 if sign == "[" else max(depth - 1, 0)
    return depth > 0


def _make_reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"maxNesting": _DEEPEST})
    reader.enable(["table", "strikethrough"])
    reader.disable("text_join")
    reader.inline.ruler.after("text", "bare_address", _bare_address)
    reader.validateLink = lambda url: True  # type: ignore[method-assign]
    return reader


_GITHUB = _make_reader()
