"""What a template writes out, by its syntax tree: the names it shows and the sources it cites."""

from collections.abc import Iterator
from dataclasses import dataclass

from jinja2 import nodes

from campaign.core.template import TemplateRefused, parse


@dataclass(frozen=True, kw_only=True, slots=True)
class Uses:
    """What readers may see of the values a template is given."""

    names: frozenset[str]
    """First parts of the names it shows: `statement`, `campaign`."""
    cited: frozenset[str]
    """Ids of sources."""
    cites_each: bool
    """Whether a loop cites every source."""


def uses(source: str) -> Uses:
    """What a template shows; nothing where it breaks the rules."""
    try:
        tree = parse(source, source_ids=None)
    except TemplateRefused:
        return Uses(names=frozenset(), cited=frozenset(), cites_each=False)
    shown = [part for output in tree.find_all(nodes.Output) for part in output.nodes]
    cited = [part.node for part in shown if isinstance(part, nodes.Filter) and part.name == "cite"]
    return Uses(
        names=frozenset(name.name for part in shown for name in _names(part)),
        cited=frozenset(str(each.value) for each in cited if isinstance(each, nodes.Const)),
        cites_each=any(not isinstance(each, nodes.Const) for each in cited),
    )


def _names(part: nodes.Node) -> Iterator[nodes.Name]:
    if isinstance(part, nodes.Name):
        yield part
    yield from part.find_all(nodes.Name)
