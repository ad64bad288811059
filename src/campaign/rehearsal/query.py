"""The GraphQL schema, the rule that finds unknown fields, and what a query costs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FieldsOnCorrectTypeRule,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    ObjectTypeExtensionNode,
    OperationDefinitionNode,
    SelectionSetNode,
    ValidationRule,
    build_ast_schema,
    parse,
    specified_rules,
    validate,
    value_from_ast_untyped,
)

from campaign.rehearsal.fields import FIELDS, KINDS


@cache
def schema(*, old: bool, missing: frozenset[str] = frozenset()) -> GraphQLSchema:
    """GitHub's schema; the `old` one lacks what the file adds at its end.

    `missing` are further fields it lacks, as `Repository.contactLinks`.
    """
    document = parse(files("campaign.rehearsal").joinpath("schema.graphql").read_text("utf-8"))
    if old:
        known = [d for d in document.definitions if not isinstance(d, ObjectTypeExtensionNode)]
        document = DocumentNode(definitions=tuple(known))
    built = build_ast_schema(document)
    for kind in built.type_map.values():
        if isinstance(kind, GraphQLObjectType):
            for name, resolver in FIELDS.get(kind.name, {}).items():
                if name in kind.fields:
                    kind.fields[name].resolve = resolver
        elif isinstance(kind, GraphQLInterfaceType):
            kind.resolve_type = KINDS[kind.name]
    for name in missing:
        owner, _, lacking = name.partition(".")
        kind = built.type_map[owner]
        if isinstance(kind, GraphQLObjectType):
            del kind.fields[lacking]
    return built


class UnknownField(ValidationRule):
    """A field the schema does not have, in GitHub's words (naturalness/sensibility#6)."""

    def enter_field(
        self, node: FieldNode, _key: object, _parent: object, _path: object, ancestors: list[Any]
    ) -> None:
        """Called by graphql-core for every field of a query."""
        parent = self.context.get_parent_type()
        if parent is None or self.context.get_field_def() is not None:
            return
        name = node.name.value
        way = [*(_step(ancestor) for ancestor in ancestors), _step(node)]
        self.report_error(
            GraphQLError(
                f"Field '{name}' doesn't exist on type '{parent.name}'",
                node,
                path=[step for step in way if step],
                extensions={
                    "code": "undefinedField",
                    "typeName": parent.name,
                    "fieldName": name,
                },
            )
        )


def _step(node: object) -> str:
    """How GitHub names one step on the way to an unknown field."""
    match node:
        case OperationDefinitionNode(name=None):
            return "query"
        case OperationDefinitionNode():
            return f"query {node.name.value}" if node.name else "query"
        case FragmentDefinitionNode():
            return f"fragment {node.name.value}"
        case InlineFragmentNode(type_condition=condition) if condition:
            return f"... on {condition.name.value}"
        case FieldNode():
            return (node.alias or node.name).value
    return ""


@lru_cache(maxsize=64)
def read(text: str) -> DocumentNode:
    """The query in `text`; GraphQLSyntaxError where it is none.

    Remembered: many people ask the same long question, and reading it takes the longest.
    """
    return parse(text)


@lru_cache(maxsize=64)
def faults_of(text: str, known: GraphQLSchema) -> Sequence[GraphQLError]:
    """What this schema holds against the query."""
    return validate(known, read(text), RULES)


RULES = [UnknownField if r is FieldsOnCorrectTypeRule else r for r in specified_rules]


@dataclass(frozen=True, kw_only=True, slots=True)
class Size:
    """How big a query is.

    docs: rate-limits-and-query-limits-for-the-graphql-api, "calculating points".
    """

    fields: int
    """At the top level: one for each alias."""
    requests: int
    nodes: int

    @property
    def cost(self) -> int:
        """Points taken from the budget."""
        return max(1, round(self.requests / 100))


def measure(document: DocumentNode, variables: Mapping[str, Any]) -> Size:
    """The size of a valid query."""
    operation = next(d for d in document.definitions if isinstance(d, OperationDefinitionNode))
    fragments = {
        d.name.value: d.selection_set
        for d in document.definitions
        if isinstance(d, FragmentDefinitionNode)
    }
    requests = nodes = 0
    # Each entry: selections, and how many objects they are asked of.
    left: list[tuple[SelectionSetNode, int]] = [(operation.selection_set, 1)]
    while left:
        selections, times = left.pop()
        for node in selections.selections:
            if isinstance(node, FragmentSpreadNode):
                left.append((fragments[node.name.value], times))
                continue
            size = _asked(node, variables) if isinstance(node, FieldNode) else 0
            requests += times if size else 0
            nodes += times * size
            if isinstance(node, FieldNode | InlineFragmentNode) and node.selection_set:
                left.append((node.selection_set, times * size if size else times))
    return Size(fields=len(operation.selection_set.selections), requests=requests, nodes=nodes)


def _asked(node: FieldNode, variables: Mapping[str, Any]) -> int:
    """The `first` or `last` of a connection; 0 where the field is none."""
    for argument in node.arguments or ():
        if argument.name.value in ("first", "last"):
            value = value_from_ast_untyped(argument.value, dict(variables))
            return value if isinstance(value, int) else 0
    return 0
