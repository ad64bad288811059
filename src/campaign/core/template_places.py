"""Where in a template something stands: Jinja2 knows lines only, a reader looks for a column."""

import re

from jinja2 import nodes

_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_BRACES = re.compile(r"\{[{%](?:.*?[}%]\}|.*$)")


def line_of(node: nodes.Node) -> int:
    """A node's line; some nodes of Jinja2 have none, but what is inside them has one."""
    inner: nodes.Node | None = node
    while inner and not inner.lineno:
        inner = next(inner.iter_child_nodes(), None)
    return inner.lineno if inner else 1


class Places:
    """The columns of one template's words; the second time a word is asked for, its next place."""

    def __init__(self, source: str) -> None:
        self._lines = _LINE_BREAK.split(source)
        self._left: dict[tuple[int, str], list[int]] = {}

    def column(self, line: int, word: str = "") -> int:
        """Where the word stands between braces in this line; without it, where braces open."""
        left = self._left.get((line, word)) or self._columns(line, word)
        self._left[line, word] = left
        return left.pop() if len(left) > 1 else left[0]

    def column_of(self, node: nodes.Node) -> int:
        """Where the first name in a node stands, or else where the braces of its line open."""
        named = node if isinstance(node, nodes.Name) else node.find(nodes.Name)
        line = line_of(node)
        word = named.name if named and line_of(named) == line else ""
        return self.column(line, word)

    def _columns(self, line: int, word: str) -> list[int]:
        """From the last to the first; a tag may go on from the line before."""
        text = self._lines[line - 1] if line <= len(self._lines) else ""
        braces = [found.span() for found in _BRACES.finditer(text)] or [(0, len(text))]
        pattern = re.compile(rf"(?<![\w.]){re.escape(word)}(?!\w)" if word else r"\{[{%]")
        found = (each for start, end in braces for each in pattern.finditer(text, start, end))
        return [each.start() + 1 for each in found][::-1] or [1]
