"""The grammar of the template language: a reading of Jinja2's syntax tree that accepts what is
listed here and refuses everything else.
"""

from collections.abc import Collection, Iterable

from jinja2 import nodes

from campaign.core.template_faults import TemplateFault, not_allowed, unknown
from campaign.core.template_places import Places, line_of
from campaign.core.template_vocabulary import FILTERS, NAMES

DEPTH = 40
"""How deep a template may be nested, and how many elif a condition may have: far more than any
letter needs, and far less than Python's compiler bears."""

MOST_FAULTS = 50
"""More than these would only bury the first."""

_THE_LOOP = "Write {% for source in sources %}…{% endfor %}."

_ROOTS = {name.partition(".")[0] for name in NAMES}


def grammar_faults(
    tree: nodes.Template, *, source_ids: Collection[str] | None, places: Places
) -> tuple[TemplateFault, ...]:
    """What is in the tree and not in the language, by its places; at most MOST_FAULTS.

    Args:
        source_ids: the sources that can be cited; None where they are not known.
    """
    deep = _too_deep(tree)
    if deep:
        return (deep,)
    reading = _Reading(source_ids, places)
    reading.statements(tree.body)
    return tuple(sorted(reading.faults, key=lambda each: (each.line, each.column)))[:MOST_FAULTS]


def _too_deep(tree: nodes.Template) -> TemplateFault | None:
    """Walks by layers, not by recursion: the tree's depth is the author's choice."""
    layer: list[nodes.Node] = [tree]
    for _ in range(DEPTH):
        layer = [child for node in layer for child in node.iter_child_nodes()]
    if not layer:
        return None
    return TemplateFault(
        line=min(map(line_of, layer)),
        message="This is nested too deeply.",
        hint=f"Conditions and filters may be {DEPTH} levels deep; say it more simply.",
    )


