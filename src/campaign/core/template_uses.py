"""What a template writes out, by its syntax tree: the names it shows and the sources it cites."""

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
    outputs = list(tree.find_all(nodes.Output))
    filters = [each for output in outputs for each in output.find_all(nodes.Filter)]
    cited = [each.node for each in filters if each.name == "cite"]
    return Uses(
        names=frozenset(name.name for output in outputs for name in output.find_all(nodes.Name)),
        cited=frozenset(str(each.value) for each in cited if isinstance(each, nodes.Const)),
        cites_each=any(not isinstance(each, nodes.Const) for each in cited),
    )