class _Reading:
    """One walk through a tree."""

    def __init__(self, source_ids: Collection[str] | None, places: Places) -> None:
        self.faults: list[TemplateFault] = []
        self._source_ids = source_ids
        self._places = places
        self._each = ""  # the loop's own name for a source, while inside a loop

    def statements(self, body: Iterable[nodes.Node]) -> None:
        for node in body:
            match node:
                case _ if len(self.faults) >= MOST_FAULTS:
                    return
                case nodes.Output():
                    for part in node.nodes:
                        self._shown(part)
                case nodes.If():
                    self._if(node)
                case nodes.For():
                    self._for(node)
                case _:
                    self._not_allowed(node)

    def _if(self, node: nodes.If) -> None:
        self._condition(node.test)
        self.statements(node.body)
        if len(node.elif_) > DEPTH:
            self._fault(node, "There are too many elif in one condition.", f"At most {DEPTH}.")
        for branch in node.elif_:
            self._if(branch)
        self.statements(node.else_)

    def _for(self, node: nodes.For) -> None:
        if not self._is_plain_loop(node):
            self._fault(
                node,
                "This loop is not part of the template language.",
                f"There is one, and it cannot be inside another. {_THE_LOOP}",
            )
            return
        self._each = node.target.name if isinstance(node.target, nodes.Name) else ""
        self.statements(node.body)
        self._each = ""

    def _is_plain_loop(self, node: nodes.For) -> bool:
        match node:
            case nodes.For(
                target=nodes.Name(name=str(each)),
                iter=nodes.Name(name="sources"),
                else_=[],
                test=None,
                recursive=False,
            ):
                return not self._each and (each == "source" or each not in _ROOTS)
        return False

    def _shown(self, node: nodes.Expr) -> None:
        match node:
            case nodes.TemplateData():
                pass
            case _ if len(self.faults) >= MOST_FAULTS:
                pass
            case nodes.Filter():
                self._filter(node)
            case nodes.Name() | nodes.Getattr():
                name = self._name(node)
                if name == "sources":
                    self._fault(
                        node,
                        "`sources` is a list and cannot be written out as it is.",
                        _THE_LOOP,
                    )
                elif name:
                    self._places.column_of(node)  # taken: a fault behind it has the next one
            case _:
                self._not_allowed(node)

    def _condition(self, node: nodes.Node) -> None:
        match node:
            case nodes.Not():
                self._condition(node.node)
            case nodes.And() | nodes.Or():
                self._condition(node.left)
                self._condition(node.right)
            case nodes.Compare():
                self._compare(node)
            case nodes.Name() | nodes.Getattr():
                if self._name(node):
                    self._places.column_of(node)
            case _:
                self._not_allowed(node)

    def _compare(self, node: nodes.Compare) -> None:
        match node:
            case nodes.Compare(
                expr=nodes.Name() | nodes.Getattr() as name,
                ops=[nodes.Operand(op="eq" | "ne", expr=nodes.Const(value=str()))],
            ):
                self._shown(name)
            case _:
                self._fault(
                    node,
                    "Only a name and a text can be compared, with == or !=.",
                    "Write it as {% if language == 'en' %}.",
                )

    def _filter(self, node: nodes.Filter) -> None:
        if node.name not in FILTERS:
            self._unknown(node, what="filter", word=node.name, known=FILTERS)
        elif node.args or node.kwargs or node.dyn_args or node.dyn_kwargs:
            self._fault(node, f"`{node.name}` takes no argument.", FILTERS[node.name].example)
        elif node.name == "cite":
            self._cite(node)
        elif node.node is not None:
            self._shown(node.node)

    def _cite(self, node: nodes.Filter) -> None:
        match node.node:
            case nodes.Const(value=str(cited)):
                known = self._source_ids
                if known is not None and cited not in known:
                    self._unknown(node, what="source", word=cited, known=known)
            case nodes.Name() | nodes.Getattr() as named if self._name(named) == "source.id":
                pass
            case _:
                self._fault(node, "`cite` needs the id of a source.", FILTERS["cite"].example)

    def _name(self, node: nodes.Expr) -> str:
        """The name as the vocabulary spells it; empty, and a fault, where it has no such name."""
        written = _dotted(node)
        if not written:
            self._not_allowed(node)
            return ""
        name = self._spelled(written)
        if name in NAMES:
            return name
        parts = [known for known in NAMES if name and known.startswith(f"{name}.")]
        if parts:
            self._fault(node, f"`{name}` is a group of names.", f"Write one of {', '.join(parts)}.")
        elif written in NAMES:
            self._fault(node, f"`{written}` is only there inside the loop.", _THE_LOOP)
        else:
            self._unknown(node, what="name", word=written, known=NAMES)
        return ""

    def _spelled(self, written: str) -> str:
        """A loop may call its source as it likes; outside a loop there is none."""
        root, dot, rest = written.partition(".")
        if root == self._each:
            return f"source{dot}{rest}"
        inside = root not in ("source", "loop") or (root == "loop" and self._each)
        return written if inside else ""

    def _fault(self, node: nodes.Node, message: str, hint: str) -> None:
        line, column = line_of(node), self._places.column_of(node)
        self.faults.append(TemplateFault(line=line, column=column, message=message, hint=hint))

    def _not_allowed(self, node: nodes.Node) -> None:
        self.faults.append(not_allowed(node, column=self._places.column_of(node)))

    def _unknown(self, node: nodes.Node, *, what: str, word: str, known: Collection[str]) -> None:
        if len(self.faults) < MOST_FAULTS:
            line = line_of(node)
            column = self._places.column(line, word)
            self.faults.append(unknown(line=line, column=column, what=what, word=word, known=known))


def _dotted(node: nodes.Node) -> str:
    """`a.b.c` as it is written; empty where the beginning is not a plain name."""
    parts: list[str] = []
    while isinstance(node, nodes.Getattr):
        parts.append(node.attr)
        node = node.node
    return ".".join([node.name, *reversed(parts)]) if isinstance(node, nodes.Name) else ""
